//! What is only looked at: the account, links, the score and statistics.

use hellodialog::jiff::civil::date;
use hellodialog::types::GetNps;
use hellodialog_emulator::Operation;
use serde_json::json;

use crate::case::{Case, call};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            Operation::GetPing,
            json!({"account": "Example account", "plan": "Professional",
                "access": {"all": ["*"]}}),
            call!(client => client.ping().get()),
        ),
        Case::new(
            Operation::GetLogin,
            json!({"url": "https://app.example.com/login/00000001"}),
            call!(client => client.login().create()),
        ),
        // Nobody is that old.
        Case::new(
            Operation::GetNps,
            json!({"participants": 0}),
            call!(client => client.nps().get(GetNps::new().date_end(date(1990, 1, 1)))),
        ),
        Case::new(
            Operation::GetStatistics,
            json!({"contacts": "23", "groups": "4", "lists": "3", "newsletters": "20",
                "campaigns": "10", "orders": "2"}),
            call!(client => client.statistics().general()),
        ),
        Case::new(
            Operation::GetContactStatistics,
            json!({}),
            call!(client => client.statistics().contacts()),
        ),
    ]
}
