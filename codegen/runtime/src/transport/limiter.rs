//! The limits of a client: concurrent requests, and requests in a period.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout_at};

/// Limits the requests of a client. Without limits every request is sent at once.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    in_flight: Option<InFlight>,
    rate: Option<Rate>,
}

/// A limit of concurrent requests.
#[derive(Debug)]
struct InFlight {
    limit: usize,
    semaphore: Arc<Semaphore>,
}

/// Permission to send one request. It is returned when it is dropped.
#[derive(Debug)]
pub(super) struct Permit(#[expect(dead_code, reason = "held")] Option<OwnedSemaphorePermit>);

impl Limiter {
    pub(crate) fn new(in_flight: Option<usize>, rate: Option<(usize, Duration)>) -> Self {
        Self {
            in_flight: in_flight.map(|limit| InFlight {
                limit,
                semaphore: Arc::new(Semaphore::new(limit.min(Semaphore::MAX_PERMITS))),
            }),
            rate: rate.map(|(requests, per)| Rate::new(requests, per)),
        }
    }

    /// How many requests may be in flight without a reader: all but one, so that other calls still
    /// get a permit.
    pub(super) fn max_prefetch(&self) -> usize {
        let in_flight = self.in_flight.as_ref();
        in_flight.map_or(usize::MAX, |in_flight| in_flight.limit.saturating_sub(1))
    }

    /// Waits for a permit; `None` if there is none before `deadline`.
    pub(super) async fn acquire(&self, deadline: Instant) -> Option<Permit> {
        let permit = match &self.in_flight {
            Some(in_flight) => {
                let permit = Arc::clone(&in_flight.semaphore).acquire_owned();
                // The semaphore is never closed, so the inner result is always `Ok`.
                Some(timeout_at(deadline, permit).await.ok()?.ok()?)
            }
            None => None,
        };
        if let Some(rate) = &self.rate {
            sleep_until(rate.reserve(deadline)?).await;
        }
        Some(Permit(permit))
    }
}

/// A sliding window: at most `requests` in any `per`. The crates for rate limits use a token
/// bucket, which allows up to twice as many in a window, or no burst at all.
#[derive(Debug)]
struct Rate {
    requests: usize,
    per: Duration,
    /// When the last requests were or will be sent, earliest first.
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

    /// Reserves the time at which the next request may be sent; `None`, without a reservation, if
    /// that is after `deadline`.
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
    async fn no_window_holds_more_requests_than_the_rate() {
        let start = Instant::now();
        let far = start + 100 * SECOND;
        let limiter = Limiter::new(None, Some((3, SECOND)));
        let mut sent = Vec::new();
        for request in 0..9_u32 {
            // At uneven intervals.
            tokio::time::sleep(SECOND / 10 * (request % 3)).await;
            limiter.acquire(far).await.expect("a permit");
            sent.push(Instant::now());
        }
        for (first, fourth) in sent.iter().zip(&sent[3..]) {
            assert!(*fourth - *first >= SECOND, "{sent:?}");
        }
        assert!(start.elapsed() < 4 * SECOND, "{sent:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_after_the_deadline_is_not_waited_for() {
        let start = Instant::now();
        let limiter = Limiter::new(None, Some((1, 10 * SECOND)));
        assert!(limiter.acquire(start).await.is_some());
        assert!(limiter.acquire(start + 9 * SECOND).await.is_none());
        assert_eq!(start.elapsed(), Duration::ZERO);
        // The refused request took no reservation.
        assert!(limiter.acquire(start + 10 * SECOND).await.is_some());
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test]
    async fn any_limit_can_be_set() {
        let limiter = Limiter::new(Some(usize::MAX), None);
        assert!(limiter.acquire(Instant::now() + SECOND).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_returned() {
        let start = Instant::now();
        let limiter = Limiter::new(Some(1), None);
        let permit = limiter.acquire(start).await.expect("a permit");
        assert!(limiter.acquire(start + SECOND).await.is_none());
        assert_eq!(start.elapsed().as_secs(), 1);
        drop(permit);
        assert!(limiter.acquire(start + SECOND).await.is_some());
    }
}
