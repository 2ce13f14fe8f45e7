//! The base URL of the service.

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::error::{Error, Result};

/// A base URL that has been checked.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    text: String,
}

impl BaseUrl {
    /// Checks `text`. Errors do not quote it: a URL with credentials or a query holds secrets.
    pub(crate) fn parse(text: &str, plain_http: bool) -> Result<Self> {
        let refused = |why: &str| Err(Error::config(format!("the base URL {why}")));
        let Ok(url) = Url::parse(text) else {
            return refused("is not a URL");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refused("is neither https nor http");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("has credentials in it");
        }
        if url.query().is_some() {
            return refused("has a query");
        }
        if url.fragment().is_some() {
            return refused("has a fragment");
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        let base = Self { url, text };
        if base.url.scheme() == "http" && !plain_http && !base.is_loopback() {
            return refused("is plain http, where the key could be read on its way");
        }
        Ok(base)
    }

    /// The URL, without a slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the service is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether `url` is below this one: with the same scheme, host and port, and a path that a server
    /// cannot read as another by decoding it.
    pub(crate) fn covers(&self, url: &Url) -> bool {
        let is_same_origin = self.url.scheme() == url.scheme()
            && self.url.host() == url.host()
            && self.url.port_or_known_default() == url.port_or_known_default();
        let base = self.url.path().trim_end_matches('/');
        let below = url.path().strip_prefix(base);
        let below = below.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        is_same_origin && below.is_some_and(|rest| !leaves_its_path(rest))
    }
}

/// Whether a segment of the decoded `path` is `..`.
fn leaves_its_path(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    path.split(['/', '\\']).any(|segment| segment == "..")
}

/// Whether `url` is on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
