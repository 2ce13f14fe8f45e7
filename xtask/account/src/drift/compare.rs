//! Comparing answers with what the description says of them. Nothing here asks anyone.

pub(super) mod custom_fields;
pub(super) mod form;
pub(super) mod infer;
pub(super) mod observations;
pub(super) mod sample;
pub(super) mod schema;
mod walk;

pub(super) use self::observations::Observations;
pub(super) use self::walk::observe;
