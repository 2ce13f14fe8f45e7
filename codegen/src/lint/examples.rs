//! Examples, walked along their schemas.

use std::collections::HashSet;

use super::branches;
use super::fit::has_number_keys;
use super::index::{SchemaIndex, Shown, Unlisted};
use crate::openapi::{AdditionalProperties, MediaType, Node, Schema, SchemaId};

impl<'a> SchemaIndex<'a> {
    /// Adds to every place the values that examples show of it.
    pub(super) fn add_examples(&mut self) {
        let mut seen = HashSet::new();
        let mut next = self.examples();
        next.reverse();
        while let Some(one) = next.pop() {
            if seen.insert((one.schema, one.value.identity())) {
                let inner = self.add_example(one.schema, &one.value);
                next.extend(inner.into_iter().rev().map(|(schema, value)| Shown {
                    schema,
                    value,
                    example: one.example.clone(),
                }));
                self.shown.push(one);
            }
        }
        // A large document has many.
        self.shown.shrink_to_fit();
        let places = self.places.values_mut();
        places.for_each(|place| place.examples.shrink_to_fit());
    }

    /// The examples of the document.
    fn examples(&self) -> Vec<Shown<'a>> {
        let mut all: Vec<Shown<'a>> = Vec::new();
        let mut add = |id: Option<SchemaId>, examples: &[Node<'a>]| {
            all.extend(
                id.into_iter()
                    .flat_map(|id| examples.iter().map(move |one| shown(id, one.clone()))),
            );
        };
        for operation in &self.description.operations {
            for parameter in &operation.parameters {
                add(parameter.schema, &parameter.examples);
            }
            let responses = operation
                .responses
                .iter()
                .flat_map(|response| &response.content);
            let content = operation
                .body
                .iter()
                .flat_map(|body| &body.content)
                .chain(responses);
            content.for_each(|media: &MediaType<'a>| add(media.schema, &media.examples));
            let headers = operation
                .responses
                .iter()
                .flat_map(|response| response.headers.values());
            headers.for_each(|header| add(header.schema, &header.examples));
        }
        for place in self.places.values() {
            let own = place.node.get("example").into_iter();
            all.extend(own.map(|example| shown(place.schema, example)));
            // OpenAPI 3.1. Without one of its entries, the others would be at other places.
            let listed = place.node.member("examples");
            all.extend(listed.entries().map(|value| Shown {
                schema: place.schema,
                value,
                example: listed.at.clone(),
            }));
        }
        // Generators write `example: null` where there is none. A reference stands for an example elsewhere.
        all.retain(|one| !one.value.value.is_null() && one.value.text("$ref").is_none());
        all
    }

    /// Adds one value of a schema; returns the values in it, with their schemas.
    fn add_example(&mut self, id: SchemaId, value: &Node<'a>) -> Vec<(SchemaId, Node<'a>)> {
        let schema = self.schema(id);
        self.add_to_places(schema, value);
        let additional = match schema.additional_properties {
            AdditionalProperties::Schema(id) => Some(id),
            _ => None,
        };
        if is_bare_item(schema, value) {
            return additional
                .into_iter()
                .map(|id| (id, value.clone()))
                .collect();
        }
        let mut inner = Vec::new();
        for (name, member) in value.members() {
            match schema.properties.get(name) {
                Some(property) => inner.push((property.schema, member)),
                None => match additional {
                    Some(id) => inner.push((id, member)),
                    None => self.add_unlisted(schema, value, name, member),
                },
            }
        }
        for branch in branches::taking(self, schema, value.value) {
            self.add_to_places(branch, value);
            let members = value.members().filter_map(|(name, member)| {
                let property = branch.properties.get(name)?;
                Some((property.schema, member))
            });
            inner.extend(members);
        }
        for entry in value.entries() {
            let schemas = schema.items.into_iter().chain(additional);
            inner.extend(schemas.map(|id| (id, entry.clone())));
        }
        inner
    }

    fn add_to_places(&mut self, schema: &Schema<'a>, value: &Node<'a>) {
        for source in schema.sources() {
            if let Some(place) = self.places.get_mut(&source.identity()) {
                place.examples.push(value.clone());
            }
        }
    }

    fn add_unlisted(
        &mut self,
        schema: &'a Schema<'a>,
        object: &Node<'a>,
        name: &'a str,
        value: Node<'a>,
    ) {
        if has_number_keys(object.value) {
            return;
        }
        if let Some(lister) = lister(schema) {
            let schema = lister.clone();
            self.unlisted.push(Unlisted {
                schema,
                name,
                value,
            });
        }
    }
}

/// An example as a value of its own.
fn shown(schema: SchemaId, value: Node<'_>) -> Shown<'_> {
    let example = value.at.clone();
    Shown {
        schema,
        value,
        example,
    }
}

/// The only item of a list, which may come without the list.
fn is_bare_item(schema: &Schema<'_>, value: &Node<'_>) -> bool {
    let allowed = schema
        .sources()
        .iter()
        .any(|source| source.is("x-one-or-many"));
    allowed && value.value.is_object() && !has_number_keys(value.value)
}

/// The object that lists the members of a schema; `None` where further members may come, or nothing is said.
fn lister<'s, 'a>(schema: &'s Schema<'a>) -> Option<&'s Node<'a>> {
    let is_open = schema.additional_properties == AdditionalProperties::Any
        || !schema.alternatives.is_empty()
        || ["x-keyed-by", "x-additional-properties", "x-filter"]
            .iter()
            .any(|name| schema.keyword(name).is_some());
    if is_open {
        return None;
    }
    // An object that lists no members may have any.
    let lists = |source: &&Node<'_>| source.get("properties").is_some();
    schema.sources().iter().find(lists)
}
