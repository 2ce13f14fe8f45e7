//! Makes a document ten times as large.

use serde_json::{Map, Value};

/// Number of copies in the large document.
const COPIES: usize = 10;

/// A document with ten copies of every path and schema, with unique names.
pub fn ten_times_as_large(document: &Value) -> Value {
    let schemas = members(&document["components"]["schemas"]);
    let names: Vec<String> = schemas.map(|(name, _)| name.clone()).collect();
    let mut large = document.clone();
    large["paths"] = copies(&document["paths"], "/copy", &names);
    large["components"]["schemas"] = copies(&document["components"]["schemas"], "V", &names);
    // Not copied, but names an operation.
    if let Some(Value::String(operation)) = large.get_mut("x-webhook") {
        operation.push_str("V0");
    }
    large
}

/// Ten copies of every member, with a number after its name.
fn copies(map: &Value, separator: &str, names: &[String]) -> Value {
    let mut all = Map::new();
    for number in 0..COPIES {
        let suffix = format!("V{number}");
        let copier = Copier { names, suffix };
        for (name, member) in members(map) {
            let name = format!("{name}{separator}{number}");
            all.insert(name, copier.copy("", member));
        }
    }
    Value::Object(all)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Makes one copy, in which all unique names get a suffix.
struct Copier<'a> {
    /// The names of the schemas.
    names: &'a [String],
    suffix: String,
}

impl Copier<'_> {
    /// A copy of the value of the member `key`.
    fn copy(&self, key: &str, value: &Value) -> Value {
        match value {
            Value::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), self.copy(name, member)))
                .collect(),
            Value::Array(entries) => entries.iter().map(|entry| self.copy(key, entry)).collect(),
            Value::String(text) if self.is_name(key, text) => {
                Value::String(format!("{text}{}", self.suffix))
            }
            other => other.clone(),
        }
    }

    fn is_name(&self, key: &str, text: &str) -> bool {
        match key {
            // `update` in `x-upsert` and `read` in `x-list-edit` name an operation.
            "operationId" | "x-resource" | "title" | "$ref" | "update" | "read" => true,
            // The value may name a schema.
            "x-keyed-by" | "x-filter-columns" | "data" => {
                self.names.iter().any(|name| name == text)
            }
            _ => false,
        }
    }
}
