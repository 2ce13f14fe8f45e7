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
    /// The path below the base URL, with `{name}` for what is filled in.
    pub path: &'static str,
    /// The resource that it belongs to.
    pub resource: &'static str,
    /// The name of the method in that resource.
    pub name: &'static str,
    /// Where the operation is known from.
    pub evidence: Evidence,
    /// How many items a full page has, where the answer comes in pages.
    pub page_size: Option<u32>,
    /// Whether a request whose fate is unknown may be sent again.
    pub retry: Retry,
}

impl Operation {
    /// An operation that is documented, does not come in pages and is not safe to repeat.
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
            retry: Retry::Never,
        }
    }

    /// The same, known from elsewhere.
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

    /// The same, repeated as `retry` says.
    #[must_use]
    pub const fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }
}

/// Whether a request whose fate is unknown may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Retry {
    /// It may: what is done twice is as if it were done once.
    Safe,
    /// It must not: the server could do it twice.
    #[default]
    Never,
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
    /// The method as it is sent: `GET`.
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

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
            Method::Patch => Self::PATCH,
            Method::Head => Self::HEAD,
            Method::Options => Self::OPTIONS,
            Method::Trace => Self::TRACE,
        }
    }
}

/// Where a fact about the API is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// The API's documentation says so.
    Documented,
    /// A client of the vendor does so.
    VendorClient,
    /// It follows from the rest; nothing says so.
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
