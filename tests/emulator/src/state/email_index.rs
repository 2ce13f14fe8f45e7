//! Finds contacts by their e-mail address.

use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use super::ids::ContactId;

/// The ids of contacts by e-mail address. It has no copies of the addresses, so a copy of it is cheap;
/// `email_of` gives the address of a contact in the index.
#[derive(Debug, Clone, Default)]
pub(super) struct EmailIndex {
    ids: HashTable<ContactId>,
    hasher: RandomState,
}

impl EmailIndex {
    pub(super) fn reserve<'a>(
        &mut self,
        additional: usize,
        email_of: impl Fn(ContactId) -> &'a str,
    ) {
        let hasher = &self.hasher;
        self.ids
            .reserve(additional, |&id| hash(hasher, email_of(id)));
    }

    pub(super) fn find<'a>(
        &self,
        email: &str,
        email_of: impl Fn(ContactId) -> &'a str,
    ) -> Option<ContactId> {
        let wanted = normalize(email);
        let hash = self.hasher.hash_one(&*wanted);
        let found = self.ids.find(hash, |&id| normalize(email_of(id)) == wanted);
        found.copied()
    }

    /// Adds a contact with this address. No other contact has it.
    pub(super) fn insert<'a>(
        &mut self,
        id: ContactId,
        email: &str,
        email_of: impl Fn(ContactId) -> &'a str,
    ) {
        let hasher = &self.hasher;
        let hash_of = |&id: &ContactId| hash(hasher, email_of(id));
        self.ids.insert_unique(hash(hasher, email), id, hash_of);
    }

    /// Removes a contact that has this address.
    pub(super) fn remove(&mut self, id: ContactId, email: &str) {
        let hash = hash(&self.hasher, email);
        if let Ok(entry) = self.ids.find_entry(hash, |&found| found == id) {
            entry.remove();
        }
    }
}

fn hash(hasher: &RandomState, email: &str) -> u64 {
    hasher.hash_one(&*normalize(email))
}

/// Case and the spaces around an address do not matter.
fn normalize(email: &str) -> Cow<'_, str> {
    let email = email.trim();
    let is_normal = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if email.bytes().all(is_normal) {
        Cow::Borrowed(email)
    } else {
        Cow::Owned(email.to_lowercase())
    }
}
