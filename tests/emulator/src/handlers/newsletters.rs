//! Newsletters.

use serde_json::{Map, Value, json};

use super::{Answer, Call, Outcome, Refusal, optional_text, required_text};
use crate::account::{Account, about};
use crate::state::State;
use crate::state::ids::NewsletterId;
use crate::state::newsletters::Newsletter;
use crate::wire::keyed;

/// How many newsletters a page has at most.
const PAGE: usize = 15;

pub(super) fn create(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    let mut newsletter = Newsletter {
        name: String::new(),
        subject: String::new(),
        html: required_text(&members, "html")?,
        created: account.state.clock.date(),
        recipients: 0,
    };
    set(&mut newsletter, &members);
    Ok(Answer::created(
        "Newsletter created",
        account.state.newsletters.add(newsletter),
    ))
}

fn set(newsletter: &mut Newsletter, members: &Map<String, Value>) {
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

pub(super) fn list(account: &mut Account, call: &Call<'_>) -> Outcome {
    let start = call.query.page().saturating_sub(1).saturating_mul(PAGE);
    let newsletters = account.state.newsletters.iter().skip(start).take(PAGE);
    Ok(Answer::read(&keyed(
        newsletters.map(|(id, newsletter)| (id, form(id, newsletter))),
    )))
}

pub(super) fn get(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, newsletter) = find(&account.state, call)?;
    Ok(Answer::read(&form(id, newsletter)))
}

fn find<'a>(state: &'a State, call: &Call<'_>) -> Result<(NewsletterId, &'a Newsletter), Refusal> {
    let id: NewsletterId = call.id("newsletter")?;
    let newsletter = state.newsletters.get(id);
    Ok((
        id,
        newsletter.ok_or_else(|| Refusal::not_found("newsletter", call.parameter))?,
    ))
}

/// A newsletter with the members of the docs' sample.
fn form(id: NewsletterId, newsletter: &Newsletter) -> Value {
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

pub(super) fn update(account: &mut Account, call: &Call<'_>) -> Outcome {
    let members = call.object()?;
    required_text(&members, "html")?;
    let (id, _) = find(&account.state, call)?;
    if let Some(newsletter) = account.state.newsletters.get_mut(id) {
        set(newsletter, &members);
    }
    Ok(Answer::written("Newsletter updated", &json!([])))
}

pub(super) fn delete(account: &mut Account, call: &Call<'_>) -> Outcome {
    let (id, _) = find(&account.state, call)?;
    account.state.newsletters.remove(id);
    Ok(Answer::written("Newsletter deleted", &json!([])))
}
