//! The operations of a service, as data.

use std::fmt;

/// One operation of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Its id, unique within the service.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with `{name}` for path parameters.
    pub path: &'static str,
    /// Its resource.
    pub resource: &'static str,
    /// The name of the method in that resource.
    pub name: &'static str,
    /// The source of the operation.
    pub evidence: Evidence,
    /// The items of a full page, if the operation is paged.
    pub page_size: Option<u32>,
    /// Whether a request with an unknown outcome may be sent again.
    pub idempotency: Idempotency,
    /// The member of the response that holds the value; `None` if the response is the value.
    pub(crate) member: Option<&'static str>,
    /// What a successful response contains.
    pub(crate) content: Content,
    /// What a redirect is, which is never followed.
    pub(crate) redirect: Redirect,
    /// Its own base URL, if it has one.
    pub(crate) server: Option<&'static str>,
    pub(crate) security: Security,
}

/// The credentials that an operation needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Security {
    /// Those of the service.
    Service,
    /// One of these alternatives, each by the names of schemes.
    Alternatives(&'static [&'static [&'static str]]),
    /// Not described: those of the service, or all of the client if each operation has its own.
    Unknown,
}

/// What a successful response contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Json,
    /// No body. One that comes all the same is not read.
    Nothing,
    /// Text or bytes.
    Other,
}

/// What a redirect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirect {
    Failure,
    /// The one success that is documented.
    Success,
}

impl Operation {
    /// A documented operation that is neither paged nor idempotent.
    #[must_use]
    pub const fn new(
        id: &'static str,
        method: Method,
        path: &'static str,
        resource: &'static str,
        name: &'static str,
    ) -> Self {
        Self {
            id,
            method,
            path,
            resource,
            name,
            evidence: Evidence::Documented,
            page_size: None,
            idempotency: Idempotency::NotIdempotent,
            member: None,
            content: Content::Json,
            redirect: Redirect::Failure,
            server: None,
            security: Security::Service,
        }
    }

    /// The same, with another source.
    #[must_use]
    pub const fn with_evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = evidence;
        self
    }

    /// The same, in pages of `items`.
    #[must_use]
    pub const fn with_page_size(mut self, items: u32) -> Self {
        self.page_size = Some(items);
        self
    }

    /// The same, idempotent or not.
    #[must_use]
    pub const fn with_idempotency(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// The same, with a response that has no body. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn without_content(mut self) -> Self {
        self.content = Content::Nothing;
        self
    }

    /// The same, with a redirect as its success, which has no body. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_redirect(mut self) -> Self {
        self.redirect = Redirect::Success;
        self
    }

    /// The same, with a response that is not JSON. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_other_content(mut self) -> Self {
        self.content = Content::Other;
        self
    }

    /// The same, with a base URL of its own. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// The same, with these alternatives of credentials. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = Security::Alternatives(alternatives);
        self
    }

    /// The same, where it is not known which credentials it needs.
    pub(crate) const fn with_unknown_security(mut self) -> Self {
        self.security = Security::Unknown;
        self
    }

    /// The same, with the value in the member `name` of the response. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_member(mut self, name: &'static str) -> Self {
        self.member = Some(name);
        self
    }
}

/// Whether a request with an unknown outcome may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Idempotency {
    /// It may: sending it twice has the same effect as once.
    Idempotent,
    /// It must not: the server could act twice.
    #[default]
    NotIdempotent,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// DELETE
    Delete,
    /// PATCH
    Patch,
    /// HEAD
    Head,
    /// OPTIONS
    Options,
    /// TRACE
    Trace,
}

impl Method {
    /// The name of the method: `GET`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Method {
    /// Not a `From` impl, which would make `reqwest` part of the public API.
    pub(crate) fn to_reqwest(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Put => reqwest::Method::PUT,
            Self::Delete => reqwest::Method::DELETE,
            Self::Patch => reqwest::Method::PATCH,
            Self::Head => reqwest::Method::HEAD,
            Self::Options => reqwest::Method::OPTIONS,
            Self::Trace => reqwest::Method::TRACE,
        }
    }
}

/// The source of a fact about the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The API's documentation.
    Documented,
    /// A client of the vendor.
    VendorClient,
    /// A guess that follows from the rest.
    Inferred,
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Documented => "documented",
            Self::VendorClient => "vendor client",
            Self::Inferred => "inferred",
        })
    }
}
