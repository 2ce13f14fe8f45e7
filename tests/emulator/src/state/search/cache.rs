//! Caches the ids that matched the latest searches.
//!
//! Clients read the pages of a search one by one. Without the cache every page scans all contacts. A
//! write only notes which contact changed; a search looks at these contacts when its next page is read.

use std::sync::Arc;

use super::filter::Filter;
use super::matcher::Matcher;
use crate::state::contact::Contact;
use crate::state::ids::ContactId;

/// The number of searches in the cache. A search uses four bytes for each match.
const CAPACITY: usize = 16;

/// The number of changes after which searches start anew.
const MAX_CHANGES: usize = 100_000;

/// Up to this many changes are inserted one by one, each of which moves the matches after it.
const FEW_CHANGES: usize = 64;

/// The latest searches, most recently used first.
#[derive(Debug, Default)]
pub(crate) struct SearchCache {
    searches: Vec<Search>,
    /// The contacts that were added, changed or removed.
    changes: Vec<ContactId>,
}

/// A copy of the contacts starts with an empty cache.
impl Clone for SearchCache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

#[derive(Debug)]
struct Search {
    filter: Filter,
    matcher: Matcher,
    matches: Vec<ContactId>,
    /// The number of changes that `matches` reflects.
    seen: usize,
}

impl SearchCache {
    /// The ids of the contacts that match, in ascending order. `contacts` are sorted by id, and `find`
    /// finds one of them.
    pub(crate) fn matches<'a>(
        &mut self,
        filter: &Filter,
        contacts: &'a [Arc<Contact>],
        find: impl Fn(ContactId) -> Option<&'a Contact>,
    ) -> &[ContactId] {
        let cached = self
            .searches
            .iter()
            .position(|search| search.filter == *filter);
        let mut search = match cached {
            Some(cached) => self.searches.remove(cached),
            None => Search::run(filter, contacts),
        };
        if cached.is_some() {
            search.update(&self.changes[search.seen..], find);
        }
        search.seen = self.changes.len();
        self.searches.truncate(CAPACITY - 1);
        self.searches.insert(0, search);
        &self.searches[0].matches
    }

    /// Notes that a contact was added, changed or removed.
    pub(crate) fn record(&mut self, id: ContactId) {
        if self.searches.is_empty() {
            return;
        }
        self.changes.push(id);
        if self.changes.len() > MAX_CHANGES {
            self.clear();
        }
    }

    pub(crate) fn clear(&mut self) {
        self.searches.clear();
        self.changes.clear();
    }
}

impl Search {
    fn run(filter: &Filter, contacts: &[Arc<Contact>]) -> Self {
        let matcher = Matcher::new(filter);
        let mut buffer = String::new();
        let found = contacts
            .iter()
            .filter(|contact| matcher.matches(contact, &mut buffer))
            .map(|contact| contact.id)
            .collect();
        Self {
            filter: filter.clone(),
            matcher,
            matches: found,
            seen: 0,
        }
    }

    fn update<'a>(
        &mut self,
        changes: &[ContactId],
        find: impl Fn(ContactId) -> Option<&'a Contact>,
    ) {
        let mut ids = changes.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut buffer = String::new();
        let mut is_match = |id: ContactId| {
            let contact = find(id);
            contact.is_some_and(|contact| self.matcher.matches(contact, &mut buffer))
        };
        if ids.len() > FEW_CHANGES {
            self.matches.retain(|id| ids.binary_search(id).is_err());
            self.matches
                .extend(ids.into_iter().filter(|&id| is_match(id)));
            self.matches.sort_unstable();
            return;
        }
        for id in ids {
            match (self.matches.binary_search(&id), is_match(id)) {
                (Ok(position), false) => {
                    self.matches.remove(position);
                }
                (Err(position), true) => self.matches.insert(position, id),
                (Ok(_), true) | (Err(_), false) => {}
            }
        }
    }
}
