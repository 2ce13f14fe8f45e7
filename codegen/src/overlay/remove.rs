//! Removes selected nodes from the objects and arrays that contain them.

use std::collections::HashMap;

use serde_json::Value;

use super::node_path::{NodePath, Step};

/// The selected paths as a tree, so that one walk removes all nodes in linear
/// time: indices do not shift, and nodes inside removed nodes are no special case.
#[derive(Default)]
struct Marks {
    remove: bool,
    children: HashMap<Step, Marks>,
}

/// Removes the nodes at `paths`, none of which is the root.
pub(super) fn remove(document: &mut Value, paths: &[NodePath]) {
    let mut root = Marks::default();
    for path in paths {
        let mut marks = &mut root;
        for step in &path.0 {
            marks = marks.children.entry(step.clone()).or_default();
        }
        marks.remove = true;
    }
    prune(document, &root);
}

fn prune(node: &mut Value, marks: &Marks) {
    if marks.children.is_empty() {
        return;
    }
    match node {
        Value::Object(members) => {
            members
                .retain(|name, member| keep(member, marks.children.get(&Step::Name(name.clone()))));
        }
        Value::Array(entries) => {
            let mut index = 0..;
            entries.retain_mut(|entry| {
                let step = index.next().map(Step::Index);
                keep(entry, step.and_then(|step| marks.children.get(&step)))
            });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether `node` stays; if it does, removes what is marked below it.
fn keep(node: &mut Value, marks: Option<&Marks>) -> bool {
    match marks {
        Some(marks) if marks.remove => false,
        Some(marks) => {
            prune(node, marks);
            true
        }
        None => true,
    }
}
