//! The macros that declare the types of generated code.

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
/// assert_eq!(error.to_string(), r#"found "soft", expected one of ["hard"]"#);
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

/// A text that is no value of a closed enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownValue {
    found: String,
    expected: &'static [&'static str],
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, expected } = self;
        write!(f, "found {found:?}, expected one of {expected:?}")
    }
}

impl std::error::Error for UnknownValue {}

impl UnknownValue {
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

/// Declares the constructor of a type, which takes the required fields, and a setter for each other field. A setter is
/// written as the name of the field with the type of its argument; a field written `name(_)` has none. `name(.., all)`
/// sets one member of an [`Extra`](crate::Extra), and `all` several. `name(T) or name_null` are two setters for a field that
/// can be `null`, an `Option<Option<T>>`.
///
/// ```
/// # use hellodialog_runtime::Extra;
/// pub struct NewGroup {
///     name: String,
///     is_private: Option<bool>,
///     remark: Option<Option<String>>,
///     custom: Extra,
/// }
///
/// hellodialog_runtime::setters! {
///     impl NewGroup {
///         new(name(impl Into<String>));
///         is_private(bool);
///         remark(impl Into<String>) or remark_null;
///         custom(.., custom_all);
///     }
/// }
///
/// let group = NewGroup::new("Regulars").is_private(true).custom("color", "red");
/// assert_eq!(group.name, "Regulars");
/// assert_eq!(group.remark, None);
/// assert_eq!(group.remark_null().remark, Some(None));
/// ```
#[macro_export]
macro_rules! setters {
    (impl $name:ident {
        // Not the word `new`: an error then points at the type and not at this macro.
        $new:ident ( $($required:ident ( $($type:tt)* )),+ );
        $($field:ident ( $($argument:tt)* ) $(or $null:ident)?;)*
    }) => {
        impl $name {
            /// A value with the required fields.
            #[must_use]
            pub fn $new($($required: $crate::__argument!($($type)*)),+) -> Self {
                Self {
                    // Not as a method: a setter of the type can have the name.
                    $($required: ::core::convert::Into::into($crate::__argument!($required: $($type)*)),)+
                    $($field: ::core::default::Default::default(),)*
                }
            }

            $($crate::__setter! { $field ( $($argument)* ) $(or $null)? })*
        }
    };
    (impl $name:ident { $($field:ident ( $($argument:tt)* ) $(or $null:ident)?;)* }) => {
        impl $name {
            $($crate::__setter! { $field ( $($argument)* ) $(or $null)? })*
        }
    };
}

/// One setter.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    (new()) => {
        /// A value with no field set.
        #[must_use]
        pub fn new() -> Self {
            <Self as ::core::default::Default>::default()
        }
    };
    ($field:ident(_)) => {};
    ($field:ident(.., $all:ident)) => {
        $crate::__setter!(@all $all $field);

        /// Sets a further member by its name.
        #[must_use]
        pub fn $field(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl $crate::serde::Serialize,
        ) -> Self {
            self.$field.insert(name.into(), value);
            self
        }
    };
    ($field:ident(..to_lowercase, $all:ident)) => {
        $crate::__setter!(@all $all $field);

        /// Sets a further member by its name, which is sent in lower case.
        #[must_use]
        pub fn $field(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl $crate::serde::Serialize,
        ) -> Self {
            self.$field.insert(name.into().to_lowercase(), value);
            self
        }
    };
    (@all $all:ident $field:ident) => {
        #[doc = concat!(
            "Sets several further members, each as [`", stringify!($field), "`](Self::",
            stringify!($field), ") does. [`Extra::from_serialize`] makes them from a type of your own.",
        )]
        ///
        #[doc = concat!("[`Extra::from_serialize`]: runtime::Extra::from_serialize")]
        #[must_use]
        pub fn $all(
            self,
            members: impl ::core::iter::IntoIterator<
                Item = (::std::string::String, $crate::Value),
            >,
        ) -> Self {
            members
                .into_iter()
                .fold(self, |body, (name, value)| body.$field(name, value))
        }
    };
    ($field:ident( $($type:tt)* ) or $null:ident) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: $crate::__argument!($($type)*)) -> Self {
            let value = $crate::__argument!($field: $($type)*);
            self.$field = ::core::option::Option::Some(::core::option::Option::Some(value));
            self
        }

        #[doc = concat!(
            "Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ") to `null`.",
        )]
        #[must_use]
        pub fn $null(mut self) -> Self {
            self.$field = ::core::option::Option::Some(::core::option::Option::None);
            self
        }
    };
    ($field:ident( $($type:tt)* )) => {
        #[doc = concat!("Sets [`", stringify!($field), "`](#structfield.", stringify!($field), ").")]
        #[must_use]
        pub fn $field(mut self, $field: $crate::__argument!($($type)*)) -> Self {
            self.$field = ::core::option::Option::Some($crate::__argument!($field: $($type)*));
            self
        }
    };
}

/// The type of an argument, or the value that it becomes.
#[doc(hidden)]
#[macro_export]
macro_rules! __argument {
    (impl Into<$type:ty>) => { impl ::core::convert::Into<$type> };
    (impl IntoIterator<Item = impl Into<$type:ty>>) => {
        impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>>
    };
    (impl IntoIterator<Item = $type:ty>) => { impl ::core::iter::IntoIterator<Item = $type> };
    ($name:ident: impl Into<$type:ty>) => { ::core::convert::Into::<$type>::into($name) };
    ($name:ident: impl IntoIterator<Item = impl Into<$type:ty>>) => {
        $name.into_iter().map(::core::convert::Into::into).collect::<::std::vec::Vec<$type>>()
    };
    ($name:ident: impl IntoIterator<Item = ($key:ty, $value:ty)>) => {
        $name.into_iter().collect::<$crate::IndexMap<$key, $value>>()
    };
    ($name:ident: impl IntoIterator<Item = $type:ty>) => {
        $name.into_iter().collect::<::std::vec::Vec<$type>>()
    };
    ($name:ident: $type:ty) => { $name };
    ($type:ty) => { $type };
}

/// Declares a search filter: a method for each operator, written as its name with the kind of
/// operand, and the operator as it is sent. `all()` is a filter that every item passes.
///
/// ```
/// hellodialog_runtime::search_filter! {
///     /// Searches books.
///     pub struct BookFilter {
///         all() = "title" "not-equals" "";
///         equals(Operand) = "equals";
///         one_of(Operands) = "one-of";
///         printed_after(DateOperand) = "after";
///     }
///     columns {
///         /// The author.
///         AUTHOR = "author";
///     }
/// }
///
/// let filter = BookFilter::new().equals(BookFilter::AUTHOR, "Ann").one_of("shelf", [1, 2])?;
/// assert_eq!(filter.conditions().iter().count(), 2);
/// # Ok::<(), hellodialog_runtime::filter::OperandsError>(())
/// ```
#[macro_export]
macro_rules! search_filter {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$operator_meta:meta])* $operator:ident ( $($operand:ident)? ) = $($text:literal)*;)*
        }
        $(columns { $($(#[$column_meta:meta])* $column:ident = $column_name:literal;)* })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name($crate::filter::Conditions);

        impl $name {
            $(
                $($(#[$column_meta])* pub const $column: &'static str = $column_name;)*

                /// The columns with a constant.
                pub const COLUMNS: &'static [&'static str] = &[$(Self::$column),*];
            )?

            /// A filter without conditions. A field can have one condition: the client refuses to send a
            /// filter with two, because the API would use one of them.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $($crate::__operator! { $(#[$operator_meta])* $operator ( $($operand)? ) = $($text)* })*

            /// The conditions.
            #[must_use]
            pub fn conditions(&self) -> &$crate::filter::Conditions {
                &self.0
            }
        }

        impl ::core::convert::AsRef<$crate::filter::Conditions> for $name {
            fn as_ref(&self) -> &$crate::filter::Conditions {
                &self.0
            }
        }
    };
}

/// One operator of a filter.
#[doc(hidden)]
#[macro_export]
macro_rules! __operator {
    (all() = $field:literal $operator:literal $operand:literal) => {
        #[doc = concat!(
            "A filter that every item passes: `", $field, "` is `", $operator, "` to a value that \
             no item has. The API may refuse a search without any condition. A condition that is \
             added replaces this one.",
        )]
        #[must_use]
        pub fn all() -> Self {
            Self($crate::filter::Conditions::all($field, $operator, $operand))
        }
    };
    ($(#[$meta:meta])* $name:ident(Operands) = $text:literal) => {
        #[doc = concat!("The field is `", $text, "` the operands.")]
        ///
        $(#[$meta])*
        ///
        /// # Errors
        ///
        /// If there is no operand, or one contains a comma: the API separates operands by commas.
        pub fn $name<I>(
            mut self,
            field: impl ::core::convert::Into<::std::string::String>,
            operands: I,
        ) -> ::core::result::Result<Self, $crate::filter::OperandsError>
        where
            I: ::core::iter::IntoIterator<Item: ::core::convert::Into<$crate::filter::Operand>>,
        {
            let operands = $crate::filter::Operands::new(operands)?;
            self.0.push(field, $text, operands);
            ::core::result::Result::Ok(self)
        }
    };
    ($(#[$meta:meta])* $name:ident($operand:ident) = $text:literal) => {
        #[doc = concat!("The field is `", $text, "` the operand.")]
        ///
        $(#[$meta])*
        #[must_use]
        pub fn $name(
            mut self,
            field: impl ::core::convert::Into<::std::string::String>,
            operand: impl ::core::convert::Into<$crate::filter::$operand>,
        ) -> Self {
            self.0.push(field, $text, operand.into());
            self
        }
    };
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
