//! Overlay actions that make a finding go away, to be pasted below the `actions:` of a patch.

use serde_json::{Map, Value, json};

use crate::document;
use crate::finding::Pointer;

/// An overlay action. In strict mode it fits the document for which it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Action(Map<String, Value>);

impl Action {
    fn on(target: String, description: &str) -> Self {
        let mut members = Map::new();
        members.insert("target".to_owned(), target.into());
        members.insert("description".to_owned(), description.into());
        Self(members)
    }

    /// Merges `update` into what stands at a place.
    #[must_use]
    pub fn update(root: &Value, at: &Pointer, description: &str, update: Value) -> Self {
        Self::on(path(root, at), description).and("update", update)
    }

    /// Removes what stands at a place.
    #[must_use]
    pub fn remove(root: &Value, at: &Pointer, description: &str) -> Self {
        Self::on(path(root, at), description).and("remove", json!(true))
    }

    /// Removes some members of what stands at a place.
    #[must_use]
    pub fn remove_members(root: &Value, at: &Pointer, names: &[&str], description: &str) -> Self {
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        let target = format!("{}[{}]", path(root, at), names.join(", "));
        Self::on(target, description).and("remove", json!(true))
    }

    /// Removes an entry from the list at a place.
    #[must_use]
    pub fn remove_entry(root: &Value, at: &Pointer, entry: &str, description: &str) -> Self {
        let target = format!("{}[?@ == {}]", path(root, at), literal(entry));
        Self::on(target, description).and("remove", json!(true))
    }

    /// What the target must contain.
    #[must_use]
    pub fn expect(self, fragment: Value) -> Self {
        self.and("x-expect", fragment)
    }

    /// What the target must not have yet.
    #[must_use]
    pub fn absent(self, names: &[&str]) -> Self {
        self.and("x-expect-absent", json!(names))
    }

    /// The change itself stands last.
    fn and(mut self, name: &str, value: Value) -> Self {
        let is_change = |name: &str| matches!(name, "update" | "remove");
        let place = self.0.keys().position(|name| is_change(name));
        let place = place.unwrap_or(self.0.len());
        self.0.shift_insert(place, name.to_owned(), value);
        self
    }
}

impl From<Action> for Value {
    fn from(action: Action) -> Self {
        Self::Object(action.0)
    }
}

/// Actions as YAML, indented to stand below `actions:`.
#[must_use]
pub fn yaml(actions: &[Value]) -> String {
    let yaml = document::to_yaml(&Value::Array(actions.to_vec()));
    yaml.lines().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// The JSON path to one place.
fn path(root: &Value, at: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut node = Some(root);
    for segment in at.segments() {
        if node.is_some_and(Value::is_array) {
            path.extend(["[", &segment, "]"]);
            node = node.and_then(|node| node.get(segment.parse::<usize>().ok()?));
            continue;
        }
        if is_plain(&segment) {
            path.extend([".", &segment]);
        } else {
            path.extend(["[", &literal(&segment), "]"]);
        }
        node = node.and_then(|node| node.get(&segment));
    }
    path
}

/// Whether a name stands in a path without quotes.
fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    let begins = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    begins && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A name in quotes.
fn literal(name: &str) -> String {
    let mut text = "'".to_owned();
    for c in name.chars() {
        match c {
            '\'' | '\\' => text.extend(['\\', c]),
            c if c < ' ' => text.extend(["\\u00", &format!("{:02x}", c as u32)]),
            c => text.push(c),
        }
    }
    text.push('\'');
    text
}
