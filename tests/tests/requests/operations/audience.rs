//! What contacts are described by and gathered in: fields, groups and lists.

use hellodialog::types::{
    ContactId, FieldId, FieldOptions, FieldType, FieldUpdate, GroupId, GroupUpdate, ListId,
    ListUpdate, NewField, NewGroup, NewList,
};
use serde_json::{Value, json};

use crate::case::{Case, call, sample};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = fields();
    cases.extend(group_writes());
    cases.extend(group_reads());
    cases.extend(list_writes());
    cases.extend(list_reads());
    cases
}

fn fields() -> Vec<Case> {
    let colour = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": "1", "user_viewable": 0, "user_editable": false});
    let read = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": true, "user_viewable": false, "user_editable": false});
    vec![
        Case::write(
            "postField",
            "POST /fields",
            Some(json!({
                "name": "Colour",
                "type": "Multiselect",
                "options": {"values": ["red", "blue"]},
                "user_viewable": true,
                "user_editable": false,
            })),
            call!(client => client.fields().create(
                &NewField::new("Colour")
                    .r#type(FieldType::Multiselect)
                    .options(FieldOptions::new().values(["red", "blue"]))
                    .user_viewable(true)
                    .user_editable(false),
            )),
        ),
        // The docs collapse the entries of both answers.
        Case::read(
            "getFields",
            "GET /fields",
            json!({"9": colour, "3": {}}),
            json!({"9": read, "3": {}}),
            call!(client => client.fields().list()),
        ),
        Case::read(
            "getFields",
            "GET /fields",
            sample("getFields"),
            sample("getFields"),
            call!(client => client.fields().list()),
        ),
        Case::read(
            "getField",
            "GET /fields/9",
            json!({"9": colour}),
            read.clone(),
            call!(client => client.fields().get(FieldId::new(9))),
        ),
        Case::write(
            "putField",
            "PUT /fields/9",
            Some(json!({"removable": false, "user_viewable": true, "user_editable": true})),
            call!(client => client.fields().update(
                FieldId::new(9),
                &FieldUpdate::new().removable(false).user_viewable(true).user_editable(true),
            )),
        ),
        Case::write(
            "deleteField",
            "DELETE /fields/9",
            None,
            call!(client => client.fields().delete(FieldId::new(9))),
        ),
    ]
}

fn group_writes() -> Vec<Case> {
    vec![
        Case::write(
            "postGroup",
            "POST /groups",
            Some(json!({
                "name": "Newsletter contacts",
                "visible_name": "Newsletter",
                "is_private": false,
                "external_id": "201911121234",
            })),
            call!(client => client.groups().create(
                &NewGroup::new()
                    .name("Newsletter contacts")
                    .visible_name("Newsletter")
                    .is_private(false)
                    .external_id("201911121234"),
            )),
        ),
        Case::write(
            "putGroup",
            "PUT /groups/1",
            Some(json!({"visible_name": "", "is_private": true})),
            call!(client => client.groups().update(
                GroupId::new(1),
                &GroupUpdate::new().visible_name("").is_private(true),
            )),
        ),
        Case::write(
            "deleteGroup",
            "DELETE /groups/1",
            None,
            call!(client => client.groups().delete(GroupId::new(1))),
        ),
    ]
}

fn group_reads() -> Vec<Case> {
    let (plain, external) = (group("contacts_count", json!(6)), external_group());
    vec![
        Case::read(
            "getGroups",
            "GET /groups",
            json!([sample("getGroup"), {"id": "7"}]),
            json!([plain, {"id": 7}]),
            call!(client => client.groups().list()),
        ),
        Case::read(
            "getExternalGroups",
            "GET /groups/external",
            json!([sample("getGroupExternal"), {"id": "7", "external_id": null}]),
            json!([external, {"id": 7}]),
            call!(client => client.groups().list_external()),
        ),
        Case::read(
            "getExternalGroup",
            "GET /groups/external/201911121234",
            json!([sample("getGroupExternal")]),
            external.clone(),
            call!(client => client.groups().get_by_external_id("201911121234")),
        ),
        Case::read(
            "getExternalGroup",
            "GET /groups/external/a%2Fb%20c%3Fd",
            json!([sample("getGroupExternal")]),
            external.clone(),
            call!(client => client.groups().get_by_external_id("a/b c?d")),
        ),
        Case::read(
            "getGroupExternal",
            "GET /groups/1/external",
            sample("getGroupExternal"),
            external,
            call!(client => client.groups().get_external(GroupId::new(1))),
        ),
        Case::read(
            "getGroup",
            "GET /groups/1",
            sample("getGroup"),
            plain,
            call!(client => client.groups().get(GroupId::new(1))),
        ),
    ]
}

fn list_writes() -> Vec<Case> {
    vec![
        Case::write(
            "postList",
            "POST /lists",
            Some(json!({"name": "Kevin segment", "description": "Of Kevin", "contacts": [1, 2]})),
            call!(client => client.lists().create(
                &NewList::new("Kevin segment", [1, 2].map(ContactId::new)).description("Of Kevin"),
            )),
        ),
        Case::write(
            "postList",
            "POST /lists",
            Some(json!({"name": "Kevin segment", "contacts": []})),
            call!(client => client.lists().create(&NewList::new("Kevin segment", []))),
        ),
        // An empty array leaves the list empty.
        Case::write(
            "putList",
            "PUT /lists/18",
            Some(json!({"name": "Kevin segment", "contacts": []})),
            call!(client => client.lists().update(
                ListId::new(18),
                &ListUpdate::new("Kevin segment", []),
            )),
        ),
        Case::write(
            "deleteList",
            "DELETE /lists/18",
            None,
            call!(client => client.lists().delete(ListId::new(18))),
        ),
    ]
}

fn list_reads() -> Vec<Case> {
    let list = json!({"id": 2, "name": "Alle e-mailadressen", "description": "", "list": {}});
    vec![
        Case::read(
            "getLists",
            "GET /lists",
            json!({"2": sample("getList"), "1": {}}),
            json!({"2": list, "1": {}}),
            call!(client => client.lists().list()),
        ),
        Case::read(
            "getList",
            "GET /lists/2",
            sample("getList"),
            list.clone(),
            call!(client => client.lists().get(ListId::new(2))),
        ),
        Case::read(
            "getListCampaigns",
            "GET /lists/18/campaigns",
            sample("getListCampaigns"),
            json!({"id": 18, "name": "Kevin segment", "description": "List description",
                "list": {}, "campaigns": []}),
            call!(client => client.lists().campaigns(ListId::new(18))),
        ),
    ]
}

/// The sample of a group, in natural types, with the one member that its two answers differ in.
fn group(last: &str, value: Value) -> Value {
    let mut group = json!({
        "id": 1,
        "name": "Newsletter contacts",
        "visible_name": "Newsletter",
        "is_private": false,
        "subscription_group_checked": false,
        "description": "You receive this newsletter because you have subscribed to our newsletter \
            in the past.",
        "created_at": "2019-10-15 09:11:46",
        "updated_at": "2019-10-15 09:11:46",
    });
    group[last] = value;
    group
}

fn external_group() -> Value {
    group("external_id", json!("201911121234"))
}
