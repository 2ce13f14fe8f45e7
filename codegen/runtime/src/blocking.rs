//! Calls for programs without async: `wait` where others `await`. Needs the feature `blocking`.
//!
//! Every [`Call`](crate::Call), [`Paged`](crate::Paged) and [`Batch`](crate::Batch) has a method
//! `wait`, and so has a stream of [`Items`](crate::Items), which becomes an iterator.
//!
//! The calls run on one small runtime of their own, which is started by the first of them and
//! stays until the program ends.

#[cfg(feature = "blocking")]
mod wait;

#[cfg(feature = "blocking")]
pub use self::wait::Waiting;
