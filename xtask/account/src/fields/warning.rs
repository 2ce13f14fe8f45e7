//! Warnings about the definitions of an account.

use std::fmt;

use hellodialog::types::FieldId;

use super::markdown::code;

/// A problem of a definition that users of the module should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    /// `None` if it is about the whole account.
    field: Option<(FieldId, String)>,
    /// A sentence; without its subject if it is about a field.
    message: String,
}

impl Warning {
    pub(super) fn new(field: FieldId, name: &str, message: impl Into<String>) -> Self {
        Self {
            field: Some((field, name.to_owned())),
            message: message.into(),
        }
    }

    pub(super) fn for_account(message: impl Into<String>) -> Self {
        Self {
            field: None,
            message: message.into(),
        }
    }

    pub(super) fn field(&self) -> Option<FieldId> {
        self.field.as_ref().map(|(id, _)| *id)
    }
}

/// In Markdown, for the docs of the module and for the terminal.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((id, name)) = &self.field {
            write!(f, "field {id} {} ", code(name))?;
        }
        f.write_str(&self.message)
    }
}
