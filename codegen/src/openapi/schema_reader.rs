//! From the objects that make up a schema to the schema.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::flatten::{Flat, FlatAlternatives};
use super::node::Node;
use super::reader::Reader;
use super::reference::is_of_3_0;
use super::schema::{
    AdditionalProperties, Alternatives, Bound, Direction, Discriminator, JsonType, JsonTypes,
    Limits, Property, Range, Schema, SchemaId,
};
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

/// Keywords that only make sense for values of a type.
const TYPED_KEYWORDS: [(&str, JsonType); 21] = [
    ("properties", JsonType::Object),
    ("additionalProperties", JsonType::Object),
    ("patternProperties", JsonType::Object),
    ("unevaluatedProperties", JsonType::Object),
    ("required", JsonType::Object),
    ("minProperties", JsonType::Object),
    ("maxProperties", JsonType::Object),
    ("items", JsonType::Array),
    ("prefixItems", JsonType::Array),
    ("unevaluatedItems", JsonType::Array),
    ("minItems", JsonType::Array),
    ("maxItems", JsonType::Array),
    ("uniqueItems", JsonType::Array),
    ("pattern", JsonType::String),
    ("minLength", JsonType::String),
    ("maxLength", JsonType::String),
    ("minimum", JsonType::Number),
    ("maximum", JsonType::Number),
    ("exclusiveMinimum", JsonType::Number),
    ("exclusiveMaximum", JsonType::Number),
    ("multipleOf", JsonType::Number),
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
            values: values(&sources),
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
            sources: Vec::new(),
        };
        schema.sources = sources;
        schema.sources.shrink_to_fit();
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
        if is_said {
            types
        } else {
            inferred_types(own, sources)
        }
    }

    fn type_keyword(&mut self, keyword: &Node<'d>) -> Option<JsonTypes> {
        let names: Vec<&str> = match keyword.value {
            Value::String(name) => vec![name],
            Value::Array(_) => keyword.texts().collect(),
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
    fn properties(&mut self, sources: &[Node<'d>]) -> IndexMap<&'d str, Property> {
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

fn limits<'d>(sources: &[Node<'d>]) -> Option<Limits<'d>> {
    let patterns = sources.iter().filter_map(|source| source.text("pattern"));
    let patterns: BTreeSet<&'d str> = patterns.filter(|one| !is_open(one)).collect();
    let limits = Limits {
        patterns: patterns.into_iter().collect(),
        minimum: bound(sources, "minimum", "exclusiveMinimum", |new, old| new > old),
        maximum: bound(sources, "maximum", "exclusiveMaximum", |new, old| new < old),
        multiple_of: keywords(sources, "multipleOf").find_map(|node| node.value.as_f64()),
        length: range(sources, "minLength", "maxLength"),
        item_count: range(sources, "minItems", "maxItems"),
        property_count: range(sources, "minProperties", "maxProperties"),
        unique_items: sources.iter().any(|source| source.is("uniqueItems")),
    };
    (limits != Limits::NONE).then_some(limits)
}

/// The statements of a keyword, the schema's own first.
fn keywords<'d>(sources: &[Node<'d>], name: &str) -> impl Iterator<Item = Node<'d>> {
    sources.iter().filter_map(move |source| source.get(name))
}

/// The schemas of the items of a list. Items that differ by place have none in common.
fn items<'d>(sources: &[Node<'d>]) -> Vec<Node<'d>> {
    let by_place: Vec<Node<'d>> = keywords(sources, "prefixItems")
        .flat_map(|list| list.entries())
        .collect();
    let names = ["items", "unevaluatedItems"];
    let others = names.iter().flat_map(|name| keywords(sources, name));
    let mut others = others.filter(|node| node.value.is_object());
    match by_place.first() {
        None => others.collect(),
        Some(first) => {
            let is_same = |node: &Node<'d>| node.value == first.value;
            let all_same = by_place.iter().all(is_same) && others.all(|node| is_same(&node));
            all_same.then(|| first.clone()).into_iter().collect()
        }
    }
}

/// The types of the values that other keywords speak of, where `type` is missing.
fn inferred_types(own: &Node<'_>, sources: &[Node<'_>]) -> JsonTypes {
    if let Some(values) = values(sources) {
        return values
            .iter()
            .filter_map(|node| type_of(node.value))
            .collect();
    }
    let has = |name: &str| own.get(name).is_some() || keywords(sources, name).next().is_some();
    let spoken: JsonTypes = TYPED_KEYWORDS
        .iter()
        .filter(|(name, _)| has(name))
        .map(|(_, one)| *one)
        .collect();
    let format = sources.iter().find_map(|source| source.text("format"));
    match (spoken.single(), format) {
        (Some(JsonType::Number), Some("int32" | "int64")) => {
            JsonTypes::NONE.with(JsonType::Integer)
        }
        (Some(_), _) => spoken,
        (None, Some("int32" | "int64")) if spoken.is_none() => {
            JsonTypes::NONE.with(JsonType::Integer)
        }
        (None, Some("float" | "double")) if spoken.is_none() => {
            JsonTypes::NONE.with(JsonType::Number)
        }
        (None, Some(_)) if spoken.is_none() => JsonTypes::NONE.with(JsonType::String),
        _ => JsonTypes::ANY,
    }
}

/// What to write in place of a type that JSON Schema does not have.
fn type_hint(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let instead = match lower.as_str() {
        "any" | "mixed" | "" => {
            return "remove it: a schema without `type` fits any value".to_owned();
        }
        "file" | "binary" => "`string` with the format `binary`",
        "date" => "`string` with the format `date`",
        "datetime" | "date-time" | "timestamp" => "`string` with the format `date-time`",
        "uuid" | "guid" => "`string` with the format `uuid`",
        "text" | "str" | "char" => "`string`",
        "int" | "int32" | "int64" | "long" | "short" => "`integer`",
        "float" | "double" | "decimal" => "`number`",
        "bool" => "`boolean`",
        "list" | "set" => "`array`",
        "map" | "hash" | "dict" | "json" => "`object`",
        other if JsonType::from_name(other).is_some() => {
            return format!("write `{other}`: types are in lower case");
        }
        _ => "one of boolean, integer, number, string, array, object",
    };
    format!("write {instead}")
}

fn type_of(value: &Value) -> Option<JsonType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_f64() => JsonType::Number,
        Value::Number(_) => JsonType::Integer,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    })
}

/// Whether `null` is a value. The schema's own statement decides; without one, every part that has a type must allow it,
/// and `nullable: true` beside such parts is enough.
fn is_nullable(nodes: &[Node<'_>], sources: &[Node<'_>]) -> bool {
    if let [own] = nodes
        && let Some(said) = own.value.get("nullable").and_then(Value::as_bool)
    {
        return said;
    }
    let says_type = |source: &&Node<'_>| {
        ["type", "enum", "const"]
            .iter()
            .any(|name| source.get(name).is_some())
    };
    let alone = sources
        .iter()
        .filter(|source| !says_type(source))
        .any(|source| source.is("nullable"));
    let mut typed = sources.iter().filter(says_type).peekable();
    alone || typed.peek().is_some() && typed.all(allows_null)
}

fn allows_null(source: &Node<'_>) -> bool {
    let lists_null = |name: &str| {
        source
            .member(name)
            .entries()
            .any(|entry| entry.value.is_null())
    };
    let type_lists_null = source.member("type").texts().any(|name| name == "null");
    source.is("nullable")
        || type_lists_null
        || source.text("type") == Some("null")
        || lists_null("enum")
        || source.value.get("const").is_some_and(Value::is_null)
}

fn direction(sources: &[Node<'_>]) -> Direction {
    match (
        sources.iter().any(|source| source.is("readOnly")),
        sources.iter().any(|source| source.is("writeOnly")),
    ) {
        (true, false) => Direction::ReadOnly,
        (false, true) => Direction::WriteOnly,
        _ => Direction::Both,
    }
}

/// The values that all of `enum` and `const` list, without `null`.
fn values<'d>(sources: &[Node<'d>]) -> Option<Vec<Node<'d>>> {
    let mut lists = sources.iter().filter_map(|source| {
        let constant = source.get("const").map(|node| vec![node]);
        let list = source.get("enum").filter(|node| node.value.is_array());
        constant.or_else(|| list.map(|list| list.entries().collect()))
    });
    let mut values: Vec<Node<'d>> = lists.next()?;
    for other in lists {
        values.retain(|one| other.iter().any(|two| one.value == two.value));
    }
    values.retain(|one| !one.value.is_null());
    Some(values)
}

/// A pattern that matches every text.
fn is_open(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^.*$" | "^" | "$" | "^.*" | ".*$")
}

/// The tightest limit. `exclusive*` is a flag in 3.0 and a limit of its own in 3.1.
fn bound(
    sources: &[Node<'_>],
    name: &str,
    exclusive: &str,
    tighter: fn(f64, f64) -> bool,
) -> Option<Bound> {
    let mut tightest: Option<Bound> = None;
    for source in sources {
        let inclusive = source.value.get(name).and_then(Value::as_f64);
        let own = inclusive.map(|value| Bound {
            value,
            exclusive: source.is(exclusive),
        });
        let other = source.value.get(exclusive).and_then(Value::as_f64);
        let other = other.map(|value| Bound {
            value,
            exclusive: true,
        });
        for bound in own.into_iter().chain(other) {
            let wins = tightest.is_none_or(|old| {
                tighter(bound.value, old.value)
                    || bound.value.total_cmp(&old.value).is_eq() && bound.exclusive
            });
            if wins {
                tightest = Some(bound);
            }
        }
    }
    tightest
}

fn range(sources: &[Node<'_>], min: &str, max: &str) -> Range {
    // Some documents write counts as floats.
    let number = |source: &Node<'_>, name: &str| {
        let value = source.value.get(name)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count beyond 64 bits limits nothing"
        )]
        value
            .as_u64()
            .or_else(|| value.as_f64().map(|value| value as u64))
    };
    let lower = sources
        .iter()
        .filter_map(|source| number(source, min))
        .max();
    Range {
        min: lower.filter(|min| *min > 0),
        max: sources
            .iter()
            .filter_map(|source| number(source, max))
            .min(),
    }
}
