//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Proxy};
use url::Url;

use crate::base_url::{BaseUrl, is_loopback};
use crate::drift::{Drift, Mode, Watch};
use crate::error::{Error, Result};
use crate::key::ApiKey;
use crate::service::Service;
use crate::transport::{Limiter, Settings, Transport};

/// What all answers are to be.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a client, `C`.
///
/// Whatever is wrong with what it is given is said by [`build`](Builder::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    service: &'static Service,
    key: Result<ApiKey>,
    base_url: Option<String>,
    settings: Settings,
    connect_timeout: Duration,
    max_in_flight: Option<usize>,
    rate_limit: Option<(usize, Duration)>,
    method_override: MethodOverride,
    user_agent: Option<String>,
    proxy: Option<String>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    root_certificates: Vec<Vec<u8>>,
    plain_http: bool,
    watch: Watch,
    client: PhantomData<fn() -> C>,
}

/// Which methods are sent as what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MethodOverride {
    /// All of them.
    #[default]
    Off,
    /// GET and POST. The others go out as POST, with the method that is meant in the query: for
    /// networks that let nothing else pass.
    Post,
}

impl<C> Builder<C> {
    /// A client for `service`, with the key of an account.
    pub fn new<K>(service: &'static Service, key: K) -> Self
    where
        K: TryInto<ApiKey, Error: Into<Error>>,
    {
        Self {
            service,
            key: key.try_into().map_err(Into::into),
            base_url: None,
            settings: Settings::default(),
            connect_timeout: CONNECT_TIMEOUT,
            max_in_flight: None,
            rate_limit: None,
            method_override: MethodOverride::Off,
            user_agent: None,
            proxy: None,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            root_certificates: Vec::new(),
            plain_http: false,
            watch: Watch::default(),
            client: PhantomData,
        }
    }

    /// Where the service is, if not in its usual place: a scheme, a host, and a path if need be.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(url.as_ref().to_owned());
        self
    }

    /// How long one attempt may take, from the connection to the last byte of the answer: 30
    /// seconds unless set. A call consists of several attempts if it is repeated.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long a whole call may take, with all attempts and the waits before and between them:
    /// 90 seconds unless set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// How long a connection may take to be made: 10 seconds unless set. It counts towards
    /// [`timeout`](Builder::timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many times a call may be sent again after the first, where that is safe: 2 unless set.
    /// [`Transport`] says when it is.
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retries = retries;
        self
    }

    /// The largest body of an answer that is read, in bytes: 32 MiB unless set. A larger one is an
    /// error.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// How many requests of this client and its clones there may be at once: any number unless
    /// set. Others wait for their turn, in order and for as long as their deadline lets them.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// How many requests this client and its clones may send in any span of the length `per`: any
    /// number unless set. Others wait for their turn, for as long as their deadline lets them.
    pub fn rate_limit(mut self, requests: usize, per: Duration) -> Self {
        self.rate_limit = Some((requests, per));
        self
    }

    /// Which methods are sent as what they are: all of them unless set.
    pub fn method_override(mut self, method_override: MethodOverride) -> Self {
        self.method_override = method_override;
        self
    }

    /// A proxy for all requests, in place of the one that the environment names: a URL, with
    /// credentials if need be. It sees no more of a https request than the host.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Trusts one more root certificate, in PEM, beside those that the system trusts.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// What the client calls itself, in place of its own name and version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Lets the key travel over plain http, where anyone on the way can read it. An address on
    /// this machine needs no such leave.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Calls `hook` for each place where an answer is not what the API's description says: fields
    /// and values that it does not know, missing fields, other types, and items that cannot be read
    /// and were left out. It runs within the call, so it should be quick. Without a hook answers
    /// are not looked at for this.
    ///
    /// ```
    /// # use hellodialog_runtime::{Builder, Transport};
    /// # fn example(builder: Builder<Transport>) -> Builder<Transport> {
    /// builder.on_drift(|drift| eprintln!("{drift}"))
    /// # }
    /// ```
    pub fn on_drift(mut self, hook: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.watch.hook = Some(Arc::new(hook));
        self
    }

    /// Makes an error of each answer that is not what the API's description says, for a test or a
    /// program that would rather stop. A write that is answered like that has taken effect all the
    /// same.
    pub fn strict(mut self) -> Self {
        self.watch.mode = Mode::Strict;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the key is not a key, the base URL is
    /// not a http(s) URL of a host and a path alone, it is plain http without leave, a limit is
    /// zero, the service knows no other way to say a method, the proxy is not a URL, a certificate
    /// cannot be read, or the user agent cannot be sent.
    pub fn build(mut self) -> Result<C>
    where
        C: From<Transport>,
    {
        let base_url = self.base_url.as_deref().unwrap_or(self.service.base_url);
        let base_url = BaseUrl::parse(base_url, self.plain_http)?;
        self.settings.method_parameter = self.method_parameter()?;
        let limiter = self.limiter()?;
        let http = self.http(&base_url)?;
        let (service, settings) = (self.service, self.settings);
        let (key, watch) = (self.key?, self.watch);
        let transport = Transport::new(service, key, base_url, http, settings, limiter, watch);
        Ok(C::from(transport))
    }

    fn method_parameter(&self) -> Result<Option<&'static str>> {
        match (self.method_override, self.service.method_parameter) {
            (MethodOverride::Off, _) => Ok(None),
            (MethodOverride::Post, Some(parameter)) => Ok(Some(parameter)),
            (MethodOverride::Post, None) => Err(Error::config(
                "the service takes a method in no other way than as it is",
            )),
        }
    }

    fn limiter(&self) -> Result<Limiter> {
        let per_span = self.rate_limit.map(|(requests, _)| requests);
        if self.max_in_flight == Some(0) || per_span == Some(0) {
            return Err(Error::config("a limit of no requests lets none be sent"));
        }
        Ok(Limiter::new(self.max_in_flight, self.rate_limit))
    }

    fn http(&self, base_url: &BaseUrl) -> Result<reqwest::Client> {
        let user_agent = self
            .user_agent
            .as_deref()
            .unwrap_or(self.service.user_agent);
        let user_agent = HeaderValue::from_str(user_agent)
            .map_err(|error| Error::config("the user agent cannot be sent").with_source(error))?;
        let http = reqwest::Client::builder()
            .user_agent(user_agent)
            .default_headers(HeaderMap::from_iter([(ACCEPT, JSON)]))
            .connect_timeout(self.connect_timeout)
            // The key is in the URL: it must not be sent on to where a redirect points, nor be
            // told to anyone as the page that one came from.
            .redirect(Policy::none())
            .referer(false)
            // What is repeated is decided in one place, with a budget.
            .retry(reqwest::retry::never())
            .https_only(base_url.is_https());
        let http = self.trusting(self.proxied(http, base_url)?)?;
        http.build().map_err(|error| {
            Error::config("the HTTP client could not be built").with_source(error.without_url())
        })
    }

    fn proxied(&self, http: ClientBuilder, base_url: &BaseUrl) -> Result<ClientBuilder> {
        let Some(url) = &self.proxy else {
            // What is on this machine is not to be asked of another one.
            let direct = base_url.is_loopback();
            return Ok(if direct { http.no_proxy() } else { http });
        };
        // Neither the URL nor the error is shown, as it may have a password in it.
        let refused = |_| Error::config("the proxy is not a URL");
        let address = Url::parse(url).map_err(|_| Error::config("the proxy is not a URL"))?;
        if !base_url.is_https() && !self.plain_http && !is_loopback(&address) {
            let detail = "the proxy would be told the key over plain http";
            return Err(Error::config(detail));
        }
        Ok(http.proxy(Proxy::all(address).map_err(refused)?))
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn trusting(&self, http: ClientBuilder) -> Result<ClientBuilder> {
        let unreadable = |error: reqwest::Error| {
            Error::config("a root certificate cannot be read").with_source(error)
        };
        let mut trusted = Vec::new();
        for pem in &self.root_certificates {
            let found = reqwest::Certificate::from_pem_bundle(pem).map_err(unreadable)?;
            if found.is_empty() {
                return Err(Error::config("a root certificate has no PEM block in it"));
            }
            trusted.extend(found);
        }
        // Asking for none would build the list of what the system trusts in another way.
        Ok(if trusted.is_empty() {
            http
        } else {
            http.tls_certs_merge(trusted)
        })
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "there is no TLS to set up"
    )]
    fn trusting(&self, http: ClientBuilder) -> Result<ClientBuilder> {
        Ok(http)
    }
}

/// Shows neither the key nor the base URL, which may be wrong in a way that holds a secret.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.service.name)
            .field("settings", &self.settings)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_in_flight", &self.max_in_flight)
            .field("rate_limit", &self.rate_limit)
            .field("method_override", &self.method_override)
            .field("plain_http", &self.plain_http)
            .field("watch", &self.watch)
            .finish_non_exhaustive()
    }
}
