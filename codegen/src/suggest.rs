//! Overlay actions that fix a problem, to be pasted under `actions:` of a patch.

use serde_json::{Map, Value, json};

use crate::document;
use crate::pointer::Pointer;

/// An overlay action that strict mode accepts for the document it was made for.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    members: Map<String, Value>,
    touched: Touched,
}

/// What an action depends on and changes. Values are those of scalars, arrays and empty objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    pub target: Pointer,
    pub removed: Vec<Pointer>,
    pub written: Vec<(Pointer, Value)>,
    pub expected: Vec<(Pointer, Value)>,
    pub absent: Vec<Pointer>,
    /// What must still be there when all actions are applied.
    pub needed: Vec<Pointer>,
}

impl Action {
    fn new(target: String, at: &Pointer, description: &str) -> Self {
        let mut members = Map::new();
        members.insert("target".to_owned(), target.into());
        members.insert("description".to_owned(), description.into());
        let touched = Touched {
            target: at.clone(),
            ..Touched::default()
        };
        Self { members, touched }
    }

    /// What the action depends on and changes.
    #[must_use]
    pub fn touched(&self) -> &Touched {
        &self.touched
    }

    /// Merges `update` into the value at a place.
    #[must_use]
    pub fn update(root: &Value, at: &Pointer, description: &str, update: Value) -> Self {
        let mut action = Self::new(path(root, at), at, description);
        if at.get(root).is_some_and(Value::is_array) {
            action.touched.written.push((at.clone(), update.clone()));
        } else {
            add_leaves(at, &update, &mut action.touched.written);
        }
        action.with("update", update)
    }

    /// Removes the value at a place.
    #[must_use]
    pub fn remove(root: &Value, at: &Pointer, description: &str) -> Self {
        let mut action = Self::new(path(root, at), at, description);
        action.touched.removed.push(at.clone());
        action.with("remove", json!(true))
    }

    /// Removes members of the object at a place.
    #[must_use]
    pub fn remove_members(root: &Value, at: &Pointer, names: &[&str], description: &str) -> Self {
        let quoted: Vec<String> = names.iter().map(|name| literal(name)).collect();
        let target = format!("{}[{}]", path(root, at), quoted.join(", "));
        let mut action = Self::new(target, at, description);
        action.touched.removed = names.iter().map(|name| at.child(name)).collect();
        action.with("remove", json!(true))
    }

    /// Removes an entry from the array at a place.
    #[must_use]
    pub fn remove_entry(root: &Value, at: &Pointer, entry: &str, description: &str) -> Self {
        let target = format!("{}[?@ == {}]", path(root, at), literal(entry));
        let mut action = Self::new(target, at, description);
        action.touched.removed.push(at.clone());
        action.with("remove", json!(true))
    }

    /// Adds `x-expect`: what the target must contain.
    #[must_use]
    pub fn expect(mut self, fragment: Value) -> Self {
        let target = self.touched.target.clone();
        add_leaves(&target, &fragment, &mut self.touched.expected);
        self.with("x-expect", fragment)
    }

    /// Adds `x-expect-absent`: members that the target must not have yet.
    #[must_use]
    pub fn absent(mut self, names: &[&str]) -> Self {
        let target = &self.touched.target;
        self.touched.absent = names.iter().map(|name| target.child(name)).collect();
        self.with("x-expect-absent", json!(names))
    }

    /// Notes that the action makes use of another place.
    #[must_use]
    pub fn needing(mut self, at: &Pointer) -> Self {
        self.touched.needed.push(at.clone());
        self
    }

    /// Adds a member; the change itself stays last.
    fn with(mut self, name: &str, value: Value) -> Self {
        let is_change = |name: &str| matches!(name, "update" | "remove");
        let place = self.members.keys().position(|name| is_change(name));
        let place = place.unwrap_or(self.members.len());
        self.members.shift_insert(place, name.to_owned(), value);
        self
    }
}

impl From<Action> for Value {
    fn from(action: Action) -> Self {
        Self::Object(action.members)
    }
}

/// Adds what is in an object, as far as it is no object itself.
fn add_leaves(at: &Pointer, value: &Value, leaves: &mut Vec<(Pointer, Value)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                add_leaves(&at.child(name), member, leaves);
            }
        }
        _ => leaves.push((at.clone(), value.clone())),
    }
}

/// Actions as YAML, indented for a place under `actions:`.
#[must_use]
pub fn yaml(actions: &[Value]) -> String {
    if actions.is_empty() {
        return String::new();
    }
    let yaml = document::to_yaml(&Value::Array(actions.to_vec()));
    yaml.lines().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// The JSONPath expression for a place.
pub(crate) fn path(root: &Value, at: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut node = Some(root);
    for segment in at.segments() {
        if node.is_some_and(Value::is_array) {
            path.extend(["[", segment, "]"]);
            node = node.and_then(|node| node.get(segment.parse::<usize>().ok()?));
            continue;
        }
        path.push_str(&member(segment));
        node = node.and_then(|node| node.get(&segment));
    }
    path
}

/// The part of a JSONPath expression that selects a member.
pub(crate) fn member(name: &str) -> String {
    if is_plain(name) {
        format!(".{name}")
    } else {
        format!("[{}]", literal(name))
    }
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
