//! What contacts are described by and gathered in: fields, groups and lists.

use hellodialog::types::{
    ContactId, FieldId, FieldOptions, FieldType, FieldUpdate, GroupId, GroupUpdate, ListId,
    ListUpdate, NewField, NewGroup, NewList,
};
use hellodialog_emulator::Operation;
use serde_json::{Value, json};

use crate::case::{Case, call};
use crate::fixture::{KEVIN, NOBODY};

/// The first field that is not built in: `Customer number`. There are nine that are.
const CUSTOMER_NUMBER: u64 = 10;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = fields();
    cases.extend(group_writes());
    cases.extend(group_reads());
    cases.extend(list_writes());
    cases.extend(list_reads());
    cases
}

fn created(id: u64) -> Value {
    json!({"status": "OK", "code": 200, "data": {"id": id}})
}

fn done() -> Value {
    json!({"status": "OK", "code": 200})
}

fn fields() -> Vec<Case> {
    let field = json!({"name": "Customer number", "type": "Integer",
        "columns": ["customer_number"], "removable": true});
    vec![
        Case::new(
            Operation::PostField,
            created(13),
            call!(client => client.fields().create(
                &NewField::new("Colour")
                    .r#type(FieldType::Dropdown)
                    .options(FieldOptions::new().values(["red", "blue"])),
            )),
        )
        .refused(
            606,
            call!(client => client.fields().create(&NewField::new("Customer Number"))),
        ),
        Case::new(
            Operation::GetFields,
            json!({"10": field}),
            call!(client => client.fields().list()),
        ),
        Case::new(
            Operation::GetField,
            field,
            call!(client => client.fields().get(FieldId::new(CUSTOMER_NUMBER))),
        )
        .refused(
            604,
            call!(client => client.fields().get(FieldId::new(NOBODY))),
        ),
        Case::new(
            Operation::PutField,
            done(),
            call!(client => client.fields().update(
                FieldId::new(CUSTOMER_NUMBER),
                &FieldUpdate::new().user_editable(true).user_viewable(false).removable(true),
            )),
        )
        .refused(
            604,
            call!(client => client.fields().update(FieldId::new(NOBODY), &FieldUpdate::new())),
        ),
        Case::new(
            Operation::DeleteField,
            done(),
            call!(client => client.fields().delete(FieldId::new(CUSTOMER_NUMBER))),
        )
        // The address cannot be removed.
        .refused(
            606,
            call!(client => client.fields().delete(FieldId::new(1))),
        ),
    ]
}

fn group_writes() -> Vec<Case> {
    vec![
        Case::new(
            Operation::PostGroup,
            created(5),
            call!(client => client.groups().create(
                &NewGroup::new().name("Walkers").external_id("EXT-5"),
            )),
        )
        .refused(
            606,
            call!(client => client.groups().create(
                &NewGroup::new().name("Walkers").external_id("EXT-1"),
            )),
        ),
        Case::new(
            Operation::PutGroup,
            done(),
            call!(client => client.groups().update(
                GroupId::new(1),
                &GroupUpdate::new().visible_name("Another"),
            )),
        )
        .refused(
            604,
            call!(client => client.groups().update(GroupId::new(NOBODY), &GroupUpdate::new())),
        ),
        Case::new(
            Operation::DeleteGroup,
            done(),
            call!(client => client.groups().delete(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().delete(GroupId::new(NOBODY))),
        ),
    ]
}

fn group_reads() -> Vec<Case> {
    let external = json!({"id": 1, "external_id": "EXT-1"});
    vec![
        Case::new(
            Operation::GetGroups,
            json!([{"id": 1}, {"id": 2}, {"id": 3}, {"id": 4}]),
            call!(client => client.groups().list()),
        ),
        Case::new(
            Operation::GetExternalGroups,
            json!([external, {"id": 2, "external_id": "EXT-2"}]),
            call!(client => client.groups().list_external()),
        ),
        Case::new(
            Operation::GetExternalGroup,
            external.clone(),
            call!(client => client.groups().get_by_external_id("EXT-1")),
        )
        .missing(call!(client => client.groups().get_by_external_id("none"))),
        Case::new(
            Operation::GetGroupExternal,
            external,
            call!(client => client.groups().get_external(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().get_external(GroupId::new(NOBODY))),
        ),
        Case::new(
            Operation::GetGroup,
            json!({"id": 1}),
            call!(client => client.groups().get(GroupId::new(1))),
        )
        .refused(
            604,
            call!(client => client.groups().get(GroupId::new(NOBODY))),
        ),
    ]
}

fn list_writes() -> Vec<Case> {
    vec![
        Case::new(
            Operation::PostList,
            created(4),
            call!(client => client.lists().create(
                &NewList::new("Kevins", [ContactId::new(KEVIN)]).description("All of them"),
            )),
        )
        .refused(
            604,
            call!(client => client.lists().create(
                &NewList::new("Nobodies", [ContactId::new(NOBODY)]),
            )),
        ),
        Case::new(
            Operation::PutList,
            done(),
            call!(client => client.lists().update(
                ListId::new(2),
                &ListUpdate::new("Kevins", [ContactId::new(KEVIN)]),
            )),
        )
        .refused(
            604,
            call!(client => client.lists().update(
                ListId::new(NOBODY),
                &ListUpdate::new("Kevins", []),
            )),
        ),
        Case::new(
            Operation::DeleteList,
            done(),
            call!(client => client.lists().delete(ListId::new(2))),
        )
        .refused(
            604,
            call!(client => client.lists().delete(ListId::new(NOBODY))),
        ),
    ]
}

fn list_reads() -> Vec<Case> {
    vec![
        Case::new(
            Operation::GetLists,
            json!({"1": {"name": "Empty"}, "2": {"name": "First ten"}}),
            call!(client => client.lists().list()),
        ),
        Case::new(
            Operation::GetList,
            json!({"id": 2, "name": "First ten", "description": "Our oldest contacts"}),
            call!(client => client.lists().get(ListId::new(2))),
        )
        .refused(
            604,
            call!(client => client.lists().get(ListId::new(NOBODY))),
        ),
        Case::new(
            Operation::GetListCampaigns,
            json!({"id": 2, "name": "First ten"}),
            call!(client => client.lists().campaigns(ListId::new(2))),
        )
        .refused(
            604,
            call!(client => client.lists().campaigns(ListId::new(NOBODY))),
        ),
    ]
}
