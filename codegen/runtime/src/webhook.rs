//! Calls that the service makes to us when something changes.
//!
//! The service signs such a call with the MD5 of the API key and a secret. That says who called:
//! the hash covers nothing else and never changes, so whoever has seen one call can make another,
//! about any id. What has changed is to be fetched anew from the service.

use std::fmt;

use md5::{Digest, Md5};
use subtle::ConstantTimeEq;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::key::ApiKey;

/// Bytes of a body that are looked at: a genuine one has less than a hundred.
const MOST_BYTES: usize = 4096;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// What tells a call of the service from one of somebody else.
#[derive(Clone)]
pub struct WebhookSender {
    hash: Zeroizing<String>,
}

/// A call of the service, which says that the thing with this id has changed, and no more.
///
/// The sender has been made sure of, the content has not: the id is not signed, and an old call
/// can be sent again. Fetch the thing by its id before believing anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangeNotice<I> {
    /// The id of what has changed, if the sender speaks true.
    pub id: I,
}

/// Why a call is not one of the service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The body is no form of an `id` and a `hash`.
    #[error("the body is no form with one `id` and one `hash`: {0}")]
    Form(&'static str),
    /// The hash is not the one that the key and the secret make.
    #[error("the hash is wrong: the call does not come from the service, or key or secret differ")]
    Hash,
    /// The sender is right, and the id is no id.
    #[error("the `id` is no id")]
    Id,
}

/// The form that is sent; other members are let pass, the same one twice is not.
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
    /// The sender that knows this API key and this secret.
    #[must_use]
    pub fn new(key: &ApiKey, secret: &str) -> Self {
        let mut md5 = Md5::new();
        md5.update(key.expose());
        md5.update(secret);
        let mut hash = Zeroizing::new(String::with_capacity(32));
        for byte in md5.finalize() {
            hash.extend([byte >> 4, byte & 0xf].map(|digit| char::from(HEX[usize::from(digit)])));
        }
        Self { hash }
    }

    /// The call whose raw body this is, if it comes from the sender.
    ///
    /// # Errors
    ///
    /// [`WebhookError`] if the body is no form of the expected shape, its hash is wrong, or its id
    /// is no id.
    pub fn notice<I: TryFrom<u64>>(&self, body: &[u8]) -> Result<ChangeNotice<I>, WebhookError> {
        if body.len() > MOST_BYTES {
            return Err(WebhookError::Form("it is too long"));
        }
        let form = Form::read(body)?;
        self.verify(&form.hash)?;
        let id: u64 = form.id.parse().map_err(|_| WebhookError::Id)?;
        let id = I::try_from(id).map_err(|_| WebhookError::Id)?;
        Ok(ChangeNotice { id })
    }

    /// Takes the same time for every hash of the right length.
    fn verify(&self, hash: &str) -> Result<(), WebhookError> {
        let same: bool = hash.as_bytes().ct_eq(self.hash.as_bytes()).into();
        if same {
            Ok(())
        } else {
            Err(WebhookError::Hash)
        }
    }
}

/// Shows nothing of the key or the secret.
impl fmt::Debug for WebhookSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookSender").finish_non_exhaustive()
    }
}
