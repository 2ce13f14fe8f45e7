//! The credentials of a client, and how a request gets them.

use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue};
use reqwest::Request;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Result};
use crate::key::ApiKey;
use crate::operation::{Operation, Security};
use crate::secret::{Secret, Secrets};
use crate::service::{Credential, Service};

/// The credentials of a client, by the names of their schemes.
#[derive(Clone, Default)]
pub(crate) struct Credentials(Vec<(&'static str, Credential, ApiKey)>);

impl Credentials {
    /// Sets the credential of a scheme of the service.
    pub(crate) fn set(
        &mut self,
        service: &'static Service,
        scheme: &str,
        key: ApiKey,
    ) -> Result<()> {
        let known = service.credentials.iter().find(|(name, _)| *name == scheme);
        let Some((name, credential)) = known else {
            let names: Vec<&str> = service.credentials.iter().map(|(name, _)| *name).collect();
            return Err(Error::config(format!(
                "there is no credential `{scheme}`; the service has: {}",
                names.join(", ")
            )));
        };
        self.0.retain(|(other, ..)| other != name);
        self.0.push((name, *credential, key));
        Ok(())
    }

    pub(crate) fn secrets(&self) -> Secrets {
        let secrets = self.0.iter().flat_map(|(_, credential, key)| {
            // The header is as secret as what it is made from.
            let header = (*credential == Credential::Basic).then(|| basic(key));
            [Some(key.secret()), header].into_iter().flatten()
        });
        secrets.collect()
    }

    /// Adds the credentials that the operation needs: of its alternatives the first that the client has.
    pub(crate) fn add(
        &self,
        request: &mut Request,
        service: &'static Service,
        operation: &Operation,
    ) -> Result<()> {
        let alternatives = match operation.security {
            Security::Alternatives(alternatives) => alternatives,
            Security::Unknown if service.security.is_empty() => return self.add_all(request),
            Security::Unknown | Security::Service => service.security,
        };
        if alternatives.is_empty() {
            return Ok(());
        }
        // A scheme that the client does not know is left to the caller.
        let has = |scheme: &&str| {
            let is_known = service.credentials.iter().any(|(name, _)| name == scheme);
            !is_known || self.0.iter().any(|(name, ..)| name == scheme)
        };
        let with_all = |schemes: &&&[&str]| schemes.iter().all(&has);
        let mut needed = alternatives.iter().filter(|schemes| !schemes.is_empty());
        let Some(schemes) = needed.find(with_all) else {
            return if alternatives.iter().any(|schemes| schemes.is_empty()) {
                Ok(())
            } else {
                Err(missing(alternatives))
            };
        };
        for (name, credential, key) in &self.0 {
            if schemes.contains(name) {
                add(request, *credential, key)?;
            }
        }
        Ok(())
    }

    fn add_all(&self, request: &mut Request) -> Result<()> {
        let mut all = self.0.iter();
        all.try_for_each(|(_, credential, key)| add(request, *credential, key))
    }
}

fn missing(alternatives: &[&[&str]]) -> Error {
    let alternatives: Vec<String> = alternatives
        .iter()
        .map(|names| names.join(" and "))
        .collect();
    let detail = format!(
        "the operation needs the credential {}, which the client does not have",
        alternatives.join(", or ")
    );
    Error::new(ErrorKind::Config, detail).not_sent()
}

fn add(request: &mut Request, credential: Credential, key: &ApiKey) -> Result<()> {
    let (name, text) = match credential {
        Credential::Query(name) => {
            if request.url().query_pairs().any(|(other, _)| other == name) {
                let detail = format!("the query parameter `{name}` is that of the credential");
                return Err(Error::new(ErrorKind::Request, detail).not_sent());
            }
            request
                .url_mut()
                .query_pairs_mut()
                .append_pair(name, key.expose());
            return Ok(());
        }
        Credential::Header(name) => {
            let name = HeaderName::from_bytes(name.as_bytes());
            let name = name.map_err(|error| {
                Error::config("the credential's header has an invalid name").with_source(error)
            })?;
            (name, key.expose().to_owned())
        }
        Credential::Cookie(name) => {
            let before = request.headers().get(COOKIE);
            let before = before.and_then(|value| value.to_str().ok());
            let before = before.map_or_else(String::new, |before| format!("{before}; "));
            (COOKIE, format!("{before}{name}={}", key.expose()))
        }
        Credential::Bearer => (AUTHORIZATION, format!("Bearer {}", key.expose())),
        Credential::Basic => {
            let encoded = basic(key);
            (AUTHORIZATION, format!("Basic {}", encoded.expose()))
        }
    };
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| Error::config("the credential cannot be sent in a header"))?;
    value.set_sensitive(true);
    request.headers_mut().insert(name, value);
    Ok(())
}

/// `user:password` as the header has it: base 64 with padding (RFC 7617).
fn basic(key: &ApiKey) -> Secret {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(key.expose());
    Secret::new(Zeroizing::new(encoded))
}
