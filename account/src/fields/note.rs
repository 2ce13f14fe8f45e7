//! What is odd about an account's definitions.

use std::fmt;

use hellodialog::types::FieldId;

use super::docs::code;

/// Something about a field that whoever uses the module should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    field: FieldId,
    name: String,
    /// A sentence without its subject, the field.
    says: String,
}

impl Note {
    pub(super) fn new(field: FieldId, name: &str, says: impl Into<String>) -> Self {
        Self {
            field,
            name: name.to_owned(),
            says: says.into(),
        }
    }

    pub(super) fn field(&self) -> FieldId {
        self.field
    }
}

/// As Markdown, which reads well on a terminal too.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "field {} {} {}", self.field, code(&self.name), self.says)
    }
}
