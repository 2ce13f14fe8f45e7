//! How values look on the wire.
//!
//! The API is written in PHP and it shows: a number can arrive as a string, a list as an object,
//! an empty object as an array. Everything here reads each of these dresses and writes one: the
//! natural JSON type of the value.
//!
//! The adapters are for serde's `with` attribute, through [`As`], and nest like the types do:
//!
//! ```
//! use hellodialog_runtime::wire::{As, Items, Lenient, OrEmpty};
//! use jiff::civil::Date;
//!
//! #[derive(serde::Deserialize)]
//! struct Order {
//!     #[serde(with = "As::<Lenient>")]
//!     id: u64,
//!     #[serde(default, with = "As::<OrEmpty>")]
//!     paid_on: Option<Date>,
//!     #[serde(with = "As::<Items<Lenient>>")]
//!     quantities: Vec<u32>,
//! }
//!
//! let text = r#"{"id": "7", "paid_on": "0000-00-00", "quantities": {"0": "1", "2": 5}}"#;
//! let order: Order = serde_json::from_str(text)?;
//! assert_eq!((order.id, order.paid_on), (7, None));
//! assert_eq!(order.quantities, [1, 5]);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod collection;
mod id;
mod keyed;
mod list;
mod number;
mod object;
mod one_or_many;
mod peek;
mod scalar;
mod text;
mod time;

#[doc(hidden)]
pub use self::collection::Collection;
pub use self::keyed::Keyed;
pub use self::list::{Items, ItemsOrOne};
pub use self::object::ObjectOrEmpty;
pub use self::one_or_many::OneOrMany;
pub use self::scalar::{Dress, Lenient, Mismatch, OrEmpty, Undress};
pub use self::text::open;
pub use serde_with::{As, Same};

/// An answer read through an adapter; `into_inner` gives the value.
pub use serde_with::de::DeserializeAsWrap as Answer;

pub(crate) use self::peek::is_index;
pub(crate) use self::scalar::capped;
pub(crate) use self::time::{date_text, datetime_text};
