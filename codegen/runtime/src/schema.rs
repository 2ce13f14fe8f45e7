//! What the API description says of response values, and the comparison with a value.
//!
//! Generated code describes its types in rows of text, [`Row`]. [`Description::read`] indexes the
//! rows. [`validate`] compares a value with a schema, and reports to a [`Sink`]. The drift hook and
//! strict mode of a client are one sink, the `drift` command is another.

mod description;
mod expression;
mod model;
mod path;
mod validate;

pub use self::description::{Description, Malformed, Row};
pub use self::model::{
    Absence, Encoding, Kind, List, ListForm, Map, MapForm, Member, Object, Openness, Presence,
    Resolved, Scalar, Schema, SchemaId, Schemas,
};
pub use self::path::Path;
pub use self::validate::{Difference, DifferenceKind, Place, Sink, validate};
