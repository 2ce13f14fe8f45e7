//! What to do about an action that does not fit or changes nothing.

use std::fmt;

use serde_json::Value;

/// What to do about an action that does not fit or changes nothing. Its text is
/// a few sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suggestion {
    /// Why the action does not fit or changes nothing.
    pub reason: Reason,
    /// What to delete if the correction is not needed any more.
    pub scope: Scope,
    /// The members of the action that should change, with their new values.
    pub replacement: Option<Value>,
}

/// What an action that is not needed any more leaves to delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The action: its patch has others.
    Action,
    /// The whole patch: it has no other action, and must have at least one.
    Patch,
}

/// Why an action does not fit or changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The document already says what the action would write.
    AlreadyApplied,
    /// The member that the action removes does not exist.
    AlreadyRemoved {
        /// An existing member with a similar name.
        similar: Option<String>,
    },
    /// The target selects nothing, but a prefix of it does.
    TargetMoved {
        /// The longest prefix that selects something.
        prefix: String,
        /// The rest of the target.
        rest: String,
        /// An existing member with a name similar to the missing one.
        similar: Option<String>,
    },
    /// No prefix of the target selects anything.
    TargetMissing,
    /// The node is not what the action expects.
    ExpectationFailed {
        /// The members that `x-expect` names and that do not exist.
        missing: Vec<String>,
        /// The members that `x-expect-absent` names and that exist.
        present: Vec<String>,
        /// Whether the document already says a part of the update.
        partly_applied: bool,
    },
    /// The expectations hold for some of several targets only.
    SomeTargetsDiffer {
        /// How many nodes the target selects.
        targets: usize,
        /// For how many of them the expectations fail.
        differing: usize,
        /// The first of those, as a JSON pointer after `#`.
        first: String,
    },
    /// The action cannot be applied; the problem says why.
    NotApplicable,
    /// An earlier action that does not fit may be the cause.
    AfterConflict {
        /// The reason if it is not.
        otherwise: Option<Box<Reason>>,
    },
}

impl Scope {
    /// For an action of a patch that has this many.
    #[must_use]
    pub fn of(actions: usize) -> Self {
        match actions {
            1 => Self::Patch,
            _ => Self::Action,
        }
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.write(self, f)
    }
}

impl Reason {
    fn write(&self, suggestion: &Suggestion, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scope = suggestion.scope;
        match self {
            Self::AlreadyApplied => {
                write!(f, "The document already says this. Delete the {scope}.")
            }
            Self::AlreadyRemoved { similar } => {
                write!(f, "What it removes does not exist. Delete the {scope}")?;
                match similar {
                    Some(name) => write!(f, ", unless the member is called `{name}` now."),
                    None => write!(f, "."),
                }
            }
            Self::TargetMoved {
                prefix,
                rest,
                similar,
            } => {
                write!(f, "`{prefix}` exists, but has no `{rest}`")?;
                if let Some(name) = similar {
                    write!(f, "; the most similar name is `{name}`")?;
                }
                write!(f, ". Change the target, or delete the {scope}.")
            }
            Self::TargetMissing => write!(f, "Change the target, or delete the {scope}."),
            Self::ExpectationFailed {
                missing,
                present,
                partly_applied,
            } => {
                write!(f, "The node is not what the action expects.")?;
                if !missing.is_empty() {
                    write!(
                        f,
                        " {} not exist: remove {} from the action.",
                        Names(missing, "does", "do"),
                        pronoun(missing)
                    )?;
                }
                if !present.is_empty() {
                    write!(f, " {} already.", Names(present, "exists", "exist"))?;
                }
                if *partly_applied {
                    write!(f, " The document already says a part of the update.")?;
                }
                write!(f, " If the correction is still needed, ")?;
                match suggestion.replacement {
                    Some(_) => write!(
                        f,
                        "change these members of the action, and leave the rest with its comments; otherwise delete the {scope}:"
                    ),
                    None => write!(f, "change the action; otherwise delete the {scope}."),
                }
            }
            Self::SomeTargetsDiffer {
                targets,
                differing,
                first,
            } => write!(
                f,
                "The expectations fail for {differing} of {targets} targets, first at {first}. Narrow \
                 the target to the others, or split the action."
            ),
            Self::NotApplicable => write!(f, "Correct the action, or delete the {scope}."),
            Self::AfterConflict { otherwise } => {
                write!(
                    f,
                    "An earlier action that does not fit may be the cause: correct that one first, \
                     then run this again."
                )?;
                match otherwise {
                    Some(reason) => {
                        write!(f, " Otherwise: ")?;
                        reason.write(suggestion, f)
                    }
                    None => Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Action => "action",
            Self::Patch => "patch",
        })
    }
}

/// Names in a sentence, with the verb for one and that for several.
struct Names<'a>(&'a [String], &'static str, &'static str);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(names, singular, plural) = self;
        for (index, name) in names.iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            write!(f, "{separator}`{name}`")?;
        }
        write!(f, " {}", if names.len() == 1 { singular } else { plural })
    }
}

fn pronoun(names: &[String]) -> &'static str {
    if names.len() == 1 { "it" } else { "them" }
}
