//! What the benchmarks of whole processes share: a document ten times as large, and the clock.

mod clock;
mod large;

pub use clock::{Case, Result, measure, timed, verdict};
pub use large::enlarged;
