//! The type of a finding.

use std::fmt;

use hellodialog_codegen::Pointer;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// One difference between the responses and the description.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DriftFinding {
    pub(crate) rule: DriftRule,
    /// The place as a person would name it: `Contact.email`.
    pub(crate) subject: String,
    /// The place in the patched document.
    #[serde(serialize_with = "as_text")]
    pub(crate) pointer: Pointer,
    pub(crate) message: String,
    /// The fields of the value, if it has no described ones.
    pub(crate) fields: Vec<ObservedField>,
    /// How often the difference was seen.
    pub(crate) count: usize,
    /// The operations with such responses.
    pub(crate) operations: Vec<String>,
    /// Overlay actions that correct the description. Empty if the values must not be shown or no action
    /// can express them.
    pub(crate) actions: Vec<Value>,
    #[serde(skip)]
    pub(super) replaces: Replaces,
}

/// A field without a description.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ObservedField {
    pub(crate) name: String,
    /// The forms of its values, with counts.
    pub(crate) forms: String,
}

/// The kinds of findings, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DriftRule {
    /// An object has a field that is not described.
    UnknownField,
    /// A value has no description.
    Undescribed,
    /// A value is not listed in its enum.
    UnknownValue,
    /// A value has another type than described.
    TypeDiffers,
    /// A required field is missing.
    MissingField,
    /// A described field was in no object.
    NeverSeen,
}

/// What the actions of a finding replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Replaces {
    #[default]
    Nothing,
    Schema,
}

impl DriftRule {
    /// The name in reports.
    pub(crate) fn id(self) -> &'static str {
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

impl fmt::Display for DriftRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

fn as_text<S: Serializer>(pointer: &Pointer, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(pointer)
}
