//! Merging an `update` or a copied value into one target.

use serde_json::Value;

use super::select::{Kind, Step};

/// Two values that cannot be merged.
#[derive(Debug)]
pub(super) struct Conflict {
    /// The way from the target to the place, last step first.
    pub(super) way_back: Vec<Step>,
    pub(super) expected: Kind,
    pub(super) found: Kind,
}

/// Merges `update` into the target of an action.
///
/// An array takes a value that is no array as one more entry; that holds for a
/// target only, not for the properties below it.
pub(super) fn into_target(target: &mut Value, update: &Value) -> Result<(), Conflict> {
    match target {
        Value::Array(entries) if !update.is_array() => {
            entries.push(update.clone());
            Ok(())
        }
        _ => into_property(target, update),
    }
}

fn into_property(target: &mut Value, update: &Value) -> Result<(), Conflict> {
    match (&mut *target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (name, update) in updates {
                match members.get_mut(name) {
                    Some(member) => into_property(member, update).map_err(|mut conflict| {
                        conflict.way_back.push(Step::Name(name.clone()));
                        conflict
                    })?,
                    None => {
                        members.insert(name.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(entries), Value::Array(more)) => entries.extend(more.iter().cloned()),
        (target, update) => {
            let (expected, found) = (Kind::of(target), Kind::of(update));
            if (expected, found) != (Kind::Primitive, Kind::Primitive) {
                return Err(Conflict {
                    way_back: Vec::new(),
                    expected,
                    found,
                });
            }
            *target = update.clone();
        }
    }
    Ok(())
}
