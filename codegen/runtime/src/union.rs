//! Unions: which variant a value is.

mod budget;
mod shape;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, SerializeMap as _, Serializer};
use serde_json::Value;
use serde_json::value::to_raw_value;

pub use self::shape::{Fit, Shape};
use crate::wire::{Parts, check};
#[doc(hidden)]
pub use serde_json::Error as DecodeError;

/// An enum with a variant for each branch of a union. [`union!`](crate::union!) implements it. For generated code.
#[doc(hidden)]
pub trait Union: Sized + 'static {
    /// The member that names the variant.
    const DISCRIMINATOR: Option<Discriminator>;
    const VARIANTS: &'static [Variant<Self>];
    /// A value that is none of the variants.
    fn other(value: Value) -> Self;
}

/// A variant of a union. For generated code.
#[doc(hidden)]
pub struct Variant<U> {
    pub name: &'static str,
    pub shape: Shape,
    /// The values of the discriminator for it.
    pub tags: &'static [&'static str],
    pub decode: fn(&Value) -> serde_json::Result<U>,
}

/// The member that names the variant. For generated code.
#[doc(hidden)]
pub struct Discriminator {
    pub property: &'static str,
    /// The variant for values that are of no other one.
    pub otherwise: Option<&'static str>,
}

/// Decodes a union. The discriminator decides, if the value has it; among variants of one value of it, and otherwise, the
/// variant that fits best is taken. What
/// fits none is kept as it came. For generated code.
///
/// # Errors
///
/// If the input is no JSON value.
#[doc(hidden)]
pub fn deserialize<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let decoded = budget::within(&value, || decode(&value));
    Ok(decoded.unwrap_or_else(|| U::other(value)))
}

/// A value that is one of the variants.
fn decode<U: Union>(value: &Value) -> Option<U> {
    let all = || U::VARIANTS.iter();
    if let Some(discriminator) = U::DISCRIMINATOR
        && let Some(tag) = discriminator.tag(value)
    {
        let tagged = || all().filter(|variant| variant.tags.contains(&tag.as_str()));
        let otherwise = || all().find(|variant| Some(variant.name) == discriminator.otherwise);
        let mut named = tagged();
        return match (named.next().or_else(otherwise), named.next()) {
            (Some(one), None) => attempt(one, value),
            (Some(_), Some(_)) => best_fit(tagged(), value),
            (None, _) => None,
        };
    }
    best_fit(all(), value)
}

/// The value as the variant that it fits best.
fn best_fit<U: Union>(
    variants: impl Iterator<Item = &'static Variant<U>>,
    value: &Value,
) -> Option<U> {
    let fit =
        |variant: &'static Variant<U>| Some((variant.shape.fit(value, shape::DEPTH)?, variant));
    let mut by_fit: Vec<(Fit, &Variant<U>)> = variants.filter_map(fit).collect();
    // The sort is stable: of those that fit alike, the first.
    by_fit.sort_by(|(one, _), (other, _)| other.cmp(one));
    by_fit
        .into_iter()
        .find_map(|(_, variant)| attempt(variant, value))
}

fn attempt<U>(variant: &Variant<U>, value: &Value) -> Option<U> {
    budget::spend(value)
        .then(|| (variant.decode)(value).ok())
        .flatten()
}

impl Discriminator {
    /// The text of the discriminator's value.
    fn tag(&self, value: &Value) -> Option<String> {
        Some(match value.get(self.property)? {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}

/// A union as a variant of another one.
#[doc(hidden)]
pub trait Nested: Sized {
    fn fit(value: &Value, depth: u8) -> Option<Fit>;

    /// The value as a variant of the nested union.
    ///
    /// # Errors
    ///
    /// If it is none.
    fn decode(value: &Value) -> serde_json::Result<Self>;
}

impl<U: Nested> Nested for Box<U> {
    fn fit(value: &Value, depth: u8) -> Option<Fit> {
        U::fit(value, depth)
    }

    fn decode(value: &Value) -> serde_json::Result<Self> {
        U::decode(value).map(Self::new)
    }
}

/// How well a value fits a union. For generated code.
#[doc(hidden)]
#[must_use]
pub fn fit<U: Union>(value: &Value, depth: u8) -> Option<Fit> {
    let variants = U::VARIANTS.iter();
    variants
        .filter_map(|variant| variant.shape.fit(value, depth))
        .max()
}

/// The value as a variant of a union. For generated code.
///
/// # Errors
///
/// If it is none.
#[doc(hidden)]
pub fn decode_known<U: Union>(value: &Value) -> serde_json::Result<U> {
    decode(value).ok_or_else(|| serde::de::Error::custom("it fits no variant"))
}

/// Encodes the content of a variant, with the discriminator if the content does not have it. For generated code.
///
/// # Errors
///
/// Those of the serializer, and of a content that JSON cannot carry.
#[doc(hidden)]
pub fn serialize<U: Union, S: Serializer>(
    name: &str,
    content: &(impl Serialize + ?Sized),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let variant = U::VARIANTS.iter().find(|variant| variant.name == name);
    let tag = variant.and_then(|variant| variant.tags.first());
    let (Some(Discriminator { property, .. }), Some(tag)) = (U::DISCRIMINATOR, tag) else {
        return content.serialize(serializer);
    };
    check(content).map_err(S::Error::custom)?;
    let text = to_raw_value(content).map_err(S::Error::custom)?;
    match Parts::of(&text) {
        Parts::Object(members) if !members.contains_key(property) => {
            let mut map = serializer.serialize_map(Some(members.len() + 1))?;
            map.serialize_entry(property, tag)?;
            for (name, value) in members {
                map.serialize_entry(&name, value)?;
            }
            map.end()
        }
        _ => content.serialize(serializer),
    }
}

/// Implements `Serialize` and `Deserialize` for an enum with a variant for each branch of a union, and the variant `Other`
/// for a value that is none of them.
///
/// A variant is written with its content and the shape of its values. With `by`, the value of a member names the variant;
/// `else` names the variant for other values of that member.
///
/// ```
/// # use hellodialog_runtime::{Extra, Value};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// pub struct Cat { lives: Option<u8>, #[serde(flatten)] extra: Extra }
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// pub struct Dog { lives: Option<u8>, tricks: Option<u8>, #[serde(flatten)] extra: Extra }
/// #[derive(Debug, PartialEq)]
/// pub enum Pet { Cat(Cat), Dog(Dog), Name(String), Other(Value) }
///
/// hellodialog_runtime::union! {
///     Pet by "kind" {
///         Cat(Cat): Object ["lives"] = "cat";
///         Dog(Dog): Object ["lives", "tricks"] = "dog", "puppy";
///         Name(String): Text;
///     }
/// }
///
/// // The value of `kind` decides.
/// let pet: Pet = serde_json::from_str(r#"{"kind": "puppy", "lives": 1, "tricks": 2}"#)?;
/// assert!(matches!(&pet, Pet::Dog(dog) if dog.lives == Some(1)));
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"lives":1,"tricks":2,"kind":"puppy"}"#);
/// // Without it, the variant that knows most members.
/// let pet: Pet = serde_json::from_str(r#"{"lives": 1, "tricks": 2}"#)?;
/// assert!(matches!(&pet, Pet::Dog(dog) if dog.tricks == Some(2)));
/// let pet: Pet = serde_json::from_str(r#""Tom""#)?;
/// assert_eq!(pet, Pet::Name("Tom".to_owned()));
/// // What is none of the variants is kept.
/// let pet: Pet = serde_json::from_str(r#"{"kind": "fish"}"#)?;
/// assert!(matches!(&pet, Pet::Other(_)));
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"kind":"fish"}"#);
/// // A variant that you make has the value of `kind` for it.
/// let pet = Pet::Cat(Cat { lives: Some(9), extra: Extra::new() });
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"kind":"cat","lives":9}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $name:ident $(by $property:literal $(else $otherwise:ident)?)? {
            $(
                $variant:ident($type:ty $(as $adapter:ty)?):
                    $shape:ident $([$($member:literal),*])? $(($($inner:tt)*))?
                    $(= $($tag:literal),+)?;
            )*
        }
    ) => {
        impl $crate::union::Union for $name {
            const DISCRIMINATOR: ::core::option::Option<$crate::union::Discriminator> =
                $crate::__union_discriminator!($($property $(else $otherwise)?)?);
            const VARIANTS: &'static [$crate::union::Variant<Self>] = &[$($crate::union::Variant {
                name: stringify!($variant),
                shape: $crate::__union_shape!(
                    ($type) $shape $([$($member),*])? $(($($inner)*))?
                ),
                tags: &[$($($tag),+)?],
                decode: |value| {
                    $crate::__union_decode!($shape, value, $type $(as $adapter)?)
                        .map(Self::$variant)
                },
            }),*];

            fn other(value: $crate::Value) -> Self {
                Self::Other(value)
            }
        }

        impl $crate::union::Nested for $name {
            fn fit(value: &$crate::Value, depth: u8) -> ::core::option::Option<$crate::union::Fit> {
                $crate::union::fit::<Self>(value, depth)
            }

            fn decode(
                value: &$crate::Value,
            ) -> ::core::result::Result<Self, $crate::union::DecodeError> {
                $crate::union::decode_known(value)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::union::deserialize(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(content) => {
                        let content = $crate::__union_content!(content, $type $(as $adapter)?);
                        $crate::union::serialize::<Self, S>(
                            stringify!($variant),
                            content,
                            serializer,
                        )
                    })*
                    Self::Other(value) => $crate::serde::Serialize::serialize(value, serializer),
                }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __union_discriminator {
    () => {
        ::core::option::Option::None
    };
    ($property:literal) => {
        ::core::option::Option::Some($crate::union::Discriminator {
            property: $property,
            otherwise: ::core::option::Option::None,
        })
    };
    ($property:literal else $otherwise:ident) => {
        ::core::option::Option::Some($crate::union::Discriminator {
            property: $property,
            otherwise: ::core::option::Option::Some(stringify!($otherwise)),
        })
    };
}

/// The shape of the values of a variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_shape {
    (($type:ty) Union) => {
        $crate::union::Shape::Union(<$type as $crate::union::Nested>::fit)
    };
    (($($type:ty)?) Union($union:ty)) => {
        $crate::union::Shape::Union(<$union as $crate::union::Nested>::fit)
    };
    (($($type:ty)?) Object[$($member:literal),*]) => {
        $crate::union::Shape::Object(&[$($member),*])
    };
    (($($type:ty)?) $shape:ident($($inner:tt)*)) => {
        $crate::union::Shape::$shape(&$crate::__union_shape!(() $($inner)*))
    };
    (($($type:ty)?) $shape:ident) => {
        $crate::union::Shape::$shape
    };
}

/// Decodes the content of a variant.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_decode {
    (Union, $value:ident, $type:ty) => {
        <$type as $crate::union::Nested>::decode($value)
    };
    ($shape:ident, $value:ident, $type:ty) => {
        $crate::decode::from_value::<$type>($value)
    };
    ($shape:ident, $value:ident, $type:ty as $adapter:ty) => {
        $crate::decode::from_value::<$crate::wire::DecodedAs<$type, $adapter>>($value)
            .map(|content| content.into_inner())
    };
}

/// The content of a variant, to be encoded.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_content {
    ($content:ident, $type:ty) => {
        $content
    };
    ($content:ident, $type:ty as $adapter:ty) => {
        &$crate::wire::EncodedAs::<$type, $adapter>::new($content)
    };
}
