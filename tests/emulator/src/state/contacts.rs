//! All contacts of an account.

use std::sync::Arc;

use super::columns::Columns;
use super::contact::{Contact, ContactChanges};
use super::email_index::EmailIndex;
use super::ids::{ContactId, GroupId, MAX_SAVED_ID};
use super::row::Row;
use super::search::{Filter, SearchCache};

/// All contacts, sorted by id in one vector, so that a page is a slice. A copy shares the contacts.
#[derive(Debug, Clone)]
pub(crate) struct Contacts {
    pub(crate) columns: Columns,
    next_id: u32,
    sorted: Vec<Arc<Contact>>,
    by_email: EmailIndex,
    searches: SearchCache,
}

impl Contacts {
    pub(crate) fn new(columns: Columns) -> Self {
        Self {
            columns,
            next_id: 1,
            sorted: Vec::new(),
            by_email: EmailIndex::default(),
            searches: SearchCache::default(),
        }
    }

    /// Restores saved contacts. Fails if the ids are not ascending and below `next_id`, or the contacts
    /// contradict the columns or each other.
    pub(crate) fn from_saved(
        columns: Columns,
        next_id: u32,
        sorted: Vec<Arc<Contact>>,
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
        let mut by_email = EmailIndex::default();
        by_email.reserve(sorted.len(), email_in(&sorted));
        for contact in &sorted {
            if contact.row.len() > columns.iter().count() {
                return Err(format!(
                    "contact {} has more values than there are columns",
                    contact.id
                ));
            }
            let email = contact.email();
            if by_email.find(email, email_in(&sorted)).is_some() {
                return Err(format!(
                    "contact {} has the e-mail address of another contact",
                    contact.id
                ));
            }
            by_email.insert(contact.id, email, email_in(&sorted));
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
        self.by_email.reserve(additional, email_in(&self.sorted));
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(crate) fn next_id(&self) -> u32 {
        self.next_id
    }

    pub(crate) fn all(&self) -> &[Arc<Contact>] {
        &self.sorted
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Contact> {
        self.sorted.iter().map(Arc::as_ref)
    }

    pub(crate) fn get(&self, id: ContactId) -> Option<&Contact> {
        find(&self.sorted, id)
    }

    pub(crate) fn find_by_email(&self, email: &str) -> Option<ContactId> {
        self.by_email.find(email, email_in(&self.sorted))
    }

    /// Adds a contact. No other contact may have its e-mail address.
    pub(crate) fn add(&mut self, changes: ContactChanges) -> ContactId {
        self.push(Arc::new(Contact {
            id: ContactId(self.next_id),
            groups: changes.groups.unwrap_or_default(),
            row: Row::default().with(&changes.values),
        }))
    }

    /// Adds a contact whose id is the next one. No other contact may have its e-mail address.
    pub(crate) fn push(&mut self, contact: Arc<Contact>) -> ContactId {
        let id = contact.id;
        self.next_id = id.0.saturating_add(1);
        self.sorted.push(contact);
        if let Some(added) = self.sorted.last() {
            let email_of = email_in(&self.sorted);
            self.by_email.insert(id, added.email(), email_of);
        }
        self.searches.record(id);
        id
    }

    pub(crate) fn update(&mut self, id: ContactId, changes: ContactChanges) {
        let Some(position) = self.position(id) else {
            return;
        };
        let old = &self.sorted[position];
        let contact = Arc::new(Contact {
            id,
            row: old.row.with(&changes.values),
            groups: changes.groups.unwrap_or_else(|| old.groups.clone()),
        });
        if contact.email() == old.email() {
            self.sorted[position] = contact;
        } else {
            self.by_email.remove(id, old.email());
            self.sorted[position] = Arc::clone(&contact);
            self.by_email
                .insert(id, contact.email(), email_in(&self.sorted));
        }
        self.searches.record(id);
    }

    pub(crate) fn remove(&mut self, id: ContactId) -> Option<Arc<Contact>> {
        let contact = self.sorted.remove(self.position(id)?);
        self.by_email.remove(id, contact.email());
        self.searches.record(id);
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
                *contact = Arc::new(Contact {
                    row: contact.row.rearranged(&old_positions),
                    groups: contact.groups.clone(),
                    id: contact.id,
                });
            }
        }
    }

    /// Removes all contacts from a group.
    pub(crate) fn clear_group(&mut self, group: GroupId) {
        self.searches.clear();
        for contact in &mut self.sorted {
            if contact.groups.contains(&group) {
                let groups = contact.groups.iter().copied();
                *contact = Arc::new(Contact {
                    groups: groups.filter(|&kept| kept != group).collect(),
                    row: contact.row.clone(),
                    id: contact.id,
                });
            }
        }
    }

    /// One page of the contacts that match; pages count from 1.
    pub(crate) fn page(&mut self, filter: &Filter, page: usize, size: usize) -> Vec<&Contact> {
        let start = page.saturating_sub(1).saturating_mul(size);
        if filter.is_empty() {
            return self.iter().skip(start).take(size).collect();
        }
        let matches = self
            .searches
            .matches(filter, &self.sorted, |id| find(&self.sorted, id));
        let ids = matches.iter().skip(start).take(size);
        ids.filter_map(|&id| find(&self.sorted, id)).collect()
    }

    fn position(&self, id: ContactId) -> Option<usize> {
        position(&self.sorted, id)
    }
}

/// Without gaps between the ids, an id is its position. Each gap moves it down by one. So there are as
/// many candidates as gaps, and a search does not touch contacts all over the memory.
fn position(sorted: &[Arc<Contact>], id: ContactId) -> Option<usize> {
    let (first, last) = (sorted.first()?.id.0, sorted.last()?.id.0);
    let offset = id.0.checked_sub(first)? as usize;
    let gaps = (last - first) as usize + 1 - sorted.len();
    let start = offset.saturating_sub(gaps);
    let candidates = sorted.get(start..sorted.len().min(offset + 1))?;
    let found = candidates.binary_search_by_key(&id, |contact| contact.id);
    found.ok().map(|position| start + position)
}

/// A contact in contacts that are sorted by id.
fn find(sorted: &[Arc<Contact>], id: ContactId) -> Option<&Contact> {
    position(sorted, id).map(|position| sorted[position].as_ref())
}

/// The addresses of contacts that are sorted by id.
fn email_in<'a>(sorted: &'a [Arc<Contact>]) -> impl Fn(ContactId) -> &'a str {
    move |id| find(sorted, id).map(Contact::email).unwrap_or_default()
}
