//! What is sent: newsletters, campaigns and transactional mail.

use hellodialog::types::{
    CampaignId, ListNewsletters, MailAddress, NewNewsletter, NewsletterId, NewsletterUpdate,
    TemplateId, TemplateUse, TransactionalMail,
};
use hellodialog_emulator::Operation;
use serde_json::json;

use crate::case::{Case, call};
use crate::fixture::NOBODY;

/// The first campaign of the demo account.
const CAMPAIGN: u64 = 246_236;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = newsletters();
    cases.extend(sent());
    cases
}

fn newsletters() -> Vec<Case> {
    vec![
        Case::new(
            Operation::PostNewsletter,
            json!({"status": "OK", "code": 200}),
            call!(client => client.newsletters().create(
                &NewNewsletter::new("<p>é & \"x\"</p>").name("Update").subject("News"),
            )),
        )
        .refused(
            606,
            call!(client => client.newsletters().create(&NewNewsletter::new(" "))),
        ),
        Case::new(
            Operation::GetNewsletters,
            json!({"16": {"name": "Newsletter 16"}, "20": {"name": "Newsletter 20"}}),
            call!(client => client.newsletters().list(ListNewsletters::new().page(2))),
        ),
        Case::new(
            Operation::GetNewsletter,
            json!({"id": 3, "name": "Newsletter 3", "hide_preheader": false}),
            call!(client => client.newsletters().get(NewsletterId::new(3))),
        )
        .refused(
            604,
            call!(client => client.newsletters().get(NewsletterId::new(NOBODY))),
        ),
        Case::new(
            Operation::PutNewsletter,
            json!({"status": "OK"}),
            call!(client => client.newsletters().update(
                NewsletterId::new(3),
                &NewsletterUpdate::new("<p>changed</p>"),
            )),
        )
        .refused(
            604,
            call!(client => client.newsletters().update(
                NewsletterId::new(NOBODY),
                &NewsletterUpdate::new("<p></p>"),
            )),
        ),
        Case::new(
            Operation::DeleteNewsletter,
            json!({"status": "OK"}),
            call!(client => client.newsletters().delete(NewsletterId::new(3))),
        )
        .refused(
            604,
            call!(client => client.newsletters().delete(NewsletterId::new(NOBODY))),
        ),
    ]
}

fn sent() -> Vec<Case> {
    vec![
        Case::new(
            Operation::GetCampaigns,
            json!({"246236": {"name": "Campaign 2"}}),
            call!(client => client.campaigns().list()),
        ),
        Case::new(
            Operation::GetCampaignStatistics,
            json!({}),
            call!(client => client.statistics().campaign(CampaignId::new(CAMPAIGN))),
        )
        .refused(
            604,
            call!(client => client.statistics().campaign(CampaignId::new(NOBODY))),
        ),
        Case::new(
            Operation::PostTransactional,
            json!({"status": "OK"}),
            call!(client => client.transactional().send(&mail("kevin@example.com"))),
        )
        // Who has unsubscribed gets none.
        .refused(
            607,
            call!(client => client.transactional().send(&mail("gone@example.com"))),
        ),
    ]
}

fn mail(to: &str) -> TransactionalMail {
    TransactionalMail::new(
        to,
        MailAddress::new().email("shop@example.com").name("Shop"),
        TemplateUse::new().id(TemplateId::new(12)),
        "order",
    )
}
