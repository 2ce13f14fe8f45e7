//! Equality of schemas by structure.
//!
//! Schemas refer to each other in circles, so they are compared by partition refinement: every schema starts with a
//! hash of what it says itself, and each round adds the hashes of the schemas in it, until no round tells more schemas
//! apart. The order of members, values and branches does not count, and neither do annotations and places.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::description::Description;
use super::schema::{AdditionalProperties, Alternatives, Bound, Schema, SchemaId};

/// Extensions that say nothing about values.
const ANNOTATIONS: [&str; 1] = ["x-evidence"];

/// Stands for all that a schema means: equal for schemas of the same structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Stands for a JSON value, in which members have no order, and 1 is 1.0.
    pub fn of_value(value: &Value) -> Self {
        Self(value_hash(value, ordered))
    }

    /// As [`of_value`](Self::of_value), where the order of list entries has no meaning either.
    pub fn of_unordered(value: &Value) -> Self {
        Self(value_hash(value, sorted))
    }
}

/// The fingerprints of all schemas of a description.
#[derive(Debug)]
pub struct Fingerprints(Vec<u64>);

impl Fingerprints {
    #[must_use]
    pub fn of(&self, id: SchemaId) -> Fingerprint {
        Fingerprint(self.0[id.0])
    }
}

/// Fingerprints of several descriptions, comparable with each other.
pub fn fingerprints<const N: usize>(descriptions: [&Description<'_>; N]) -> [Fingerprints; N] {
    let mut hashes = descriptions.map(|one| {
        one.schemas
            .iter()
            .map(|one| own_hash(one))
            .collect::<Vec<u64>>()
    });
    let mut classes = count(&hashes);
    loop {
        let mut next: [Vec<u64>; N] = std::array::from_fn(|_| Vec::new());
        for (index, description) in descriptions.iter().enumerate() {
            let known = &hashes[index];
            next[index] = description
                .schemas
                .iter()
                .zip(known)
                .map(|(schema, own)| refined(schema, *own, known))
                .collect();
        }
        let refined = count(&next);
        // As many classes as before: no schema has been told apart, so further rounds tell none apart either.
        if refined <= classes {
            return hashes.map(Fingerprints);
        }
        classes = refined;
        hashes = next;
    }
}

fn count<const N: usize>(hashes: &[Vec<u64>; N]) -> usize {
    hashes.iter().flatten().collect::<HashSet<_>>().len()
}

/// The hash of what a schema says without the schemas in it.
fn own_hash(schema: &Schema<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (
        schema.types,
        schema.nullable,
        schema.direction,
        schema.format,
        schema.limits().unique_items,
    )
        .hash(&mut hasher);
    schema
        .unresolved
        .as_ref()
        .map(|node| node.value.as_str())
        .hash(&mut hasher);
    let ranges = [
        schema.limits().length,
        schema.limits().item_count,
        schema.limits().property_count,
    ];
    ranges.map(|range| (range.min, range.max)).hash(&mut hasher);
    [schema.limits().minimum, schema.limits().maximum]
        .map(bits)
        .hash(&mut hasher);
    schema
        .limits()
        .multiple_of
        .map(f64::to_bits)
        .hash(&mut hasher);
    unordered(schema.limits().patterns.iter().map(hash)).hash(&mut hasher);
    unordered(schema.required.iter().map(hash)).hash(&mut hasher);
    schema
        .values
        .as_ref()
        .map(|values| unordered(values.iter().map(|node| value_hash(node.value, ordered))))
        .hash(&mut hasher);
    let extensions = schema
        .extensions
        .iter()
        .filter(|(name, _)| !ANNOTATIONS.contains(name));
    let extensions = extensions.map(|(name, node)| hash(&(name, value_hash(node.value, ordered))));
    unordered(extensions).hash(&mut hasher);
    let additional = match schema.additional_properties {
        // Both allow any member.
        AdditionalProperties::Unspecified | AdditionalProperties::Any => 0,
        AdditionalProperties::Schema(_) => 1,
        AdditionalProperties::Forbidden => 2,
    };
    additional.hash(&mut hasher);
    hasher.finish()
}

/// The hash of a schema and, as far as they are `known`, of the schemas in it.
fn refined(schema: &Schema<'_>, own: u64, known: &[u64]) -> u64 {
    let of = |id: SchemaId| known[id.0];
    let mut hasher = DefaultHasher::new();
    own.hash(&mut hasher);
    schema.items.map(of).hash(&mut hasher);
    if let AdditionalProperties::Schema(id) = schema.additional_properties {
        of(id).hash(&mut hasher);
    }
    let properties = schema
        .properties
        .iter()
        .map(|(name, property)| hash(&(name, of(property.schema))));
    unordered(properties).hash(&mut hasher);
    unordered(
        schema
            .alternatives
            .iter()
            .map(|group| group_hash(group, of)),
    )
    .hash(&mut hasher);
    unordered(schema.not.iter().map(|id| of(*id))).hash(&mut hasher);
    hasher.finish()
}

fn group_hash(group: &Alternatives<'_>, of: impl Fn(SchemaId) -> u64) -> u64 {
    let branches = unordered(group.branches.iter().map(|branch| of(branch.schema)));
    let discriminator = group.discriminator.as_ref().map(|one| {
        let mapping = one
            .mapping
            .iter()
            .map(|(value, id)| hash(&(value, of(*id))));
        (one.property, unordered(mapping))
    });
    hash(&(group.kind, branches, discriminator))
}

fn bits(bound: Option<Bound>) -> Option<(u64, bool)> {
    bound.map(|bound| (bound.value.to_bits(), bound.exclusive))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Hashes without order and without repetition.
fn unordered(hashes: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut hashes: Vec<u64> = hashes.collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The hash of a JSON value, in which members have no order, and 1 is 1.0; `arrange` orders the hashes of entries.
fn value_hash(value: &Value, arrange: fn(Vec<u64>) -> Vec<u64>) -> u64 {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) => hash(&("number", float.to_bits())),
            None => hash(&("number", number.to_string())),
        },
        Value::String(text) => hash(&("string", text)),
        Value::Array(entries) => {
            let entries = entries.iter().map(|entry| value_hash(entry, arrange));
            hash(&("array", arrange(entries.collect())))
        }
        Value::Object(members) => {
            let members: BTreeMap<&String, u64> = members
                .iter()
                .map(|(name, one)| (name, value_hash(one, arrange)))
                .collect();
            hash(&("object", members))
        }
        Value::Null | Value::Bool(_) => hash(&value.as_bool()),
    }
}

fn ordered(hashes: Vec<u64>) -> Vec<u64> {
    hashes
}

fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes
}
