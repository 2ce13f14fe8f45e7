//! From the objects that make up a schema to the schema.

use indexmap::IndexMap;
use serde_json::Value;

use super::flatten::{Flat, FlatAlternatives};
use super::keywords::{
    direction, inferred_types, is_nullable, items, keywords, keywords_of_other_types, limits,
    type_hint, values,
};
use super::node::Node;
use super::reader::Reader;
use super::reference::is_of_3_0;
use super::schema::{
    AdditionalProperties, Alternatives, Discriminator, JsonType, JsonTypes, Property, Schema,
    SchemaId,
};
use super::sparse::Sparse;
use crate::problem::Repair;

/// Keywords that say nothing about values, or only whether `null` is one.
const ANNOTATIONS: [&str; 12] = [
    "title",
    "description",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "externalDocs",
    "xml",
    "readOnly",
    "writeOnly",
    "nullable",
];

impl<'d> Reader<'d> {
    /// The schema that `flat` makes up; the ids of the schemas in it are reserved, and read later.
    pub(super) fn schema_of(&mut self, nodes: &[Node<'d>], flat: Flat<'d>) -> Schema<'d> {
        let own = nodes[0].clone();
        let sources = flat.sources;
        let base = self.base(nodes);
        // A wrapper speaks for its base where it says nothing itself.
        let speakers = if base.is_some() {
            sources.as_slice()
        } else {
            &sources[..sources.len().min(1)]
        };
        let first = |name: &str| speakers.iter().find_map(|source| source.prose(name));
        let types = self.types(&own, &sources);
        let properties = self.properties(&sources);
        let items = items(&sources);
        let mut schema = Schema {
            at: own.at.clone(),
            // The intersection of a component with something else is not the component.
            component: self.component_name(&own).filter(|_| nodes.len() == 1),
            base,
            parts: flat
                .parts
                .iter()
                .map(|part| self.schema(std::slice::from_ref(part)))
                .collect(),
            types,
            nullable: flat.null_branch || is_nullable(nodes, &sources),
            direction: direction(&sources),
            title: own.text("title"),
            description: first("description"),
            deprecated: speakers.iter().any(|source| source.is("deprecated")),
            values: values(&sources).map(Vec::into_boxed_slice),
            format: sources.iter().find_map(|source| source.text("format")),
            limits: limits(&sources).map(Box::new),
            items: (!items.is_empty()).then(|| self.schema(&items)),
            properties,
            required: keywords(&sources, "required")
                .flat_map(|names| names.texts())
                .collect(),
            additional_properties: self.additional_properties(&sources),
            alternatives: flat
                .alternatives
                .into_iter()
                .map(|group| self.alternatives(group))
                .collect(),
            // Others are found when all schemas have been read.
            subtypes: own
                .get("discriminator")
                .and_then(|node| self.discriminator(&node, &[]))
                .map(Box::new),
            not: keywords(&sources, "not")
                .map(|node| self.schema(&[node]))
                .collect(),
            extensions: own.extensions(),
            unresolved: self.unresolved_reference(&own),
            described: nodes.len(),
            sources: Box::default(),
        };
        schema.sources = sources.into();
        schema
    }

    fn unresolved_reference(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let reference = node.get("$ref").filter(|node| node.value.is_string())?;
        self.followed(node).is_none().then_some(reference)
    }

    /// The schema that another one only annotates.
    fn base(&mut self, nodes: &[Node<'d>]) -> Option<SchemaId> {
        let [own] = nodes else { return None };
        let link = ["$ref", "allOf", "oneOf", "anyOf"]
            .into_iter()
            .find(|name| own.get(name).is_some())?;
        // In 3.0 a `type` beside a reference adds nothing.
        let is_repeated = |name| name == "type" && link == "$ref" && is_of_3_0(self.document);
        let only_annotates = own.members().all(|(name, _)| {
            name == link
                || name.starts_with("x-")
                || ANNOTATIONS.contains(&name)
                || is_repeated(name)
        });
        if !only_annotates {
            return None;
        }
        if link == "$ref" {
            let target = self.followed(own)?;
            return Some(self.schema(&[target]));
        }
        let mut parts = own
            .member(link)
            .entries()
            .filter(|part| part.text("type") != Some("null"));
        let only = parts.next().filter(|_| parts.next().is_none())?;
        Some(self.schema(&[only]))
    }

    /// The types that all sources allow.
    fn types(&mut self, own: &Node<'d>, sources: &[Node<'d>]) -> JsonTypes {
        if sources
            .iter()
            .any(|source| source.value == &Value::Bool(false))
        {
            return JsonTypes::NONE;
        }
        let mut types = JsonTypes::ANY;
        let mut is_said = false;
        // What stands beside a reference comes last: in 3.0 it is to be ignored, which shows where it contradicts.
        let (beside, others): (Vec<_>, Vec<_>) = sources
            .iter()
            .partition(|source| source.text("$ref").is_some());
        for source in others.into_iter().chain(beside) {
            let Some(keyword) = source.get("type") else {
                continue;
            };
            let Some(said) = self.type_keyword(&keyword) else {
                continue;
            };
            let contradicts = types.and(said).is_none() && !types.is_none() && !said.is_none();
            if contradicts && source.text("$ref").is_some() && is_of_3_0(self.document) {
                let message = "a `type` beside `$ref` that contradicts its target is ignored, as OpenAPI 3.0 has it";
                self.problems.mistake(&keyword.at, message, Repair::Remove);
                continue;
            }
            if contradicts {
                let message =
                    format!("expected `type` to be {types}, as another part says, found {said}");
                self.problem(
                    &keyword.at,
                    message,
                    "the parts of an `allOf` must agree; correct one with a patch",
                );
            }
            types = types.and(said);
            is_said = true;
        }
        if !is_said {
            return inferred_types(own, sources);
        }
        for keyword in keywords_of_other_types(sources, types) {
            self.note(
                &keyword.at,
                "a keyword for values of another type than the schema's is ignored",
            );
        }
        types
    }

    fn type_keyword(&mut self, keyword: &Node<'d>) -> Option<JsonTypes> {
        let names: Vec<&str> = match keyword.value {
            Value::String(name) => vec![name],
            Value::Array(_) => {
                if is_of_3_0(self.document) {
                    self.note(
                        &keyword.at,
                        "a list of types, which OpenAPI 3.0 does not have, is read as in 3.1",
                    );
                }
                keyword.texts().collect()
            }
            _ => Vec::new(),
        };
        let mut types = JsonTypes::NONE;
        for name in &names {
            match JsonType::from_name(name) {
                Some(one) => types = types.with(one),
                None if *name == "null" => {}
                None => {
                    let message = format!("expected a type of JSON Schema, found `{name}`");
                    self.problem(&keyword.at, message, &type_hint(name));
                    return None;
                }
            }
        }
        (!names.is_empty()).then_some(types)
    }

    /// The properties of all sources; one that several describe fits all of them.
    fn properties(&mut self, sources: &[Node<'d>]) -> Sparse<IndexMap<&'d str, Property>> {
        let mut all: IndexMap<&'d str, Vec<Node<'d>>> = IndexMap::new();
        for (name, node) in
            keywords(sources, "properties").flat_map(|properties| properties.members())
        {
            let places = all.entry(name).or_default();
            if places.iter().all(|other| other.value != node.value) {
                places.push(node);
            }
        }
        let properties = all.into_iter().map(|(name, places)| {
            let at = places[0].at.clone();
            (
                name,
                Property {
                    at,
                    schema: self.schema(&places),
                },
            )
        });
        properties.collect()
    }

    fn additional_properties(&mut self, sources: &[Node<'d>]) -> AdditionalProperties {
        let patterns =
            keywords(sources, "patternProperties").flat_map(|patterns| patterns.members());
        let patterns: Vec<Node<'d>> = patterns.map(|(_, node)| node).collect();
        let names = ["additionalProperties", "unevaluatedProperties"];
        let said = names.iter().flat_map(|name| keywords(sources, name));
        let mut said: Vec<Node<'d>> = said.collect();
        match patterns.as_slice() {
            [] => {}
            [one] if said.iter().all(|node| node.value == &Value::Bool(false)) => {
                said = vec![one.clone()];
            }
            // The name of a member would say which schema it has.
            _ => return AdditionalProperties::Any,
        }
        if said.iter().any(|node| node.value == &Value::Bool(false)) {
            return AdditionalProperties::Forbidden;
        }
        let is_any = |node: &Node<'d>| {
            node.value == &Value::Bool(true)
                || node
                    .value
                    .as_object()
                    .is_some_and(serde_json::Map::is_empty)
        };
        let schemas: Vec<Node<'d>> = said
            .iter()
            .filter(|node| node.value.is_object() && !is_any(node))
            .cloned()
            .collect();
        match (schemas.is_empty(), said.iter().any(is_any)) {
            (false, _) => AdditionalProperties::Schema(self.schema(&schemas)),
            (true, true) => AdditionalProperties::Any,
            (true, false) => AdditionalProperties::Unspecified,
        }
    }

    fn alternatives(&mut self, flat: FlatAlternatives<'d>) -> Alternatives<'d> {
        let branches: Vec<Property> = flat
            .branches
            .iter()
            .map(|node| Property {
                at: node.at.clone(),
                schema: self.schema(std::slice::from_ref(node)),
            })
            .collect();
        let discriminator = flat.holder.get("discriminator");
        let discriminator =
            discriminator.and_then(|node| self.discriminator(&node, &flat.branches));
        Alternatives {
            kind: flat.kind,
            at: flat.keyword.at,
            branches,
            discriminator,
        }
    }

    /// The discriminator, with an entry for each branch: explicit ones first, then the names of components.
    fn discriminator(
        &mut self,
        node: &Node<'d>,
        branches: &[Node<'d>],
    ) -> Option<Discriminator<'d>> {
        let property = node.text("propertyName")?;
        let mut mapping = IndexMap::new();
        for (value, target) in node.member("mapping").members() {
            if let Some(reference) = target.value.as_str()
                && let Some(id) = self.mapping_target(&target, reference)
            {
                mapping.insert(value.to_owned(), id);
            }
        }
        for branch in branches {
            let id = self.schema(std::slice::from_ref(branch));
            let target = self.followed(branch);
            if let Some(name) = target.and_then(|target| self.component_name(&target))
                && !mapping.values().any(|other| *other == id)
            {
                mapping.insert(name.to_owned(), id);
            }
        }
        Some(Discriminator {
            node: node.clone(),
            property,
            mapping,
        })
    }
}
