//! The normal form of an OpenAPI document, and the only place that interprets OpenAPI.
//!
//! [`read`] turns a (patched) document into a [`Description`]: references followed, defaults filled in, parameters of
//! a path merged with those of its operations, `allOf` merged, `nullable` and direction read wherever they stand, media
//! types parsed, the order of members without meaning. Two documents that mean the same have the same normal form
//! ([`fingerprints`] compare by structure). Everything keeps its JSON pointer, so that messages can name a place that
//! exists in the document.
//!
//! The reader works on the `Value`, not on the types of `openapiv3`: those lose the places of things, the order of a
//! path's methods, keywords beside `$ref`, and whatever is not OpenAPI 3.0.

mod content;
mod description;
mod equality;
mod flatten;
mod identifiers;
mod keywords;
mod members;
mod method;
mod node;
mod operation;
mod operation_reader;
mod parameter;
mod reader;
mod reference;
mod schema;
mod schema_reader;
mod security;
mod server;
mod sparse;
mod style;
mod subtypes;
mod uninterpreted;
mod unread;
mod validity;

pub use content::{Body, Encoding, Header, MediaType, MediaTypeName, Response, Status};
pub use description::{Description, Tag};
pub use equality::{Fingerprint, Fingerprints, fingerprints};
pub use method::Method;
pub use node::{Extensions, Node, is_invisible};
pub use operation::{Operation, path_parts, variable};
pub use parameter::{Location, Parameter};
pub use reader::read;
pub use reference::resolved;
pub use schema::{
    AdditionalProperties, Alternatives, AlternativesKind, Bound, Direction, Discriminator,
    JsonType, JsonTypes, Limits, Property, Range, Schema, SchemaId,
};
pub use security::{Credential, Requirement, SecurityScheme};
pub use server::{Server, urls as server_urls};
pub use sparse::Sparse;
pub use style::Style;
pub use uninterpreted::ObjectKind;
pub use validity::{is_openapi, validate};

#[cfg(test)]
mod tests;
