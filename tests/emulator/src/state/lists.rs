//! Static lists of contacts. The Hellodialog app calls them segments.

use serde::{Deserialize, Serialize};

use super::ids::ContactId;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct List {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) contacts: Vec<ContactId>,
}
