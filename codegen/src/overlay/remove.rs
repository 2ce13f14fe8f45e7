//! Removing selected nodes from the maps and arrays that contain them.

use std::collections::HashMap;

use serde_json::Value;

use super::select::{Location, Step};

/// The selected places as a tree. One walk along it removes them all: no index
/// shifts before its turn, nodes inside of removed ones do no harm, and the
/// time is linear in the size of the document.
#[derive(Default)]
struct Marks {
    remove: bool,
    below: HashMap<Step, Marks>,
}

/// Removes the nodes at `locations`, none of which is the root.
pub(super) fn remove(document: &mut Value, locations: &[Location]) {
    let mut root = Marks::default();
    for location in locations {
        let mut marks = &mut root;
        for step in &location.0 {
            marks = marks.below.entry(step.clone()).or_default();
        }
        marks.remove = true;
    }
    prune(document, &root);
}

fn prune(node: &mut Value, marks: &Marks) {
    if marks.below.is_empty() {
        return;
    }
    match node {
        Value::Object(members) => {
            members.retain(|name, member| keep(member, marks.below.get(&Step::Name(name.clone()))));
        }
        Value::Array(entries) => {
            let mut index = 0..;
            entries.retain_mut(|entry| {
                let step = index.next().map(Step::Index);
                keep(entry, step.and_then(|step| marks.below.get(&step)))
            });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether `node` stays; if so, without what is marked below it.
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
