//! All contacts of an account.

use std::borrow::Cow;
use std::collections::HashMap;

use super::columns::Columns;
use super::contact::{Contact, ContactChanges};
use super::ids::{ContactId, GroupId, MAX_SAVED_ID};
use super::row::Row;
use super::search::{Filter, SearchCache};

/// All contacts, sorted by id in one vector, so that a page is a slice.
#[derive(Debug, Clone)]
pub(crate) struct Contacts {
    pub(crate) columns: Columns,
    next_id: u32,
    sorted: Vec<Contact>,
    by_email: HashMap<Box<str>, ContactId>,
    searches: SearchCache,
}

impl Contacts {
    pub(crate) fn new(columns: Columns) -> Self {
        Self {
            columns,
            next_id: 1,
            sorted: Vec::new(),
            by_email: HashMap::new(),
            searches: SearchCache::default(),
        }
    }

    /// Restores saved contacts. Fails if the ids are not ascending and below `next_id`, or the contacts
    /// contradict the columns or each other.
    pub(crate) fn from_saved(
        columns: Columns,
        next_id: u32,
        sorted: Vec<Contact>,
    ) -> Result<Self, String> {
        let ascending = sorted.windows(2).all(|pair| pair[0].id < pair[1].id);
        if !ascending || sorted.last().is_some_and(|last| last.id.0 >= next_id) {
            return Err(format!(
                "the ids of contacts must be ascending and below {next_id}"
            ));
        }
        if next_id > MAX_SAVED_ID {
            return Err(format!("next_contact must be at most {MAX_SAVED_ID}"));
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
                .insert(normalize_email(contact.email()), contact.id)
                .is_some()
            {
                return Err(format!(
                    "contact {} has the e-mail address of another contact",
                    contact.id
                ));
            }
        }
        Ok(Self {
            columns,
            next_id,
            sorted,
            by_email,
            searches: SearchCache::default(),
        })
    }

    pub(crate) fn reserve(&mut self, additional: usize) {
        self.sorted.reserve(additional);
        self.by_email.reserve(additional);
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn next_id(&self) -> u32 {
        self.next_id
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

    pub(crate) fn find_by_email(&self, email: &str) -> Option<ContactId> {
        self.by_email.get(&normalize_email(email)).copied()
    }

    /// Adds a contact. No other contact may have its e-mail address.
    pub(crate) fn add(&mut self, changes: ContactChanges) -> ContactId {
        let row = Row::default().with(&changes.values);
        self.push(row, changes.groups.unwrap_or_default())
    }

    /// Adds a contact with a value for each column. No other contact may have its e-mail address.
    pub(crate) fn add_values<'a>(
        &mut self,
        values: impl IntoIterator<Item = Option<Cow<'a, str>>>,
        groups: Box<[GroupId]>,
    ) -> ContactId {
        self.push(Row::new(values), groups)
    }

    fn push(&mut self, row: Row, groups: Box<[GroupId]>) -> ContactId {
        let id = ContactId(self.next_id);
        self.next_id = self.next_id.saturating_add(1);
        let contact = Contact { id, groups, row };
        self.by_email.insert(normalize_email(contact.email()), id);
        self.searches.update(id, Some(&contact));
        self.sorted.push(contact);
        id
    }

    pub(crate) fn update(&mut self, id: ContactId, changes: ContactChanges) {
        let Some(position) = self.position(id) else {
            return;
        };
        let contact = &mut self.sorted[position];
        self.by_email.remove(&normalize_email(contact.email()));
        contact.row = contact.row.with(&changes.values);
        if let Some(groups) = changes.groups {
            contact.groups = groups;
        }
        self.by_email.insert(normalize_email(contact.email()), id);
        self.searches.update(id, Some(contact));
    }

    pub(crate) fn remove(&mut self, id: ContactId) -> Option<Contact> {
        let contact = self.sorted.remove(self.position(id)?);
        self.by_email.remove(&normalize_email(contact.email()));
        self.searches.update(id, None);
        Some(contact)
    }

    /// Replaces the columns. A value stays with the column of its name, wherever that is now.
    pub(crate) fn set_columns(&mut self, columns: Columns) {
        let old_names = self.columns.names();
        let old_positions: Vec<_> = columns
            .iter()
            .map(|column| old_names.iter().position(|name| *name == column.name))
            .collect();
        let moved = |(new, old): (usize, &Option<usize>)| *old != Some(new);
        let first_moved = old_positions
            .iter()
            .enumerate()
            .position(moved)
            .unwrap_or(old_positions.len());
        self.columns = columns;
        self.searches.clear();
        for contact in &mut self.sorted {
            if contact.row.len() > first_moved {
                contact.row = contact.row.rearranged(&old_positions);
            }
        }
    }

    /// Removes all contacts from a group.
    pub(crate) fn clear_group(&mut self, group: GroupId) {
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

    /// One page of the contacts that match; pages count from 1.
    pub(crate) fn page(&mut self, filter: &Filter, page: usize, size: usize) -> Vec<&Contact> {
        let start = page.saturating_sub(1).saturating_mul(size);
        if filter.is_empty() {
            return self.sorted.iter().skip(start).take(size).collect();
        }
        let matches = self.searches.matches(filter, &self.sorted);
        let ids = matches.iter().skip(start).take(size);
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

fn normalize_email(email: &str) -> Box<str> {
    email.trim().to_lowercase().into_boxed_str()
}
