//! Random JSON, mostly with member names of the API.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hellodialog_operations::{table, variants};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

/// The names of all members that the API is known to send or to take.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    // Of lists that are objects, and of failures, which the rows do not have.
    let others = ["0", "2", "errors", "id_of_duplicate"];
    let mut names: BTreeSet<String> = others.map(str::to_owned).into();
    for row in table().into_iter().chain(variants()) {
        add_names(&row.response, &mut names);
        add_names(&row.body.unwrap_or_default(), &mut names);
    }
    names.into_iter().collect()
});

fn add_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                add_names(member, names);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_names(item, names)),
        _ => {}
    }
}

const TEXTS: &[&str] = &[
    "",
    "0",
    "1",
    "-1",
    "1.50",
    "true",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "2019-02-25",
    "2019-02-30",
    "2019-02-25 10:39:49",
    "18446744073709551616",
    "1e999",
    "NaN",
    "é\u{0}",
];

pub(super) fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(TEXTS).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let name = prop_oneof![
            8 => select(NAMES.as_slice()),
            1 => any::<String>(),
        ];
        prop_oneof![
            1 => vec(inner.clone(), 0..5).prop_map(Value::Array),
            3 => vec((name, inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
