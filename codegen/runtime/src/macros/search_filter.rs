//! Search filters.

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
