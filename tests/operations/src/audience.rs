//! What describes and gathers contacts: fields, groups and lists.

use hellodialog::types::{
    ContactId, FieldId, FieldOptions, FieldType, FieldUpdate, GroupId, GroupUpdate, ListId,
    ListUpdate, NewField, NewGroup, NewList,
};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING};
use crate::call;
use crate::row::Row;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = fields();
    rows.extend(group_writes());
    rows.extend(group_reads());
    rows.extend(list_writes());
    rows.extend(list_reads());
    rows
}

fn fields() -> Vec<Row> {
    let (gender, number) = (gender_field(), number_field());
    let gender_decoded = json!({"name": "Geslacht", "type": "Dropdown",
        "options": {"values": ["M", "F"]}, "columns": ["geslacht"], "removable": false,
        "user_viewable": true, "user_editable": true, "subscription_field_mandatory": false});
    let number_decoded = json!({"name": "Customer number", "type": "Integer",
        "columns": ["customer_number"], "removable": true, "user_viewable": true,
        "user_editable": false, "subscription_field_mandatory": false});
    vec![
        Row::write(
            "postField",
            "POST /fields",
            Some(json!({
                "name": "Colour",
                "type": "Multiselect",
                "options": {"values": ["red", "blue"]},
                "user_viewable": true,
                "user_editable": false,
            })),
            ("Field created", Some(13)),
            call!(client => client.fields().create(
                &NewField::new("Colour")
                    .r#type(FieldType::Multiselect)
                    .options(FieldOptions::new().values(["red", "blue"]))
                    .user_viewable(true)
                    .user_editable(false),
            )),
        )
        .refused(
            606,
            call!(client => client.fields().create(&NewField::new("Customer Number"))),
        ),
        Row::read(
            "getFields",
            "GET /fields",
            json!({"6": gender, "10": number}),
            json!({"6": gender_decoded, "10": number_decoded}),
            call!(client => client.fields().list()),
        ),
        Row::read(
            "getField",
            "GET /fields/10",
            json!({"10": number}),
            number_decoded,
            call!(client => client.fields().get(FieldId::new(10))),
        )
        .refused(
            604,
            call!(client => client.fields().get(FieldId::new(MISSING))),
        ),
        Row::write(
            "putField",
            "PUT /fields/10",
            Some(json!({"removable": true, "user_viewable": false, "user_editable": true})),
            ("Field updated", None),
            call!(client => client.fields().update(
                FieldId::new(10),
                &FieldUpdate::new().removable(true).user_viewable(false).user_editable(true),
            )),
        )
        .refused(
            604,
            call!(client => client.fields().update(FieldId::new(MISSING), &FieldUpdate::new())),
        ),
        Row::write(
            "deleteField",
            "DELETE /fields/10",
            None,
            ("Field deleted", None),
            call!(client => client.fields().delete(FieldId::new(10))),
        )
        // The address cannot be removed.
        .refused(
            606,
            call!(client => client.fields().delete(FieldId::new(1))),
        ),
    ]
}

fn group_writes() -> Vec<Row> {
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

fn group_reads() -> Vec<Row> {
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

fn list_writes() -> Vec<Row> {
    vec![
        Row::write(
            "postList",
            "POST /lists",
            Some(json!({"name": "Kevins", "description": "All of them", "contacts": [23, 21]})),
            ("List created", Some(4)),
            call!(client => client.lists().create(
                &NewList::new("Kevins", [KEVIN, 21].map(ContactId::new)).description("All of them"),
            )),
        )
        .refused(
            606,
            call!(client => client.lists().create(
                &NewList::new("Nobodies", [ContactId::new(MISSING)]),
            )),
        ),
        Row::write(
            "putList",
            "PUT /lists/2",
            Some(json!({"name": "Kevins", "contacts": [23]})),
            ("List updated", None),
            call!(client => client.lists().update(
                ListId::new(2),
                &ListUpdate::new("Kevins", [ContactId::new(KEVIN)]),
            )),
        )
        .refused(
            604,
            call!(client => client.lists().update(
                ListId::new(MISSING),
                &ListUpdate::new("Kevins", []),
            )),
        ),
        Row::write(
            "deleteList",
            "DELETE /lists/2",
            None,
            ("List deleted", None),
            call!(client => client.lists().delete(ListId::new(2))),
        )
        .refused(
            604,
            call!(client => client.lists().delete(ListId::new(MISSING))),
        ),
    ]
}

fn list_reads() -> Vec<Row> {
    let summary =
        |id: Value| json!({"id": id, "name": "First ten", "description": "Our oldest contacts"});
    let with_members = |id: Value| {
        let mut list = summary(id);
        list["list"] = json!({"0": first_contact()});
        list
    };
    let empty = |id: Value| json!({"id": id, "name": "Empty", "description": "Nobody yet", "list": [], "campaigns": []});
    vec![
        Row::read(
            "getLists",
            "GET /lists",
            json!({"2": summary(json!("2"))}),
            json!({"2": summary(json!(2))}),
            call!(client => client.lists().list()),
        ),
        Row::read(
            "getList",
            "GET /lists/2",
            with_members(json!("2")),
            with_members(json!(2)),
            call!(client => client.lists().get(ListId::new(2))),
        )
        .refused(
            604,
            call!(client => client.lists().get(ListId::new(MISSING))),
        ),
        Row::read(
            "getListCampaigns",
            "GET /lists/1/campaigns",
            empty(json!("1")),
            empty(json!(1)),
            call!(client => client.lists().campaigns(ListId::new(1))),
        )
        .refused(
            604,
            call!(client => client.lists().campaigns(ListId::new(MISSING))),
        ),
    ]
}

/// A field that is built in, as the API prints it.
fn gender_field() -> Value {
    json!({"name": "Geslacht", "type": "Dropdown", "options": {"values": ["M", "F"]},
        "columns": ["geslacht"], "removable": "0", "user_viewable": "1", "user_editable": "1",
        "subscription_field_mandatory": "0"})
}

/// A custom field, as the API prints it.
fn number_field() -> Value {
    json!({"name": "Customer number", "type": "Integer", "options": [],
        "columns": ["customer_number"], "removable": "1", "user_viewable": "1",
        "user_editable": "0", "subscription_field_mandatory": "0"})
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

/// The first contact of the demo account, as the API prints it.
fn first_contact() -> Value {
    json!({
        "id": "1",
        "email": "olivier.lindebloesem1@mail.example.com",
        "last_open": "2025-04-22",
        "voornaam": "Olivier",
        "achternaam": "Lindebloesem",
        "geboortedatum": "",
        "geslacht": "M",
        "aangemaakt": "2024-06-13 08:39:06",
        "aangepast": "2024-12-20 12:30:08",
        "nps_score": null,
        "_state": "Contact",
        "_language": null,
        "groups": [1],
        "customer_number": null,
        "size": null,
        "interests": "garden",
    })
}
