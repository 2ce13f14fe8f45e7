//! Locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes a lock. What a panic left behind is used all the same: a test has failed anyway.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
