//! What each operation does to the state, and what it answers.
#![allow(clippy::unnecessary_wraps, reason = "any handler may refuse")]

mod contact_values;
mod contact_writes;
mod contacts;
mod fields;
mod groups;
mod insight;
mod lists;
mod newsletters;
mod orders;
mod transactional;

use serde_json::{Map, Value, json};

use crate::account::Account;
use crate::operation::Operation;
use crate::query::Query;
use crate::state::ids::ContactId;
use crate::wire;

pub(crate) use self::contact_writes::click_optin;

/// What a handler is given.
pub(crate) struct Call<'a> {
    /// The value of the path parameter, empty if the path has none.
    pub(crate) parameter: &'a str,
    pub(crate) query: &'a Query,
    pub(crate) body: &'a [u8],
}

/// What a handler makes of a call.
pub(crate) type Outcome = Result<Answer, Refusal>;

/// A handler.
type Handler = fn(&mut Account, &Call<'_>) -> Outcome;

/// An answer that is no failure.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: Vec<u8>,
    pub(crate) effect: Effect,
    /// The contacts that changed, for the webhook.
    pub(crate) changed: Vec<ContactId>,
}

/// Whether a request changed anything, or sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing has changed.
    None,
    /// Something was changed, created, deleted or sent.
    Done,
}

impl Answer {
    fn read(value: &Value) -> Self {
        Self::bytes(wire::to_bytes(value))
    }

    fn bytes(body: Vec<u8>) -> Self {
        Self {
            body,
            effect: Effect::None,
            changed: Vec::new(),
        }
    }

    /// The answer to a write that was done.
    fn written(message: &str, data: &Value) -> Self {
        let body = wire::to_bytes(&wire::envelope("OK", 200, message, data));
        Self {
            body,
            effect: Effect::Done,
            changed: Vec::new(),
        }
    }

    /// The answer to a write that made something.
    fn created(message: &str, id: impl Into<u32>) -> Self {
        Self::written(message, &json!({"id": id.into()}))
    }

    fn with_changed(mut self, contact: ContactId) -> Self {
        self.changed.push(contact);
        self
    }
}

/// Why a request is refused. The numbers of all but the first two are the emulator's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidToken = 601,
    Duplicate = 612,
    NoAccess = 602,
    UnknownOperation = 603,
    NotFound = 604,
    InvalidBody = 605,
    InvalidValue = 606,
    NotPossible = 607,
}

/// A failure, which is answered in an envelope.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) data: Value,
}

impl Refusal {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: json!([]),
        }
    }

    fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::InvalidValue, message)
    }

    fn not_found(what: &str, id: &str) -> Self {
        Self::new(Code::NotFound, format!("There is no {what} {id}"))
    }

    fn with_data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// The message as answered, with the code in front.
    fn text(&self) -> String {
        format!("(#{}) {}", self.code as u16, self.message)
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        wire::to_bytes(&wire::envelope(
            "ERROR",
            self.code as u16,
            &self.text(),
            &self.data,
        ))
    }
}

impl Call<'_> {
    /// The id in the path.
    fn id<I: From<u32>>(&self, what: &str) -> Result<I, Refusal> {
        let id = self.parameter.parse::<u32>();
        id.map(I::from)
            .map_err(|_| Refusal::not_found(what, self.parameter))
    }

    /// The body as JSON.
    fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(self.body).map_err(|error| {
            Refusal::new(Code::InvalidBody, format!("The body is not JSON: {error}"))
        })
    }

    /// The body as a JSON object.
    fn object(&self) -> Result<Map<String, Value>, Refusal> {
        match self.json()? {
            Value::Object(members) => Ok(members),
            // What a PHP client makes of an object without members.
            Value::Array(items) if items.is_empty() => Ok(Map::new()),
            _ => Err(Refusal::new(
                Code::InvalidBody,
                "The body must be a JSON object",
            )),
        }
    }
}

/// The text of a required member.
fn required_text(members: &Map<String, Value>, name: &str) -> Result<String, Refusal> {
    let text = members
        .get(name)
        .and_then(wire::text)
        .filter(|text| !text.trim().is_empty());
    text.ok_or_else(|| Refusal::invalid(format!("{name} is required")))
}

/// The text of a member that may be missing.
fn optional_text(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name).and_then(wire::text)
}

/// The items of a batch, each with what came of it.
fn batch(message: &str, outcomes: Vec<Result<ContactOrNothing, Refusal>>) -> Outcome {
    let all = outcomes.len();
    let mut changed = Vec::new();
    let mut errors = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(contact) => changed.extend(contact),
            Err(refusal) => errors.push(json!({"message": refusal.text()})),
        }
    }
    if errors.is_empty() {
        let done = Answer::written(message, &json!([]));
        return Ok(Answer { changed, ..done });
    }
    let failed = errors.len();
    let data = json!({"errors": errors});
    if failed == all {
        return Err(Refusal::invalid("None of the items could be processed").with_data(data));
    }
    let done = Answer::written(&format!("{message}, but for {failed} of {all}"), &data);
    Ok(Answer { changed, ..done })
}

/// The contact that an item of a batch changed, if it was a contact.
type ContactOrNothing = Option<ContactId>;

/// The handler of an operation. There is one for each: the compiler sees to it.
pub(crate) fn handler(operation: Operation) -> Handler {
    match operation {
        Operation::PostContact => contact_writes::create,
        Operation::GetContacts => contacts::list,
        Operation::PutContacts => contact_writes::update_many,
        Operation::PostExternalGroupContact => contact_writes::create_with_external_groups,
        Operation::GetContact => contacts::get,
        Operation::PutContact => contact_writes::update,
        Operation::DeleteContact => contact_writes::delete,
        Operation::PostContactOptin => contact_writes::send_optin,
        Operation::PostField => fields::create,
        Operation::GetFields => fields::list,
        Operation::GetField => fields::get,
        Operation::PutField => fields::update,
        Operation::DeleteField => fields::delete,
        Operation::PostGroup => groups::create,
        Operation::GetGroups => groups::list,
        Operation::GetExternalGroups => groups::list_external,
        Operation::GetExternalGroup => groups::get_by_external_id,
        Operation::GetGroupExternal => groups::get_external,
        Operation::GetGroup => groups::get,
        Operation::PutGroup => groups::update,
        Operation::DeleteGroup => groups::delete,
        Operation::PostList => lists::create,
        Operation::GetLists => lists::list,
        Operation::GetList => lists::get,
        Operation::PutList => lists::update,
        Operation::DeleteList => lists::delete,
        Operation::GetListCampaigns => lists::campaigns,
        Operation::GetLogin => insight::login,
        Operation::PostNewsletter => newsletters::create,
        Operation::GetNewsletters => newsletters::list,
        Operation::GetNewsletter => newsletters::get,
        Operation::PutNewsletter => newsletters::update,
        Operation::DeleteNewsletter => newsletters::delete,
        Operation::PostOrders => orders::create,
        Operation::GetOrders => orders::search,
        Operation::PutOrders => orders::update_many,
        Operation::GetOrder => orders::get,
        Operation::PutOrder => orders::update,
        Operation::DeleteOrder => orders::delete,
        Operation::GetPing => insight::ping,
        Operation::GetNps => insight::nps,
        Operation::GetCampaigns => insight::campaigns,
        Operation::GetUnsubscribers => contacts::list_unsubscribers,
        Operation::GetUnsubscriber => contacts::get_unsubscriber,
        Operation::GetStatistics => insight::statistics,
        Operation::GetContactStatistics => insight::contact_statistics,
        Operation::GetCampaignStatistics => insight::campaign_statistics,
        Operation::PostTransactional => transactional::send,
    }
}
