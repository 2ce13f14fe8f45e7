//! `x-expect` and `x-expect-absent`, the expectations of strict mode.

use serde_json::Value;

use super::action::Action;
use super::error::{ActionProblem, excerpt};
use super::node_path::{NodePath, Step};

/// Checks the expectations of an action for the node at `at`.
pub(super) fn check(action: &Action, at: &NodePath, node: &Value) -> Result<(), ActionProblem> {
    if let Some(fragment) = &action.expect {
        check_contains(at, node, fragment)?;
    }
    match &action.expect_absent {
        Some(names) => check_absent(at, node, names),
        None => Ok(()),
    }
}

fn check_contains(at: &NodePath, node: &Value, expected: &Value) -> Result<(), ActionProblem> {
    let (Value::Object(members), Value::Object(expected_members)) = (node, expected) else {
        return if node == expected {
            Ok(())
        } else {
            Err(unexpected(at.clone(), expected, Some(node)))
        };
    };
    for (name, expected) in expected_members {
        let at = at.child(Step::Name(name.clone()));
        match members.get(name) {
            Some(member) => check_contains(&at, member, expected)?,
            None => return Err(unexpected(at, expected, None)),
        }
    }
    Ok(())
}

fn check_absent(at: &NodePath, node: &Value, names: &Value) -> Result<(), ActionProblem> {
    let bad_names = || ActionProblem::BadExpectAbsent {
        found: excerpt(&names.to_string()),
    };
    let Value::Object(members) = node else {
        return Err(ActionProblem::Unexpected {
            at: at.clone(),
            expected: "an object (`x-expect-absent` is for objects only)".to_owned(),
            found: excerpt(&node.to_string()),
        });
    };
    for name in names.as_array().ok_or_else(bad_names)? {
        let name = name.as_str().ok_or_else(bad_names)?;
        if let Some(member) = members.get(name) {
            return Err(ActionProblem::NotAbsent {
                at: at.child(Step::Name(name.to_owned())),
                found: excerpt(&member.to_string()),
            });
        }
    }
    Ok(())
}

fn unexpected(at: NodePath, expected: &Value, found: Option<&Value>) -> ActionProblem {
    ActionProblem::Unexpected {
        at,
        expected: excerpt(&expected.to_string()),
        found: found.map_or_else(|| "nothing".to_owned(), |found| excerpt(&found.to_string())),
    }
}
