//! The limits of a client: concurrent requests, and requests in a period.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::rate::Rate;
use crate::options::PageTurn;

/// Limits the requests of a client. Without limits every request is sent at once.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    in_flight: Option<InFlight>,
    rate: Option<Rate>,
}

/// A limit of concurrent requests.
#[derive(Debug)]
struct InFlight {
    all: Arc<Semaphore>,
    /// One less than all: what is prefetched can keep its permit for long, and a permit is left for
    /// the other calls of the client.
    prefetch: Arc<Semaphore>,
}

/// Permission to send one request. It is returned when it is dropped.
#[derive(Debug)]
pub(super) struct Permit(#[expect(dead_code, reason = "held")] Option<InFlightPermit>);

/// The permit of all calls, and that of prefetching.
type InFlightPermit = (OwnedSemaphorePermit, Option<OwnedSemaphorePermit>);

impl Limiter {
    pub(crate) fn new(in_flight: Option<usize>, rate: Option<(usize, Duration)>) -> Self {
        Self {
            in_flight: in_flight.map(InFlight::new),
            rate: rate.map(|(requests, per)| Rate::new(requests, per)),
        }
    }

    /// Waits for a permit; `None` if there is none before `deadline`. A request for a page that a
    /// stream prefetches has its `turn`.
    pub(super) async fn acquire(
        &self,
        deadline: Instant,
        turn: Option<&PageTurn>,
    ) -> Option<Permit> {
        let permit = match &self.in_flight {
            Some(in_flight) => Some(timeout_at(deadline, in_flight.acquire(turn)).await.ok()??),
            None => None,
        };
        if let Some(rate) = &self.rate {
            rate.wait(deadline).await?;
        }
        Some(Permit(permit))
    }
}

impl InFlight {
    fn new(limit: usize) -> Self {
        let limit = limit.min(Semaphore::MAX_PERMITS);
        Self {
            all: Arc::new(Semaphore::new(limit)),
            prefetch: Arc::new(Semaphore::new(limit.saturating_sub(1))),
        }
    }

    /// The semaphores are never closed, so this is always `Some`.
    async fn acquire(&self, turn: Option<&PageTurn>) -> Option<InFlightPermit> {
        let prefetch = match turn {
            Some(turn) => {
                let permit = pin!(Arc::clone(&self.prefetch).acquire_owned());
                match select(permit, pin!(turn.is_current())).await {
                    Either::Left((permit, _)) => Some(permit.ok()?),
                    // The reader waits for this page, so it is a call like any other.
                    Either::Right(_) => None,
                }
            }
            None => None,
        };
        let permit = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some((permit, prefetch))
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
            limiter.acquire(far, None).await.expect("a permit");
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
        assert!(limiter.acquire(start, None).await.is_some());
        assert!(limiter.acquire(start + 9 * SECOND, None).await.is_none());
        assert_eq!(start.elapsed(), Duration::ZERO);
        // The refused request took no reservation.
        assert!(limiter.acquire(start + 10 * SECOND, None).await.is_some());
        assert_eq!(start.elapsed().as_secs(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slot_is_given_back_by_a_request_that_is_dropped() {
        let start = Instant::now();
        let far = start + 100 * SECOND;
        let limiter = Limiter::new(None, Some((1, 10 * SECOND)));
        assert!(limiter.acquire(far, None).await.is_some());
        let mut dropped = Box::pin(limiter.acquire(far, None));
        assert!(futures_util::poll!(&mut dropped).is_pending());
        let mut waiting = Box::pin(limiter.acquire(far, None));
        assert!(futures_util::poll!(&mut waiting).is_pending());
        drop(dropped);
        // The request that waited behind it moves up.
        assert!(waiting.await.is_some());
        assert_eq!(start.elapsed().as_secs(), 10);
        assert!(limiter.acquire(far, None).await.is_some());
        assert_eq!(start.elapsed().as_secs(), 20);
    }

    #[tokio::test]
    async fn prefetching_leaves_a_permit_to_the_other_calls() {
        let deadline = Instant::now() + 100 * SECOND;
        let limiter = Limiter::new(Some(2), None);
        let (reader, first) = PageTurn::channel(1);
        let second = first.of_page(2);
        let _first = limiter
            .acquire(deadline, Some(&first))
            .await
            .expect("a permit");
        let mut waiting = Box::pin(limiter.acquire(deadline, Some(&second)));
        assert!(futures_util::poll!(&mut waiting).is_pending());
        let other = limiter.acquire(deadline, None).await;
        assert!(other.is_some());
        drop(other);
        // The page that the reader waits for is a call like any other.
        assert!(futures_util::poll!(&mut waiting).is_pending());
        reader.send_replace(2);
        assert!(waiting.await.is_some());
    }

    #[tokio::test]
    async fn any_limit_can_be_set() {
        let limiter = Limiter::new(Some(usize::MAX), None);
        assert!(
            limiter
                .acquire(Instant::now() + SECOND, None)
                .await
                .is_some()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_permit_is_returned() {
        let start = Instant::now();
        let limiter = Limiter::new(Some(1), None);
        let permit = limiter.acquire(start, None).await.expect("a permit");
        assert!(limiter.acquire(start + SECOND, None).await.is_none());
        assert_eq!(start.elapsed().as_secs(), 1);
        drop(permit);
        assert!(limiter.acquire(start + SECOND, None).await.is_some());
    }
}
