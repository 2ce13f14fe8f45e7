//! What is known of a service, as data.

use crate::envelope::Envelope;
use crate::error::Meaning;
use crate::operation::Operation;
use crate::schema::Row;

/// A service: everything that the transport has to know about it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// The version of its description.
    pub version: &'static str,
    /// Where it is, unless the builder is told otherwise.
    pub base_url: &'static str,
    /// The user agent, unless the builder is told otherwise.
    pub user_agent: &'static str,
    /// Its operations.
    pub operations: &'static [Operation],
    /// The query parameter that carries the key, if one does.
    pub key_parameter: Option<&'static str>,
    /// The query parameter that says which method is meant, whatever the method that the request
    /// was sent with; if there is one.
    pub method_parameter: Option<&'static str>,
    /// How it reports a failure inside the body of an answer, if it does.
    pub envelope: Option<Envelope>,
    /// What is known of the codes that it reports.
    pub codes: &'static [KnownCode],
    /// The schemas of its responses, in tables of rows.
    pub schemas: &'static [&'static [Row<'static>]],
}

impl Service {
    /// A service that takes no key and reports failures by HTTP status alone.
    #[must_use]
    pub const fn new(
        name: &'static str,
        version: &'static str,
        base_url: &'static str,
        user_agent: &'static str,
        operations: &'static [Operation],
    ) -> Self {
        Self {
            name,
            version,
            base_url,
            user_agent,
            operations,
            key_parameter: None,
            method_parameter: None,
            envelope: None,
            codes: &[],
            schemas: &[],
        }
    }

    /// The same, with the key in the query parameter `name`.
    #[must_use]
    pub const fn with_key_parameter(mut self, name: &'static str) -> Self {
        self.key_parameter = Some(name);
        self
    }

    /// The same, where the query parameter `name` overrides the method.
    #[must_use]
    pub const fn with_method_parameter(mut self, name: &'static str) -> Self {
        self.method_parameter = Some(name);
        self
    }

    /// The same, with failures reported in the body as `envelope` says.
    #[must_use]
    pub const fn with_envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// The same, with the meaning of some of its codes.
    #[must_use]
    pub const fn with_codes(mut self, codes: &'static [KnownCode]) -> Self {
        self.codes = codes;
        self
    }

    /// Adds the schemas of its responses.
    #[must_use]
    pub const fn with_schemas(mut self, schemas: &'static [&'static [Row<'static>]]) -> Self {
        self.schemas = schemas;
        self
    }

    /// What `code` means, if that is known.
    pub(crate) fn meaning(&self, code: i64) -> Option<Meaning> {
        let known = self.codes.iter().find(|known| known.code == code)?;
        Some(known.meaning)
    }
}

/// A code that a service reports, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCode {
    /// The code.
    pub code: i64,
    /// What it means.
    pub meaning: Meaning,
}
