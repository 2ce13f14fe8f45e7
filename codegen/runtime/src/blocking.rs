//! Blocking calls: `send_blocking` in place of `await`. Needs the feature `blocking`.
//!
//! Every [`Call`](crate::Call), [`Paged`](crate::Paged) and [`Batch`](crate::Batch) has a method
//! `send_blocking`, and an [`ItemStream`](crate::ItemStream) has `into_blocking_iter`.
//!
//! The calls run on one background runtime. The first call starts it, and it stays until the
//! program ends. They work on every thread, also within an async runtime. There a call holds up the
//! other tasks of its thread: use `await`, or a thread of `spawn_blocking`.

#[cfg(feature = "blocking")]
mod send;

#[cfg(feature = "blocking")]
pub use self::send::BlockingIter;
