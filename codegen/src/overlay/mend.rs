//! How an action would have to be for what it meets.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::error::Problem;
use super::select::Location;
use super::trial::Advice;
use super::{Action, Change, expect};

/// Whether a merge of `update` into `node` would add nothing.
pub(super) fn holds(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => updates.iter().all(|(name, update)| {
            let member = members.get(name);
            member.is_some_and(|member| holds(member, update))
        }),
        (Value::Array(entries), Value::Array(more)) => {
            more.iter().all(|entry| entries.contains(entry))
        }
        (Value::Array(entries), entry) => entries.contains(entry),
        (node, update) => node == update,
    }
}

/// The expectation `old`, as far as `node` has such members, with what stands there.
fn refitted(old: &Value, node: &Value) -> Value {
    match (old, node) {
        (Value::Object(expected), Value::Object(members)) => {
            let there = expected.iter().filter_map(|(name, expected)| {
                let member = members.get(name)?;
                Some((name.clone(), refitted(expected, member)))
            });
            Value::Object(there.collect())
        }
        _ => node.clone(),
    }
}

/// What `update` still adds to `node`; nothing if that says it all by itself.
fn remaining(update: &Value, node: &Value) -> Option<Value> {
    match (update, node) {
        (Value::Object(updates), Value::Object(members)) => {
            let left = updates.iter().filter_map(|(name, update)| {
                let left = match members.get(name) {
                    Some(member) => remaining(update, member)?,
                    None => update.clone(),
                };
                Some((name.clone(), left))
            });
            let left: Map<_, _> = left.collect();
            (!left.is_empty()).then_some(Value::Object(left))
        }
        _ => (!holds(node, update)).then(|| update.clone()),
    }
}

/// Whether the expectations of an action hold for a node.
pub(super) fn expectations(action: &Action, at: &Location, node: &Value) -> Result<(), Problem> {
    if let Some(fragment) = &action.expect {
        expect::contains(at, node, fragment)?;
    }
    match &action.expect_absent {
        Some(names) => expect::lacks(at, node, names),
        None => Ok(()),
    }
}

/// An action with the expectations that `node` meets, and without what it says by itself.
pub(super) fn mended(action: &Action, node: &Value) -> Advice {
    let mut instead = Map::new();
    let mut text = "What it corrects is another thing now.".to_owned();
    let gone = missing_members(action.expect.as_ref(), node);
    if !gone.is_empty() {
        let _ = write!(
            text,
            " {} is gone: take it out of the action.",
            gone.join(", ")
        );
    }
    if let Some(expect) = &action.expect {
        let expect = refitted(expect, node);
        if !matches!(&expect, Value::Object(members) if members.is_empty()) {
            instead.insert("x-expect".to_owned(), expect);
        }
    }
    if let Some(Value::Array(names)) = &action.expect_absent {
        let absent = |name: &&Value| name.as_str().is_none_or(|name| node.get(name).is_none());
        let absent: Vec<Value> = names.iter().filter(absent).cloned().collect();
        if absent.len() < names.len() {
            text.push_str(" It says by itself what it was not to have.");
            instead.insert("x-expect-absent".to_owned(), Value::Array(absent));
        }
    }
    if let Change::Update(update) = &action.change {
        let left = remaining(update, node);
        if left.as_ref().is_some_and(|left| left != update) {
            text.push_str(" A part of the correction it has by itself, and the rest is left.");
            instead.extend(left.map(|left| ("update".to_owned(), left)));
        }
    }
    text.push_str(" If the correction still holds, let the action say this, else delete it:");
    let instead = (!instead.is_empty()).then_some(Value::Object(instead));
    if instead.is_none() {
        text = text.replace(
            ", let the action say this, else delete it:",
            ", mend it, else delete it.",
        );
    }
    Advice { text, instead }
}

/// The members that are expected and not there.
fn missing_members(expect: Option<&Value>, node: &Value) -> Vec<String> {
    let expected = expect.and_then(Value::as_object).into_iter().flatten();
    let missing = expected.filter(|(name, _)| node.get(name.as_str()).is_none());
    missing.map(|(name, _)| format!("`{name}`")).collect()
}
