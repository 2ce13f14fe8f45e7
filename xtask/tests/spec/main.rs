//! The document and the patches of this checkout.

mod lint;
mod patches;
