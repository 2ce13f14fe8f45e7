//! Whether a request is retried, and when.

use std::time::{Duration, SystemTime};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tower::retry::budget::{Budget as _, TpsBudget};
use tower::util::rng::{HasherRng, Rng as _};

use super::failure::is_tls_failure;
use crate::error::{Error, ErrorKind, Outcome};
use crate::operation::Idempotency;

/// The delay before the first retry, and the longest one.
const FIRST_DELAY: Duration = Duration::from_millis(500);
const MAX_DELAY: Duration = Duration::from_secs(8);

/// The longest delay that `Retry-After` can ask for. If it asks for more, the error is returned.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);

/// Rejected by a rate limit: nothing was done.
const TOO_MANY_REQUESTS: u16 = 429;

/// Statuses after which another attempt may succeed: the request came in too slowly, or a gateway
/// gave up. The server may have acted on the request.
const TRANSIENT_STATUSES: [u16; 4] = [408, 502, 503, 504];

/// The retries that all clones of a client share, so that a busy program does not multiply an
/// outage: one retry for ten successful calls, and ten more, in any ten seconds.
#[derive(Debug)]
pub(super) struct RetryThrottle(TpsBudget);

impl RetryThrottle {
    pub(super) fn new() -> Self {
        let (ten_seconds, reserve_per_second, share) = (Duration::from_secs(10), 1, 0.1);
        Self(TpsBudget::new(ten_seconds, reserve_per_second, share))
    }

    /// Counts a successful call.
    pub(super) fn deposit(&self) {
        self.0.deposit();
    }

    /// Takes a retry, if there is one left.
    pub(super) fn withdraw(&self) -> bool {
        self.0.withdraw()
    }
}

/// The delays before the retries: 0.5 s, doubling to 8 s, each with up to 100% of jitter, so that
/// clients which failed together do not retry together.
#[derive(Debug)]
pub(super) struct Backoff {
    delay: Duration,
    jitter: HasherRng,
}

pub(super) fn backoff() -> Backoff {
    Backoff {
        delay: FIRST_DELAY,
        jitter: HasherRng::new(),
    }
}

impl Backoff {
    pub(super) fn next_delay(&mut self) -> Duration {
        let delay = self.delay.mul_f64(1.0 + self.jitter.next_f64());
        self.delay = MAX_DELAY.min(self.delay * 2);
        delay
    }
}

/// The formats of a date in HTTP (RFC 9110, section 5.6.7): the usual one, and two that are obsolete.
const DATE_FORMATS: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// Whether a call that failed with `error` may be sent again.
pub(super) fn may_retry(error: &Error, idempotency: Idempotency) -> bool {
    if is_tls_failure(error) {
        return false;
    }
    let took_no_effect = error.is_connect() || error.status() == Some(TOO_MANY_REQUESTS);
    if took_no_effect {
        return true;
    }
    let is_idempotent = idempotency == Idempotency::Idempotent;
    match (error.kind(), error.outcome()) {
        // A request that was not sent for want of a permit; one that cannot be built never can.
        (kind, Outcome::NotSent) => kind == ErrorKind::Timeout,
        // The server said that it did not process the request.
        (ErrorKind::Request, Outcome::Rejected) => true,
        (ErrorKind::Timeout | ErrorKind::Request, _) => is_idempotent,
        (ErrorKind::Decode, _) => is_idempotent && error.is_truncated(),
        _ => {
            is_idempotent
                && error
                    .status()
                    .is_some_and(|status| TRANSIENT_STATUSES.contains(&status))
        }
    }
}

/// The delay before the next attempt: `delay`, or what `Retry-After` asks for if that is longer.
/// `None` if it asks for too long.
pub(super) fn apply_retry_after(delay: Duration, error: &Error) -> Option<Duration> {
    let asked = error.header("retry-after");
    let asked = asked.and_then(|text| retry_after(text, SystemTime::now()));
    match asked {
        Some(asked) if asked > MAX_RETRY_AFTER => None,
        Some(asked) => Some(delay.max(asked)),
        None => Some(delay),
    }
}

/// The delay that a `Retry-After` header asks for: seconds, or a date. Anything else is ignored.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that does not fit is a long time.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let mut dates = DATE_FORMATS
        .iter()
        .filter_map(|format| DateTime::strptime(format, text).ok());
    let date = dates.next()?.to_zoned(TimeZone::UTC).ok()?;
    let date = SystemTime::from(date.timestamp());
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_and_have_jitter() {
        let delays = || {
            let mut backoff = backoff();
            std::array::from_fn(|_| backoff.next_delay())
        };
        let all: Vec<[Duration; 7]> = (0..50).map(|_| delays()).collect();
        for (retry, least) in [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0].into_iter().enumerate() {
            for delays in &all {
                let delay = delays[retry].as_secs_f64();
                assert!(least <= delay && delay <= least * 2.0, "{delay} s");
            }
            let first = all[0][retry];
            assert!(all.iter().any(|delays| delays[retry] != first));
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let seconds = |text| retry_after(text, now).map(|delay| delay.as_secs());
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:40 GMT"), Some(3));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:49:40 GMT"), Some(3));
        assert_eq!(seconds("Sun Nov  6 08:49:40 1994"), Some(3));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
        for nonsense in ["", "-1", "1.5", "soon", "Sun, 99 Nov 1994 08:49:40 GMT"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn retries_run_out_and_are_deposited() {
        let throttle = RetryThrottle::new();
        assert_eq!((0..100).filter(|_| throttle.withdraw()).count(), 10);
        (0..50).for_each(|_| throttle.deposit());
        assert_eq!((0..100).filter(|_| throttle.withdraw()).count(), 5);
    }

    #[test]
    fn only_safe_calls_are_retried() {
        use Idempotency::{Idempotent, NotIdempotent};
        let status = |status| Error::new(ErrorKind::Status, "").with_status(status);
        let api = |status| Error::api(None, None, None).with_status(status);
        let truncated = serde_json::from_str::<Vec<u8>>("[1").expect_err("it ends early");
        for error in [Error::new(ErrorKind::Connect, ""), status(429), api(429)] {
            assert!(may_retry(&error, NotIdempotent) && may_retry(&error, Idempotent));
        }
        for error in [
            Error::timeout(),
            Error::new(ErrorKind::Request, "").with_status(200),
            status(408),
            status(502),
            status(503),
            status(504),
            api(503),
            Error::decode(b"[1", None, &truncated),
        ] {
            assert!(!may_retry(&error, NotIdempotent) && may_retry(&error, Idempotent));
        }
        for error in [
            status(302),
            status(400),
            status(404),
            status(500),
            status(501),
            api(200),
            Error::new(ErrorKind::Decode, "").with_status(200),
            Error::new(ErrorKind::Request, "").not_sent(),
            Error::new(ErrorKind::NotFound, ""),
            Error::config(""),
        ] {
            assert!(!may_retry(&error, NotIdempotent) && !may_retry(&error, Idempotent));
        }
    }
}
