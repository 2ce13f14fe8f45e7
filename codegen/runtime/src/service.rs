//! A service as data.

use crate::envelope::Envelope;
use crate::error::KnownCode;
use crate::operation::Operation;
use crate::schema::Row;

/// What the transport needs to know of a service.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Service {
    /// The name, for errors and docs.
    pub name: &'static str,
    /// The version of the API description.
    pub version: &'static str,
    /// The default base URL.
    pub base_url: &'static str,
    /// The default user agent.
    pub user_agent: &'static str,
    /// All operations.
    pub operations: &'static [Operation],
    /// The credentials that calls can need, by the names of their schemes. The key of the client is the first.
    pub credentials: &'static [(&'static str, Credential)],
    /// The alternatives of credentials that a call needs, each by the names of schemes.
    pub security: &'static [&'static [&'static str]],
    /// The query parameter that overrides the HTTP method, if there is one.
    pub method_parameter: Option<&'static str>,
    /// How failures are reported in the body of a response, if they are.
    pub envelope: Option<Envelope>,
    /// The codes that are described.
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
            credentials: &[],
            security: &[],
            method_parameter: None,
            envelope: None,
            codes: &[],
            schemas: &[],
        }
    }

    /// The same, with these credentials.
    #[must_use]
    pub const fn with_credentials(
        mut self,
        credentials: &'static [(&'static str, Credential)],
    ) -> Self {
        self.credentials = credentials;
        self
    }

    /// The same, where a call needs one of these alternatives of credentials.
    #[must_use]
    pub const fn with_security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = alternatives;
        self
    }

    /// The same, where the query parameter `name` overrides the method.
    #[must_use]
    pub const fn with_method_parameter(mut self, name: &'static str) -> Self {
        self.method_parameter = Some(name);
        self
    }

    /// The same, with failures reported in the body in this form.
    #[must_use]
    pub const fn with_envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// The same, with what is known of codes.
    #[must_use]
    pub const fn with_codes(mut self, codes: &'static [KnownCode]) -> Self {
        self.codes = codes;
        self
    }

    /// The same, with the schemas of its responses.
    #[must_use]
    pub const fn with_schemas(mut self, schemas: &'static [&'static [Row<'static>]]) -> Self {
        self.schemas = schemas;
        self
    }

    /// What is known of `code`.
    pub(crate) fn known(&self, code: i64) -> Option<&'static KnownCode> {
        self.codes.iter().find(|known| known.code == code)
    }
}

/// Where a credential goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A query parameter of this name.
    Query(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
    /// `Authorization: Bearer`, with a token.
    Bearer,
    /// `Authorization: Basic`, from `user:password`.
    Basic,
}
