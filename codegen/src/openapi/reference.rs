//! `$ref`: where it leads.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::identifiers::Identifiers;
use super::node::Node;
use crate::pointer::Pointer;
use crate::problem::{Problems, Repair};

/// Why a reference cannot be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// Nothing stands there.
    Dangling,
    /// It leads out of the document.
    External,
    /// It names a `$anchor`.
    Anchor,
    /// It leads back to itself.
    Circular,
}

/// Reports that the reference of a node cannot be followed.
pub(super) fn report_unresolved(node: &Node<'_>, why: Unresolved, problems: &mut Problems) {
    let reference = node.text("$ref").unwrap_or_default();
    let at = node.at.child("$ref");
    match why {
        Unresolved::Dangling => problems.add(
            &at,
            format!("dangling reference: nothing stands at `{reference}`"),
            "references must lead to a place in this document; is the name spelled right, or was its target renamed \
             or removed?",
        ),
        Unresolved::External => problems.note(
            &at,
            "a reference to another document is not followed: a schema is any JSON value, anything else is left out",
        ),
        Unresolved::Anchor => problems.note(
            &at,
            "a reference to an anchor that no schema has is not followed: a schema is any JSON value, anything else is left out",
        ),
        Unresolved::Circular => problems.add(
            &at,
            format!("the reference `{reference}` leads back to itself"),
            "let one of the references in the circle lead to a schema",
        ),
    }
}

/// Notes that the reference of an example cannot be followed: without it the API is the same.
pub(super) fn note_lost_example(node: &Node<'_>, problems: &mut Problems) {
    let message = "an example whose reference leads nowhere is left out";
    problems.mistake(&node.at, message, Repair::Remove);
}

/// Notes members beside a `$ref`, which are read for schemas alone.
pub(super) fn report_siblings(node: &Node<'_>, problems: &mut Problems) {
    let members = node.value.as_object().map_or(0, serde_json::Map::len);
    if node.text("$ref").is_some() && members > 1 {
        problems.note(
            &node.at,
            "members beside `$ref` are read as the other part of an `allOf` in schemas, and nowhere else",
        );
    }
}

/// Whether keywords stand beside a `$ref`.
pub(super) fn has_siblings(node: &Node<'_>) -> bool {
    node.value
        .as_object()
        .is_some_and(|members| members.len() > 1)
}

/// The references of a document, with where those lead that have been followed.
pub(super) struct Links<'d> {
    pub(super) root: &'d Value,
    /// By the identities of references.
    ends: HashMap<(usize, End), Result<Node<'d>, Unresolved>>,
    /// Found when the first reference needs them.
    identifiers: Option<Identifiers<'d>>,
}

/// Where a chain of references ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    /// At a value that is none.
    Value,
    /// There, or at a reference with keywords beside it.
    Keywords,
}

impl<'d> Links<'d> {
    pub(super) fn new(root: &'d Value) -> Self {
        Self {
            root,
            ends: HashMap::new(),
            identifiers: None,
        }
    }

    /// Follows references until the value is none.
    pub(super) fn follow(&mut self, node: &Node<'d>) -> Result<Node<'d>, Unresolved> {
        self.end(node, End::Value)
    }

    /// Follows a reference, and those that it leads to and that have nothing beside them.
    pub(super) fn next(&mut self, node: &Node<'d>) -> Result<Node<'d>, Unresolved> {
        match node.text("$ref") {
            Some(reference) => {
                let target = self.target(node, reference)?;
                self.end(&target, End::Keywords)
            }
            None => Ok(node.clone()),
        }
    }

    /// Follows references that have nothing beside them; stays where that is not possible.
    pub(super) fn keywords(&mut self, node: &Node<'d>) -> Node<'d> {
        self.end(node, End::Keywords)
            .unwrap_or_else(|_| node.clone())
    }

    /// The place that the reference of a node names: by its path, or by the identifiers of JSON Schema.
    pub(super) fn target(
        &mut self,
        node: &Node<'d>,
        reference: &str,
    ) -> Result<Node<'d>, Unresolved> {
        let found = target(self.root, reference);
        // `#` alone is the schema with the `$id` around it, if there is one.
        let is_inside = found
            .as_ref()
            .is_ok_and(|place| place.at != Pointer::root());
        if is_of_3_0(self.root) || is_inside {
            return found;
        }
        let root = self.root;
        let identifiers = self
            .identifiers
            .get_or_insert_with(|| Identifiers::of(root));
        identifiers.find(node, reference).map_or(found, Ok)
    }

    fn end(&mut self, node: &Node<'d>, end: End) -> Result<Node<'d>, Unresolved> {
        let mut node = node.clone();
        let mut seen = HashSet::new();
        let found = loop {
            let Some(reference) = node.text("$ref") else {
                break Ok(node);
            };
            if end == End::Keywords && has_siblings(&node) {
                break Ok(node);
            }
            if let Some(known) = self.ends.get(&(node.identity(), end)) {
                break known.clone();
            }
            if !seen.insert(node.identity()) {
                break Err(Unresolved::Circular);
            }
            match self.target(&node, reference) {
                Ok(target) => node = target,
                Err(why) => break Err(why),
            }
        };
        let known = seen
            .into_iter()
            .map(|identity| ((identity, end), found.clone()));
        self.ends.extend(known);
        found
    }
}

/// What a value of a document is after all references; the value itself if one cannot be followed.
#[must_use]
pub fn resolved<'d>(root: &'d Value, value: &'d Value) -> &'d Value {
    let end = Links::new(root).follow(&Node::root(value));
    end.map_or(value, |node| node.value)
}

/// The place that one reference names. A segment below another reference is looked up in that one's target.
pub(super) fn target<'d>(root: &'d Value, reference: &str) -> Result<Node<'d>, Unresolved> {
    let fragment = reference.strip_prefix('#').ok_or(Unresolved::External)?;
    let Some(pointer) = Pointer::of_fragment(fragment) else {
        return Err(if is_of_3_0(root) {
            Unresolved::Dangling
        } else {
            Unresolved::Anchor
        });
    };
    let mut node = Node::root(root);
    // A chain of references in the middle of a pointer ends after as many steps as there can be places.
    let mut steps = 0;
    for name in pointer.segments() {
        while step(&node, name).is_none()
            && let Some(reference) = node.text("$ref")
        {
            steps += 1;
            if steps > MAX_STEPS {
                return Err(Unresolved::Circular);
            }
            node = target_of_plain(root, reference)?;
        }
        node = step(&node, name).ok_or(Unresolved::Dangling)?;
    }
    Ok(node)
}

/// Whether a document is of OpenAPI 3.0, where a reference is an object of its own and no keyword of JSON Schema.
pub(super) fn is_of_3_0(document: &Value) -> bool {
    let version = document.get("openapi").and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("3.0"))
}

const MAX_STEPS: usize = 64;

/// As [`target`], for a reference in the middle of another one, which must name its place directly.
fn target_of_plain<'d>(root: &'d Value, reference: &str) -> Result<Node<'d>, Unresolved> {
    let fragment = reference.strip_prefix('#').ok_or(Unresolved::External)?;
    let pointer = Pointer::of_fragment(fragment).ok_or(Unresolved::Dangling)?;
    let mut names = pointer.segments();
    names.try_fold(Node::root(root), |node, name| {
        step(&node, name).ok_or(Unresolved::Dangling)
    })
}

fn step<'d>(node: &Node<'d>, name: &str) -> Option<Node<'d>> {
    if node.value.is_array() {
        let index: usize = name.parse().ok()?;
        let value = node.value.get(index)?;
        let at = node.at.child(index);
        return Some(Node { value, at });
    }
    node.get(name)
}
