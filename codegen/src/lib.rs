//! In the making.

pub mod document;
pub mod overlay;
