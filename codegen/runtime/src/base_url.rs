//! The base URL of the service.

use percent_encoding::percent_decode_str;
use url::{Host, Url};

use crate::error::{Error, ErrorKind, Result};

/// A base URL that has been checked.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    text: String,
    origin: Origin,
    /// Whether its user allows plain http to other machines.
    plain_http: bool,
}

/// Where a request goes. A proxy of the environment cannot reach the loopback address of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    ThisMachine,
    Network,
}

/// Who named a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Service,
    User,
}

impl Destination {
    pub(crate) fn of(url: &Url) -> Self {
        if is_loopback(url) {
            Self::ThisMachine
        } else {
            Self::Network
        }
    }
}

impl BaseUrl {
    /// Checks `text`. Errors quote its scheme and host only: credentials and a query are secrets.
    pub(crate) fn parse(text: &str, plain_http: bool) -> Result<Self> {
        let refused = |why: &str| Err(Error::config(format!("the base URL {why}")));
        let Ok(url) = Url::parse(text) else {
            return refused("is not a URL; expected https://, a host and a path");
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refused(&format!(
                "is neither https nor http; expected https://, a host and a path, found the scheme `{}`",
                url.scheme()
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("has credentials in it; remove them");
        }
        if url.query().is_some() {
            return refused("has a query; remove it");
        }
        if url.fragment().is_some() {
            return refused("has a fragment; remove it");
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        let base = Self {
            url,
            text,
            origin: Origin::User,
            plain_http,
        };
        if base.is_exposed(&base.url) {
            return refused(&format!(
                "is plain http, where the key could be read on its way to `{}`; use https, or \
                 `allow_plain_http` in a network that you trust",
                base.url.host_str().unwrap_or_default()
            ));
        }
        Ok(base)
    }

    /// The base URL of a client: the one that its user names, or else that of the service. Where the service has only a
    /// path, that is below the user's.
    pub(crate) fn choose(named: Option<&str>, service: &str, plain_http: bool) -> Result<Self> {
        let is_path = !service.contains("://");
        let (text, origin) = match named {
            Some(named) if is_path && !named.trim_end_matches('/').ends_with(service) => (
                format!("{}{service}", named.trim_end_matches('/')),
                Origin::User,
            ),
            Some(named) => (named.to_owned(), Origin::User),
            None if is_path => {
                let detail = "the description of the API names no host: set the base URL";
                return Err(Error::config(detail));
            }
            None => (service.to_owned(), Origin::Service),
        };
        Ok(Self {
            origin,
            ..Self::parse(&text, plain_http)?
        })
    }

    /// The base URL of an operation with a server of its own.
    pub(crate) fn server(&self, server: &str) -> String {
        if server.contains("://") {
            return match self.origin {
                Origin::Service => server.trim_end_matches('/').to_owned(),
                Origin::User => self.text.clone(),
            };
        }
        let host = self.url.origin().ascii_serialization();
        format!("{host}/{}", server.trim_matches('/'))
    }

    /// Refuses a request for `url` that may not be sent: it must be for this service, or for the server of the
    /// operation, and as safe as the base URL.
    pub(crate) fn check(&self, url: &Url, server: Option<&str>) -> Result<()> {
        let refused = |detail: &str| Err(Error::new(ErrorKind::Request, detail).not_sent());
        let is_server = |server: &str| {
            let server = Url::parse(&self.server(server));
            server.is_ok_and(|server| is_below(&server, url))
        };
        if !is_below(&self.url, url) && !server.is_some_and(is_server) {
            return refused("the request is for a URL that is not below the base URL");
        }
        if self.is_exposed(url) {
            return refused(
                "the server of the operation is plain http, where the key could be read on its way; \
                 `allow_plain_http` in a network that you trust",
            );
        }
        Ok(())
    }

    /// Whether others can read what is sent to `url`, and the user did not allow that.
    fn is_exposed(&self, url: &Url) -> bool {
        url.scheme() == "http" && !self.plain_http && !is_loopback(url)
    }

    /// Whether https can be needed: for the base URL, or for the server of an operation, where the user named none.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) fn can_be_https(&self) -> bool {
        self.is_https() || self.origin == Origin::Service
    }

    /// Whether nothing is ever sent without TLS.
    pub(crate) fn is_https_only(&self) -> bool {
        self.is_https() && (self.origin == Origin::User || !self.plain_http)
    }

    /// The URL, without a slash at the end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn destination(&self) -> Destination {
        Destination::of(&self.url)
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }
}

/// Whether `url` is below `base`: with the same scheme, host and port, and a path that a server
/// cannot read as another by decoding it.
fn is_below(base: &Url, url: &Url) -> bool {
    let path = base.path().trim_end_matches('/');
    let below = url.path().strip_prefix(path);
    let below = below.filter(|rest| rest.is_empty() || rest.starts_with('/'));
    same_origin(base, url) && below.is_some_and(|rest| !leaves_its_path(rest))
}

/// Whether a segment of the decoded `path` is `..`.
fn leaves_its_path(path: &str) -> bool {
    let path = percent_decode_str(path).decode_utf8_lossy();
    path.split(['/', '\\']).any(|segment| segment == "..")
}

fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host() == other.host()
        && one.port_or_known_default() == other.port_or_known_default()
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
