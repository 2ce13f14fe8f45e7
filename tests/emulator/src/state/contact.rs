//! One contact.

use serde::{Deserialize, Serialize};

use super::columns::column;
use super::ids::{ContactId, GroupId};
use super::row::Row;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    pub(crate) groups: Box<[GroupId]>,
    /// The values of the columns, by position.
    #[serde(rename = "values")]
    pub(crate) row: Row,
}

impl Contact {
    pub(crate) fn email(&self) -> &str {
        self.row.get(column::EMAIL).unwrap_or_default()
    }

    pub(crate) fn state(&self) -> &str {
        self.row.get(column::STATE).unwrap_or_default()
    }

    /// Whether the API sends optin mail to the contact.
    pub(crate) fn can_get_optin(&self) -> bool {
        matches!(self.state(), "Optin" | "Unsubscriber" | "Transactional")
    }
}

/// Changes to a contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct ContactChanges {
    /// New values by column position. The last value of a column counts.
    pub(crate) values: Vec<(usize, Option<String>)>,
    /// Replaces all groups.
    pub(crate) groups: Option<Box<[GroupId]>>,
}

impl ContactChanges {
    pub(crate) fn set(&mut self, position: usize, value: impl Into<String>) {
        self.values.push((position, Some(value.into())));
    }

    pub(crate) fn get(&self, position: usize) -> Option<&str> {
        let mut latest_first = self.values.iter().rev();
        latest_first
            .find(|(changed, _)| *changed == position)
            .and_then(|(_, value)| value.as_deref())
    }
}
