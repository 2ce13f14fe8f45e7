//! What is odd about an account's definitions.

use std::fmt;

use hellodialog::types::FieldId;

use super::docs::code;

/// Something that whoever uses the module should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// What it is about, if not the account as a whole.
    field: Option<(FieldId, String)>,
    /// A sentence, without its subject if that is a field.
    says: String,
}

impl Note {
    pub(super) fn new(field: FieldId, name: &str, says: impl Into<String>) -> Self {
        Self {
            field: Some((field, name.to_owned())),
            says: says.into(),
        }
    }

    pub(super) fn of_account(says: impl Into<String>) -> Self {
        Self {
            field: None,
            says: says.into(),
        }
    }

    /// The field that it is about.
    pub(super) fn field(&self) -> Option<FieldId> {
        self.field.as_ref().map(|(id, _)| *id)
    }
}

/// As Markdown, which reads well on a terminal too.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((id, name)) = &self.field {
            write!(f, "field {id} {} ", code(name))?;
        }
        f.write_str(&self.says)
    }
}
