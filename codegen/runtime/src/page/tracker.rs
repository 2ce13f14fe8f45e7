//! Decides when a stream ends.

use std::collections::HashSet;
use std::num::NonZeroU64;

use super::{NumberedPage, Page};
use crate::error::{Error, ErrorKind, Result};

pub(super) struct PageTracker<P: Page> {
    size: usize,
    identify: fn(&P::Item) -> u64,
    /// The hashes of the page before.
    previous: HashSet<u64>,
    /// Pages that show that the server starts again: the first one, and one that is replaced
    /// whenever the number of pages doubles, which finds every cycle (Brent). Only these are kept,
    /// so that memory stays constant.
    earlier: [Option<(NonZeroU64, HashSet<u64>)>; 2],
    count: u64,
    is_done: bool,
    /// The error after the last page.
    error: Option<Error>,
}

impl<P: Page> PageTracker<P> {
    pub(super) fn new(size: usize, identify: fn(&P::Item) -> u64) -> Self {
        Self {
            size,
            identify,
            previous: HashSet::new(),
            earlier: [None, None],
            count: 0,
            is_done: false,
            error: None,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// The error after the last page, once.
    pub(super) fn take_error(&mut self) -> Option<Error> {
        self.error.take()
    }

    /// Ends the stream with `error`.
    pub(super) fn fail(&mut self, error: Error) -> Error {
        self.is_done = true;
        error
    }

    /// The page without known items; `None` if all are known. `skipped` items failed to decode.
    pub(super) fn next(
        &mut self,
        number: NonZeroU64,
        skipped: usize,
        page: Result<P>,
    ) -> Option<Result<NumberedPage<P>>> {
        let items = match page {
            Ok(page) => page.into_items(),
            Err(error) => {
                self.is_done = true;
                return Some(Err(error));
            }
        };
        let is_short = items.len() + skipped < self.size;
        let seen: Vec<u64> = items.iter().map(self.identify).collect();
        let earlier = self.repeated(&seen);
        let is_known =
            |id| self.previous.contains(id) || earlier.is_some_and(|(_, known)| known.contains(id));
        let fresh: Vec<P::Item> = items
            .into_iter()
            .zip(&seen)
            .filter_map(|(item, id)| (!is_known(id)).then_some(item))
            .collect();
        let error = earlier.map(|(earlier, _)| starts_again(number, *earlier));
        self.is_done = is_short || fresh.is_empty() || error.is_some();
        if fresh.is_empty() {
            return error.map(Err);
        }
        self.error = error;
        self.remember(number, seen);
        let page = P::from_items(fresh);
        Some(Ok(NumberedPage { number, page }))
    }

    /// The earlier page that holds half of these items or more. Fewer can have moved while the
    /// pages were fetched.
    fn repeated(&self, seen: &[u64]) -> Option<&(NonZeroU64, HashSet<u64>)> {
        let mut earlier = self.earlier.iter().flatten();
        earlier.find(|(_, known)| {
            let again = |id: &&u64| known.contains(*id) && !self.previous.contains(*id);
            let count = seen.iter().filter(again).count();
            count > 0 && count >= seen.len().div_ceil(2)
        })
    }

    fn remember(&mut self, number: NonZeroU64, seen: Vec<u64>) {
        let previous: HashSet<u64> = seen.into_iter().collect();
        self.count += 1;
        let [first, last] = &mut self.earlier;
        if first.is_none() {
            *first = Some((number, previous.clone()));
        } else if self.count.is_power_of_two() {
            *last = Some((number, previous.clone()));
        }
        self.previous = previous;
    }
}

fn starts_again(number: NonZeroU64, earlier: NonZeroU64) -> Error {
    let detail = format!(
        "page {number} has the items of page {earlier} again: \
         the server does not end after the last page"
    );
    Error::new(ErrorKind::Decode, detail)
}
