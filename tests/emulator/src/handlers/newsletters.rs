//! Newsletters.

use serde_json::{Map, Value, json};

use super::request::{Request, optional_text, required_text};
use super::response::{ApiError, HandlerResult, Response};
use crate::account::{Account, about};
use crate::state::State;
use crate::state::ids::NewsletterId;
use crate::state::newsletters::Newsletter;

/// The number of newsletters in a page.
const PAGE_SIZE: usize = 15;

pub(super) fn create(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    let mut newsletter = Newsletter {
        name: String::new(),
        subject: String::new(),
        html: required_text(members, "html")?,
        created: account.state.clock.date(),
        recipients: 0,
    };
    apply(&mut newsletter, members);
    Ok(Response::created(
        "Newsletter created",
        account.state.newsletters.add(newsletter),
    ))
}

fn apply(newsletter: &mut Newsletter, members: &Map<String, Value>) {
    let texts = [
        ("name", &mut newsletter.name),
        ("subject", &mut newsletter.subject),
        ("html", &mut newsletter.html),
    ];
    for (name, text) in texts {
        if let Some(value) = optional_text(members, name) {
            *text = value;
        }
    }
}

pub(super) fn list(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let start = request
        .query
        .page()
        .saturating_sub(1)
        .saturating_mul(PAGE_SIZE);
    let newsletters = account.state.newsletters.iter().skip(start).take(PAGE_SIZE);
    Ok(Response::keyed(
        newsletters.map(|(id, newsletter)| (id, to_json(id, newsletter))),
    ))
}

pub(super) fn get(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, newsletter) = find(&account.state, request)?;
    Ok(Response::json(&to_json(id, newsletter)))
}

fn find<'a>(
    state: &'a State,
    request: &Request<'_>,
) -> Result<(NewsletterId, &'a Newsletter), ApiError> {
    let id: NewsletterId = request.id("newsletter")?;
    let newsletter = state.newsletters.get(id);
    Ok((
        id,
        newsletter.ok_or_else(|| ApiError::not_found("newsletter", request.parameter))?,
    ))
}

/// A newsletter with the members of the docs' sample.
fn to_json(id: NewsletterId, newsletter: &Newsletter) -> Value {
    json!({
        "id": id.to_string(),
        "folder_id": "1",
        "name": newsletter.name,
        "subject": newsletter.subject,
        "type": "Newsletter",
        "html": newsletter.html,
        "draft": null,
        "plaintext": "",
        "hide_preheader": "0",
        "google_analytics": "0",
        "ga_utm_settings": "",
        "extra_tracking_params": "",
        "created": newsletter.created,
        "format": "JSON",
        "preview_file": format!("client-assets/{}/previews/{id}", about::ID),
        "recipients": newsletter.recipients,
    })
}

pub(super) fn update(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let members = request.object()?;
    required_text(members, "html")?;
    let (id, _) = find(&account.state, request)?;
    if let Some(newsletter) = account.state.newsletters.get_mut(id) {
        apply(newsletter, members);
    }
    Ok(Response::success("Newsletter updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, request: &Request<'_>) -> HandlerResult {
    let (id, _) = find(&account.state, request)?;
    account.state.newsletters.remove(id);
    Ok(Response::success("Newsletter deleted", &json!([])))
}
