//! What a schema says in the end, with the parts of its `allOf` taken together.

use indexmap::IndexMap;
use serde_json::Value;

use super::tree::{Node, resolve};

/// A schema with the parts of its `allOf` put together.
pub(super) struct Shape<'a> {
    /// Where the schema stands.
    pub(super) node: Node<'a>,
    /// The schemas that it refers to for a part of it.
    pub(super) parts: Vec<Node<'a>>,
    keywords: IndexMap<&'a str, Node<'a>>,
    properties: IndexMap<&'a str, Node<'a>>,
    required: Vec<&'a str>,
    /// What is said again, in other words: conditions that hold beside those above.
    pub(super) further: Vec<(&'a str, &'a Value)>,
    seen: Vec<usize>,
}

/// Members that say nothing about values, of which the outermost counts.
const NO_CONDITIONS: [&str; 8] = [
    "description",
    "title",
    "example",
    "default",
    "deprecated",
    "externalDocs",
    "xml",
    "nullable",
];

impl<'a> Shape<'a> {
    /// The shape of a schema whose own reference has been followed.
    pub(super) fn of(root: &'a Value, node: &Node<'a>) -> Self {
        let mut shape = Self {
            node: node.clone(),
            parts: Vec::new(),
            keywords: IndexMap::new(),
            properties: IndexMap::new(),
            required: Vec::new(),
            further: Vec::new(),
            seen: Vec::new(),
        };
        shape.add(root, node);
        shape
    }

    fn add(&mut self, root: &'a Value, node: &Node<'a>) {
        if self.seen.contains(&node.identity()) {
            return;
        }
        self.seen.push(node.identity());
        for (name, member) in node.members() {
            match name {
                "allOf" => {}
                "properties" => {
                    for (name, property) in member.members() {
                        self.add_to(name, property, |shape| &mut shape.properties);
                    }
                }
                "required" => {
                    let names = member.entries();
                    self.required
                        .extend(names.filter_map(|name| name.value.as_str()));
                }
                _ => self.add_to(name, member, |shape| &mut shape.keywords),
            }
        }
        for part in node.member("allOf").entries() {
            let target = resolve(root, &part);
            if target.identity() != part.identity() {
                self.parts.push(target.clone());
            }
            self.add(root, &target);
        }
    }

    fn add_to(
        &mut self,
        name: &'a str,
        node: Node<'a>,
        map: impl Fn(&mut Self) -> &mut IndexMap<&'a str, Node<'a>>,
    ) {
        match map(self).get(name) {
            None => {
                map(self).insert(name, node);
            }
            Some(first) => {
                let annotates = NO_CONDITIONS.contains(&name) || name.starts_with("x-");
                if first.value != node.value && !annotates {
                    self.further.push((name, node.value));
                }
            }
        }
    }

    /// A member of the schema; nothing where there is none.
    pub(super) fn get(&self, name: &str) -> Node<'a> {
        let own = || self.node.member(name);
        self.keywords.get(name).cloned().unwrap_or_else(own)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.keywords.keys().copied()
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let properties = self.properties.iter();
        properties.map(|(name, node)| (*name, node.clone()))
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.contains(&name)
    }

    /// What kind of value it is, also where `type` is left out.
    pub(super) fn kind(&self) -> &'a str {
        if let Some(kind) = self.get("type").value.as_str() {
            return kind;
        }
        let is_there = |name: &str| !self.get(name).value.is_null();
        if !self.properties.is_empty() || is_there("additionalProperties") {
            "object"
        } else if is_there("items") {
            "array"
        } else if is_there("oneOf") || is_there("anyOf") {
            "one of several"
        } else {
            "anything"
        }
    }
}
