//! Comparing a response of an account with the row of its operation.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The member that says in seconds when an order was imported.
const IMPORTED_ON: &str = "imported_on";

/// Removes the members that the emulator fills in from the description, which no row has.
pub fn remove_members(value: &mut Value, names: &BTreeSet<&str>) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !names.contains(name.as_str()));
            members
                .values_mut()
                .for_each(|one| remove_members(one, names));
        }
        Value::Array(entries) => entries
            .iter_mut()
            .for_each(|one| remove_members(one, names)),
        _ => {}
    }
}

/// Whether `found` is what `expected` says.
///
/// A collection (a list of objects, or an object keyed by numbers) may have more entries than
/// expected, but not if none are expected. A time matches any time: the account creates some of its
/// content when the test runs. Everything else must be equal.
#[must_use]
pub fn matches(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let partial = is_keyed(expected) && is_keyed(found);
            (partial || found.len() == expected.len())
                && expected.iter().all(|(name, expected)| {
                    let imported = name == IMPORTED_ON;
                    found.get(name).is_some_and(|found| {
                        matches(found, expected) || imported && is_seconds(found, expected)
                    })
                })
        }
        (Value::Array(found), Value::Array(expected)) => {
            let partial = !expected.is_empty() && expected.iter().all(Value::is_object);
            let mut pairs = found.iter().zip(expected);
            (found.len() == expected.len() || partial && found.len() > expected.len())
                && pairs.all(|(found, expected)| matches(found, expected))
        }
        (Value::String(one), Value::String(other)) => {
            one == other || is_time(one) && is_time(other)
        }
        _ => found == expected,
    }
}

/// Whether the members of each object stand in the same order. `found` must [match](matches()).
#[must_use]
pub fn same_order(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let names = found.keys().filter(|name| expected.contains_key(*name));
            names.eq(expected.keys())
                && expected
                    .iter()
                    .all(|(name, expected)| same_order(&found[name], expected))
        }
        (Value::Array(found), Value::Array(expected)) => {
            let mut pairs = found.iter().zip(expected);
            pairs.all(|(found, expected)| same_order(found, expected))
        }
        _ => true,
    }
}

/// Whether it is a collection keyed by index or id.
fn is_keyed(members: &Map<String, Value>) -> bool {
    let digits = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
    !members.is_empty() && members.keys().all(digits)
}

/// Whether it is a time as the account writes it: `2019-02-25 10:39:49`.
fn is_time(text: &str) -> bool {
    text.len() == 19 && text.parse::<hellodialog::jiff::civil::DateTime>().is_ok()
}

/// Whether both are seconds since 1970, in the same JSON type.
fn is_seconds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::String(found), Value::String(_)) => found.parse::<u64>().is_ok(),
        (Value::Number(found), Value::Number(_)) => found.is_u64(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{matches, same_order};

    #[test]
    fn a_match_is_exact_except_for_times_and_further_entries() {
        let row = json!({"1": {"a": 1, "at": "2019-02-25 10:39:49"}});
        let later = json!({"at": "2020-01-01 00:00:00", "a": 1});
        assert!(matches(&json!({"1": later, "2": {"a": 2}}), &row));
        for other in [
            json!({}),
            json!([]),
            json!({"2": later}),
            json!({"1": {"a": 1, "at": "soon"}}),
            json!({"1": {"a": 2, "at": "2019-02-25 10:39:49"}}),
            json!({"1": {"a": 1, "at": "2019-02-25 10:39:49", "b": 1}}),
        ] {
            assert!(!matches(&other, &row), "{other}");
        }
        for (found, expected) in [
            (json!({"a": 1}), json!({})),
            (json!({"1": 1}), json!({})),
            (json!([{"a": 1}]), json!([])),
            (json!([1, 2]), json!([1])),
            (json!("1"), json!(1)),
            (json!(null), json!({})),
            (json!({"imported_on": 1}), json!({"imported_on": "1"})),
        ] {
            assert!(!matches(&found, &expected), "{found} {expected}");
        }
        assert!(matches(
            &json!({"imported_on": "2"}),
            &json!({"imported_on": "1"})
        ));
    }

    #[test]
    fn the_order_of_members_is_compared_at_every_depth() {
        let row = json!([{"a": {"b": 1, "c": 2}}]);
        assert!(same_order(&row, &row));
        assert!(!same_order(&json!([{"a": {"c": 2, "b": 1}}]), &row));
    }
}
