//! Builds the HTTP clients.

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy};
use url::Url;

use crate::base_url::{BaseUrl, Destination, is_loopback};
use crate::error::{Error, Result};
use crate::transport::ConnectLayer;

/// The media type of all responses.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The settings of an HTTP client, which have been checked.
pub(super) struct HttpSettings {
    pub(super) user_agent: HeaderValue,
    pub(super) connect_timeout: Duration,
    pub(super) https_only: bool,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) can_be_https: bool,
    pub(super) route: Route,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) root_certificates: Vec<reqwest::Certificate>,
}

/// The way to the server.
pub(super) enum Route {
    /// By the proxy of the environment, if there is one, but to this machine directly.
    Environment,
    Proxy(Box<Proxy>),
}

impl HttpSettings {
    pub(super) fn client(&self, destination: Destination, layer: ConnectLayer) -> Result<Client> {
        let http = Client::builder()
            .user_agent(self.user_agent.clone())
            .default_headers(HeaderMap::from_iter([(ACCEPT, JSON)]))
            .connect_timeout(self.connect_timeout)
            .connector_layer(layer)
            // The key is in the URL. A redirect or a `Referer` header would send it to others.
            .redirect(Policy::none())
            .referer(false)
            // `Transport` retries, with a throttle.
            .retry(reqwest::retry::never())
            .https_only(self.https_only);
        let http = match (&self.route, destination) {
            (Route::Environment, Destination::Network) => http,
            (Route::Environment, Destination::ThisMachine) => http.no_proxy(),
            (Route::Proxy(proxy), _) => http.proxy(Proxy::clone(proxy)),
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let http = match (
            self.can_need_tls(destination),
            self.root_certificates.as_slice(),
        ) {
            // Without TLS the certificates of the system, which take milliseconds to load, are not needed.
            (false, _) => http.tls_certs_only([]),
            // An empty list would change how the certificates of the system are loaded.
            (true, []) => http,
            (true, added) => http.tls_certs_merge(added.iter().cloned()),
        };
        http.build().map_err(|error| {
            Error::config("the HTTP client could not be built").with_source(error.without_url())
        })
    }

    /// Whether the server or a proxy can be https.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn can_need_tls(&self, destination: Destination) -> bool {
        let is_direct = matches!(self.route, Route::Environment);
        self.can_be_https || !(is_direct && destination == Destination::ThisMachine)
    }
}

impl Route {
    /// Errors do not quote the URL of the proxy, which may contain a password.
    pub(super) fn new(proxy: Option<&str>, base_url: &BaseUrl, plain_http: bool) -> Result<Self> {
        let Some(proxy) = proxy else {
            return Ok(Self::Environment);
        };
        let refused = || Error::config("the proxy is not a URL with the scheme http or https");
        let address = Url::parse(proxy).map_err(|_| refused())?;
        if !matches!(address.scheme(), "http" | "https") {
            return Err(refused());
        }
        if address.scheme() == "https" {
            require_tls("the proxy")?;
        }
        if !base_url.is_https() && !plain_http && !is_loopback(&address) {
            let detail = "the API key would be sent to the proxy over plain http";
            return Err(Error::config(detail));
        }
        let proxy = Proxy::all(address).map_err(|_| refused())?;
        Ok(Self::Proxy(Box::new(proxy)))
    }
}

/// Refuses https if this crate is built without TLS.
pub(super) fn require_tls(what: &str) -> Result<()> {
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        return Ok(());
    }
    Err(Error::config(format!(
        "{what} is https, which needs the feature `rustls` or `native-tls`"
    )))
}
