//! Places in a document, and where its references lead.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::Pointer;

/// Stands where a document says nothing.
static NOTHING: Value = Value::Null;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    pub value: &'a Value,
    pub at: Pointer,
}

impl<'a> Node<'a> {
    pub fn root(value: &'a Value) -> Self {
        let at = Pointer::root();
        Self { value, at }
    }

    pub fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        let at = self.at.child(name);
        Some(Self { value, at })
    }

    /// The member, or nothing in its place.
    pub fn member(&self, name: &str) -> Self {
        self.get(name).unwrap_or_else(|| Self {
            value: &NOTHING,
            at: self.at.child(name),
        })
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// Whether the member is there and true.
    pub fn is(&self, name: &str) -> bool {
        self.value.get(name).and_then(Value::as_bool) == Some(true)
    }

    /// The members, none where it is no object.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let at = self.at.clone();
        let members = self.value.as_object().into_iter().flat_map(Map::iter);
        members.map(move |(name, value)| {
            let at = at.child(name);
            (name.as_str(), Self { value, at })
        })
    }

    /// The entries, none where it is no array.
    pub fn entries(&self) -> impl Iterator<Item = Self> + use<'a> {
        let at = self.at.clone();
        let entries = self.value.as_array().into_iter().flatten().enumerate();
        entries.map(move |(index, value)| {
            let at = at.child(index);
            Self { value, at }
        })
    }

    /// What tells it from every other value of the documents.
    pub fn identity(&self) -> usize {
        std::ptr::from_ref(self.value) as usize
    }
}

/// Follows references. One that leads nowhere, out of the document or in a circle stands for
/// itself.
pub fn resolve<'a>(root: &'a Value, node: &Node<'a>) -> Node<'a> {
    let mut node = node.clone();
    let mut seen = HashSet::new();
    while let Some(reference) = node.text("$ref") {
        let pointer = reference.strip_prefix('#').unwrap_or("?");
        match root.pointer(pointer) {
            Some(value) if seen.insert(reference) => {
                let at = Pointer::of(pointer);
                node = Node { value, at };
            }
            _ => break,
        }
    }
    node
}
