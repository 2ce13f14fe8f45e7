//! Mail that went out. Nothing is really sent: it lies here for tests to read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ids::ContactId;

/// A mail that went out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Mail {
    /// Asks a contact to confirm.
    Optin(OptinMail),
    /// A transactional mail.
    Transactional(Box<TransactionalMail>),
}

/// An optin mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OptinMail {
    /// The contact.
    pub contact: ContactId,
    /// The address of the contact at that time.
    pub to: String,
    /// The language of the mail: `NL`, `EN`, `DE` or `SE`.
    pub language: String,
}

/// A transactional mail, as it was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TransactionalMail {
    /// The recipient.
    pub to: String,
    /// The sender: an object with `email` and `name`.
    pub from: Value,
    /// Where answers go; null if not said.
    pub reply_to: Value,
    /// The subject, if there is one other than the template's.
    pub subject: Option<String>,
    /// The template: an object with `id` and `replaces`.
    pub template: Value,
    /// The attachments, one object each.
    pub attachments: Vec<Value>,
    /// The keyword.
    pub tag: String,
    /// Whether the mail goes out whatever the recipient chose.
    pub force_sending: bool,
}
