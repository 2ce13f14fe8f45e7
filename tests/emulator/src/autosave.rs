//! When the program saves the state while it runs.

use std::time::{Duration, Instant};

/// The state is saved when it has not changed for this long.
const QUIET: Duration = Duration::from_secs(1);

/// The state is saved after this long even if it keeps changing.
const MAX_UNSAVED: Duration = Duration::from_secs(5);

/// The minimum time between two saves.
const INTERVAL: Duration = Duration::from_secs(3);

/// Decides when a state is saved, from the number of its changes. A state without changes needs no save.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Autosave {
    saved: u64,
    saved_at: Option<Instant>,
    unsaved: Option<Unsaved>,
}

#[derive(Debug, Clone, Copy)]
struct Unsaved {
    changes: u64,
    first_seen: Instant,
    last_seen: Instant,
}

impl Autosave {
    /// Whether the state must be saved now.
    pub(crate) fn is_due(&mut self, changes: u64, now: Instant) -> bool {
        if changes == self.saved {
            return false;
        }
        let unsaved = self.unsaved.get_or_insert(Unsaved {
            changes,
            first_seen: now,
            last_seen: now,
        });
        if unsaved.changes != changes {
            unsaved.changes = changes;
            unsaved.last_seen = now;
        }
        let is_quiet = now - unsaved.last_seen >= QUIET;
        let is_late = now - unsaved.first_seen >= MAX_UNSAVED;
        let is_early = self.saved_at.is_some_and(|saved| now - saved < INTERVAL);
        (is_quiet || is_late) && !is_early
    }

    /// Records that the state was saved when it had this number of changes.
    pub(crate) fn saved(&mut self, changes: u64, now: Instant) {
        *self = Self {
            saved: changes,
            saved_at: Some(now),
            unsaved: None,
        };
    }

    /// Records that the state could not be saved; the next attempt is due after the usual interval.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.saved_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times in milliseconds at which a state is saved that changes at `changes`.
    fn saves(changes: &[u64], end: u64) -> Vec<u64> {
        let start = Instant::now();
        let mut autosave = Autosave::default();
        let mut saves = Vec::new();
        for millis in (0..=end).step_by(100) {
            let now = start + Duration::from_millis(millis);
            let count = changes.iter().filter(|&&at| at <= millis).count() as u64;
            if autosave.is_due(count, now) {
                autosave.saved(count, now);
                saves.push(millis);
            }
        }
        saves
    }

    #[test]
    fn a_state_is_saved_after_a_quiet_second() {
        assert!(saves(&[], 10_000).is_empty());
        assert_eq!(saves(&[500], 10_000), [1_500]);
        assert_eq!(saves(&[500, 1_400], 10_000), [2_400]);
    }

    #[test]
    fn a_state_that_keeps_changing_is_saved_every_few_seconds() {
        let all: Vec<_> = (0..150).map(|step| step * 100).collect();
        assert_eq!(saves(&all, 14_900), [5_000, 10_100]);
    }

    #[test]
    fn a_state_is_not_saved_more_often_than_the_interval() {
        assert_eq!(saves(&[0, 1_100, 2_500], 10_000), [1_000, 4_000]);
    }

    #[test]
    fn a_failure_is_tried_again() {
        let start = Instant::now();
        let mut autosave = Autosave::default();
        let at = |millis| start + Duration::from_millis(millis);
        assert!(!autosave.is_due(1, at(0)));
        assert!(autosave.is_due(1, at(1_000)));
        autosave.failed(at(1_000));
        assert!(!autosave.is_due(1, at(2_000)));
        assert!(autosave.is_due(1, at(4_000)));
    }
}
