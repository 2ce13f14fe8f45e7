//! The macros that declare the types of generated code.

mod search_filter;
mod setters;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// Declares an enum whose values the API may extend: a value that is not listed is `Other`.
///
/// ```
/// hellodialog_runtime::open_enum! {
///     /// The state of a contact.
///     pub enum ContactState {
///         /// Waits for its opt-in.
///         Optin = "Optin",
///         /// Can be sent mail.
///         Contact = "Contact",
///     }
/// }
///
/// assert_eq!(ContactState::from("Contact"), ContactState::Contact);
/// assert_eq!(ContactState::from("Asleep").to_string(), "Asleep");
/// assert_eq!("Optin".parse(), Ok(ContactState::Optin));
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A value that the API description does not list.
            Other(::std::string::String),
        }

        impl $name {
            /// The value as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(value) => value,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($text => Self::$variant,)*
                    other => Self::Other(::std::borrow::ToOwned::to_owned(other)),
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            // Not `Self::Err`: a variant can have the name.
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(<Self as ::core::convert::From<&str>>::from(value))
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::deserialize_open_enum(deserializer)
            }
        }

        $crate::__enum_common!($name);
    };
}

/// Declares an enum whose values are all listed.
///
/// ```
/// hellodialog_runtime::closed_enum! {
///     /// How a book is bound.
///     pub enum Binding {
///         /// Between boards.
///         Hard = "hard",
///     }
/// }
///
/// assert_eq!(Binding::Hard.as_str(), "hard");
/// assert_eq!("hard".parse(), Ok(Binding::Hard));
/// let error = "soft".parse::<Binding>().unwrap_err();
/// assert_eq!(error.to_string(), r#"expected one of ["hard"]"#);
/// assert_eq!(error.found(), "soft");
/// ```
#[macro_export]
macro_rules! closed_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// The value as it is sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            // Not `Self::Err`: a variant can have the name.
            fn from_str(value: &str) -> ::core::result::Result<Self, $crate::UnknownValue> {
                match value {
                    $($text => ::core::result::Result::Ok(Self::$variant),)*
                    other => ::core::result::Result::Err($crate::UnknownValue::new(other, &[$($text),*])),
                }
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::deserialize_closed_enum(deserializer, &[$(($text, Self::$variant)),*])
            }
        }

        $crate::__enum_common!($name);
    };
}

/// What both kinds of enum have in common.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_common {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl ::core::convert::From<$name> for $crate::filter::Operand {
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }
    };
}

/// A text that is no value of a closed enum. `Display` and `Debug` do not show it: it may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownValue {
    found: String,
    expected: &'static [&'static str],
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected one of {:?}", self.expected)
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownValue")
            .field("expected", &self.expected)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for UnknownValue {}

impl UnknownValue {
    /// The text.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn new(found: &str, expected: &'static [&'static str]) -> Self {
        let found = found.to_owned();
        Self { found, expected }
    }
}

/// Deserializes one of `values`.
///
/// # Errors
///
/// The deserializer's own, and any other value.
#[doc(hidden)]
pub fn deserialize_closed_enum<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    values: &'static [(&'static str, T)],
) -> Result<T, D::Error> {
    deserializer.deserialize_str(ClosedEnum(values, PhantomData))
}

struct ClosedEnum<T: 'static>(&'static [(&'static str, T)], PhantomData<T>);

impl<T: Copy> Visitor<'_> for ClosedEnum<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.0.iter().map(|(text, _)| *text).collect();
        write!(f, "one of {texts:?}")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        let known = self.0.iter().find(|(text, _)| *text == value);
        known
            .map(|(_, variant)| *variant)
            .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(value), &self))
    }
}

/// Declares the operations of an API: a constant for each, and the list of all.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    (
        $(#[$meta:meta])*
        pub const $all:ident: $list:ty;
        $($name:ident = $operation:expr;)*
    ) => {
        $(#[$meta])*
        pub const $all: $list = &[$($name),*];

        $(pub(crate) const $name: $crate::Operation = $operation;)*
    };
}
