//! Campaigns and statistics.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::request::Request;
use super::response::{ApiError, HandlerResult, Response};
use crate::account::Account;
use crate::state::State;
use crate::state::campaigns::Campaign;
use crate::state::columns::column;
use crate::state::ids::CampaignId;

/// Net promoter score: the percentage of promoters (9 or 10) minus the percentage of detractors (at
/// most 6).
pub(super) fn nps(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let start = date(request, "date_start")?.unwrap_or(Date::MIN);
    let end = date(request, "date_end")?.unwrap_or(Date::MAX);
    let (mut balance, mut participants) = (0_i32, 0_i32);
    for contact in account.state.contacts.iter() {
        let Some(score) = contact
            .row
            .get(column::NPS_SCORE)
            .and_then(|score| score.parse::<i32>().ok())
        else {
            continue;
        };
        let date = contact
            .row
            .get(column::CHANGED)
            .and_then(|stamp| stamp.get(..10)?.parse::<Date>().ok());
        if date.is_none_or(|date| (start..=end).contains(&date)) {
            participants += 1;
            balance += i32::from(score >= 9) - i32::from(score <= 6);
        }
    }
    let score = match participants {
        0 => Value::Null,
        _ => json!((f64::from(balance) / f64::from(participants) * 10_000.0).round() / 100.0),
    };
    Ok(Response::json(
        &json!({"score": score, "participants": participants}),
    ))
}

fn date(request: &Request<'_>, name: &str) -> Result<Option<Date>, ApiError> {
    let Some(text) = request.query.get(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let date = text.parse().ok().filter(|_| text.len() == 10);
    date.map(Some)
        .ok_or_else(|| ApiError::invalid(format!("{name} must be a date such as 2021-02-03")))
}

pub(super) fn campaigns(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let campaigns = account.state.campaigns.iter();
    Ok(Response::keyed(campaigns.map(|(id, campaign)| {
        (id, campaign_to_json(id, campaign))
    })))
}

pub(super) fn campaign(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, campaign) = find(&account.state, request)?;
    Ok(Response::json(&campaign_to_json(id, campaign)))
}

fn find<'a>(
    state: &'a State,
    request: &Request<'_>,
) -> Result<(CampaignId, &'a Campaign), ApiError> {
    let id: CampaignId = request.id("campaign")?;
    let campaign = state.campaigns.get(id);
    let campaign = campaign.ok_or_else(|| ApiError::not_found("campaign", request.parameter))?;
    Ok((id, campaign))
}

/// A campaign with basic statistics. The docs do not show these members; the emulator chose them.
pub(super) fn campaign_to_json(id: CampaignId, campaign: &Campaign) -> Value {
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

pub(super) fn campaign_statistics(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (_, campaign) = find(&account.state, request)?;
    let delivered = campaign.delivered();
    Ok(Response::json(&json!({
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

pub(super) fn contact_statistics(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    Ok(Response::keyed(counts_by_state(&account.state)))
}

/// The number of contacts in each state, in the order of the docs' sample.
fn counts_by_state(state: &State) -> impl Iterator<Item = (&'static str, Value)> {
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
    STATES
        .into_iter()
        .zip(counts)
        .map(|(name, count)| (name, json!(count.to_string())))
}

/// General statistics. No docs or client show these members; the emulator chose them.
pub(super) fn statistics(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let state = &account.state;
    Ok(Response::json(&json!({
        "contacts": state.contacts.len().to_string(),
        "groups": state.groups.len().to_string(),
        "lists": state.lists.len().to_string(),
        "newsletters": state.newsletters.len().to_string(),
        "campaigns": state.campaigns.len().to_string(),
        "orders": state.orders.len().to_string(),
    })))
}
