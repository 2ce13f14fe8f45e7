//! What can only be looked at: the account, statistics, the score, campaigns; and login links.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Answer, Call, Effect, Outcome, Refusal};
use crate::account::{Account, about};
use crate::state::State;
use crate::state::campaigns::Campaign;
use crate::state::columns::at;
use crate::state::ids::CampaignId;
use crate::wire::keyed;

pub(super) fn ping(account: &mut Account, _: &Call<'_>) -> Outcome {
    let access = account.settings.access.names();
    Ok(Answer::read(&json!({
        "account": about::NAME,
        "account_id": about::ID.to_string(),
        "plan": about::PLAN,
        "access": keyed(access.map(|(endpoint, methods)| (endpoint, json!(methods)))),
        "modules": ["ECOMMERCE"],
    })))
}

/// Every call makes a new link, and so has an effect.
pub(super) fn login(account: &mut Account, _: &Call<'_>) -> Outcome {
    account.state.logins = account.state.logins.saturating_add(1);
    let url = format!("https://app.example.com/login/{:08x}", account.state.logins);
    Ok(Answer {
        effect: Effect::Done,
        ..Answer::read(&json!({"url": url}))
    })
}

/// Promoters give 9 or 10, detractors 6 or less. The score is the share of the first less that of
/// the others, in percent.
pub(super) fn nps(account: &mut Account, call: &Call<'_>) -> Outcome {
    let start = date(call, "date_start")?.unwrap_or(Date::MIN);
    let end = date(call, "date_end")?.unwrap_or(Date::MAX);
    let (mut balance, mut participants) = (0_i32, 0_i32);
    for contact in account.state.contacts.iter() {
        let Some(score) = contact
            .row
            .get(at::NPS_SCORE)
            .and_then(|score| score.parse::<i32>().ok())
        else {
            continue;
        };
        let given = contact
            .row
            .get(at::CHANGED)
            .and_then(|stamp| stamp.get(..10)?.parse::<Date>().ok());
        if given.is_none_or(|given| (start..=end).contains(&given)) {
            participants += 1;
            balance += i32::from(score >= 9) - i32::from(score <= 6);
        }
    }
    let score = match participants {
        0 => Value::Null,
        _ => json!((f64::from(balance) / f64::from(participants) * 10_000.0).round() / 100.0),
    };
    Ok(Answer::read(
        &json!({"score": score, "participants": participants}),
    ))
}

fn date(call: &Call<'_>, name: &str) -> Result<Option<Date>, Refusal> {
    let Some(text) = call.query.get(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let date = text.parse().ok().filter(|_| text.len() == 10);
    date.map(Some)
        .ok_or_else(|| Refusal::invalid(format!("{name} must be a date such as 2021-02-03")))
}

pub(super) fn campaigns(account: &mut Account, _: &Call<'_>) -> Outcome {
    let campaigns = account.state.campaigns.iter();
    Ok(Answer::read(&keyed(
        campaigns.map(|(id, campaign)| (id, campaign_form(id, campaign))),
    )))
}

/// A campaign with some basic statistics. The docs collapse it: these members are the emulator's.
pub(super) fn campaign_form(id: CampaignId, campaign: &Campaign) -> Value {
    json!({
        "id": id.to_string(),
        "name": campaign.name,
        "subject": campaign.subject,
        "sent_on": campaign.sent_on,
        "newsletter_id": campaign.newsletter.map(|id| id.to_string()),
        "sent": campaign.sent.to_string(),
        "opened": campaign.opened.to_string(),
        "clicked": campaign.clicked.to_string(),
    })
}

pub(super) fn campaign_statistics(account: &mut Account, call: &Call<'_>) -> Outcome {
    let campaign = account.state.campaigns.get(call.id("campaign")?);
    let campaign = campaign.ok_or_else(|| Refusal::not_found("campaign", call.parameter))?;
    let delivered = campaign.delivered();
    Ok(Answer::read(&json!({
        "sent": campaign.sent,
        "bounces": campaign.bounces(),
        "delivered": delivered,
        "soft-bounces": campaign.soft_bounces,
        "hard-bounces": campaign.hard_bounces,
        "unopened": delivered.saturating_sub(campaign.opened),
        "opened": campaign.opened,
        "notclicked": campaign.opened.saturating_sub(campaign.clicked),
        "clicked": campaign.clicked,
    })))
}

pub(super) fn contact_statistics(account: &mut Account, _: &Call<'_>) -> Outcome {
    Ok(Answer::read(&by_state(&account.state)))
}

/// How many contacts there are of each state, in the order of the docs' sample.
fn by_state(state: &State) -> Value {
    const STATES: [&str; 5] = [
        "Transactional",
        "Optin",
        "Contact",
        "Bounced",
        "Unsubscriber",
    ];
    let mut counts = [0_u32; STATES.len()];
    for contact in state.contacts.iter() {
        if let Some(position) = STATES.iter().position(|name| *name == contact.state()) {
            counts[position] += 1;
        }
    }
    keyed(
        STATES
            .iter()
            .zip(counts)
            .map(|(name, count)| (name, json!(count.to_string()))),
    )
}

/// General statistics. No client shows their shape: the members are the emulator's.
pub(super) fn statistics(account: &mut Account, _: &Call<'_>) -> Outcome {
    let state = &account.state;
    Ok(Answer::read(&json!({
        "contacts": state.contacts.len().to_string(),
        "groups": state.groups.len().to_string(),
        "lists": state.lists.len().to_string(),
        "newsletters": state.newsletters.len().to_string(),
        "campaigns": state.campaigns.len().to_string(),
        "orders": state.orders.len().to_string(),
    })))
}
