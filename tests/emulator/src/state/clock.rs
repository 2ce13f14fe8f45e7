//! The clock of an account: the current time in UTC, plus the days that a test added.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Clock {
    days_ahead: u32,
}

impl Clock {
    pub(crate) fn advance(&mut self, days: u32) {
        self.days_ahead = self.days_ahead.saturating_add(days);
    }

    pub(crate) fn days_ahead(&self) -> u32 {
        self.days_ahead
    }

    pub(crate) fn now(&self) -> DateTime {
        let now = TimeZone::UTC.to_datetime(Timestamp::now());
        now.saturating_add(i64::from(self.days_ahead.min(MAX_DAYS)).days())
    }

    /// Days since 1970.
    pub(crate) fn day(&self) -> i64 {
        Timestamp::now().as_second() / 86_400 + i64::from(self.days_ahead)
    }

    /// `2019-02-25 10:39:49`
    pub(crate) fn date_time(&self) -> String {
        self.now().strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `2019-02-25`
    pub(crate) fn date(&self) -> String {
        self.now().date().to_string()
    }

    pub(crate) fn unix_seconds(&self) -> i64 {
        Timestamp::now().as_second() + i64::from(self.days_ahead) * 86_400
    }
}

/// The maximum of a `jiff::Span`.
const MAX_DAYS: u32 = 7_304_484;
