//! Tests that span the crates of the workspace; this library only compiles the code of the README.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
