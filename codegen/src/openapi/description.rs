//! A whole document in normal form.

use indexmap::IndexMap;
use serde_json::Value;

use super::node::{Extensions, Node};
use super::operation::Operation;
use super::schema::{Schema, SchemaId};
use super::security::{Requirement, SecurityScheme};
use super::server::Server;
use crate::pointer::Pointer;

/// A document in normal form.
#[derive(Debug)]
pub struct Description<'d> {
    pub root: Node<'d>,
    /// `info`.
    pub info: Node<'d>,
    pub tags: Vec<Tag<'d>>,
    /// The servers of the document, never empty.
    pub servers: Vec<Server<'d>>,
    pub security: Vec<Requirement<'d>>,
    pub security_schemes: IndexMap<&'d str, SecurityScheme<'d>>,
    /// Operations in document order.
    pub operations: Vec<Operation<'d>>,
    /// Component schemas in document order.
    pub components: IndexMap<&'d str, SchemaId>,
    /// Components other than schemas and security schemes, by kind and name.
    pub other_components: IndexMap<(&'d str, &'d str), Node<'d>>,
    pub extensions: Extensions<'d>,
    #[expect(
        clippy::vec_box,
        reason = "a list of large values grows by as much room as it has"
    )]
    pub(super) schemas: Vec<Box<Schema<'d>>>,
}

/// A tag that the document describes.
#[derive(Clone, Debug)]
pub struct Tag<'d> {
    pub at: Pointer,
    pub name: &'d str,
    pub description: Option<&'d str>,
    pub node: Node<'d>,
}

impl<'d> Description<'d> {
    #[must_use]
    pub fn document(&self) -> &'d Value {
        self.root.value
    }

    #[must_use]
    pub fn schema(&self, id: SchemaId) -> &Schema<'d> {
        &self.schemas[id.0]
    }

    /// All schemas, those of components and inline ones.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema<'d>> {
        self.schemas.iter().map(|schema| &**schema)
    }

    /// The component schema of a name.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<(SchemaId, &Schema<'d>)> {
        let id = *self.components.get(name)?;
        Some((id, self.schema(id)))
    }
}
