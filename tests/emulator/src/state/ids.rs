//! Typed ids, and tables by id.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
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
    /// The id of a contact.
    ContactId,
    /// The id of a field.
    FieldId,
    /// The id of a group.
    GroupId,
    /// The id of a list.
    ListId,
    /// The id of a newsletter.
    NewsletterId,
    /// The id of an order.
    OrderId,
    /// The id of a campaign.
    CampaignId,
}

/// Things by their ids. An id is never given twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "I: Ord + Deserialize<'de>, T: Deserialize<'de>"))]
pub(crate) struct Table<I: Ord, T> {
    next: u32,
    rows: BTreeMap<I, T>,
}

impl<I: Ord + Copy + From<u32> + Into<u32>, T> Table<I, T> {
    /// A table whose first id is `next`.
    pub(crate) fn starting_at(next: u32) -> Self {
        Self {
            next,
            rows: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, thing: T) -> I {
        let id = I::from(self.next);
        self.next = self.next.saturating_add(1);
        self.rows.insert(id, thing);
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
        self.rows.iter().map(|(&id, thing)| (id, thing))
    }

    /// Whether the next id is above all that are taken.
    pub(crate) fn is_sound(&self) -> bool {
        self.rows
            .keys()
            .next_back()
            .is_none_or(|&last| last.into() < self.next)
    }
}
