//! What is sent: newsletters, campaigns and transactional mail.

use hellodialog::types::{
    Attachment, ListNewsletters, MailAddress, NewNewsletter, NewsletterId, NewsletterUpdate,
    TemplateId, TemplateReplacement, TemplateUse, TransactionalMail,
};
use serde_json::{Value, json};

use crate::case::{Case, call, sample};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = newsletter_writes();
    cases.extend(newsletter_reads());
    cases.extend(transactional());
    cases.push(Case::read(
        "getCampaigns",
        "GET /campaigns",
        json!({"246253": {"subject": "Sale", "sent": "5"}, "246236": {}}),
        json!({"246253": {"subject": "Sale", "sent": "5"}, "246236": {}}),
        call!(client => client.campaigns().list()),
    ));
    cases
}

fn newsletter_writes() -> Vec<Case> {
    vec![
        Case::write(
            "postNewsletter",
            "POST /newsletters",
            Some(json!({"name": "Update", "subject": "News", "html": "<p>é & \"x\"</p>"})),
            call!(client => client.newsletters().create(
                &NewNewsletter::new("<p>é & \"x\"</p>").name("Update").subject("News"),
            )),
        ),
        Case::write(
            "putNewsletter",
            "PUT /newsletters/3",
            Some(json!({"html": "<p></p>"})),
            call!(client => client.newsletters().update(
                NewsletterId::new(3),
                &NewsletterUpdate::new("<p></p>"),
            )),
        ),
        Case::write(
            "deleteNewsletter",
            "DELETE /newsletters/3",
            None,
            call!(client => client.newsletters().delete(NewsletterId::new(3))),
        ),
    ]
}

fn newsletter_reads() -> Vec<Case> {
    vec![
        Case::read(
            "getNewsletters",
            "GET /newsletters",
            sample("getNewsletters"),
            json!({"1": {}, "2": {}, "3": {}}),
            call!(client => client.newsletters().list(ListNewsletters::new())),
        ),
        Case::read(
            "getNewsletters",
            "GET /newsletters",
            json!({"3": sample("getNewsletter")}),
            json!({"3": newsletter()}),
            call!(client => client.newsletters().list(ListNewsletters::new().page(3))),
        )
        .with_query(&[("page", "3")]),
        Case::read(
            "getNewsletter",
            "GET /newsletters/3",
            sample("getNewsletter"),
            newsletter(),
            call!(client => client.newsletters().get(NewsletterId::new(3))),
        ),
    ]
}

fn transactional() -> Vec<Case> {
    let least = json!({
        "to": "kevin@hellodialog.com",
        "from": {"email": "shop@example.com", "name": "Shop"},
        "template": {"id": 12},
        "tag": "order",
    });
    let with = |member: &str, value: Value| {
        let mut mail = least.clone();
        mail[member] = value;
        Some(mail)
    };
    let mut full = least.clone();
    full["reply_to"] = json!({"email": "help@example.com"});
    full["subject"] = json!("");
    full["template"] = json!({"id": 12, "replaces": [{"find": "{name}", "replace": "Kevin"}]});
    full["force_sending"] = json!(true);
    let name = "POST /transactional";
    let a_file = json!({"name": "a.pdf", "content": "QQ=="});
    vec![
        Case::write(
            "postTransactional",
            name,
            Some(full),
            call!(client => client.transactional().send(
                &mail()
                    .reply_to(MailAddress::new().email("help@example.com"))
                    .subject("")
                    .force_sending(true),
            )),
        ),
        Case::write(
            "postTransactional",
            name,
            with("attachment", a_file.clone()),
            call!(client => client.transactional().send(&bare().attachment(file("a.pdf")))),
        ),
        Case::write(
            "postTransactional",
            name,
            with(
                "attachment",
                json!([a_file, {"name": "b.pdf", "content": "QQ=="}]),
            ),
            call!(client => client.transactional().send(
                &bare().attachment([file("a.pdf"), file("b.pdf")]),
            )),
        ),
        // A list of one stays a list: the caller said so.
        Case::write(
            "postTransactional",
            name,
            with("attachment", json!([a_file])),
            call!(client => client.transactional().send(&bare().attachment(vec![file("a.pdf")]))),
        ),
    ]
}

/// A mail with the least that can be said.
fn bare() -> TransactionalMail {
    TransactionalMail::new(
        "kevin@hellodialog.com",
        MailAddress::new().email("shop@example.com").name("Shop"),
        TemplateUse::new().id(TemplateId::new(12)),
        "order",
    )
}

fn mail() -> TransactionalMail {
    let mut mail = bare();
    let replacement = TemplateReplacement::new().find("{name}").replace("Kevin");
    mail.template = TemplateUse::new()
        .id(TemplateId::new(12))
        .replaces([replacement]);
    mail
}

fn file(name: &str) -> Attachment {
    Attachment::new()
        .extra("name", name)
        .extra("content", "QQ==")
}

/// The sample of a newsletter, in natural types.
fn newsletter() -> Value {
    json!({
        "id": 3,
        "folder_id": "1",
        "name": "Update van ...",
        "subject": "Newsletter subject",
        "type": "Newsletter",
        "html": "...",
        "plaintext": "",
        "hide_preheader": false,
        "google_analytics": false,
        "ga_utm_settings": "",
        "extra_tracking_params": "",
        "created": "2019-07-25",
        "format": "JSON",
        "preview_file":
            "client-assets/49175291/previews/159_a88a80c1ff84c426900133d705161e0abff78858",
        "recipients": 0,
    })
}
