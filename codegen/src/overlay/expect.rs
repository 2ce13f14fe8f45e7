//! Strict mode's `x-expect` and `x-expect-absent`.

use serde_json::Value;

use super::error::{Problem, excerpt};
use super::select::{Location, Step};

/// Checks that the node at `at` contains `expected`.
pub(super) fn contains(at: &Location, node: &Value, expected: &Value) -> Result<(), Problem> {
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
            Some(member) => contains(&at, member, expected)?,
            None => return Err(unexpected(at, expected, None)),
        }
    }
    Ok(())
}

/// Checks that the node at `at` is an object without the members `names`.
pub(super) fn lacks(at: &Location, node: &Value, names: &Value) -> Result<(), Problem> {
    let bad_names = || Problem::BadExpectAbsent {
        found: excerpt(&names.to_string()),
    };
    let Value::Object(members) = node else {
        return Err(Problem::Unexpected {
            at: at.clone(),
            expected: "an object (which `x-expect-absent` is about)".to_owned(),
            found: excerpt(&node.to_string()),
        });
    };
    for name in names.as_array().ok_or_else(bad_names)? {
        let name = name.as_str().ok_or_else(bad_names)?;
        if let Some(member) = members.get(name) {
            return Err(Problem::NotAbsent {
                at: at.child(Step::Name(name.to_owned())),
                found: excerpt(&member.to_string()),
            });
        }
    }
    Ok(())
}

fn unexpected(at: Location, expected: &Value, found: Option<&Value>) -> Problem {
    Problem::Unexpected {
        at,
        expected: excerpt(&expected.to_string()),
        found: found.map_or_else(|| "nothing".to_owned(), |found| excerpt(&found.to_string())),
    }
}
