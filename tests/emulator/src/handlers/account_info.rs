//! The account itself, and login links.

use serde_json::json;

use super::request::Request;
use super::response::{Effect, HandlerResult, Response};
use crate::account::{Account, about};
use crate::wire::keyed;

pub(super) fn ping(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    let access = account.settings.access.method_names();
    Ok(Response::json(&json!({
        "account": about::NAME,
        "account_id": about::ID.to_string(),
        "plan": about::PLAN,
        "access": keyed(access.map(|(endpoint, methods)| (endpoint, json!(methods)))),
        "modules": ["ECOMMERCE"],
    })))
}

/// Creates a new link with every call, so each call has an effect.
pub(super) fn login(account: &mut Account, _: &Request<'_>) -> HandlerResult {
    account.state.logins = account.state.logins.saturating_add(1);
    let url = format!("https://app.example.com/login/{:08x}", account.state.logins);
    Ok(Response {
        effect: Effect::Done,
        ..Response::json(&json!({"url": url}))
    })
}
