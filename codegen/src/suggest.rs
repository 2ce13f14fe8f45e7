//! Overlay actions that fix a problem, to be pasted under `actions:` of a patch.

use serde_json::{Map, Value, json};

use crate::document;
use crate::problem::Pointer;

/// An overlay action that strict mode accepts for the document it was made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Action(Map<String, Value>);

impl Action {
    fn new(target: String, description: &str) -> Self {
        let mut members = Map::new();
        members.insert("target".to_owned(), target.into());
        members.insert("description".to_owned(), description.into());
        Self(members)
    }

    /// Merges `update` into the value at a place.
    #[must_use]
    pub fn update(root: &Value, at: &Pointer, description: &str, update: Value) -> Self {
        Self::new(path(root, at), description).with("update", update)
    }

    /// Removes the value at a place.
    #[must_use]
    pub fn remove(root: &Value, at: &Pointer, description: &str) -> Self {
        Self::new(path(root, at), description).with("remove", json!(true))
    }

    /// Removes members of the object at a place.
    #[must_use]
    pub fn remove_members(root: &Value, at: &Pointer, names: &[&str], description: &str) -> Self {
        let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
        let target = format!("{}[{}]", path(root, at), names.join(", "));
        Self::new(target, description).with("remove", json!(true))
    }

    /// Removes an entry from the array at a place.
    #[must_use]
    pub fn remove_entry(root: &Value, at: &Pointer, entry: &str, description: &str) -> Self {
        let target = format!("{}[?@ == {}]", path(root, at), literal(entry));
        Self::new(target, description).with("remove", json!(true))
    }

    /// Adds `x-expect`: what the target must contain.
    #[must_use]
    pub fn expect(self, fragment: Value) -> Self {
        self.with("x-expect", fragment)
    }

    /// Adds `x-expect-absent`: members that the target must not have yet.
    #[must_use]
    pub fn absent(self, names: &[&str]) -> Self {
        self.with("x-expect-absent", json!(names))
    }

    /// Adds a member; the change itself stays last.
    fn with(mut self, name: &str, value: Value) -> Self {
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

/// Actions as YAML, indented for a place under `actions:`.
#[must_use]
pub fn yaml(actions: &[Value]) -> String {
    let yaml = document::to_yaml(&Value::Array(actions.to_vec()));
    yaml.lines().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// The JSONPath expression for a place.
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

/// Whether a name needs no quotes in a path.
fn is_plain(name: &str) -> bool {
    let mut chars = name.chars();
    let begins = chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    begins && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A quoted name.
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
