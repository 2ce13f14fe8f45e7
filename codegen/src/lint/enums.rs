//! Closed enums that miss values which the document shows.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem::discriminant;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::finding::{Finding, listed, quoted};
use super::index::{Place, Role, SchemaIndex};
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::siblings::Siblings;
use crate::openapi::Node;
use crate::pointer::Pointer;

/// How many names an object must share with an enum to count as a map by its values.
const SHARED: usize = 3;

/// The values that an enum misses, and the places that show them.
struct MissingValues<'a> {
    node: Node<'a>,
    /// Each with the place that shows it.
    values: IndexMap<&'a Value, Node<'a>>,
    names: IndexSet<&'a str>,
    places: IndexSet<Pointer>,
}

/// The closed enums of a document, each by its identity.
struct Enums<'s, 'a> {
    index: &'s SchemaIndex<'a>,
    all: IndexMap<usize, MissingValues<'a>>,
}

pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let places = index.places.values();
    let closed = places
        .map(|place| &place.node)
        .filter(|node| is_closed(node));
    let all = closed
        .map(|node| (node.identity(), MissingValues::of(node)))
        .collect();
    let mut enums = Enums { index, all };
    enums.examples();
    enums.keys();
    enums.maps();
    enums.fields();
    let missing = enums
        .all
        .values()
        .filter(|missing| !missing.places.is_empty());
    findings.extend(missing.map(|missing| missing.finding(index.root())));
}

fn is_closed(schema: &Node<'_>) -> bool {
    schema
        .get("enum")
        .is_some_and(|values| values.value.is_array())
        && !schema.is("x-extensible-enum")
}

fn values<'a>(schema: &Node<'a>) -> impl Iterator<Item = &'a Value> {
    schema.member("enum").entries().map(|entry| entry.value)
}

impl<'a> Enums<'_, 'a> {
    /// Values of examples.
    fn examples(&mut self) {
        for (identity, missing) in &mut self.all {
            let examples = self.index.places.get(identity).map(|place| &place.examples);
            for value in examples.into_iter().flatten() {
                missing.add_value(value);
            }
        }
    }

    /// Keys of maps that are keyed by an enum.
    fn keys(&mut self) {
        for place in self.index.places.values() {
            let component = place
                .node
                .text("x-keyed-by")
                .and_then(|name| self.index.description.component(name));
            let by = component.and_then(|(_, schema)| schema.sources().first());
            let Some(missing) = by.and_then(|by| self.all.get_mut(&by.identity())) else {
                continue;
            };
            for (key, value) in place.objects().flat_map(Node::members) {
                missing.add_name(key, &value.at);
            }
        }
    }

    /// Objects that have every value of an enum for a member, and some more.
    fn maps(&mut self) {
        let mut alike: IndexMap<BTreeSet<&'a str>, Vec<usize>> = IndexMap::new();
        for (identity, missing) in &self.all {
            let names: BTreeSet<&str> = values(&missing.node).filter_map(Value::as_str).collect();
            if names.len() >= SHARED {
                alike.entry(names).or_default().push(*identity);
            }
        }
        let mut by_first: HashMap<&str, Vec<&BTreeSet<&'a str>>> = HashMap::new();
        for names in alike.keys() {
            let first = names.first().copied().unwrap_or_default();
            by_first.entry(first).or_default().push(names);
        }
        for place in self.index.places.values() {
            for (names, extra, at) in maps_of(place, &by_first) {
                for identity in alike.get(names).into_iter().flatten() {
                    if let Some(missing) = self.all.get_mut(identity) {
                        for name in &extra {
                            missing.add_name(name, at);
                        }
                    }
                }
            }
        }
    }

    fn is_component(&self, schema: &Node<'a>) -> bool {
        let place = self.index.places.get(&schema.identity());
        place.is_some_and(|place| matches!(place.role, Role::Component(_)))
    }

    /// Fields of one name, where one enum has all the values of the other and more.
    fn fields(&mut self) {
        let mut fields: IndexMap<&str, IndexMap<BTreeSet<String>, Vec<Field<'a>>>> =
            IndexMap::new();
        for place in self.index.places.values() {
            let (Some(name), Some(siblings)) =
                (place.role.field(), Siblings::of(self.index, &place.node.at))
            else {
                continue;
            };
            for source in self.index.schema(place.schema).sources() {
                if source.get("enum").is_some() {
                    // With the values that it misses, or else its patch would bring another finding.
                    let missing = self.all.get(&source.identity());
                    let missing = missing
                        .into_iter()
                        .flat_map(|one| one.values.keys().copied());
                    let values = values(source).chain(missing);
                    let values = values.map(Value::to_string).collect();
                    let sets = fields.entry(name).or_default();
                    sets.entry(values).or_default().push(Field {
                        node: source.clone(),
                        is_named: self.is_component(source),
                        received: place.received,
                        siblings: siblings.clone(),
                    });
                }
            }
        }
        for sets in fields.values() {
            // A single value tells what kind of object it is in.
            for (less, nodes) in sets.iter().filter(|(values, _)| values.len() > 1) {
                let larger = sets
                    .iter()
                    .filter(|(more, _)| less.len() < more.len() && less.is_subset(more));
                for more in larger.flat_map(|(_, more)| more) {
                    let same = nodes.iter().filter(|less| less.is_same_as(more));
                    let also = self.all.get(&more.node.identity());
                    let also = also
                        .into_iter()
                        .flat_map(|one| one.values.values().cloned());
                    let values: Vec<Node<'a>> =
                        more.node.member("enum").entries().chain(also).collect();
                    for identity in same.map(|field| field.node.identity()) {
                        if let Some(missing) = self.all.get_mut(&identity) {
                            for value in &values {
                                missing.add_value(value);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A field with an enum.
struct Field<'a> {
    node: Node<'a>,
    is_named: bool,
    received: bool,
    siblings: Siblings<'a>,
}

impl Field<'_> {
    /// Whether another field of the same name is likely the same. Fields of a common name, such as `status`, say nothing
    /// about each other; enums with names of their own, those of requests and of responses, and those that are described in
    /// other words differ on purpose.
    fn is_same_as(&self, other: &Self) -> bool {
        let is_named = self.is_named || other.is_named;
        let texts = (
            self.node.text("description"),
            other.node.text("description"),
        );
        let says_otherwise = matches!(texts, (Some(own), Some(others)) if own != others);
        !is_named
            && !says_otherwise
            && self.received == other.received
            && self.siblings.are_nearly_equal(&other.siblings)
    }
}

/// An enum's values, the further names of an object that has them all, and where that is.
type Map<'m, 'a> = (&'m BTreeSet<&'a str>, Vec<&'a str>, &'m Pointer);

fn maps_of<'m, 'a>(
    place: &'m Place<'a>,
    by_first: &HashMap<&str, Vec<&'m BTreeSet<&'a str>>>,
) -> Vec<Map<'m, 'a>> {
    let members = place.node.member("properties").members();
    let shown = place.objects().flat_map(Node::members);
    let names: IndexSet<&str> = members.chain(shown).map(|(name, _)| name).collect();
    // An object with fields of several kinds resembles the enum, and is no map by its values.
    if !has_alike_members(place) {
        return Vec::new();
    }
    let is_map = |all: &&&BTreeSet<&'a str>| {
        names.len() < 2 * all.len() && all.iter().all(|name| names.contains(name))
    };
    let candidates = names.iter().filter_map(|name| by_first.get(name)).flatten();
    let found = candidates.filter(is_map).map(|all| {
        // A sum of all is no value.
        let extra = names.iter().filter(|name| !all.contains(*name)).copied();
        let extra: Vec<&str> = extra
            .filter(|name| !matches!(*name, "total" | "all"))
            .collect();
        (*all, extra, &place.node.at)
    });
    found.filter(|(_, extra, _)| !extra.is_empty()).collect()
}

/// Whether all members are described alike, and hold values of one JSON type in each example.
fn has_alike_members(place: &Place<'_>) -> bool {
    let properties = place.node.member("properties");
    let described = properties.members().map(|(_, node)| described(node.value));
    let is_alike = described.collect::<BTreeSet<String>>().len() <= 1;
    let is_one_type = |object: &Node<'_>| {
        let types = object
            .members()
            .map(|(_, member)| discriminant(member.value));
        types.collect::<HashSet<_>>().len() <= 1
    };
    is_alike && place.objects().all(is_one_type)
}

/// A schema without its texts and examples.
fn described(schema: &Value) -> String {
    let Some(members) = schema.as_object() else {
        return schema.to_string();
    };
    let is_text = |name: &str| ["title", "description", "example", "x-evidence"].contains(&name);
    let members = members.iter().filter(|(name, _)| !is_text(name));
    let members: BTreeSet<String> = members
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    members.into_iter().collect()
}

impl<'a> MissingValues<'a> {
    fn of(node: &Node<'a>) -> Self {
        Self {
            node: node.clone(),
            values: IndexMap::new(),
            names: IndexSet::new(),
            places: IndexSet::new(),
        }
    }

    /// Adds a value unless the enum has it.
    fn add_value(&mut self, shown: &Node<'a>) {
        let is_scalar =
            !shown.value.is_object() && !shown.value.is_array() && !shown.value.is_null();
        if is_scalar && values(&self.node).all(|value| value != shown.value) {
            self.values.entry(shown.value).or_insert(shown.clone());
            self.places.insert(shown.at.clone());
        }
    }

    /// Adds a name unless it is a value of the enum.
    fn add_name(&mut self, name: &'a str, at: &Pointer) {
        if values(&self.node).all(|value| value != name) {
            self.names.insert(name);
            self.places.insert(at.clone());
        }
    }

    fn finding(&self, root: &Value) -> Finding {
        let names = self.names.iter().map(|name| json!(name));
        let mut missing: IndexSet<Value> =
            self.values.keys().map(|value| (*value).clone()).collect();
        missing.extend(names);
        let message = format!(
            "The enum misses {}, shown at {}.",
            listed(missing.iter().map(quoted)),
            listed(self.places.iter().map(Pointer::to_string)),
        );
        let why = "The document shows these values too. If more may follow, use `x-extensible-enum: true`.";
        let update = json!({"enum": missing.into_iter().collect::<Vec<_>>()});
        let action =
            Action::update(root, &self.node.at, why, update).absent(&["x-extensible-enum"]);
        Finding::new(
            Rule::EnumMissesValue,
            &self.node.at,
            message,
            Patch::from(action),
        )
    }
}
