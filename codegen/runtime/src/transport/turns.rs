//! How many requests there may be at once, and in a while.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};

/// Who may send, and when. Without limits everybody may, at once.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    in_flight: Option<InFlight>,
    rate: Option<Rate>,
}

/// At most so many requests at once.
#[derive(Debug)]
struct InFlight {
    limit: usize,
    free: Arc<Semaphore>,
}

/// A turn to send one request, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Turn(#[expect(dead_code, reason = "held")] Option<OwnedSemaphorePermit>);

impl Turns {
    pub(crate) fn new(in_flight: Option<usize>, rate: Option<(usize, Duration)>) -> Self {
        Self {
            in_flight: in_flight.map(|limit| InFlight {
                limit,
                free: Arc::new(Semaphore::new(limit.min(Semaphore::MAX_PERMITS))),
            }),
            rate: rate.map(|(requests, per)| Rate::new(requests, per)),
        }
    }

    /// How many requests may wait for somebody to ask for their answers: all but one, or nobody
    /// else would have a turn in the meantime.
    pub(super) fn most_waiting(&self) -> usize {
        let in_flight = self.in_flight.as_ref();
        in_flight.map_or(usize::MAX, |in_flight| in_flight.limit.saturating_sub(1))
    }

    /// Waits for a turn; `None` if there is none before `deadline`.
    pub(super) async fn take(&self, deadline: Instant) -> Option<Turn> {
        let permit = match &self.in_flight {
            Some(in_flight) => {
                let permit = Arc::clone(&in_flight.free).acquire_owned();
                // It is never closed, so the inner result is no failure that could be.
                Some(timeout_at(deadline, permit).await.ok()?.ok()?)
            }
            None => None,
        };
        if let Some(rate) = &self.rate {
            sleep_until(rate.reserve(deadline)?).await;
        }
        Some(Turn(permit))
    }
}

/// At most so many requests in any span of a length: a request waits until the one that many
/// before it is that long ago. The crates for it let a bucket run full and then fill it again
/// while it is emptied, which is up to twice as many in a span, or allow no burst at all.
#[derive(Debug)]
struct Rate {
    requests: usize,
    per: Duration,
    /// When the last ones were sent or will be, the earliest first.
    sent: Mutex<VecDeque<Instant>>,
}

impl Rate {
    fn new(requests: usize, per: Duration) -> Self {
        Self {
            requests,
            per,
            sent: Mutex::default(),
        }
    }

    /// When the next request may be sent, which is taken by that; `None`, and nothing taken, if
    /// not before `deadline`.
    fn reserve(&self, deadline: Instant) -> Option<Instant> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let full = sent.len() >= self.requests;
        let at = match sent.front().filter(|_| full) {
            Some(first) => first.checked_add(self.per)?.max(now),
            None => now,
        };
        if at > deadline {
            return None;
        }
        if full {
            sent.pop_front();
        }
        sent.push_back(at);
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn no_span_holds_more_requests_than_the_rate() {
        let start = Instant::now();
        let far = start + 100 * SECOND;
        let turns = Turns::new(None, Some((3, SECOND)));
        let mut sent = Vec::new();
        for request in 0..9_u32 {
            // Not at once, and not evenly.
            tokio::time::sleep(SECOND / 10 * (request % 3)).await;
            turns.take(far).await.expect("a turn");
            sent.push(Instant::now());
        }
        for (first, fourth) in sent.iter().zip(&sent[3..]) {
            assert!(*fourth - *first >= SECOND, "{sent:?}");
        }
        assert!(start.elapsed() < 4 * SECOND, "{sent:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_after_the_deadline_is_not_waited_for() {
        let start = Instant::now();
        let turns = Turns::new(None, Some((1, 10 * SECOND)));
        assert!(turns.take(start).await.is_some());
        assert!(turns.take(start + 9 * SECOND).await.is_none());
        assert_eq!(start.elapsed(), Duration::ZERO);
        // What was not waited for is not taken either.
        assert!(turns.take(start + 10 * SECOND).await.is_some());
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test]
    async fn any_limit_can_be_set() {
        let turns = Turns::new(Some(usize::MAX), None);
        assert!(turns.take(Instant::now() + SECOND).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_is_given_back() {
        let start = Instant::now();
        let turns = Turns::new(Some(1), None);
        let turn = turns.take(start).await.expect("a turn");
        assert!(turns.take(start + SECOND).await.is_none());
        assert_eq!(start.elapsed().as_secs(), 1);
        drop(turn);
        assert!(turns.take(start + SECOND).await.is_some());
    }
}
