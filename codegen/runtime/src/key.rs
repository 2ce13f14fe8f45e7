//! The API key.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::{Error, Result};

/// The key of an account.
///
/// It is never shown: not by `Debug`, not in an error, not in a log of this crate. Its memory is
/// cleared when it is dropped; the copies that the HTTP client makes while it sends are not.
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

impl ApiKey {
    /// Takes `key` as it is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if it is empty, has white space in it (a
    /// line break left from a file, say) or a character other than visible ASCII.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = Zeroizing::new(key.into());
        if key.is_empty() {
            return Err(Error::config("the API key is empty"));
        }
        if key.contains(char::is_whitespace) {
            return Err(Error::config("the API key has white space in it"));
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::config(
                "the API key has a character in it that is not visible ASCII",
            ));
        }
        Ok(Self(key))
    }

    /// Takes the key from the environment variable `name`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the variable is not set, or holds what
    /// [`ApiKey::new`] refuses.
    pub fn from_env(name: &str) -> Result<Self> {
        let refused = |why: String| Error::config(format!("environment variable {name}: {why}"));
        match std::env::var(name) {
            Ok(key) => Self::new(key).map_err(|error| refused(error.to_string())),
            Err(std::env::VarError::NotPresent) => Err(refused("it is not set".to_owned())),
            // The error is not kept as a source: it shows the value.
            Err(std::env::VarError::NotUnicode(_)) => Err(refused("it is not text".to_owned())),
        }
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Puts `***` for the key, plain or percent-encoded, wherever it stands in `text`; whether it
    /// did.
    pub(crate) fn redact(&self, text: &mut String) -> bool {
        let encoded = url::form_urlencoded::byte_serialize(self.0.as_bytes());
        let encoded: Zeroizing<String> = Zeroizing::new(encoded.collect());
        let mut found = false;
        for secret in [&*self.0, &*encoded] {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "***");
                found = true;
            }
        }
        found
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

impl TryFrom<&str> for ApiKey {
    type Error = Error;

    fn try_from(key: &str) -> Result<Self> {
        Self::new(key)
    }
}

impl TryFrom<String> for ApiKey {
    type Error = Error;

    fn try_from(key: String) -> Result<Self> {
        Self::new(key)
    }
}
