//! Random JSON, mostly with member names of the API.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

const NAMES: &[&str] = &[
    "0",
    "2",
    "result",
    "data",
    "status",
    "code",
    "count",
    "errors",
    "message",
    "id",
    "email",
    "contact",
    "contacts",
    "groups",
    "_state",
    "last_open",
    "aangemaakt",
    "nps_score",
    "price",
    "discount",
    "lat",
    "created_on",
    "products",
    "quantity",
    "options",
    "values",
    "columns",
    "is_private",
    "list",
    "campaigns",
    "access",
    "modules",
    "score",
    "participants",
    "sent",
    "to",
    "from",
    "template",
    "tag",
    "attachment",
    "name",
    "order_number",
    "id_of_duplicate",
];

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
            8 => select(NAMES).prop_map(str::to_owned),
            1 => any::<String>(),
        ];
        prop_oneof![
            1 => vec(inner.clone(), 0..5).prop_map(Value::Array),
            3 => vec((name, inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
