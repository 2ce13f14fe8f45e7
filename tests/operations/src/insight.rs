//! What is only read: the account, a login link, the score and statistics.

use hellodialog::jiff::civil::date;
use hellodialog::types::{CampaignId, GetNps};
use serde_json::json;

use crate::account::MISSING;
use crate::call;
use crate::row::Row;
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let account = json!({"account": "Example account", "account_id": "52128944",
        "plan": "Professional", "access": {"all": ["*"]}, "modules": ["ECOMMERCE"]});
    let link = json!({"url": "https://app.example.com/login/00000001"});
    let mut rows = vec![
        Row::read(
            "getPing",
            "GET /ping",
            account.clone(),
            account,
            call!(client => client.ping().get()),
        ),
        Row::read(
            "getLogin",
            "GET /login",
            link.clone(),
            link,
            call!(client => client.login().create()),
        ),
        // Nobody answered in those years.
        Row::read(
            "getNps",
            "GET /nps",
            json!({"score": null, "participants": 0}),
            json!({"participants": 0}),
            call!(client => client.nps().get(
                GetNps::new().date_start(date(1980, 1, 1)).date_end(date(1990, 1, 1)),
            )),
        )
        .query(&[("date_end", "1990-01-01"), ("date_start", "1980-01-01")]),
    ];
    rows.extend(statistics());
    rows
}

fn statistics() -> Vec<Row> {
    let general = json!({"contacts": "23", "groups": "4", "lists": "3", "newsletters": "20",
        "campaigns": "10", "orders": "2"});
    let campaign = json!({"sent": 529, "bounces": 5, "delivered": 524, "soft-bounces": 5,
        "hard-bounces": 0, "unopened": 256, "opened": 268, "notclicked": 138, "clicked": 130});
    vec![
        Row::read(
            "getStatistics",
            "GET /statistics",
            general.clone(),
            general,
            call!(client => client.statistics().general()),
        ),
        Row::read(
            "getContactStatistics",
            "GET /statistics/contacts",
            json!({"Transactional": "0", "Optin": "1", "Contact": "14", "Bounced": "3",
                "Unsubscriber": "5"}),
            json!({"Transactional": 0, "Optin": 1, "Contact": 14, "Bounced": 3,
                "Unsubscriber": 5}),
            call!(client => client.statistics().contacts()),
        )
        .map(),
        Row::read(
            "getCampaignStatistics",
            "GET /statistics/campaign/246236",
            campaign.clone(),
            campaign,
            call!(client => client.statistics().campaign(CampaignId::new(246_236))),
        )
        .refused(
            604,
            call!(client => client.statistics().campaign(CampaignId::new(MISSING))),
        ),
    ]
}

pub(crate) fn variants() -> Vec<Row> {
    let statistics = json!({"contacts": "1402", "more": {"as": ["it", "came"]}});
    let ping = json!({"account": "Hellodialog", "account_id": "52128944", "plan": "Professional",
        "access": {}, "modules": []});
    let states = json!({"Transactional": "2", "Optin": 21, "Contact": "1075", "Asleep": "1"});
    let counts = crate::row("getContactStatistics");
    let score = crate::row("getNps");
    let mut rows = counts.empty(&json!({}));
    rows.extend([
        counts.with(
            states,
            json!({"Transactional": 2, "Optin": 21, "Contact": 1075, "Asleep": 1}),
        ),
        crate::row("getPing").with(sample("getPing"), ping),
        crate::row("getLogin").with(sample("getLogin"), json!({})),
        Row::read(
            "getNps",
            "GET /nps",
            sample("getNps"),
            json!({"score": -33.33, "participants": 3}),
            call!(client => client.nps().get(GetNps::new())),
        ),
        score.with(
            json!({"score": null, "participants": "0"}),
            json!({"participants": 0}),
        ),
        crate::row("getStatistics").with(statistics.clone(), statistics),
    ]);
    rows
}
