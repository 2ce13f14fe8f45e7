//! Tests that span the crates of the workspace; this library only has the README's code compiled.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
