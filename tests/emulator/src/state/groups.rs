//! Groups of contacts, which the app calls sending lists.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::contacts::Contacts;
use super::ids::GroupId;

/// A group. Who is in it is for the contacts to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) visible_name: String,
    pub(crate) is_private: bool,
    pub(crate) checked: bool,
    pub(crate) description: String,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) external_id: Option<String>,
}

/// How many contacts each group has.
pub(crate) fn counts(contacts: &Contacts) -> HashMap<GroupId, u32> {
    let mut counts = HashMap::new();
    for group in contacts.iter().flat_map(|contact| &contact.groups) {
        *counts.entry(*group).or_default() += 1;
    }
    counts
}
