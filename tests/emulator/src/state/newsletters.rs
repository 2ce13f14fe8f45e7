//! Newsletters.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Newsletter {
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) html: String,
    pub(crate) created: String,
    pub(crate) recipients: u32,
}
