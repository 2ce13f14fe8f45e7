//! Decides when a stream ends.

use std::collections::HashSet;
use std::num::NonZeroU64;

use super::{NumberedPage, Page};
use crate::error::{Error, ErrorKind, Result};

/// What shows that a page is the last.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// It has fewer items than this. Pages are numbered.
    Short(usize),
    /// It has the last item of the total that it says. Items are numbered.
    Total,
}

pub(super) struct PageTracker<P: Page> {
    end: End,
    /// The number of items of the last page.
    received: usize,
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
    pub(super) fn new(end: End, identify: fn(&P::Item) -> u64) -> Self {
        Self {
            end,
            received: 0,
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

    /// The number to ask for after the page of this number; `None` if there is none.
    pub(super) fn following(&self, number: NonZeroU64) -> Option<NonZeroU64> {
        let step = match self.end {
            End::Short(_) => 1,
            End::Total => u64::try_from(self.received).ok()?,
        };
        number.checked_add(step)
    }

    /// The page without known items; `None` if all are known. `skipped` items failed to decode.
    pub(super) fn next(
        &mut self,
        number: NonZeroU64,
        skipped: usize,
        page: Result<P>,
    ) -> Option<Result<NumberedPage<P>>> {
        let mut page = match page {
            Ok(page) => page,
            Err(error) => {
                self.is_done = true;
                return Some(Err(error));
            }
        };
        let items = page.take_items();
        self.received = items.len() + skipped;
        let is_last = match self.end {
            End::Short(size) => self.received < size,
            End::Total => {
                let following = self.following(number).map_or(u64::MAX, NonZeroU64::get);
                self.received == 0 || page.total().is_some_and(|total| following > total)
            }
        };
        let seen: Vec<u64> = items.iter().map(self.identify).collect();
        let earlier = self.repeated(&seen);
        let is_known =
            |id| self.previous.contains(id) || earlier.is_some_and(|(_, known)| known.contains(id));
        let fresh: Vec<P::Item> = items
            .into_iter()
            .zip(&seen)
            .filter_map(|(item, id)| (!is_known(id)).then_some(item))
            .collect();
        let has_more = matches!(self.end, End::Total) && !is_last;
        let stands_still = has_more && fresh.is_empty() && !seen.is_empty();
        let error = earlier
            .map(|(earlier, _)| starts_again(number, *earlier))
            .or_else(|| stands_still.then(|| stays(number)));
        self.is_done = is_last || error.is_some() || (fresh.is_empty() && !has_more);
        if fresh.is_empty() && self.is_done {
            return error.map(Err);
        }
        self.error = error;
        self.remember(number, seen);
        page.put_items(fresh);
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

fn stays(number: NonZeroU64) -> Error {
    let detail = format!(
        "the page from item {number} has only items of the page before, and there are more: \
         the server ignores where a page is to begin"
    );
    Error::new(ErrorKind::Decode, detail)
}
