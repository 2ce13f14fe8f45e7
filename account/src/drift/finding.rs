//! What differs, out of what was seen.

mod members;
mod subject;
mod values;

use std::fmt;

use hellodialog_codegen::Pointer;
use serde::{Serialize, Serializer};
use serde_json::Value;

use self::members::Members;
use self::values::ValuesOf;
use super::compare::observations::Operations;
use super::compare::own::Own;
use super::compare::{Observations, Places};

/// One thing that the description does not say as it came.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What sort of difference it is.
    pub rule: Rule,
    /// The place in words: `Contact.email`.
    pub subject: String,
    /// The place in the patched document.
    #[serde(serialize_with = "as_text")]
    pub pointer: Pointer,
    /// What was found, in a sentence.
    pub message: String,
    /// What was in it, if nothing is described of it.
    pub contents: Vec<Content>,
    /// How often.
    pub count: usize,
    /// The operations whose answers showed it.
    pub operations: Vec<String>,
    /// The overlay actions that would make the description say it; none where what was found may
    /// not be shown.
    pub actions: Vec<Value>,
    /// Whether the actions put another schema in the place of the old one.
    #[serde(skip)]
    replaces: Replaces,
}

/// A member of an object of which nothing is described.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Content {
    /// Its name.
    pub name: String,
    /// The forms in which it came, and how often.
    pub forms: String,
}

/// The sorts of difference, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Rule {
    /// A field that an object is not said to have.
    UnknownField,
    /// A place of which the description says nothing.
    Undescribed,
    /// A value that is none of those of its enum.
    UnknownValue,
    /// A value of another type than described.
    TypeDiffers,
    /// A field that must be there and is not.
    MissingField,
    /// A field that is described and was in no object.
    NeverSeen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Replaces {
    #[default]
    Nothing,
    Schema,
}

impl Rule {
    /// Its name in a report.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown-field",
            Self::Undescribed => "undescribed",
            Self::UnknownValue => "unknown-value",
            Self::TypeDiffers => "type-differs",
            Self::MissingField => "missing-field",
            Self::NeverSeen => "never-seen",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// All that differs, by rule and place.
pub(super) fn find(places: &Places<'_>, observations: &Observations) -> Vec<Finding> {
    let document = places.document;
    let own = Own::of(places, observations);
    let members = Members {
        places,
        document,
        own: &own,
    };
    let mut findings = members.find(&observations.objects);
    findings.extend(members.strangers(&observations.strangers));
    let values = ValuesOf {
        places,
        document,
        own: &own,
    };
    findings.extend(values.find(observations));
    let replaced: Vec<String> = findings
        .iter()
        .filter(|finding| finding.replaces == Replaces::Schema)
        .map(|finding| format!("{}/", finding.pointer))
        .collect();
    // What stands inside of a schema that is to go cannot be changed as well.
    findings.retain(|finding| {
        let place = finding.pointer.to_string();
        !replaced.iter().any(|above| place.starts_with(above))
    });
    findings.sort_by(|a, b| (a.rule, &a.pointer).cmp(&(b.rule, &b.pointer)));
    findings
}

fn names(operations: &Operations) -> Vec<String> {
    operations.iter().cloned().collect()
}

/// Says that a fact was found, and how often.
fn evidence(count: usize) -> Value {
    serde_json::json!({
        "source": "inferred",
        "reason": format!("seen {} in an account", counted(count, "time")),
    })
}

/// So many of what is called `one`: `1 time`, `2 times`.
fn counted(count: usize, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}

fn as_text<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}
