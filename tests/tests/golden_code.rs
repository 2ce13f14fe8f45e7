//! Compiles the crates of all golden cases, and tries what they do.
#![deny(warnings)]

/// One module for each case. It is public as a library would be, so that every warning counts.
pub mod golden {
    include!(concat!(env!("OUT_DIR"), "/golden_modules.rs"));
}
