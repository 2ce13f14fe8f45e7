//! The identifiers of JSON Schema, `$id` and `$anchor`, by which references of OpenAPI 3.1 can name a schema.

use std::collections::HashMap;

use serde_json::Value;

use super::node::Node;
use crate::pointer::Pointer;

/// The schemas of a document that have an identifier.
pub(super) struct Identifiers<'d> {
    root: Node<'d>,
    /// By `$id`, without an empty fragment.
    ids: HashMap<&'d str, Node<'d>>,
    /// By the identity of the schema with `$id` around it (or of the document), and name.
    anchors: HashMap<(usize, &'d str), Node<'d>>,
}

impl<'d> Identifiers<'d> {
    pub(super) fn of(document: &'d Value) -> Self {
        let root = Node::root(document);
        let (mut ids, mut anchors) = (HashMap::new(), HashMap::new());
        // Explicit stack, because a document can nest deeply.
        let mut open = vec![(root.clone(), root.identity())];
        while let Some((node, around)) = open.pop() {
            let id = id(&node);
            let around = if id.is_some() {
                node.identity()
            } else {
                around
            };
            for name in ["$anchor", "$dynamicAnchor"] {
                if let Some(name) = node.text(name) {
                    anchors.insert((around, name), node.clone());
                }
            }
            open.extend(node.members().map(|(_, member)| (member, around)));
            open.extend(node.entries().map(|entry| (entry, around)));
            if let Some(id) = id {
                ids.insert(id, node);
            }
        }
        Self { root, ids, anchors }
    }

    /// The place that a reference at `node` names, as a path of names from a schema, or as that schema.
    pub(super) fn find(&self, node: &Node<'d>, reference: &str) -> Option<Node<'d>> {
        let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let around = self.around(node);
        let schema = if base.is_empty() {
            around
        } else {
            let resolved = id(&around).map(|around| beside(around, base));
            let named = self.ids.get(base);
            named
                .or_else(|| self.ids.get(resolved?.as_str()))
                .cloned()?
        };
        match Pointer::of_fragment(fragment) {
            Some(path) => path
                .segments()
                .try_fold(schema, |node, name| node.get(name)),
            None => self.anchors.get(&(schema.identity(), fragment)).cloned(),
        }
    }

    /// The innermost schema with `$id` around a node, or the document.
    fn around(&self, node: &Node<'d>) -> Node<'d> {
        let mut around = self.root.clone();
        let mut place = self.root.clone();
        for segment in node.at.segments() {
            let index = segment.parse::<usize>();
            let inner = match index.ok().filter(|_| place.value.is_array()) {
                Some(index) => place.entries().nth(index),
                None => place.get(segment),
            };
            let Some(inner) = inner else { break };
            place = inner;
            if id(&place).is_some() {
                around = place.clone();
            }
        }
        around
    }
}

fn id<'d>(node: &Node<'d>) -> Option<&'d str> {
    let id = node.text("$id")?;
    Some(id.strip_suffix('#').unwrap_or(id))
}

/// A relative reference, resolved against an identifier: it takes the place of what follows the last slash.
fn beside(id: &str, reference: &str) -> String {
    let folder = id.rfind('/').map_or("", |slash| &id[..=slash]);
    format!("{folder}{reference}")
}
