//! A limit of requests in a period.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// A sliding window: at most `requests` in any `per`. The crates for rate limits use a token
/// bucket, which allows up to twice as many in a window, or no burst at all.
#[derive(Debug)]
pub(super) struct Rate {
    requests: usize,
    per: Duration,
    slots: Mutex<Slots>,
    /// Notified when a slot was given back, so that the requests after it can be sent earlier.
    moved: Notify,
}

/// When the last requests were or will be sent, by ticket.
#[derive(Debug, Default)]
struct Slots {
    next_ticket: u64,
    times: BTreeMap<u64, Instant>,
}

/// A slot that is given back when it is dropped before the request was sent.
struct Reservation<'a> {
    rate: &'a Rate,
    ticket: u64,
    is_used: bool,
}

impl Rate {
    pub(super) fn new(requests: usize, per: Duration) -> Self {
        Self {
            requests,
            per,
            slots: Mutex::default(),
            moved: Notify::new(),
        }
    }

    /// Waits until the next request may be sent; `None`, at once, if that is after `deadline`.
    pub(super) async fn wait(&self, deadline: Instant) -> Option<()> {
        let mut reservation = self.reserve(deadline)?;
        loop {
            // Created before the time is read, so that no change is missed.
            let moved = self.moved.notified();
            let Some(at) = reservation.time_left() else {
                reservation.is_used = true;
                return Some(());
            };
            let _ = timeout_at(at, moved).await;
        }
    }

    fn reserve(&self, deadline: Instant) -> Option<Reservation<'_>> {
        let mut slots = self.slots();
        let now = Instant::now();
        slots.forget(now, self.per);
        let ticket = slots.next_ticket;
        let at = self.time_of(&slots, ticket, now)?;
        if at > deadline {
            return None;
        }
        slots.next_ticket += 1;
        slots.times.insert(ticket, at);
        Some(Reservation {
            rate: self,
            ticket,
            is_used: false,
        })
    }

    /// When the request with this ticket may be sent: `per` after the one that is `requests` before
    /// it.
    fn time_of(&self, slots: &Slots, ticket: u64, now: Instant) -> Option<Instant> {
        let mut before = slots.times.range(..ticket).rev();
        match before.nth(self.requests - 1) {
            Some((_, earlier)) => Some(earlier.checked_add(self.per)?.max(now)),
            None => Some(now),
        }
    }

    /// Gives a slot back; the later requests that are not sent yet move up.
    fn cancel(&self, ticket: u64) {
        let mut slots = self.slots();
        if slots.times.remove(&ticket).is_none() {
            return;
        }
        let now = Instant::now();
        let later: Vec<_> = slots
            .times
            .range(ticket..)
            .map(|(&t, &at)| (t, at))
            .collect();
        for (ticket, at) in later.into_iter().filter(|(_, at)| *at > now) {
            let moved = self.time_of(&slots, ticket, now).unwrap_or(at);
            slots.times.insert(ticket, moved.min(at));
        }
        drop(slots);
        self.moved.notify_waiters();
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    /// Removes the slots that no longer matter for a request at `now`.
    fn forget(&mut self, now: Instant, per: Duration) {
        while let Some(first) = self.times.first_entry() {
            let matters = first.get().checked_add(per).is_none_or(|end| end > now);
            if matters {
                break;
            }
            first.remove();
        }
    }
}

impl Reservation<'_> {
    /// The time of the slot; `None` if it has come.
    fn time_left(&self) -> Option<Instant> {
        let slots = self.rate.slots();
        let at = slots.times.get(&self.ticket).copied()?;
        (at > Instant::now()).then_some(at)
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        if !self.is_used {
            self.rate.cancel(self.ticket);
        }
    }
}
