//! The members that an action needs so that it fits a changed node.

use serde_json::{Map, Value};

use super::action::{Action, Change};
use super::suggestion::Reason;

/// Whether a merge of `update` into `node` would change nothing.
pub(super) fn is_applied(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => updates.iter().all(|(name, update)| {
            let member = members.get(name);
            member.is_some_and(|member| is_applied(member, update))
        }),
        (Value::Array(entries), Value::Array(more)) => {
            more.iter().all(|entry| entries.contains(entry))
        }
        (Value::Array(entries), entry) => entries.contains(entry),
        (node, update) => node == update,
    }
}

/// Why the expectations of `action` fail for `node`, and the members that the
/// action needs instead: expectations that hold, and the part of the update that
/// the document does not say yet.
pub(super) fn repair(action: &Action, node: &Value) -> (Reason, Option<Value>) {
    let mut replacement = Map::new();
    if let Some(expect) = &action.expect {
        let expect = updated_expectation(expect, node);
        if !matches!(&expect, Value::Object(members) if members.is_empty()) {
            replacement.insert("x-expect".to_owned(), expect);
        }
    }
    let present = present_members(action.expect_absent.as_ref(), node);
    if let Some(Value::Array(names)) = &action.expect_absent
        && !present.is_empty()
    {
        let is_present = |name: &Value| {
            let name = name.as_str();
            name.is_some_and(|name| present.iter().any(|one| one == name))
        };
        let absent = names.iter().filter(|name| !is_present(name)).cloned();
        replacement.insert("x-expect-absent".to_owned(), absent.collect());
    }
    let mut partly_applied = false;
    if let Change::Update(update) = &action.change {
        let remaining = remaining_update(update, node);
        partly_applied = remaining
            .as_ref()
            .is_some_and(|remaining| remaining != update);
        if partly_applied {
            replacement.extend(remaining.map(|remaining| ("update".to_owned(), remaining)));
        }
    }
    let reason = Reason::ExpectationFailed {
        missing: missing_members(action.expect.as_ref(), node),
        present,
        partly_applied,
    };
    let replacement = (!replacement.is_empty()).then_some(Value::Object(replacement));
    (reason, replacement)
}

/// The expectation `old` with the values of `node`, without members that `node` does not have.
fn updated_expectation(old: &Value, node: &Value) -> Value {
    match (old, node) {
        (Value::Object(expected), Value::Object(members)) => {
            let updated = expected.iter().filter_map(|(name, expected)| {
                let member = members.get(name)?;
                Some((name.clone(), updated_expectation(expected, member)))
            });
            Value::Object(updated.collect())
        }
        _ => node.clone(),
    }
}

/// The part of `update` that `node` does not say yet; `None` if it says all of it.
fn remaining_update(update: &Value, node: &Value) -> Option<Value> {
    match (update, node) {
        (Value::Object(updates), Value::Object(members)) => {
            let remaining = updates.iter().filter_map(|(name, update)| {
                let remaining = match members.get(name) {
                    Some(member) => remaining_update(update, member)?,
                    None => update.clone(),
                };
                Some((name.clone(), remaining))
            });
            let remaining: Map<_, _> = remaining.collect();
            (!remaining.is_empty()).then_some(Value::Object(remaining))
        }
        _ => (!is_applied(node, update)).then(|| update.clone()),
    }
}

/// The members that `x-expect` names and `node` does not have.
fn missing_members(expect: Option<&Value>, node: &Value) -> Vec<String> {
    let expected = expect.and_then(Value::as_object).into_iter().flatten();
    let names = expected.map(|(name, _)| name);
    let missing = names.filter(|name| node.get(name.as_str()).is_none());
    missing.cloned().collect()
}

/// The members that `x-expect-absent` names and `node` has.
fn present_members(expect_absent: Option<&Value>, node: &Value) -> Vec<String> {
    let names = expect_absent
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let names = names.filter_map(Value::as_str);
    let present = names.filter(|name| node.get(name).is_some());
    present.map(str::to_owned).collect()
}
