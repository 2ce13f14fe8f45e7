//! Compiles the golden modules with `missing_docs` denied.

#![deny(missing_docs, warnings)]

#[path = "golden/account/expected.rs"]
#[rustfmt::skip]
pub mod account;

#[path = "golden/choices/expected.rs"]
#[rustfmt::skip]
pub mod choices;

#[path = "golden/clashes/expected.rs"]
#[rustfmt::skip]
pub mod clashes;

#[path = "golden/empty/expected.rs"]
#[rustfmt::skip]
pub mod empty;

#[path = "golden/hostile/expected.rs"]
#[rustfmt::skip]
pub mod hostile;

#[path = "golden/names/expected.rs"]
#[rustfmt::skip]
pub mod names;

#[path = "golden/repeated/expected.rs"]
#[rustfmt::skip]
pub mod repeated;

#[path = "golden/reserved/expected.rs"]
#[rustfmt::skip]
pub mod reserved;

#[path = "golden/shapes/expected.rs"]
#[rustfmt::skip]
pub mod shapes;

#[path = "golden/types/expected.rs"]
#[rustfmt::skip]
pub mod types;

#[path = "golden/unknown/expected.rs"]
#[rustfmt::skip]
pub mod unknown;
