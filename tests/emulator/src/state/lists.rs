//! Static lists of contacts, which the app calls segments.

use serde::{Deserialize, Serialize};

use super::ids::ContactId;

/// A list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct List {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) contacts: Vec<ContactId>,
}
