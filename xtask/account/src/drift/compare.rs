//! Records how responses differ from the description, and infers schemas from them. Sends nothing.

pub(super) mod custom_fields;
pub(super) mod form;
pub(super) mod infer;
pub(super) mod observations;
mod observe;
mod places;
pub(super) mod sample;

pub(super) use self::observations::Observations;
pub(super) use self::observe::observe;
pub(super) use self::places::Places;
pub use self::places::PlacesError;
