//! Everything that rules look at: operations, and every place that describes a schema, with the examples of it.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::openapi::{
    AdditionalProperties, Description, MediaType, Node, Operation, Property, Schema, SchemaId,
};
use crate::pointer::Pointer;

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role<'a> {
    /// It is the component of this name.
    Component(&'a str),
    /// A member of an object.
    Member(&'a str),
    /// A parameter.
    Parameter(&'a str),
    /// Entries of a list, a body, a part of another schema.
    Inner,
}

impl<'a> Role<'a> {
    /// The name of a field of this role.
    pub(super) fn field(self) -> Option<&'a str> {
        match self {
            Self::Member(name) | Self::Parameter(name) => Some(name),
            Self::Component(_) | Self::Inner => None,
        }
    }

    /// The name in a sentence.
    pub(super) fn name(self) -> String {
        match self {
            Self::Component(name) | Self::Member(name) | Self::Parameter(name) => {
                format!("`{name}`")
            }
            Self::Inner => "this part".to_owned(),
        }
    }
}

/// An object of the document that describes a schema, or refers to one.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) node: Node<'a>,
    pub(super) role: Role<'a>,
    /// The schema that it is, or is a part of.
    pub(super) schema: SchemaId,
    /// Values of it that the document shows.
    pub(super) examples: Vec<Node<'a>>,
    /// Responses contain it.
    pub(super) received: bool,
}

impl<'a> Place<'a> {
    /// The examples that are objects with members.
    pub(super) fn objects(&self) -> impl Iterator<Item = &Node<'a>> {
        let has_members = |node: &&Node<'a>| node.value.as_object().is_some_and(|o| !o.is_empty());
        self.examples.iter().filter(has_members)
    }
}

/// A member that an example has and no schema describes.
#[derive(Debug)]
pub(super) struct Unlisted<'a> {
    /// The object that should describe it.
    pub(super) schema: Node<'a>,
    pub(super) name: &'a str,
    pub(super) value: Node<'a>,
}

/// A value that an example shows, with its schema.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    pub(super) schema: SchemaId,
    pub(super) value: Node<'a>,
    /// The place of the example that contains it.
    pub(super) example: Pointer,
}

/// What there is to look at.
#[derive(Debug)]
pub(super) struct SchemaIndex<'a> {
    pub(super) description: &'a Description<'a>,
    /// By identity of the object, in document order.
    pub(super) places: IndexMap<usize, Place<'a>>,
    pub(super) unlisted: Vec<Unlisted<'a>>,
    /// All values of examples, each once for each of its schemas.
    pub(super) shown: Vec<Shown<'a>>,
}

impl<'a> SchemaIndex<'a> {
    pub(super) fn of(description: &'a Description<'a>) -> Self {
        let mut index = Self {
            description,
            places: IndexMap::new(),
            unlisted: Vec::new(),
            shown: Vec::new(),
        };
        for operation in &description.operations {
            index.add_operation(operation);
        }
        for (name, id) in &description.components {
            let node = description
                .root
                .member("components")
                .member("schemas")
                .member(name);
            index.add(node, Role::Component(name), *id);
        }
        index.mark_received();
        index.add_examples();
        index
    }

    pub(super) fn root(&self) -> &'a serde_json::Value {
        self.description.document()
    }

    pub(super) fn schema(&self, id: SchemaId) -> &'a Schema<'a> {
        self.description.schema(id)
    }

    /// The places of component schemas.
    pub(super) fn components(&self) -> impl Iterator<Item = (&'a str, &Place<'a>)> {
        self.places.values().filter_map(|place| match place.role {
            Role::Component(name) => Some((name, place)),
            _ => None,
        })
    }

    fn add_operation(&mut self, operation: &'a Operation<'a>) {
        for parameter in &operation.parameters {
            let role = Role::Parameter(parameter.name);
            self.add_keyword(&parameter.node, "schema", role, parameter.schema);
            self.add_content(parameter.content.as_deref());
        }
        self.add_content(operation.body.iter().flat_map(|body| &body.content));
        for response in &operation.responses {
            self.add_content(&response.content);
            for header in response.headers.values() {
                self.add_keyword(&header.node, "schema", Role::Inner, header.schema);
            }
        }
    }

    fn add_content(&mut self, content: impl IntoIterator<Item = &'a MediaType<'a>>) {
        for media in content {
            self.add_keyword(&media.node, "schema", Role::Inner, media.schema);
        }
    }

    fn add_keyword(&mut self, holder: &Node<'a>, name: &str, role: Role<'a>, id: Option<SchemaId>) {
        if let (Some(node), Some(id)) = (holder.get(name), id) {
            self.add(node, role, id);
        }
    }

    /// Adds the place of a schema, and the places inside of it. What a reference leads to is added where it stands.
    fn add(&mut self, node: Node<'a>, role: Role<'a>, id: SchemaId) {
        let mut next = vec![(node, role, id)];
        while let Some((node, role, schema)) = next.pop() {
            if !node.value.is_object() || self.places.contains_key(&node.identity()) {
                continue;
            }
            if node.text("$ref").is_none() {
                next.extend(self.inner(&node, schema).into_iter().rev());
            }
            let place = Place {
                node: node.clone(),
                role,
                schema,
                examples: Vec::new(),
                received: false,
            };
            self.places.insert(node.identity(), place);
        }
    }

    /// The places of schemas inside of a place.
    fn inner(&self, node: &Node<'a>, id: SchemaId) -> Vec<(Node<'a>, Role<'a>, SchemaId)> {
        let schema = self.schema(id);
        let mut inner = Vec::new();
        for (name, property) in &schema.properties {
            for at in self.places_of(property) {
                inner.push((at, Role::Member(name), property.schema));
            }
        }
        let keyword = |name: &str, id| schema.keyword(name).map(|at| (at, Role::Inner, id));
        inner.extend(schema.items.and_then(|id| keyword("items", id)));
        if let AdditionalProperties::Schema(id) = schema.additional_properties {
            inner.extend(keyword("additionalProperties", id));
        }
        inner.extend(schema.not.iter().filter_map(|id| keyword("not", *id)));
        let parts = schema
            .sources()
            .iter()
            .map(|part| (part.clone(), Role::Inner, id));
        inner.extend(parts);
        for branch in schema.alternatives.iter().flat_map(|group| &group.branches) {
            inner.extend(
                self.places_of(branch)
                    .map(|at| (at, Role::Inner, branch.schema)),
            );
        }
        inner.retain(|(other, ..)| other.at != node.at && other.at.is_within(&node.at));
        inner
    }

    /// The place where a schema is listed, and the places of the other statements of the same member.
    fn places_of(&self, property: &'a Property) -> impl Iterator<Item = Node<'a>> {
        let value = property.at.get(self.root());
        let listed = value.map(|value| Node {
            value,
            at: property.at.clone(),
        });
        let sources = self.schema(property.schema).sources().iter().cloned();
        listed.into_iter().chain(sources)
    }

    /// Marks what responses contain.
    fn mark_received(&mut self) {
        let content = self
            .description
            .operations
            .iter()
            .flat_map(|operation| &operation.responses);
        let content = content.flat_map(|response| &response.content);
        let mut next: Vec<SchemaId> = content.filter_map(|media| media.schema).collect();
        let mut received = HashSet::new();
        while let Some(id) = next.pop() {
            if received.insert(id) {
                next.extend(self.schema(id).inner());
                next.extend(&self.schema(id).parts);
                next.extend(self.schema(id).base);
            }
        }
        for place in self.places.values_mut() {
            place.received = received.contains(&place.schema);
        }
    }
}
