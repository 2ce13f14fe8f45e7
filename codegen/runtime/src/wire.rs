//! The encoding of values in JSON.
//!
//! The API is written in PHP: a number can be a string, a list an object, and an empty object an
//! array. The adapters in this module decode all of these, and encode the natural JSON type.
//!
//! Use the adapters in serde's `with` attribute, through [`As`]. They nest like the types:
//!
//! ```
//! use hellodialog_runtime::wire::{As, SeqOrIndexed, Lenient, OrEmpty};
//! use jiff::civil::Date;
//!
//! #[derive(serde::Deserialize)]
//! struct Order {
//!     #[serde(with = "As::<Lenient>")]
//!     id: u64,
//!     #[serde(default, with = "As::<OrEmpty>")]
//!     paid_on: Option<Date>,
//!     #[serde(with = "As::<SeqOrIndexed<Lenient>>")]
//!     quantities: Vec<u32>,
//! }
//!
//! let text = r#"{"id": "7", "paid_on": "0000-00-00", "quantities": {"0": "1", "2": 5}}"#;
//! let order: Order = serde_json::from_str(text)?;
//! assert_eq!((order.id, order.paid_on), (7, None));
//! assert_eq!(order.quantities, [1, 5]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod check;
mod collection;
mod keyed;
mod list;
mod lookahead;
mod nullable;
mod number;
mod object;
mod one_or_many;
mod parts;
mod scalar;
mod text;
mod time;

#[doc(hidden)]
pub use self::collection::Collection;
pub use self::keyed::Keyed;
pub use self::list::{SeqOrIndexed, SeqOrSingle};
pub use self::nullable::Nullable;
pub use self::object::ObjectOrEmpty;
pub use self::one_or_many::OneOrMany;
pub use self::scalar::{Lenient, LenientScalar, Mismatch, OrEmpty, RawScalar};
pub use self::text::deserialize_open_enum;
pub use serde_with::{As, Same};

/// A value that is decoded through an adapter. `into_inner` returns the value.
pub use serde_with::de::DeserializeAsWrap as DecodedAs;
/// A value that is encoded through an adapter. For generated code.
#[doc(hidden)]
pub use serde_with::ser::SerializeAsWrap as EncodedAs;

pub(crate) use self::check::check;
pub(crate) use self::lookahead::is_index;
pub(crate) use self::parts::Parts;
pub(crate) use self::scalar::{NUMBER, number_of_map, truncate};
pub(crate) use self::time::{date_text, datetime_text};

/// Begins the key of a member that failed to decode. No type declares such a key, so the member is
/// one of the undeclared, where the beginning is removed.
pub(crate) const UNREADABLE: &str = "\u{0}unreadable:";
