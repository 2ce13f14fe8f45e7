//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;

use crate::base_url::BaseUrl;
use crate::error::{Error, Result};
use crate::key::ApiKey;
use crate::service::Service;
use crate::transport::Transport;

const TIMEOUT: Duration = Duration::from_secs(30);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a client, `C`.
///
/// Whatever is wrong with what it is given is said by [`build`](Builder::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    service: &'static Service,
    key: Result<ApiKey>,
    base_url: Option<String>,
    timeout: Duration,
    connect_timeout: Duration,
    user_agent: Option<String>,
    plain_http: bool,
    client: PhantomData<fn() -> C>,
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
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            user_agent: None,
            plain_http: false,
            client: PhantomData,
        }
    }

    /// Where the service is, if not in its usual place: a scheme, a host, and a path if need be.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(url.as_ref().to_owned());
        self
    }

    /// How long one attempt may take, from the connection to the last byte of the answer: 30
    /// seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to be made: 10 seconds unless set. It counts towards
    /// [`timeout`](Builder::timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
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

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the key is not a key, the base URL is
    /// not a http(s) URL of a host and a path alone, it is plain http without leave, or the user
    /// agent cannot be sent.
    pub fn build(self) -> Result<C>
    where
        C: From<Transport>,
    {
        let base_url = self.base_url.as_deref().unwrap_or(self.service.base_url);
        let base_url = BaseUrl::parse(base_url, self.plain_http)?;
        let http = self.http(&base_url)?;
        let transport = Transport::new(self.service, self.key?, base_url, http);
        Ok(C::from(transport))
    }

    fn http(&self, base_url: &BaseUrl) -> Result<reqwest::Client> {
        let user_agent = self
            .user_agent
            .as_deref()
            .unwrap_or(self.service.user_agent);
        let user_agent = HeaderValue::from_str(user_agent)
            .map_err(|error| Error::config("the user agent cannot be sent").with_source(error))?;
        let mut http = reqwest::Client::builder()
            .user_agent(user_agent)
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout)
            // The key is in the URL: it must not be sent on to where a redirect points, nor be
            // told to anyone as the page that one came from.
            .redirect(Policy::none())
            .referer(false)
            .https_only(base_url.is_https());
        if base_url.is_loopback() {
            // What is on this machine is not to be asked of another one.
            http = http.no_proxy();
        }
        http.build().map_err(|error| {
            Error::config("the HTTP client could not be built").with_source(error.without_url())
        })
    }
}

/// Shows neither the key nor the base URL, which may be wrong in a way that holds a secret.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.service.name)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("plain_http", &self.plain_http)
            .finish_non_exhaustive()
    }
}
