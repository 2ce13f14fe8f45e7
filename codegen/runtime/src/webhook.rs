//! Verifies the calls that the service makes when something changes.
//!
//! The service signs a call with the MD5 of the API key and a secret. That proves who called, but
//! the hash covers nothing else and never changes: whoever has seen one call can forge another,
//! about any id. So get what has changed from the service.

use std::fmt;

use subtle::ConstantTimeEq;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::key::ApiKey;

/// The longest body that is parsed. A genuine one has less than a hundred bytes.
const MAX_BYTES: usize = 4096;

/// Verifies that a call comes from the service.
#[derive(Clone)]
pub struct WebhookSender {
    hash: Zeroizing<String>,
}

/// A verified call of the service: the thing with this id has changed.
///
/// The sender is verified, the content is not: the id is not signed, and an old call can be
/// replayed. Get the thing by its id before you rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeNotice<I> {
    /// The id of what has changed, not signed.
    pub id: I,
}

/// Why a call is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// The body is not a form with an `id` and a `hash`.
    Form(&'static str),
    /// The hash does not match the key and the secret.
    Hash,
    /// The hash matches, and the id is not valid.
    Id,
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(reason) => write!(f, "the body is not a form with one `id` and one `hash`: {reason}"),
            Self::Hash => f.write_str("the hash is wrong: the call does not come from the service, or key or secret differ"),
            Self::Id => f.write_str("the `id` is not a valid id"),
        }
    }
}

impl std::error::Error for WebhookError {}

/// The form that the service sends. Other members are ignored; a repeated one is an error.
struct Form {
    id: String,
    hash: String,
}

impl Form {
    fn read(body: &[u8]) -> Result<Self, WebhookError> {
        let (mut id, mut hash) = (None, None);
        for (name, value) in form_urlencoded::parse(body) {
            let slot = match &*name {
                "id" => &mut id,
                "hash" => &mut hash,
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err(WebhookError::Form("a member comes twice"));
            }
        }
        let id = id.ok_or(WebhookError::Form("there is no `id`"))?;
        let hash = hash.ok_or(WebhookError::Form("there is no `hash`"))?;
        Ok(Self { id, hash })
    }
}

impl WebhookSender {
    /// Verifies calls that are signed with this API key and this secret.
    #[must_use]
    pub fn new(key: &ApiKey, secret: &str) -> Self {
        let mut md5 = md5::Context::new();
        md5.consume(key.expose());
        md5.consume(secret);
        let hash = Zeroizing::new(format!("{:x}", md5.finalize()));
        Self { hash }
    }

    /// Verifies the raw body of a call.
    ///
    /// # Errors
    ///
    /// [`WebhookError`] if the body is not such a form, or its hash or id is not valid.
    pub fn notice<I: TryFrom<u64>>(&self, body: &[u8]) -> Result<ChangeNotice<I>, WebhookError> {
        if body.len() > MAX_BYTES {
            return Err(WebhookError::Form("it is too long"));
        }
        let form = Form::read(body)?;
        self.verify(&form.hash)?;
        let id: u64 = form.id.parse().map_err(|_| WebhookError::Id)?;
        let id = I::try_from(id).map_err(|_| WebhookError::Id)?;
        Ok(ChangeNotice { id })
    }

    /// Compares in constant time.
    fn verify(&self, hash: &str) -> Result<(), WebhookError> {
        let same: bool = hash.as_bytes().ct_eq(self.hash.as_bytes()).into();
        if same {
            Ok(())
        } else {
            Err(WebhookError::Hash)
        }
    }
}

/// Shows neither the key nor the secret.
impl fmt::Debug for WebhookSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookSender").finish_non_exhaustive()
    }
}
