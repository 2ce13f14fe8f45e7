//! The contacts, in the order of their ids.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::columns::{Columns, at};
use super::ids::{ContactId, GroupId};
use super::row::Row;
use crate::search::{Filter, Searches};

/// A contact.
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
        self.row.get(at::EMAIL).unwrap_or_default()
    }

    pub(crate) fn state(&self) -> &str {
        self.row.get(at::STATE).unwrap_or_default()
    }
}

/// Values to set, by position, and groups to replace the old ones.
#[derive(Debug, Clone, Default)]
pub(crate) struct Changes {
    pub(crate) values: Vec<(usize, Option<String>)>,
    pub(crate) groups: Option<Box<[GroupId]>>,
}

impl Changes {
    pub(crate) fn set(&mut self, position: usize, value: impl Into<String>) {
        self.values.push((position, Some(value.into())));
    }

    /// The last value set at `position`.
    pub(crate) fn get(&self, position: usize) -> Option<&str> {
        let mut set = self.values.iter().rev();
        set.find(|(at, _)| *at == position)
            .and_then(|(_, value)| value.as_deref())
    }
}

/// All contacts. Paging is by position: they lie in one piece, sorted by id.
#[derive(Debug, Clone)]
pub(crate) struct Contacts {
    pub(crate) columns: Columns,
    next: u32,
    sorted: Vec<Contact>,
    by_email: HashMap<Box<str>, ContactId>,
    searches: Searches,
}

impl Contacts {
    pub(crate) fn new(columns: Columns) -> Self {
        Self {
            columns,
            next: 1,
            sorted: Vec::new(),
            by_email: HashMap::new(),
            searches: Searches::default(),
        }
    }

    /// Puts contacts together as they were; the ids rise and stay below `next`.
    pub(crate) fn restored(
        columns: Columns,
        next: u32,
        sorted: Vec<Contact>,
    ) -> Result<Self, String> {
        let rising = sorted.windows(2).all(|pair| pair[0].id < pair[1].id);
        if !rising || sorted.last().is_some_and(|last| last.id.0 >= next) {
            return Err(format!(
                "the ids of contacts must rise and stay below {next}"
            ));
        }
        let mut by_email = HashMap::with_capacity(sorted.len());
        for contact in &sorted {
            if contact.row.len() > columns.iter().count() {
                return Err(format!(
                    "contact {} has more values than there are columns",
                    contact.id
                ));
            }
            if by_email
                .insert(folded(contact.email()), contact.id)
                .is_some()
            {
                return Err(format!(
                    "contact {} has an e-mail address that is taken",
                    contact.id
                ));
            }
        }
        Ok(Self {
            columns,
            next,
            sorted,
            by_email,
            searches: Searches::default(),
        })
    }

    pub(crate) fn reserve(&mut self, additional: usize) {
        self.sorted.reserve(additional);
        self.by_email.reserve(additional);
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn next(&self) -> u32 {
        self.next
    }

    pub(crate) fn all(&self) -> &[Contact] {
        &self.sorted
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Contact> {
        self.sorted.iter()
    }

    pub(crate) fn get(&self, id: ContactId) -> Option<&Contact> {
        self.position(id).map(|position| &self.sorted[position])
    }

    pub(crate) fn with_email(&self, email: &str) -> Option<ContactId> {
        self.by_email.get(&folded(email)).copied()
    }

    /// Adds a contact, whose e-mail address nobody has.
    pub(crate) fn add(&mut self, changes: Changes) -> ContactId {
        let row = Row::default().with(&changes.values);
        self.push(row, changes.groups.unwrap_or_default())
    }

    /// Adds a contact of these values.
    pub(crate) fn add_values<'a>(
        &mut self,
        values: impl IntoIterator<Item = Option<Cow<'a, str>>>,
        groups: Box<[GroupId]>,
    ) -> ContactId {
        self.push(Row::new(values), groups)
    }

    fn push(&mut self, row: Row, groups: Box<[GroupId]>) -> ContactId {
        let id = ContactId(self.next);
        self.next = self.next.saturating_add(1);
        let contact = Contact { id, groups, row };
        self.by_email.insert(folded(contact.email()), id);
        self.searches.changed(id, Some(&contact));
        self.sorted.push(contact);
        id
    }

    pub(crate) fn update(&mut self, id: ContactId, changes: Changes) {
        let Some(position) = self.position(id) else {
            return;
        };
        let contact = &mut self.sorted[position];
        self.by_email.remove(&folded(contact.email()));
        contact.row = contact.row.with(&changes.values);
        if let Some(groups) = changes.groups {
            contact.groups = groups;
        }
        self.by_email.insert(folded(contact.email()), id);
        self.searches.changed(id, Some(contact));
    }

    pub(crate) fn remove(&mut self, id: ContactId) -> Option<Contact> {
        let contact = self.sorted.remove(self.position(id)?);
        self.by_email.remove(&folded(contact.email()));
        self.searches.changed(id, None);
        Some(contact)
    }

    /// Takes `columns` over; the one at `removed` goes, with its values.
    pub(crate) fn set_columns(&mut self, columns: Columns, removed: Option<usize>) {
        self.columns = columns;
        self.searches.clear();
        if let Some(position) = removed {
            for contact in &mut self.sorted {
                if contact.row.len() > position {
                    contact.row = contact.row.without(position);
                }
            }
        }
    }

    /// Takes everyone out of a group.
    pub(crate) fn leave_group(&mut self, group: GroupId) {
        self.searches.clear();
        for contact in &mut self.sorted {
            if contact.groups.contains(&group) {
                contact.groups = contact
                    .groups
                    .iter()
                    .copied()
                    .filter(|&kept| kept != group)
                    .collect();
            }
        }
    }

    /// The contacts of one page of those that match `filter`; pages count from 1.
    pub(crate) fn page(&mut self, filter: &Filter, page: usize, size: usize) -> Vec<&Contact> {
        let start = page.saturating_sub(1).saturating_mul(size);
        if filter.is_empty() {
            return self.sorted.iter().skip(start).take(size).collect();
        }
        let found = self.searches.matching(filter, &self.sorted);
        let ids = found.iter().skip(start).take(size);
        ids.filter_map(|&id| position(&self.sorted, id).map(|position| &self.sorted[position]))
            .collect()
    }

    fn position(&self, id: ContactId) -> Option<usize> {
        position(&self.sorted, id)
    }
}

fn position(sorted: &[Contact], id: ContactId) -> Option<usize> {
    sorted.binary_search_by_key(&id, |contact| contact.id).ok()
}

fn folded(email: &str) -> Box<str> {
    email.trim().to_lowercase().into_boxed_str()
}
