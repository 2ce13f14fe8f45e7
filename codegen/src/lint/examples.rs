//! Examples, walked along their schemas.

use std::collections::HashSet;

use serde_json::Value;

use super::survey::{Survey, Unlisted};
use crate::node::{Node, resolve};

/// What a schema is made of: itself, what it refers to, and all of their `allOf`. Each once.
pub(super) fn parts<'a>(root: &'a Value, schema: &Node<'a>) -> Vec<Node<'a>> {
    let mut parts: Vec<Node<'a>> = Vec::new();
    let mut seen = HashSet::new();
    let mut next = vec![schema.clone()];
    while let Some(node) = next.pop() {
        if seen.insert(node.identity()) {
            next.extend(node.get("allOf").iter().flat_map(Node::entries));
            if node.get("$ref").is_some() {
                next.push(resolve(root, &node));
            }
            parts.push(node);
        }
    }
    parts
}

/// Whether all of an object's keys are numbers, and there are any.
pub(super) fn has_number_keys(value: &Value) -> bool {
    let is_number = |key: &String| key.bytes().all(|b| b.is_ascii_digit()) && !key.is_empty();
    let members = value.as_object();
    members.is_some_and(|members| !members.is_empty() && members.keys().all(is_number))
}

impl<'a> Survey<'a> {
    /// Notes at every schema the values that examples show of it.
    pub(super) fn show(&mut self, examples: &[(Node<'a>, Node<'a>)]) {
        let mut seen = HashSet::new();
        for (schema, value) in examples {
            self.show_one(schema, value, &mut seen);
        }
    }

    fn show_one(
        &mut self,
        schema: &Node<'a>,
        value: &Node<'a>,
        seen: &mut HashSet<(usize, usize)>,
    ) {
        if !seen.insert((schema.identity(), value.identity())) {
            return;
        }
        let parts = parts(self.root, schema);
        for part in &parts {
            if part.get("$ref").is_some() {
                continue;
            }
            if let Some(schema) = self.schemas.get_mut(&part.identity()) {
                schema.shown.push(value.clone());
            }
        }
        if is_bare_item(&parts, value) {
            for further in parts
                .iter()
                .filter_map(|part| part.get("additionalProperties"))
            {
                self.show_one(&further, value, seen);
            }
            return;
        }
        for (name, member) in value.members() {
            self.show_member(&parts, value, name, &member, seen);
        }
        for entry in value.entries() {
            for name in ["items", "additionalProperties"] {
                for items in parts.iter().filter_map(|part| part.get(name)) {
                    self.show_one(&items, &entry, seen);
                }
            }
        }
    }

    fn show_member(
        &mut self,
        parts: &[Node<'a>],
        object: &Node<'a>,
        name: &'a str,
        member: &Node<'a>,
        seen: &mut HashSet<(usize, usize)>,
    ) {
        let listed = parts
            .iter()
            .filter_map(|part| part.get("properties")?.get(name));
        let mut schemas: Vec<Node<'a>> = listed.collect();
        if schemas.is_empty() {
            let further = parts
                .iter()
                .filter_map(|part| part.get("additionalProperties"));
            schemas.extend(further.filter(|further| *further.value != Value::Bool(false)));
        }
        if schemas.is_empty()
            && !has_number_keys(object.value)
            && let Some(schema) = lister(parts)
        {
            self.unlisted.push(Unlisted {
                schema: schema.clone(),
                name,
                value: member.clone(),
            });
        }
        for schema in &schemas {
            self.show_one(schema, member, seen);
        }
    }
}

/// The only item of a list that may come bare.
fn is_bare_item(parts: &[Node<'_>], value: &Node<'_>) -> bool {
    let may = parts.iter().any(|part| part.is("x-one-or-many"));
    may && value.value.is_object() && !has_number_keys(value.value)
}

/// The schema that lists an object's members; none where further ones may come, or nothing is said.
fn lister<'p, 'a>(parts: &'p [Node<'a>]) -> Option<&'p Node<'a>> {
    let open = [
        "oneOf",
        "anyOf",
        "x-keyed-by",
        "x-additional-properties",
        "x-filter",
    ];
    let is_open = |part: &Node<'_>| open.iter().any(|name| part.get(name).is_some());
    if parts.iter().any(is_open) {
        return None;
    }
    let lists = |part: &&Node<'_>| part.get("properties").is_some();
    let is_object = |part: &&Node<'_>| part.text("type") == Some("object");
    let lister = parts.iter().find(lists);
    lister.or_else(|| parts.iter().find(is_object))
}
