//! Members that the description of the API has and the handlers do not know: a response has them with the values of the
//! description's examples. `UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test inventory` writes `described.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::operation::Operation;
use crate::wire;

/// By operation: the objects of its response, each with its further members. The name of an object is its JSON pointer,
/// with `*` for each entry of a list or map.
type Table = BTreeMap<String, BTreeMap<String, Map<String, Value>>>;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("described.json")).unwrap_or_default());

/// The response to `operation` with the members that it does not have.
pub(crate) fn filled(operation: Operation, body: Vec<u8>) -> Vec<u8> {
    let Some(objects) = TABLE.get(operation.id()) else {
        return body;
    };
    let Ok(mut value) = serde_json::from_slice(&body) else {
        return body;
    };
    for (place, members) in objects {
        let segments: Vec<&str> = place.split('/').skip(1).collect();
        fill(&mut value, &segments, members);
    }
    wire::to_bytes(&value)
}

fn fill(value: &mut Value, place: &[&str], members: &Map<String, Value>) {
    let Some((segment, rest)) = place.split_first() else {
        if let Value::Object(object) = value {
            for (name, member) in members {
                object.entry(name).or_insert_with(|| member.clone());
            }
        }
        return;
    };
    match (*segment, value) {
        ("*", Value::Array(entries)) => {
            for entry in entries {
                fill(entry, rest, members);
            }
        }
        ("*", Value::Object(entries)) => {
            for (_, entry) in entries {
                fill(entry, rest, members);
            }
        }
        (segment, Value::Object(object)) => {
            if let Some(member) = object.get_mut(segment) {
                fill(member, rest, members);
            }
        }
        _ => {}
    }
}

/// The names of the members that are filled in. For tests that compare whole responses.
#[doc(hidden)]
#[must_use]
pub fn filled_members(operation: Operation) -> BTreeSet<&'static str> {
    let objects = TABLE.get(operation.id()).into_iter().flatten();
    objects
        .flat_map(|(_, members)| members.keys().map(String::as_str))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Table, fill};

    #[test]
    fn the_table_can_be_read() {
        let table: Result<Table, _> = serde_json::from_str(include_str!("described.json"));
        assert!(table.is_ok(), "{table:?}");
    }

    #[test]
    fn a_member_is_filled_in_where_it_is_missing() {
        let members = json!({"color": "red"});
        let members = members.as_object().unwrap();
        for (place, value, expected) in [
            (vec![], json!({"id": 1}), json!({"id": 1, "color": "red"})),
            (vec![], json!({"color": null}), json!({"color": null})),
            (vec!["*"], json!([{}, 5]), json!([{"color": "red"}, 5])),
            (vec!["*"], json!({"7": {}}), json!({"7": {"color": "red"}})),
            (
                vec!["a", "b"],
                json!({"a": {"b": {}}}),
                json!({"a": {"b": {"color": "red"}}}),
            ),
            (vec!["a"], json!([]), json!([])),
        ] {
            let mut filled = value;
            fill(&mut filled, &place, members);
            assert_eq!(filled, expected);
        }
    }
}
