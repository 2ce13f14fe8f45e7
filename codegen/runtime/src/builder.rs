//! Configures and builds a client.

mod http;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use self::http::{HttpSettings, Route, require_tls};
use crate::base_url::BaseUrl;
use crate::credentials::Credentials;
use crate::drift::{Drift, DriftReporter, Mode};
use crate::error::{Error, Result};
use crate::key::ApiKey;
use crate::service::Service;
use crate::transport::{Connections, Limiter, Settings, Transport};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Builds a client `C`.
///
/// ```
/// # use std::time::Duration;
/// # use hellodialog_runtime::{Builder, Result, Transport};
/// # fn example(builder: Builder<Transport>) -> Result<Transport> {
/// let client = builder
///     .timeout(Duration::from_secs(10))
///     .retries(3)
///     .rate_limit(5, Duration::from_secs(1))
///     .build()?;
/// # Ok(client)
/// # }
/// ```
///
/// [`build`](Builder::build) checks all settings.
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    service: &'static Service,
    credentials: Result<Credentials>,
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
    drift_reporter: DriftReporter,
    client: PhantomData<fn() -> C>,
}

/// Which HTTP methods are sent unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum MethodOverride {
    /// All methods.
    #[default]
    Off,
    /// GET and POST. The others are sent as POST, with the method in the query. Use it in networks
    /// that block other methods.
    Post,
}

impl<C> Builder<C> {
    /// A builder for a client of `service`, with the API key of an account.
    pub fn new<K>(service: &'static Service, key: K) -> Self
    where
        K: TryInto<ApiKey, Error: Into<Error>>,
    {
        let builder = Self::without_key(service);
        let first = service.credentials.first().map_or("", |(name, _)| *name);
        builder.credential(first, key)
    }

    /// A builder for a client of `service` without credentials.
    pub fn without_key(service: &'static Service) -> Self {
        Self {
            service,
            credentials: Ok(Credentials::default()),
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
            drift_reporter: DriftReporter::default(),
            client: PhantomData,
        }
    }

    /// The credential of a security scheme of the service, by the name of the scheme.
    pub fn credential<K>(mut self, scheme: &str, key: K) -> Self
    where
        K: TryInto<ApiKey, Error: Into<Error>>,
    {
        let service = self.service;
        self.credentials = self.credentials.and_then(|mut credentials| {
            let key = key.try_into().map_err(Into::into)?;
            credentials.set(service, scheme, key)?;
            Ok(credentials)
        });
        self
    }

    /// The base URL: a scheme, a host and an optional path [default: the production server].
    /// Give that of a test server here.
    ///
    /// ```
    /// # use hellodialog_runtime::{Builder, Transport};
    /// # fn example(builder: Builder<Transport>) -> Builder<Transport> {
    /// builder.base_url("http://127.0.0.1:8080/api")
    /// # }
    /// ```
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base_url = Some(url.as_ref().to_owned());
        self
    }

    /// The timeout of one attempt, from connecting to the last byte of the response [default: 30
    /// seconds]. A retry is another attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// The deadline of a whole call, including all attempts and the waits before and between them
    /// [default: 90 seconds].
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = deadline;
        self
    }

    /// The timeout for connecting, which is part of [`timeout`](Builder::timeout) [default: 10
    /// seconds].
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// The number of retries of a call, if a retry is safe [default: 2]. See [`Transport`].
    pub fn retries(mut self, retries: u32) -> Self {
        self.settings.retries = retries;
        self
    }

    /// The largest response body in bytes [default: 32 MiB]. A larger response is an error.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_body_bytes = bytes;
        self
    }

    /// The most requests in flight, for this client and its clones together [default: no limit].
    /// Further requests wait in order, until their deadline.
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.max_in_flight = Some(requests);
        self
    }

    /// The most requests in any `per` (a sliding window), for this client and its clones together
    /// [default: no limit]. Further requests wait, until their deadline.
    ///
    /// ```
    /// # use hellodialog_runtime::{Builder, Transport};
    /// # fn example(builder: Builder<Transport>) -> Builder<Transport> {
    /// builder.rate_limit(10, std::time::Duration::from_secs(1))
    /// # }
    /// ```
    pub fn rate_limit(mut self, requests: usize, per: Duration) -> Self {
        self.rate_limit = Some((requests, per));
        self
    }

    /// Which HTTP methods are sent unchanged [default: all].
    pub fn method_override(mut self, method_override: MethodOverride) -> Self {
        self.method_override = method_override;
        self
    }

    /// The http or https URL of a proxy for all requests, with optional credentials [default: the proxy of the
    /// environment, but none for a loopback address]. The proxy sees only the host of an https request.
    ///
    /// ```
    /// # use hellodialog_runtime::{Builder, Transport};
    /// # fn example(builder: Builder<Transport>) -> Builder<Transport> {
    /// builder.proxy("http://user:password@proxy.example:3128")
    /// # }
    /// ```
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Adds a root certificate in PEM to those that the system trusts.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// The user agent [default: the name and version of the client].
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Allows http instead of https, so that the API key is sent unencrypted. A loopback address is
    /// allowed by default.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Calls `hook` for each difference between a response and the API description: unknown fields,
    /// unknown enum values, missing fields, other types, and items that were skipped because they
    /// failed to decode. The hook runs within the call, so it should be fast. Without a hook,
    /// responses are not validated.
    ///
    /// ```
    /// # use hellodialog_runtime::{Builder, Transport};
    /// # fn example(builder: Builder<Transport>) -> Builder<Transport> {
    /// builder.on_drift(|drift| eprintln!("{drift}"))
    /// # }
    /// ```
    pub fn on_drift(mut self, hook: impl Fn(&Drift) + Send + Sync + 'static) -> Self {
        self.drift_reporter.hook = Some(Arc::new(hook));
        self
    }

    /// Strict mode: a response that differs from the API description is an error. This is for tests
    /// and for programs that must not continue. If the response is that of a write, the write has
    /// taken effect.
    pub fn strict(mut self) -> Self {
        self.drift_reporter.mode = Mode::Strict;
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the key is invalid, the base URL is not an
    /// http or https URL with only a host and a path, the base URL is http without
    /// [`allow_plain_http`](Builder::allow_plain_http), it is https and this crate has no TLS
    /// feature, a limit is zero, the service has no parameter
    /// for [`MethodOverride::Post`], the proxy is not an http or https URL, a certificate cannot be parsed, or the
    /// user agent is not a valid header.
    pub fn build(mut self) -> Result<C>
    where
        C: From<Transport>,
    {
        let named = self.base_url.as_deref();
        let base_url = BaseUrl::choose(named, self.service.base_url, self.plain_http)?;
        if base_url.is_https() {
            require_tls("the base URL")?;
        }
        self.settings.method_parameter = self.method_parameter()?;
        let limiter = self.limiter()?;
        let http = self.http(&base_url)?;
        let build = move |destination, layer| http.client(destination, layer);
        let connections = Connections::new(base_url.destination(), build)?;
        let (service, settings) = (self.service, self.settings);
        let credentials = self.credentials?;
        let drift_reporter = self.drift_reporter.with_tables(service.schemas);
        let transport = Transport::new(
            service,
            credentials,
            base_url,
            connections,
            settings,
            limiter,
            drift_reporter,
        );
        Ok(C::from(transport))
    }

    fn method_parameter(&self) -> Result<Option<&'static str>> {
        match (self.method_override, self.service.method_parameter) {
            (MethodOverride::Off, _) => Ok(None),
            (MethodOverride::Post, Some(parameter)) => Ok(Some(parameter)),
            (MethodOverride::Post, None) => Err(Error::config(
                "the service has no parameter that overrides the method",
            )),
        }
    }

    fn limiter(&self) -> Result<Limiter> {
        let per_span = self.rate_limit.map(|(requests, _)| requests);
        if self.max_in_flight == Some(0) || per_span == Some(0) {
            return Err(Error::config(
                "a limit of zero requests would block every call",
            ));
        }
        Ok(Limiter::new(self.max_in_flight, self.rate_limit))
    }

    fn http(&self, base_url: &BaseUrl) -> Result<HttpSettings> {
        let user_agent = self
            .user_agent
            .as_deref()
            .unwrap_or(self.service.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|error| {
            Error::config("the user agent is not a valid header").with_source(error)
        })?;
        Ok(HttpSettings {
            user_agent,
            connect_timeout: self.connect_timeout,
            https_only: base_url.is_https_only(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            can_be_https: base_url.can_be_https(),
            route: Route::new(self.proxy.as_deref(), base_url, self.plain_http)?,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            root_certificates: self.root_certificates()?,
        })
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn root_certificates(&self) -> Result<Vec<reqwest::Certificate>> {
        let unreadable = |error: reqwest::Error| {
            Error::config("a root certificate cannot be parsed").with_source(error)
        };
        let mut trusted = Vec::new();
        for pem in &self.root_certificates {
            let found = reqwest::Certificate::from_pem_bundle(pem).map_err(unreadable)?;
            if found.is_empty() {
                return Err(Error::config("a root certificate contains no PEM block"));
            }
            trusted.extend(found);
        }
        Ok(trusted)
    }
}

/// Shows neither the key nor the base URL, which may contain a secret.
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
            .field("drift_reporter", &self.drift_reporter)
            .finish_non_exhaustive()
    }
}
