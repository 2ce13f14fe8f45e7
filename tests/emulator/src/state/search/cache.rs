//! Caches the ids that matched the latest searches, and updates them when contacts change.
//!
//! Clients read the pages of a search one by one. Without the cache every page scans all contacts.

use super::filter::Filter;
use super::matcher::Matcher;
use crate::state::contact::Contact;
use crate::state::ids::ContactId;

/// The number of searches in the cache. A search uses four bytes for each match.
const CAPACITY: usize = 16;

/// The latest searches, most recently used first.
#[derive(Debug, Clone, Default)]
pub(crate) struct SearchCache(Vec<Search>);

#[derive(Debug, Clone)]
struct Search {
    filter: Filter,
    matcher: Matcher,
    matches: Vec<ContactId>,
}

impl SearchCache {
    /// The ids of the contacts that match, in ascending order.
    pub(crate) fn matches(&mut self, filter: &Filter, contacts: &[Contact]) -> &[ContactId] {
        let search = match self.0.iter().position(|search| search.filter == *filter) {
            Some(cached) => self.0.remove(cached),
            None => Search::run(filter, contacts),
        };
        self.0.truncate(CAPACITY - 1);
        self.0.insert(0, search);
        &self.0[0].matches
    }

    /// Updates all searches after a contact was added, changed or removed (`None`).
    pub(crate) fn update(&mut self, id: ContactId, contact: Option<&Contact>) {
        let mut buffer = String::new();
        for search in &mut self.0 {
            let matches =
                contact.is_some_and(|contact| search.matcher.matches(contact, &mut buffer));
            match (search.matches.binary_search(&id), matches) {
                (Ok(position), false) => {
                    search.matches.remove(position);
                }
                (Err(position), true) => search.matches.insert(position, id),
                (Ok(_), true) | (Err(_), false) => {}
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Search {
    fn run(filter: &Filter, contacts: &[Contact]) -> Self {
        let matcher = Matcher::new(filter);
        let mut buffer = String::new();
        let matching = contacts
            .iter()
            .filter(|contact| matcher.matches(contact, &mut buffer));
        let ids = matching.map(|contact| contact.id).collect();
        Self {
            filter: filter.clone(),
            matcher,
            matches: ids,
        }
    }
}
