//! Shared by the benchmarks of whole processes: a document ten times as large, and timing.

mod clock;
mod large;

pub use clock::{Case, Result, measure, timed, verdict};
pub use large::ten_times_as_large;
