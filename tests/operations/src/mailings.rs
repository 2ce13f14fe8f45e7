//! Newsletters, campaigns and transactional mail.

use hellodialog::types::{
    Attachment, CampaignId, ListNewsletters, MailAddress, NewNewsletter, NewsletterId,
    NewsletterUpdate, TemplateId, TemplateReplacement, TemplateUse, TransactionalMail,
};
use serde_json::{Value, json};

use crate::account::MISSING;
use crate::call;
use crate::row::{Row, SECOND_PAGE};
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = newsletter_writes();
    rows.extend(newsletter_reads());
    rows.extend(sent());
    rows
}

fn newsletter_writes() -> Vec<Row> {
    vec![
        Row::write(
            "postNewsletter",
            "POST /newsletters",
            Some(json!({"name": "Update", "subject": "News", "html": "<p>é & \"x\"</p>"})),
            ("Newsletter created", Some(21)),
            call!(client => client.newsletters().create(
                &NewNewsletter::new("<p>é & \"x\"</p>").name("Update").subject("News"),
            )),
        )
        .refused(
            606,
            call!(client => client.newsletters().create(&NewNewsletter::new(" "))),
        ),
        Row::write(
            "putNewsletter",
            "PUT /newsletters/3",
            Some(json!({"html": "<p>changed</p>"})),
            ("Newsletter updated", None),
            call!(client => client.newsletters().update(
                NewsletterId::new(3),
                &NewsletterUpdate::new("<p>changed</p>"),
            )),
        )
        .refused(
            604,
            call!(client => client.newsletters().update(
                NewsletterId::new(MISSING),
                &NewsletterUpdate::new("<p></p>"),
            )),
        ),
        Row::write(
            "deleteNewsletter",
            "DELETE /newsletters/3",
            None,
            ("Newsletter deleted", None),
            call!(client => client.newsletters().delete(NewsletterId::new(3))),
        )
        .refused(
            604,
            call!(client => client.newsletters().delete(NewsletterId::new(MISSING))),
        ),
    ]
}

fn newsletter_reads() -> Vec<Row> {
    let page = newsletter(17, "Five ideas for the weekend", "2025-03-03", 60);
    let one = newsletter(3, "Only this week", "2024-01-08", 651);
    vec![
        Row::read(
            "getNewsletters",
            "GET /newsletters",
            json!({"17": page}),
            json!({"17": decoded_newsletter(&page)}),
            call!(client => client.newsletters().list(ListNewsletters::new().page(SECOND_PAGE))),
        )
        .pages_of(15)
        .query(&[("page", "2")]),
        Row::read(
            "getNewsletter",
            "GET /newsletters/3",
            one.clone(),
            decoded_newsletter(&one),
            call!(client => client.newsletters().get(NewsletterId::new(3))),
        )
        .refused(
            604,
            call!(client => client.newsletters().get(NewsletterId::new(MISSING))),
        ),
    ]
}

fn sent() -> Vec<Row> {
    let campaign = json!({"id": "246236", "name": "Campaign 2",
        "subject": "Thank you for your visit", "sent_on": "2023-12-09 10:00:00",
        "newsletter_id": "2", "sent": "529", "opened": "268", "clicked": "130"});
    let campaigns = json!({"246236": campaign});
    vec![
        Row::read(
            "getCampaigns",
            "GET /campaigns",
            campaigns.clone(),
            campaigns,
            call!(client => client.campaigns().list()),
        ),
        Row::read(
            "getCampaign",
            "GET /campaigns/246236",
            campaign.clone(),
            campaign,
            call!(client => client.campaigns().get(CampaignId::new(246_236))),
        )
        .refused(
            604,
            call!(client => client.campaigns().get(CampaignId::new(MISSING))),
        ),
        Row::write(
            "postTransactional",
            "POST /transactional",
            Some(json!({
                "to": "kevin@example.com",
                "from": {"email": "shop@example.com", "name": "Shop"},
                "reply_to": {"email": "help@example.com"},
                "subject": "",
                "template": {"id": 12, "replaces": [{"find": "{name}", "replace": "Kevin"}]},
                "tag": "order",
                "force_sending": true,
            })),
            // The second mail: a contact of the account got an optin mail.
            ("Mail sent", Some(2)),
            call!(client => client.transactional().send(
                &mail("kevin@example.com")
                    .reply_to(MailAddress::new().email("help@example.com"))
                    .subject("")
                    .force_sending(true),
            )),
        )
        // An unsubscriber gets no mail.
        .refused(
            607,
            call!(client => client.transactional().send(&mail("gone@example.com"))),
        ),
    ]
}

pub(crate) fn variants() -> Vec<Row> {
    let sale = json!({"subject": "Sale", "sent": "5", "by": {"name": "Kevin"}});
    // Keyed by id, in the order of the response, and with all members.
    let campaigns = json!({"246253": sale, "246236": {}});
    let newsletters = crate::row("getNewsletters");
    let sent = crate::row("getCampaigns");
    let mut rows = newsletters.empty(&json!({}));
    rows.extend(sent.empty(&json!({})));
    rows.extend([
        Row::read(
            "getNewsletters",
            "GET /newsletters",
            sample("getNewsletters"),
            json!({"1": {}, "2": {}, "3": {}}),
            call!(client => client.newsletters().list(ListNewsletters::new())),
        ),
        sent.with(campaigns.clone(), campaigns),
    ]);
    rows.extend(attachments());
    rows
}

/// One attachment or several.
fn attachments() -> Vec<Row> {
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
    vec![
        Row::written(
            "postTransactional",
            request,
            with(file("a.pdf")),
            call!(client => client.transactional().send(&plain_mail().attachment(attachment("a.pdf")))),
        ),
        Row::written(
            "postTransactional",
            request,
            with(json!([file("a.pdf"), file("b.pdf")])),
            call!(client => client.transactional().send(
                &plain_mail().attachment([attachment("a.pdf"), attachment("b.pdf")]),
            )),
        ),
        // A list of one stays a list.
        Row::written(
            "postTransactional",
            request,
            with(json!([file("a.pdf")])),
            call!(client => client.transactional().send(
                &plain_mail().attachment(vec![attachment("a.pdf")]),
            )),
        ),
    ]
}

/// A mail with only the required members.
fn plain_mail() -> TransactionalMail {
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

fn mail(to: &str) -> TransactionalMail {
    let replacement = TemplateReplacement::new().find("{name}").replace("Kevin");
    TransactionalMail::new(
        to,
        MailAddress::new().email("shop@example.com").name("Shop"),
        TemplateUse::new()
            .id(TemplateId::new(12))
            .replaces([replacement]),
        "order",
    )
}

/// A newsletter of the demo account, as the API prints it.
fn newsletter(id: u64, subject: &str, created: &str, recipients: u64) -> Value {
    json!({
        "id": id.to_string(),
        "folder_id": "1",
        "name": format!("Newsletter {id}"),
        "subject": subject,
        "type": "Newsletter",
        "html": format!("<html><body><h1>{subject}</h1></body></html>"),
        "draft": null,
        "plaintext": "",
        "hide_preheader": "0",
        "google_analytics": "0",
        "ga_utm_settings": "",
        "extra_tracking_params": "",
        "created": created,
        "format": "JSON",
        "preview_file": format!("client-assets/52128944/previews/{id}"),
        "recipients": recipients,
    })
}

/// The same, decoded.
fn decoded_newsletter(newsletter: &Value) -> Value {
    let mut decoded = newsletter.clone();
    let id = newsletter["id"]
        .as_str()
        .and_then(|id| id.parse::<u64>().ok());
    decoded["id"] = json!(id);
    decoded["hide_preheader"] = json!(false);
    decoded["google_analytics"] = json!(false);
    if let Some(members) = decoded.as_object_mut() {
        members.remove("draft");
    }
    decoded
}
