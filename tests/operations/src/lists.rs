//! Lists of contacts.

use hellodialog::types::{ContactId, ListId, ListUpdate, NewList};
use serde_json::{Value, json};

use crate::account::{KEVIN, MISSING};
use crate::call;
use crate::row::Row;
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = writes();
    rows.extend(reads());
    rows
}

fn writes() -> Vec<Row> {
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

fn reads() -> Vec<Row> {
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

pub(crate) fn variants() -> Vec<Row> {
    let lists = crate::row("getLists");
    let campaigns = crate::row("getListCampaigns");
    let list = json!({"id": 2, "name": "Alle e-mailadressen", "description": "", "list": {}});
    let mut rows = lists.empty(&json!({}));
    rows.extend([
        lists.with(
            json!({"2": sample("getList"), "1": {}}),
            json!({"2": list, "1": {}}),
        ),
        campaigns.with(
            sample("getListCampaigns"),
            json!({"id": 18, "name": "Kevin segment", "description": "List description",
                "list": {}, "campaigns": []}),
        ),
        Row::written(
            "postList",
            "POST /lists",
            json!({"name": "Kevin segment", "contacts": []}),
            call!(client => client.lists().create(&NewList::new("Kevin segment", []))),
        ),
        // An empty list leaves the list without contacts.
        Row::written(
            "putList",
            "PUT /lists/18",
            json!({"name": "Kevin segment", "contacts": []}),
            call!(client => client.lists().update(
                ListId::new(18),
                &ListUpdate::new("Kevin segment", []),
            )),
        ),
    ]);
    // The contents of a list are kept unchanged.
    for inside in [json!({}), json!([]), json!({"0": "7"}), json!([{"id": 1}])] {
        rows.push(lists.with(
            json!({"2": {"id": "2", "list": inside}}),
            json!({"2": {"id": 2, "list": inside}}),
        ));
    }
    rows
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
