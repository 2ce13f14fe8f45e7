//! The result of a sync.

use std::fmt;

use hellodialog::{Error, Outcome};

/// The result of a sync.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whether the run before this one was interrupted.
    pub resumed: bool,
    /// The number of contacts created.
    pub created: usize,
    /// The number of contacts updated.
    pub updated: usize,
    /// The number of rows updated from the account.
    pub updated_rows: usize,
    /// The number of rows added.
    pub appended_rows: usize,
    /// The number of rows that were equal on both sides.
    pub unchanged: usize,
    /// The rows that the account rejected.
    pub failed: Vec<Failure>,
}

/// A row that the account rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The e-mail address of the row.
    pub email: String,
    /// The error message.
    pub message: String,
    /// What to do about it.
    pub advice: &'static str,
}

impl Failure {
    pub(super) fn new(email: &str, error: &Error) -> Self {
        let advice = match error.outcome() {
            Outcome::Unknown => "rerun; the sync reads the account first",
            _ => "correct the row and rerun",
        };
        Self {
            email: email.to_owned(),
            message: error.to_string(),
            advice,
        }
    }
}

impl Report {
    /// Whether no side needed a change.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.created + self.updated + self.updated_rows + self.appended_rows + self.failed.len()
            == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.resumed {
            writeln!(f, "The last run was interrupted; this run resumed it.")?;
        }
        if self.is_idle() {
            return write!(
                f,
                "{} rows are equal on both sides: nothing was sent.",
                self.unchanged
            );
        }
        writeln!(
            f,
            "account:   {} created, {} updated",
            self.created, self.updated
        )?;
        writeln!(
            f,
            "table:     {} added, {} updated",
            self.appended_rows, self.updated_rows
        )?;
        write!(f, "unchanged: {}", self.unchanged)?;
        if !self.failed.is_empty() {
            write!(f, "\nrejected:  {}", self.failed.len())?;
        }
        for Failure {
            email,
            message,
            advice,
        } in &self.failed
        {
            write!(f, "\n  {email}: {message}\n    -> {advice}")?;
        }
        Ok(())
    }
}
