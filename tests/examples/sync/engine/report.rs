//! What came of a sync.

use std::fmt;

use hellodialog::{Error, Outcome};

/// What came of a sync.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whether the run before this one broke off.
    pub resumed: bool,
    /// Contacts that were made.
    pub created: usize,
    /// Contacts that were changed.
    pub updated: usize,
    /// Rows that were changed.
    pub taken: usize,
    /// Rows that were added.
    pub appended: usize,
    /// Rows that were the same on both sides.
    pub unchanged: usize,
    /// Rows that the account did not take.
    pub failed: Vec<Failure>,
}

/// A row that the account did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Whose row it is.
    pub email: String,
    /// What the account said.
    pub why: String,
    /// What to do.
    pub advice: &'static str,
}

impl Failure {
    pub(super) fn new(email: &str, error: &Error) -> Self {
        let advice = match error.outcome() {
            Outcome::Unknown => "run again: the account is looked at first",
            _ => "correct the row and run again",
        };
        Self {
            email: email.to_owned(),
            why: error.to_string(),
            advice,
        }
    }
}

impl Report {
    /// Whether there was nothing to do on either side.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.created + self.updated + self.taken + self.appended + self.failed.len() == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.resumed {
            writeln!(f, "The last run broke off; this one went on from there.")?;
        }
        if self.is_idle() {
            return write!(
                f,
                "{} rows, all the same: nothing was sent.",
                self.unchanged
            );
        }
        writeln!(
            f,
            "account: {} created, {} changed",
            self.created, self.updated
        )?;
        writeln!(
            f,
            "table:   {} added, {} changed",
            self.appended, self.taken
        )?;
        write!(f, "same:    {}", self.unchanged)?;
        if !self.failed.is_empty() {
            write!(f, "\nnot taken: {}", self.failed.len())?;
        }
        for Failure { email, why, advice } in &self.failed {
            write!(f, "\n  {email}: {why}\n    -> {advice}")?;
        }
        Ok(())
    }
}
