//! Campaigns: mailings that were sent.

use serde::{Deserialize, Serialize};

use super::ids::{ListId, NewsletterId};

/// A campaign with its counts. The other statistics are computed from them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Campaign {
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) sent_on: String,
    pub(crate) newsletter: Option<NewsletterId>,
    pub(crate) list: Option<ListId>,
    pub(crate) sent: u32,
    pub(crate) soft_bounces: u32,
    pub(crate) hard_bounces: u32,
    pub(crate) opened: u32,
    pub(crate) clicked: u32,
}

impl Campaign {
    pub(crate) fn bounces(&self) -> u32 {
        self.soft_bounces.saturating_add(self.hard_bounces)
    }

    pub(crate) fn delivered(&self) -> u32 {
        self.sent.saturating_sub(self.bounces())
    }
}
