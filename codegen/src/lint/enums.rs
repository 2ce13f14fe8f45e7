//! Enums beside values that they lack. An open enum is expected to lack some.

use std::collections::{BTreeSet, HashMap};

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::examples::parts;
use super::finding::{Finding, listed, quoted};
use super::patch::{Action, Patch};
use super::rule::Rule;
use super::survey::{Schema, Survey};
use crate::finding::Pointer;
use crate::node::Node;

/// How many names an object must share with an enum to be taken for a map by it.
const SHARED: usize = 3;

/// What an enum lacks, by the place that shows it.
struct Lacking<'a> {
    node: Node<'a>,
    values: IndexSet<&'a Value>,
    names: IndexSet<&'a str>,
    places: IndexSet<Pointer>,
}

/// The closed enums of a document, each by its identity.
struct Enums<'s, 'a> {
    survey: &'s Survey<'a>,
    all: IndexMap<usize, Lacking<'a>>,
}

pub(super) fn check(survey: &Survey<'_>, findings: &mut Vec<Finding>) {
    let closed = survey
        .schemas
        .values()
        .filter(|schema| is_closed(&schema.node));
    let mut enums = Enums {
        survey,
        all: closed
            .map(|schema| (schema.node.identity(), Lacking::of(&schema.node)))
            .collect(),
    };
    enums.examples();
    enums.keys();
    enums.maps();
    enums.fields();
    let lacking = enums
        .all
        .values()
        .filter(|lacking| !lacking.places.is_empty());
    findings.extend(lacking.map(|lacking| lacking.finding(survey.root)));
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
        let shown = |schema: &usize| self.survey.schemas.get(schema).map(|schema| &schema.shown);
        for (identity, lacking) in &mut self.all {
            for value in shown(identity).into_iter().flatten() {
                lacking.value(value);
            }
        }
    }

    /// Keys of maps that say that they go by an enum.
    fn keys(&mut self) {
        let schemas = Node::root(self.survey.root)
            .member("components")
            .member("schemas");
        for schema in self.survey.schemas.values() {
            let by = schema
                .node
                .text("x-keyed-by")
                .and_then(|name| schemas.get(name));
            let Some(lacking) = by.and_then(|by| self.all.get_mut(&by.identity())) else {
                continue;
            };
            for (key, value) in schema.objects().flat_map(Node::members) {
                lacking.name(key, &value.at);
            }
        }
    }

    /// Objects that have every value of an enum for a member, and some more.
    fn maps(&mut self) {
        let mut alike: IndexMap<BTreeSet<&'a str>, Vec<usize>> = IndexMap::new();
        for (identity, lacking) in &self.all {
            let names: BTreeSet<&str> = values(&lacking.node).filter_map(Value::as_str).collect();
            if names.len() >= SHARED {
                alike.entry(names).or_default().push(*identity);
            }
        }
        let mut by_first: HashMap<&str, Vec<&BTreeSet<&'a str>>> = HashMap::new();
        for names in alike.keys() {
            let first = names.first().copied().unwrap_or_default();
            by_first.entry(first).or_default().push(names);
        }
        for schema in self.survey.schemas.values() {
            for (names, extra, at) in maps_of(schema, &by_first) {
                for identity in alike.get(names).into_iter().flatten() {
                    if let Some(lacking) = self.all.get_mut(identity) {
                        for name in &extra {
                            lacking.name(name, at);
                        }
                    }
                }
            }
        }
    }

    /// Fields of one name, where one enum has all the values of the other and more.
    fn fields(&mut self) {
        let mut fields: IndexMap<&str, IndexMap<BTreeSet<String>, Vec<Node<'a>>>> = IndexMap::new();
        for schema in self.survey.schemas.values() {
            let Some(name) = schema.role.field() else {
                continue;
            };
            for part in parts(self.survey.root, &schema.node) {
                if part.get("enum").is_some() {
                    let values = values(&part).map(Value::to_string).collect();
                    let sets = fields.entry(name).or_default();
                    sets.entry(values).or_default().push(part);
                }
            }
        }
        for sets in fields.values() {
            for (less, nodes) in sets {
                let larger = sets
                    .iter()
                    .filter(|(more, _)| less.len() < more.len() && less.is_subset(more));
                for more in larger.filter_map(|(_, more)| more.first()) {
                    for lacking in nodes.iter().map(Node::identity) {
                        if let Some(lacking) = self.all.get_mut(&lacking) {
                            more.member("enum")
                                .entries()
                                .for_each(|value| lacking.value(&value));
                        }
                    }
                }
            }
        }
    }
}

/// An enum's values, the further names of an object that has them all, and where that is.
type Map<'m, 'a> = (&'m BTreeSet<&'a str>, Vec<&'a str>, &'m Pointer);

fn maps_of<'m, 'a>(
    schema: &'m Schema<'a>,
    by_first: &HashMap<&str, Vec<&'m BTreeSet<&'a str>>>,
) -> Vec<Map<'m, 'a>> {
    let members = schema.node.member("properties").members();
    let shown = schema.objects().flat_map(Node::members);
    let names: IndexSet<&str> = members.chain(shown).map(|(name, _)| name).collect();
    let is_map = |all: &&&BTreeSet<&'a str>| {
        names.len() < 2 * all.len() && all.iter().all(|name| names.contains(name))
    };
    let candidates = names.iter().filter_map(|name| by_first.get(name)).flatten();
    let found = candidates.filter(is_map).map(|all| {
        let extra = names.iter().filter(|name| !all.contains(*name)).copied();
        (*all, extra.collect(), &schema.node.at)
    });
    found.collect()
}

impl<'a> Lacking<'a> {
    fn of(node: &Node<'a>) -> Self {
        Self {
            node: node.clone(),
            values: IndexSet::new(),
            names: IndexSet::new(),
            places: IndexSet::new(),
        }
    }

    /// Notes a value if it is none of the enum's.
    fn value(&mut self, shown: &Node<'a>) {
        let is_scalar =
            !shown.value.is_object() && !shown.value.is_array() && !shown.value.is_null();
        if is_scalar && values(&self.node).all(|value| value != shown.value) {
            self.values.insert(shown.value);
            self.places.insert(shown.at.clone());
        }
    }

    /// Notes a name if it is none of the enum's values.
    fn name(&mut self, name: &'a str, at: &Pointer) {
        if values(&self.node).all(|value| value != name) {
            self.names.insert(name);
            self.places.insert(at.clone());
        }
    }

    fn finding(&self, root: &Value) -> Finding {
        let names = self.names.iter().map(|name| json!(name));
        let mut missing: IndexSet<Value> =
            self.values.iter().map(|value| (*value).clone()).collect();
        missing.extend(names);
        let message = format!(
            "The enum lacks {}, shown at {}.",
            listed(missing.iter().map(quoted)),
            listed(self.places.iter().map(Pointer::to_string)),
        );
        let why =
            "These values are shown too. Where more may come, `x-extensible-enum: true` takes any.";
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
