//! What is only read: the account, links, scores, unsubscribers and statistics.

use hellodialog::jiff::civil::date;
use hellodialog::types::{CampaignId, Filter, GetNps, ListUnsubscribers, UnsubscriberId};
use serde_json::json;

use crate::case::{Case, call, sample};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = account();
    cases.extend(scores());
    cases.extend(unsubscribers());
    cases.extend(statistics());
    cases
}

fn account() -> Vec<Case> {
    vec![
        Case::read(
            "getPing",
            "GET /ping",
            sample("getPing"),
            json!({"account": "Hellodialog", "account_id": "52128944", "plan": "Professional",
                "access": {}, "modules": []}),
            call!(client => client.ping().get()),
        ),
        Case::read(
            "getLogin",
            "GET /login",
            sample("getLogin"),
            json!({}),
            call!(client => client.login().create()),
        ),
        Case::read(
            "getLogin",
            "GET /login",
            json!({"url": "https://app.hellodialog.com/x"}),
            json!({"url": "https://app.hellodialog.com/x"}),
            call!(client => client.login().create()),
        ),
    ]
}

fn scores() -> Vec<Case> {
    vec![
        Case::read(
            "getNps",
            "GET /nps",
            sample("getNps"),
            json!({"score": -33.33, "participants": 3}),
            call!(client => client.nps().get(GetNps::new())),
        ),
        Case::read(
            "getNps",
            "GET /nps",
            json!({"score": null, "participants": "0"}),
            json!({"participants": 0}),
            call!(client => client.nps().get(
                GetNps::new().date_start(date(2020, 12, 1)).date_end(date(2021, 2, 1)),
            )),
        )
        .with_query(&[("date_end", "2021-02-01"), ("date_start", "2020-12-01")]),
    ]
}

fn unsubscribers() -> Vec<Case> {
    vec![
        // The docs call the operand `value` here and `values` for contacts: both are sent.
        Case::read(
            "getUnsubscribers",
            "GET /unsubscribers",
            sample("getUnsubscribers"),
            json!([{}]),
            call!(client => client.unsubscribers().list(
                ListUnsubscribers::new()
                    .filter(Filter::new().greater_than("id", 12))
                    .page(1),
            )),
        )
        .with_query(&[
            ("condition[id]", "greater-than"),
            ("page", "1"),
            ("value[id]", "12"),
            ("values[id]", "12"),
        ]),
        Case::read(
            "getUnsubscriber",
            "GET /unsubscribers/12",
            json!({"0": {"id": "12", "email": "a@b.nl"}}),
            json!({"id": "12", "email": "a@b.nl"}),
            call!(client => client.unsubscribers().get(UnsubscriberId::new(12))),
        ),
    ]
}

fn statistics() -> Vec<Case> {
    vec![
        Case::read(
            "getContactStatistics",
            "GET /statistics/contacts",
            sample("getContactStatistics"),
            json!({"Transactional": 2, "Optin": 21, "Contact": 1075, "Bounced": 303,
                "Unsubscriber": 1}),
            call!(client => client.statistics().contacts()),
        ),
        Case::read(
            "getCampaignStatistics",
            "GET /statistics/campaign/246236",
            sample("getCampaignStatistics"),
            json!({"sent": 5, "bounces": 0, "delivered": 5, "soft-bounces": 0, "hard-bounces": 0,
                "unopened": 0, "opened": 5, "notclicked": 5, "clicked": 0}),
            call!(client => client.statistics().campaign(CampaignId::new(246_236))),
        ),
        Case::read(
            "getStatistics",
            "GET /statistics",
            json!({"contacts": "1402", "more": {"as": ["it", "came"]}}),
            json!({"contacts": "1402", "more": {"as": ["it", "came"]}}),
            call!(client => client.statistics().general()),
        ),
    ]
}
