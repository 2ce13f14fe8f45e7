//! The comparison of values with schemas.

mod examples;
mod properties;

use hellodialog_runtime::schema::{
    Difference, DifferenceKind, Place, SchemaId, Schemas, Sink, validate,
};
use serde_json::Value;

/// Keeps the differences, with their paths, and the schemas of all values.
#[derive(Default)]
struct Collected {
    differences: Vec<(String, DifferenceKind)>,
    visited: Vec<SchemaId>,
    empty: Vec<String>,
    keys: Vec<String>,
}

impl Sink for Collected {
    fn difference(&mut self, difference: &Difference<'_>) {
        let path = difference.place.path.to_string();
        self.differences.push((path, difference.kind));
    }

    fn empty(&mut self, place: Place<'_>, _: &Value) {
        self.empty.push(place.path.to_string());
    }

    fn value(&mut self, place: Place<'_>, _: &Value) {
        self.visited.push(place.schema);
    }

    fn key(&mut self, _: Place<'_>, key: &str) {
        self.keys.push(key.to_owned());
    }
}

fn compare(schemas: &Schemas, schema: SchemaId, value: &Value) -> Collected {
    let mut collected = Collected::default();
    validate(schemas, schema, value, &mut collected);
    collected
}
