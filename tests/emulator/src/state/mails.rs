//! Mail of the account. The emulator does not send it; tests read it from the outbox.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ids::ContactId;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Mail {
    /// Asks a contact to confirm its subscription.
    Optin(OptinMail),
    Transactional(Box<TransactionalMail>),
}

impl Mail {
    /// `optin` or `transactional`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Optin(_) => "optin",
            Self::Transactional(_) => "transactional",
        }
    }

    /// The e-mail address of the recipient.
    #[must_use]
    pub fn to(&self) -> &str {
        match self {
            Self::Optin(mail) => &mail.to,
            Self::Transactional(mail) => &mail.to,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptinMail {
    pub contact: ContactId,
    /// The e-mail address of the contact when the mail was sent.
    pub to: String,
    /// `NL`, `EN`, `DE` or `SE`.
    pub language: String,
}

/// A transactional mail, with the values of the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransactionalMail {
    /// The e-mail address of the recipient.
    pub to: String,
    /// The sender: an object with `email` and `name`.
    pub from: Value,
    /// An object with `email` and `name`, or null.
    pub reply_to: Value,
    /// `None` to use the template's subject.
    pub subject: Option<String>,
    /// The template: an object with `id` and `replaces`.
    pub template: Value,
    /// An object for each attachment.
    pub attachments: Vec<Value>,
    pub tag: String,
    /// Whether the mail is sent even if the recipient has unsubscribed.
    pub force_sending: bool,
}
