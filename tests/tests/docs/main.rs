//! The code in the docs: what users copy compiles, and does what it says against an account.

mod account;
mod cookbook;
mod crates;
mod examples;

/// Every example in the docs of the client and in the README. What they print is kept.
#[allow(
    clippy::pedantic,
    clippy::needless_question_mark,
    unused_imports,
    reason = "examples are written for readers"
)]
mod documented {
    pub type Example = (&'static str, fn() -> crate::examples::Running);
    include!(concat!(env!("OUT_DIR"), "/examples.rs"));
}

/// The code of the cookbook, a module for each section.
#[allow(clippy::pedantic, reason = "examples are written for readers")]
mod recipes {
    include!(concat!(env!("OUT_DIR"), "/cookbook.rs"));
}

/// In examples: keeps the line, for the test to read.
macro_rules! println {
    ($($text:tt)*) => { $crate::examples::print(&format!($($text)*)) };
}
pub(crate) use println;

/// The values that examples have as arguments, by the names of these.
use examples::{body, client, connected, key};
