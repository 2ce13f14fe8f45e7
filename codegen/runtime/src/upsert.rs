//! Creating what may be there already.

/// What came of creating something, or changing it where it existed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Upserted<C, I, U> {
    /// It was new.
    Created(C),
    /// It existed, and was changed.
    Updated {
        /// The id that it has.
        id: I,
        /// The answer to the change.
        answer: U,
    },
}
