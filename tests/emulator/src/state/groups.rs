//! Groups of contacts. The Hellodialog app calls them sending lists.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::contacts::Contacts;
use super::ids::{GroupId, Table};

/// A group. Each contact has the ids of its groups.
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

/// The number of contacts in each group.
pub(crate) fn contact_counts(
    groups: &Table<GroupId, Group>,
    contacts: &Contacts,
) -> HashMap<GroupId, u32> {
    // Runs for every group of every contact: a binary search in a few ids is faster than a map.
    let ids: Vec<_> = groups.iter().map(|(id, _)| id).collect();
    let mut counts = vec![0; ids.len()];
    for group in contacts.iter().flat_map(|contact| &contact.groups) {
        if let Ok(position) = ids.binary_search(group) {
            counts[position] += 1;
        }
    }
    ids.into_iter().zip(counts).collect()
}
