//! Merging an `update` or a copied value into one target.

use serde_json::Value;

use super::node_path::{NodeKind, Step};

/// Two values that cannot be merged, since they are of different kinds.
#[derive(Debug)]
pub(super) struct KindMismatch {
    /// The path from the target to the place, last step first.
    pub(super) reversed_path: Vec<Step>,
    pub(super) expected: NodeKind,
    pub(super) found: NodeKind,
}

/// Merges `update` into the target of an action.
///
/// A value that is no array is appended to an array. This rule is for targets
/// only, not for the properties below them.
pub(super) fn into_target(target: &mut Value, update: &Value) -> Result<(), KindMismatch> {
    match target {
        Value::Array(entries) if !update.is_array() => {
            entries.push(update.clone());
            Ok(())
        }
        _ => into_property(target, update),
    }
}

fn into_property(target: &mut Value, update: &Value) -> Result<(), KindMismatch> {
    match (&mut *target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (name, update) in updates {
                match members.get_mut(name) {
                    Some(member) => into_property(member, update).map_err(|mut mismatch| {
                        mismatch.reversed_path.push(Step::Name(name.clone()));
                        mismatch
                    })?,
                    None => {
                        members.insert(name.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(entries), Value::Array(more)) => entries.extend(more.iter().cloned()),
        (target, update) => {
            let (expected, found) = (NodeKind::of(target), NodeKind::of(update));
            if (expected, found) != (NodeKind::Primitive, NodeKind::Primitive) {
                return Err(KindMismatch {
                    reversed_path: Vec::new(),
                    expected,
                    found,
                });
            }
            *target = update.clone();
        }
    }
    Ok(())
}
