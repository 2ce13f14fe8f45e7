//! Constructors and setters.

/// Declares the constructor of a type, which takes the required fields, and a setter for each other field. A setter is
/// written as the name of the field with the type of its argument; a field written `name(_)` has none. `name(.., all)`
/// sets one member of an [`Extra`](crate::Extra), and `all` several. `name(T) or name_null` are two setters for a field that
/// can be `null`, an `Option<Option<T>>`. Fields that can have one value only are set by the constructor: behind `;`, each
/// with its value.
///
/// ```
/// # use hellodialog_runtime::Extra;
/// pub struct NewGroup {
///     name: String,
///     is_private: Option<bool>,
///     remark: Option<Option<String>>,
///     version: u8,
///     custom: Extra,
/// }
///
/// hellodialog_runtime::setters! {
///     impl NewGroup {
///         new(name(impl Into<String>); version = 1);
///         is_private(bool);
///         remark(impl Into<String>) or remark_null;
///         custom(.., custom_all);
///     }
/// }
///
/// let group = NewGroup::new("Regulars").is_private(true).custom("color", "red");
/// assert_eq!(group.name, "Regulars");
/// assert_eq!((group.version, &group.remark), (1, &None));
/// assert_eq!(group.remark_null().remark, Some(None));
/// ```
#[macro_export]
macro_rules! setters {
    (impl $name:ident {
        // Not the word `new`: an error then points at the type and not at this macro.
        $new:ident (
            $($required:ident ( $($type:tt)* )),+
            $(; $($only:ident = $value:expr),+)?
        );
        $($field:ident ( $($argument:tt)* ) $(or $null:ident)?;)*
    }) => {
        impl $name {
            /// A value with the required fields.
            #[must_use]
            #[allow(clippy::too_many_arguments, reason = "each required field is an argument")]
            pub fn $new($($required: $crate::__argument!($($type)*)),+) -> Self {
                Self {
                    // Not as a method: a setter of the type can have the name.
                    $($required: ::core::convert::Into::into($crate::__argument!($required: $($type)*)),)+
                    $($($only: ::core::convert::Into::into($value),)+)?
                    $($field: ::core::default::Default::default(),)*
                }
            }

            $($crate::__setter! { $field ( $($argument)* ) $(or $null)? })*
        }
    };
    (impl $name:ident {
        $new:ident ( ; $($only:ident = $value:expr),+ );
        $($field:ident ( $($argument:tt)* ) $(or $null:ident)?;)*
    }) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self {
                    $($only: ::core::convert::Into::into($value),)+
                    $($field: ::core::default::Default::default(),)*
                }
            }
        }

        impl $name {
            $crate::__setter! { new() }
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
