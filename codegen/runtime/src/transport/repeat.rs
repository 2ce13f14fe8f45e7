//! Whether a request is sent again, and when.

use std::time::{Duration, SystemTime};

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tower::retry::budget::{Budget as _, TpsBudget};

use crate::error::{Error, ErrorKind, Outcome};

/// The wait before the first repetition, and the one at which the waits stop to double.
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LAST_WAIT: Duration = Duration::from_secs(8);

/// The longest wait that a server can ask for. One that asks for more is not asked again.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// Refused outright: nothing was done.
const TOO_MANY_REQUESTS: u16 = 429;

/// The statuses of a server that may have begun, and may do it another time: the request came in
/// too slowly, or something between here and there gave up.
const PASSING: [u16; 4] = [408, 502, 503, 504];

/// The retries that all clones of a client have together, so that a program that is busy does not
/// multiply an outage: one retry for ten calls that succeeded, and ten more, in any ten seconds.
#[derive(Debug)]
pub(super) struct Budget(TpsBudget);

impl Budget {
    pub(super) fn new() -> Self {
        let (ten_seconds, reserve_per_second, share) = (Duration::from_secs(10), 1, 0.1);
        Self(TpsBudget::new(ten_seconds, reserve_per_second, share))
    }

    /// A call succeeded.
    pub(super) fn earn(&self) {
        self.0.deposit();
    }

    /// Whether there is a retry left, which is then spent.
    pub(super) fn spend(&self) -> bool {
        self.0.withdraw()
    }
}

/// The waits before each repetition: 0.5 s, doubling to 8 s, each lengthened at random by up to as
/// much again so that clients which failed together do not come back together.
pub(super) type Waits = ExponentialBackoff;

/// Begins to wait.
pub(super) fn waits() -> Waits {
    ExponentialBuilder::new()
        .with_min_delay(FIRST_WAIT)
        .with_factor(2.0)
        .with_max_delay(LAST_WAIT)
        .without_max_times()
        .with_jitter()
        .build()
}

/// Whether a call that failed with `error` may be sent again; `safe` if it may be done twice.
pub(super) fn may_repeat(error: &Error, safe: bool) -> bool {
    let took_no_effect = error.is_connect() || error.status() == Some(TOO_MANY_REQUESTS);
    if took_no_effect {
        return true;
    }
    match (error.kind(), error.outcome()) {
        // Never sent, as there was no turn; a request that cannot be made cannot the next time.
        (kind, Outcome::NotSent) => kind == ErrorKind::Timeout,
        (ErrorKind::Timeout | ErrorKind::Request, _) => safe,
        _ => {
            safe && error
                .status()
                .is_some_and(|status| PASSING.contains(&status))
        }
    }
}

/// How long to wait before the next attempt: `wait`, or longer if the server asked for it. `None`
/// if it asked for too long.
pub(super) fn lengthened(wait: Duration, error: Option<&Error>) -> Option<Duration> {
    let asked = error.and_then(|error| error.header("retry-after"));
    let asked = asked.and_then(|text| retry_after(text, SystemTime::now()));
    match asked {
        Some(asked) if asked > LONGEST_ASKED => None,
        Some(asked) => Some(wait.max(asked)),
        None => Some(wait),
    }
}

/// The wait that a `Retry-After` header asks for: seconds, or a date. Anything else is ignored.
fn retry_after(text: &str, now: SystemTime) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // So many digits that it does not fit is a long time too.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_are_lengthened_at_random() {
        let all: Vec<Vec<_>> = (0..50).map(|_| waits().take(7).collect()).collect();
        for (repetition, least) in [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0].into_iter().enumerate() {
            for waits in &all {
                let wait = waits[repetition].as_secs_f64();
                assert!(least <= wait && wait <= least * 2.0, "{wait} s");
            }
            let first = all[0][repetition];
            assert!(all.iter().any(|waits| waits[repetition] != first));
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let seconds = |text| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(seconds("0"), Some(0));
        assert_eq!(seconds(" 120 "), Some(120));
        assert_eq!(seconds("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:40 GMT"), Some(3));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:49:40 GMT"), Some(3));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:49:00 GMT"), Some(0));
        for nonsense in ["", "-1", "1.5", "soon", "Sun, 99 Nov 1994 08:49:40 GMT"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn retries_run_out_and_are_earned() {
        let budget = Budget::new();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 10);
        (0..50).for_each(|_| budget.earn());
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 5);
    }

    #[test]
    fn only_what_is_safe_is_repeated() {
        let status = |status| Error::new(ErrorKind::Status, "").with_status(status);
        let api = |status| Error::api(None, None, None).with_status(status);
        for error in [Error::new(ErrorKind::Connect, ""), status(429), api(429)] {
            assert!(may_repeat(&error, false) && may_repeat(&error, true));
        }
        for error in [
            Error::timeout(),
            Error::new(ErrorKind::Request, "").with_status(200),
            status(408),
            status(502),
            status(503),
            status(504),
            api(503),
        ] {
            assert!(!may_repeat(&error, false) && may_repeat(&error, true));
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
            assert!(!may_repeat(&error, false) && !may_repeat(&error, true));
        }
    }
}
