//! Typed ids.

/// Declares a typed id around a `u64` or a `String`.
///
/// ```
/// hellodialog_runtime::id! {
///     /// The id of a contact.
///     pub struct ContactId(u64);
/// }
/// hellodialog_runtime::id! {
///     /// The id of a group in another system.
///     pub struct ExternalId(String);
/// }
///
/// let id: ContactId = serde_json::from_str(r#""58328""#)?;
/// assert_eq!(id, ContactId::new(58328));
/// assert_eq!((id.to_string(), id.get()), ("58328".to_owned(), 58328));
/// assert_eq!(ExternalId::from("a-1").as_str(), "a-1");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// An id around a `u64` decodes from a number or a string of digits, and encodes as a number. An id
/// around a `String` decodes from a string or a number, and encodes as a string. Both can be keys
/// of an object. Id types do not convert into each other.
#[macro_export]
macro_rules! id {
    ($(#[$meta:meta])* $vis:vis struct $name:ident(u64);) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(u64);

        impl $name {
            /// Creates the id from a number.
            #[must_use]
            pub const fn new(id: u64) -> Self {
                Self(id)
            }

            /// The number of the id.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl ::core::convert::From<u64> for $name {
            fn from(id: u64) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<$name> for u64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        $crate::__id_common!($name, u64);
    };
    ($(#[$meta:meta])* $vis:vis struct $name:ident(String);) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(::std::string::String);

        impl $name {
            /// Creates the id from text.
            #[must_use]
            pub fn new(id: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(id.into())
            }

            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        $crate::__id_common!($name, ::std::string::String);
    };
}

/// The common part of both kinds of id. Private: only [`id!`] calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! __id_common {
    ($name:ident, $inner:ty) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                // On one line, also for `{:#?}`.
                ::core::write!(f, "{}({:?})", ::core::stringify!($name), self.0)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::wire::LenientScalar for $name {
            const EXPECTED: &'static str = <$inner as $crate::wire::LenientScalar>::EXPECTED;

            fn decode(
                raw: $crate::wire::RawScalar<'_>,
            ) -> ::core::result::Result<Self, $crate::wire::Mismatch> {
                <$inner as $crate::wire::LenientScalar>::decode(raw).map(Self)
            }

            fn encode<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::LenientScalar::encode(&self.0, serializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::LenientScalar::encode(self, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::As::<$crate::wire::Lenient>::deserialize(deserializer)
            }
        }

        impl ::core::convert::From<$name> for $crate::filter::Operand {
            fn from(id: $name) -> Self {
                Self::from_id(id)
            }
        }
    };
}
