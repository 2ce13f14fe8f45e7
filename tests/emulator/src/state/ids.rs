//! Typed ids, and tables with generated ids.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($name:ident,)*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(id: u32) -> Self {
                Self(id)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    ContactId, FieldId, GroupId, ListId, NewsletterId, OrderId, CampaignId,
}

/// The greatest next id of a saved state. It leaves as many ids for new rows.
pub(crate) const MAX_SAVED_ID: u32 = u32::MAX / 2;

/// Rows by id. An id is never reused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>, T: Deserialize<'de>"))]
pub(crate) struct Table<I: Ord, T> {
    next: u32,
    rows: BTreeMap<I, T>,
}

impl<I: Ord + Copy + From<u32> + Into<u32>, T> Table<I, T> {
    pub(crate) fn starting_at(next: u32) -> Self {
        Self {
            next,
            rows: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, row: T) -> I {
        let id = I::from(self.next);
        self.next = self.next.saturating_add(1);
        self.rows.insert(id, row);
        id
    }

    pub(crate) fn get(&self, id: I) -> Option<&T> {
        self.rows.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.rows.get_mut(&id)
    }

    pub(crate) fn remove(&mut self, id: I) -> Option<T> {
        self.rows.remove(&id)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows.iter().map(|(&id, row)| (id, row))
    }

    /// Whether the next id is greater than all ids in the table, and more ids can follow.
    pub(crate) fn is_consistent(&self) -> bool {
        let last = self.rows.keys().next_back();
        self.next <= MAX_SAVED_ID && last.is_none_or(|&last| last.into() < self.next)
    }
}
