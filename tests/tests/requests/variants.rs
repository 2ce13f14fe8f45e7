//! Further forms of requests and responses, beside those in the table of operations.

mod orders;

use hellodialog::types::{
    Attachment, ContactId, ContactUpdate, Filter, GetNps, GroupId, ListContacts, ListId,
    ListNewsletters, ListUnsubscribers, ListUpdate, MailAddress, NewContact, NewList, TemplateId,
    TemplateUse, TransactionalMail, UnsubscriberId,
};
use hellodialog_operations::{Call, Row, call, row};
use serde_json::{Value, json};

use crate::case::{differences, sample};

/// A row of a write with the response that the docs print: a confirmation without members.
fn write(operation: &'static str, request: &'static str, body: Value, call: Call) -> Row {
    Row {
        response: sample(operation),
        decoded: json!({}),
        ..Row::write(operation, request, Some(body), ("", None), call)
    }
}

async fn check(rows: Vec<Row>) {
    let mut found = Vec::new();
    for row in rows {
        found.extend(differences(&row).await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn contacts() {
    let listed = json!({"0": sample("getContact"), "2": {"id": 7, "_state": "Gone"}});
    check(vec![
        write(
            "postContact",
            "POST /contacts",
            json!({}),
            call!(client => client.contacts().create(&NewContact::new())),
        ),
        Row {
            response: json!({"result": {"status": "OK", "code": "200", "message": "Created",
                "data": {"id": "58328"}}}),
            decoded: json!({"status": "OK", "code": 200, "message": "Created",
                "data": {"id": 58328}}),
            ..write(
                "postContact",
                "POST /contacts",
                json!({"email": "a@b.nl"}),
                call!(client => client.contacts().create(&NewContact::new().email("a@b.nl"))),
            )
        },
        // An empty list removes the contact from every group; without the list nothing changes.
        write(
            "putContact",
            "PUT /contacts/58328",
            json!({"groups": []}),
            call!(client => client.contacts().update(
                ContactId::new(58328),
                &ContactUpdate::new().groups([]),
            )),
        ),
        Row::read(
            "getContact",
            "GET /contacts/1",
            sample("getContact"),
            kevin(),
            call!(client => client.contacts().get(ContactId::new(1))),
        ),
        Row::read(
            "getContacts",
            "GET /contacts",
            listed,
            json!([kevin(), {"id": 7, "_state": "Gone"}]),
            call!(client => client.contacts().list(
                ListContacts::new()
                    .filter(Filter::new().contains("email", "hellodialog.com"))
                    .page(2),
            )),
        )
        .query(&[
            ("condition[email]", "contains"),
            ("page", "2"),
            ("values[email]", "hellodialog.com"),
        ]),
    ])
    .await;
}

/// The sample of a contact, decoded.
fn kevin() -> Value {
    json!({
        "id": 1,
        "email": "kevin@hellodialog.com",
        "last_open": "2020-09-30",
        "voornaam": "Kevin",
        "achternaam": "Binder",
        "geboortedatum": "2011-04-20",
        "geslacht": "M",
        "aangemaakt": "2019-02-25 10:39:49",
        "aangepast": "2019-02-26 09:12:00",
        "_state": "Contact",
        "groups": [],
    })
}

#[tokio::test]
async fn unsubscribers() {
    check(vec![
        Row::read(
            "getUnsubscribers",
            "GET /unsubscribers",
            sample("getUnsubscribers"),
            json!([{}]),
            call!(client => client.unsubscribers().list(
                ListUnsubscribers::new().filter(Filter::new().greater_than("id", 12)),
            )),
        )
        .query(&[
            ("condition[id]", "greater-than"),
            ("value[id]", "12"),
            ("values[id]", "12"),
        ]),
        Row::read(
            "getUnsubscriber",
            "GET /unsubscribers/12",
            json!({"0": {"id": "12", "email": "a@b.nl"}}),
            json!({"id": "12", "email": "a@b.nl"}),
            call!(client => client.unsubscribers().get(UnsubscriberId::new(12))),
        ),
    ])
    .await;
}

/// Collections have empty entries, as in the docs, and booleans have three encodings.
#[tokio::test]
async fn fields_groups_and_lists() {
    let colour = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": "1", "user_viewable": 0, "user_editable": false});
    let decoded = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": true, "user_viewable": false, "user_editable": false});
    let fields = row("getFields");
    let groups = row("getGroups");
    let external = row("getExternalGroups");
    let add = |list: &Value, item: Value| {
        let mut items = list.as_array().expect("a list").clone();
        items.push(item);
        Value::Array(items)
    };
    let list = json!({"id": 2, "name": "Alle e-mailadressen", "description": "", "list": {}});
    check(vec![
        Row {
            response: sample("getFields"),
            decoded: sample("getFields"),
            ..fields.clone()
        },
        Row {
            response: json!({"9": colour, "3": {}}),
            decoded: json!({"9": decoded, "3": {}}),
            ..fields
        },
        Row {
            response: json!({"10": colour}),
            decoded,
            ..row("getField")
        },
        Row {
            response: add(&groups.response, json!({"id": "7"})),
            decoded: add(&groups.decoded, json!({"id": 7})),
            ..groups
        },
        Row {
            response: add(&external.response, json!({"id": "7", "external_id": null})),
            decoded: add(&external.decoded, json!({"id": 7})),
            ..external
        },
        Row {
            response: json!({"2": sample("getList"), "1": {}}),
            decoded: json!({"2": list, "1": {}}),
            ..row("getLists")
        },
        Row {
            response: sample("getListCampaigns"),
            decoded: json!({"id": 18, "name": "Kevin segment", "description": "List description",
                "list": {}, "campaigns": []}),
            ..row("getListCampaigns")
        },
        write(
            "postList",
            "POST /lists",
            json!({"name": "Kevin segment", "contacts": []}),
            call!(client => client.lists().create(&NewList::new("Kevin segment", []))),
        ),
        // An empty list leaves the list without contacts.
        write(
            "putList",
            "PUT /lists/18",
            json!({"name": "Kevin segment", "contacts": []}),
            call!(client => client.lists().update(
                ListId::new(18),
                &ListUpdate::new("Kevin segment", []),
            )),
        ),
        Row {
            request: "GET /groups/1",
            response: sample("getGroup"),
            decoded: {
                let mut group = sample("getGroup");
                group["subscription_group_checked"] = json!(false);
                group
            },
            call: call!(client => client.groups().get(GroupId::new(1))),
            ..row("getGroup")
        },
    ])
    .await;
}

#[tokio::test]
async fn newsletters_and_campaigns() {
    let campaigns = json!({"246253": {"subject": "Sale", "sent": "5"}, "246236": {}});
    check(vec![
        Row {
            query: &[],
            response: sample("getNewsletters"),
            decoded: json!({"1": {}, "2": {}, "3": {}}),
            call: call!(client => client.newsletters().list(ListNewsletters::new())),
            ..row("getNewsletters")
        },
        Row {
            response: campaigns.clone(),
            decoded: campaigns,
            ..row("getCampaigns")
        },
    ])
    .await;
}

#[tokio::test]
async fn one_attachment_or_several() {
    let request = "POST /transactional";
    let file = |name: &str| json!({"name": name, "content": "QQ=="});
    let with = |attachment: Value| {
        json!({
            "to": "kevin@hellodialog.com",
            "from": {"email": "shop@example.com", "name": "Shop"},
            "template": {"id": 12},
            "tag": "order",
            "attachment": attachment,
        })
    };
    check(vec![
        write(
            "postTransactional",
            request,
            with(file("a.pdf")),
            call!(client => client.transactional().send(&mail().attachment(attachment("a.pdf")))),
        ),
        write(
            "postTransactional",
            request,
            with(json!([file("a.pdf"), file("b.pdf")])),
            call!(client => client.transactional().send(
                &mail().attachment([attachment("a.pdf"), attachment("b.pdf")]),
            )),
        ),
        // A list of one stays a list.
        write(
            "postTransactional",
            request,
            with(json!([file("a.pdf")])),
            call!(client => client.transactional().send(
                &mail().attachment(vec![attachment("a.pdf")]),
            )),
        ),
    ])
    .await;
}

/// A mail with only the required members.
fn mail() -> TransactionalMail {
    TransactionalMail::new(
        "kevin@hellodialog.com",
        MailAddress::new().email("shop@example.com").name("Shop"),
        TemplateUse::new().id(TemplateId::new(12)),
        "order",
    )
}

fn attachment(name: &str) -> Attachment {
    Attachment::new()
        .extra("name", name)
        .extra("content", "QQ==")
}

#[tokio::test]
async fn links_scores_and_statistics() {
    let statistics = json!({"contacts": "1402", "more": {"as": ["it", "came"]}});
    let ping = json!({"account": "Hellodialog", "account_id": "52128944", "plan": "Professional",
        "access": {}, "modules": []});
    check(vec![
        Row {
            response: sample("getPing"),
            decoded: ping,
            ..row("getPing")
        },
        Row {
            response: sample("getLogin"),
            decoded: json!({}),
            ..row("getLogin")
        },
        Row {
            query: &[],
            response: sample("getNps"),
            decoded: json!({"score": -33.33, "participants": 3}),
            call: call!(client => client.nps().get(GetNps::new())),
            ..row("getNps")
        },
        Row {
            response: json!({"score": null, "participants": "0"}),
            decoded: json!({"participants": 0}),
            ..row("getNps")
        },
        Row {
            response: statistics.clone(),
            decoded: statistics,
            ..row("getStatistics")
        },
    ])
    .await;
}
