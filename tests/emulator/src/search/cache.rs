//! Which contacts matched the latest searches, kept true while contacts change.
//!
//! The pages of a search come one by one. Without this, each would look at every contact.

use super::Filter;
use super::matcher::Matcher;
use crate::state::contacts::Contact;
use crate::state::ids::ContactId;

/// How many searches are kept. Each costs four bytes a match.
const KEPT: usize = 16;

/// The latest searches, the last used first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Searches(Vec<Search>);

#[derive(Debug, Clone)]
struct Search {
    filter: Filter,
    matcher: Matcher,
    found: Vec<ContactId>,
}

impl Searches {
    /// The ids of the contacts that match, rising.
    pub(crate) fn matching(&mut self, filter: &Filter, contacts: &[Contact]) -> &[ContactId] {
        let search = match self.0.iter().position(|search| search.filter == *filter) {
            Some(kept) => self.0.remove(kept),
            None => Search::run(filter, contacts),
        };
        self.0.truncate(KEPT - 1);
        self.0.insert(0, search);
        &self.0[0].found
    }

    /// A contact has been added or changed, or is gone.
    pub(crate) fn changed(&mut self, id: ContactId, contact: Option<&Contact>) {
        let mut buffer = String::new();
        for search in &mut self.0 {
            let matches =
                contact.is_some_and(|contact| search.matcher.matches(contact, &mut buffer));
            match (search.found.binary_search(&id), matches) {
                (Ok(position), false) => {
                    search.found.remove(position);
                }
                (Err(position), true) => search.found.insert(position, id),
                (Ok(_), true) | (Err(_), false) => {}
            }
        }
    }

    /// Every contact may have changed.
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
        let found = matching.map(|contact| contact.id).collect();
        Self {
            filter: filter.clone(),
            matcher,
            found,
        }
    }
}
