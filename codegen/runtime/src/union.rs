//! Unions of objects: which variant a value is.

use serde::de::{Deserialize, Deserializer};
use serde_json::Value;

/// A variant of a union. For generated code.
#[doc(hidden)]
pub struct Variant<U> {
    /// The members that the variant knows.
    pub members: &'static [&'static str],
    pub decode: fn(&Value) -> serde_json::Result<U>,
}

/// The member whose value names the variant, and the variants by its values. For generated code.
#[doc(hidden)]
pub struct Discriminator {
    pub property: &'static str,
    /// Values, with the places of their variants.
    pub values: &'static [(&'static str, usize)],
}

/// Decodes a union. The discriminator decides, if the value has it. Otherwise the variant that knows most members of the
/// value is taken, of those that it fits. What fits none is kept as it came. For generated code.
///
/// # Errors
///
/// If the input is no JSON value.
#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, U>(
    deserializer: D,
    discriminator: Option<&Discriminator>,
    variants: &[Variant<U>],
    other: fn(Value) -> U,
) -> Result<U, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let decoded = match discriminator.and_then(|one| one.tag(&value).map(|tag| (one, tag))) {
        Some((discriminator, tag)) => discriminator
            .variant(variants, &tag)
            .and_then(|variant| (variant.decode)(&value).ok()),
        None => best_fit(&value, variants),
    };
    Ok(decoded.unwrap_or_else(|| other(value)))
}

fn best_fit<U>(value: &Value, variants: &[Variant<U>]) -> Option<U> {
    let known = |variant: &&Variant<U>| {
        let members = variant.members.iter();
        members.filter(|name| value.get(name).is_some()).count()
    };
    // A variant that knows no member of the value would lose all of it.
    let is_empty = value.as_object().is_some_and(serde_json::Map::is_empty);
    let can_be =
        |variant: &&Variant<U>| is_empty || variant.members.is_empty() || known(variant) > 0;
    let mut by_fit: Vec<&Variant<U>> = variants.iter().filter(can_be).collect();
    by_fit.sort_by_key(|variant| std::cmp::Reverse(known(variant)));
    by_fit
        .into_iter()
        .find_map(|variant| (variant.decode)(value).ok())
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

    fn variant<'v, U>(&self, variants: &'v [Variant<U>], tag: &str) -> Option<&'v Variant<U>> {
        let (_, index) = self.values.iter().find(|(value, _)| *value == tag)?;
        variants.get(*index)
    }
}

/// How an enum of objects is decoded: its variants with the members that they know, and the discriminator.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// pub struct Cat { lives: Option<u8> }
/// #[derive(Debug, PartialEq, Serialize, Deserialize)]
/// pub struct Dog { lives: Option<u8>, tricks: Option<u8> }
/// #[derive(Debug, PartialEq, Serialize)]
/// #[serde(untagged)]
/// pub enum Pet { Cat(Cat), Dog(Dog), Other(hellodialog_runtime::Value) }
///
/// hellodialog_runtime::union! {
///     Pet {
///         Cat(Cat): "lives";
///         Dog(Dog): "lives", "tricks";
///     }
///     by "kind" { "cat" = 0; "dog" = 1; }
/// }
///
/// let pet: Pet = serde_json::from_str(r#"{"lives": 1, "tricks": 2}"#)?;
/// assert_eq!(pet, Pet::Dog(Dog { lives: Some(1), tricks: Some(2) }));
/// let pet: Pet = serde_json::from_str(r#"{"kind": "cat", "tricks": 2}"#)?;
/// assert_eq!(pet, Pet::Cat(Cat { lives: None }));
/// let pet: Pet = serde_json::from_str(r#"{"kind": "fish"}"#)?;
/// assert_eq!(serde_json::to_string(&pet)?, r#"{"kind":"fish"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $name:ident { $($variant:ident($type:ty): $($member:literal),*;)* }
        $(by $property:literal { $($value:literal = $index:literal;)* })?
    ) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let discriminators: &[$crate::union::Discriminator] = &[$(
                    $crate::union::Discriminator {
                        property: $property,
                        values: &[$(($value, $index)),*],
                    }
                )?];
                let variants = [$($crate::union::Variant {
                    members: &[$($member),*],
                    decode: |value| $crate::decode::from_value::<$type>(value).map(Self::$variant),
                }),*];
                let discriminator = discriminators.first();
                $crate::union::deserialize(deserializer, discriminator, &variants, Self::Other)
            }
        }
    };
}
