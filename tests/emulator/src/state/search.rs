//! Searches for contacts: the 17 operators, and which contacts match.
//!
//! `ASSUMPTIONS.md` lists what the API's docs leave open.

mod cache;
mod filter;
mod matcher;
mod operator;

pub(crate) use self::cache::SearchCache;
pub(crate) use self::filter::{Filter, Target};
pub use self::operator::{Operator, UnknownOperator};
