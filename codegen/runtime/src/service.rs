//! What is known of a service, as data.

use crate::envelope::Envelope;
use crate::operation::Operation;

/// A service: everything that the transport has to know about it.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// The version of its description.
    pub version: &'static str,
    /// Where it is, unless the builder is told otherwise.
    pub base_url: &'static str,
    /// The query parameter that carries the key, if one does.
    pub key_parameter: Option<&'static str>,
    /// How it reports a failure inside the body of an answer, if it does.
    pub envelope: Option<Envelope>,
    /// The user agent, unless the builder is told otherwise.
    pub user_agent: &'static str,
    /// Its operations.
    pub operations: &'static [Operation],
}
