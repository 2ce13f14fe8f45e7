//! The API key.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::secret::Secret;

/// The API key of an account.
///
/// The key is never shown: not by `Debug`, not in an error, not in a log of this crate. Its memory
/// is cleared when it is dropped. The copies that the HTTP client makes while it sends are not
/// cleared.
#[derive(Clone)]
pub struct ApiKey(Secret);

impl ApiKey {
    /// Creates a key from its text, which is not trimmed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the text is empty, contains white space
    /// (for example the line break of a file), or a character that is not visible ASCII.
    pub fn new(key: impl Into<String>) -> Result<Self> {
        let key = Zeroizing::new(key.into());
        if key.is_empty() {
            return Err(Error::config("the API key is empty"));
        }
        if key.contains(char::is_whitespace) {
            return Err(Error::config("the API key contains white space"));
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::config(
                "the API key contains a character that is not visible ASCII",
            ));
        }
        Ok(Self(Secret::new(key)))
    }

    /// Reads the key from the environment variable `name`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if the variable is not set, or
    /// [`ApiKey::new`] refuses its value.
    pub fn from_env(name: &str) -> Result<Self> {
        let refused = |why: String| Error::config(format!("environment variable {name}: {why}"));
        match std::env::var(name) {
            Ok(key) => Self::new(key).map_err(|error| refused(error.to_string())),
            Err(std::env::VarError::NotPresent) => {
                Err(refused("it is not set; set it to the API key".to_owned()))
            }
            // The error is not kept as a source, because it shows the value.
            Err(std::env::VarError::NotUnicode(_)) => Err(refused("it is not UTF-8".to_owned())),
        }
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }

    pub(crate) fn secret(&self) -> Secret {
        self.0.clone()
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
