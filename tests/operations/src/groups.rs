//! Groups of contacts.

use hellodialog::types::{GroupId, GroupUpdate, NewGroup};
use serde_json::{Value, json};

use crate::account::MISSING;
use crate::call;
use crate::row::{Call, Row};
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = writes();
    rows.extend(reads());
    rows
}

fn writes() -> Vec<Row> {
    vec![
        Row::write(
            "postGroup",
            "POST /groups",
            Some(json!({
                "name": "Walkers",
                "visible_name": "People who walk",
                "is_private": false,
                "external_id": "EXT-5",
                "description": "Routes and dates",
            })),
            ("Group created", Some(5)),
            call!(client => client.groups().create(
                &NewGroup::new()
                    .name("Walkers")
                    .visible_name("People who walk")
                    .is_private(false)
                    .external_id("EXT-5")
                    .description("Routes and dates"),
            )),
        )
        .refused(
            606,
            call!(client => client.groups().create(
                &NewGroup::new().name("Walkers").external_id("EXT-1"),
            )),
        ),
        Row::write(
            "putGroup",
            "PUT /groups/1",
            Some(json!({"visible_name": "", "is_private": true})),
            ("Group updated", None),
            call!(client => client.groups().update(
                GroupId::new(1),
                &GroupUpdate::new().visible_name("").is_private(true),
            )),
        )
        .refused(
            604,
            call!(client => client.groups().update(GroupId::new(MISSING), &GroupUpdate::new())),
        ),
        Row::write(
            "deleteGroup",
            "DELETE /groups/1",
            None,
            ("Group deleted", None),
            call!(client => client.groups().delete(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().delete(GroupId::new(MISSING))),
        ),
    ]
}

fn reads() -> Vec<Row> {
    let counted = group("contacts_count", &json!(11));
    let external = group("external_id", &json!("EXT-1"));
    let (counted_decoded, external_decoded) = (decoded_group(&counted), decoded_group(&external));
    vec![
        Row::read(
            "getGroups",
            "GET /groups",
            json!([counted]),
            json!([counted_decoded]),
            call!(client => client.groups().list()),
        ),
        Row::read(
            "getExternalGroups",
            "GET /groups/external",
            json!([external]),
            json!([external_decoded]),
            call!(client => client.groups().list_external()),
        ),
        Row::read(
            "getExternalGroup",
            "GET /groups/external/EXT-1",
            json!([external]),
            external_decoded.clone(),
            call!(client => client.groups().get_by_external_id("EXT-1")),
        )
        .in_collection()
        .missing(call!(client => client.groups().get_by_external_id("none"))),
        Row::read(
            "getGroupExternal",
            "GET /groups/1/external",
            external,
            external_decoded,
            call!(client => client.groups().get_external(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().get_external(GroupId::new(MISSING))),
        ),
        Row::read(
            "getGroup",
            "GET /groups/1",
            counted,
            counted_decoded,
            call!(client => client.groups().get(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().get(GroupId::new(MISSING))),
        ),
    ]
}

pub(crate) fn variants() -> Vec<Row> {
    let groups = crate::row("getGroups");
    let external = crate::row("getExternalGroups");
    let add = |list: &Value, item: Value| {
        let mut items = list.as_array().expect("a list").clone();
        items.push(item);
        Value::Array(items)
    };
    let mut decoded = sample("getGroup");
    decoded["subscription_group_checked"] = json!(false);
    let mut rows = vec![
        groups.with(
            add(&groups.response, json!({"id": "7"})),
            add(&groups.decoded, json!({"id": 7})),
        ),
        external.with(
            add(&external.response, json!({"id": "7", "external_id": null})),
            add(&external.decoded, json!({"id": 7})),
        ),
        Row::read(
            "getGroup",
            "GET /groups/1",
            sample("getGroup"),
            decoded,
            call!(client => client.groups().get(GroupId::new(1))),
        ),
    ];
    rows.extend(external_ids());
    rows
}

/// Every character of an id stays in its segment of the path.
fn external_ids() -> Vec<Row> {
    macro_rules! rows {
        ($($id:literal => $path:literal,)*) => {
            vec![$(Row::read(
                "getExternalGroup",
                concat!("GET /groups/external/", $path),
                json!([{"id": 7, "external_id": $id}]),
                json!({"id": 7, "external_id": $id}),
                call!(client => client.groups().get_by_external_id($id)),
            ),)*]
        };
    }
    rows! {
        "a/b c?d" => "a%2Fb%20c%3Fd",
        "a#b" => "a%23b",
        "100%" => "100%25",
        "%2F" => "%252F",
        "ü" => "%C3%BC",
        "a+b&c=d" => "a+b&c=d",
        "..." => "...",
    }
}

/// Calls with a path parameter that would change the path.
#[must_use]
pub fn that_change_the_path() -> Vec<Call> {
    vec![
        call!(client => client.groups().get_by_external_id("")),
        call!(client => client.groups().get_by_external_id(".")),
        call!(client => client.groups().get_by_external_id("..")),
        call!(client => client.groups().get_by_external_id("a\\b")),
    ]
}

/// The first group, as the API prints it, with the member that differs between its operations.
fn group(last: &str, value: &Value) -> Value {
    json!({
        "id": 1,
        "name": "Newsletter contacts",
        "visible_name": "Newsletter",
        "is_private": false,
        "subscription_group_checked": "1",
        "description": "You receive this because you have subscribed to it.",
        "created_at": "2019-12-10 09:11:46",
        "updated_at": "2019-12-10 09:11:46",
        last: value,
    })
}

/// The same, decoded.
fn decoded_group(group: &Value) -> Value {
    let mut decoded = group.clone();
    decoded["subscription_group_checked"] = json!(true);
    decoded
}
