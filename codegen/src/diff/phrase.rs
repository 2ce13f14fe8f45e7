//! Texts about an object.

use std::fmt;

/// Stands for the name in the template. No name of a document has a place in a sentence for it.
const NAME: &str = "\u{0}";

/// A text about an object, whose name is kept apart: texts that differ only in it are shown as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    before: String,
    name: Option<String>,
    after: String,
}

impl Phrase {
    /// The name of an object. Phrases quote it with backticks, so it has none itself.
    pub(super) fn of(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into().replace('`', "'")),
            ..Self::default()
        }
    }

    /// A text around this one, which has it once.
    pub(super) fn within(&self, text: impl FnOnce(&str) -> String) -> Self {
        let text = text(&format!("{}{NAME}{}", self.before, self.after));
        match text.split_once(NAME) {
            Some((before, after)) => Self {
                before: before.to_owned(),
                name: self.name.clone(),
                after: after.to_owned(),
            },
            None => Self::from(text),
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The text without the name: of texts that can be shown as one, it is the same.
    pub(super) fn around(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self {
            before: text,
            ..Self::default()
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.before)?;
        if let Some(name) = &self.name {
            write!(f, "`{name}`")?;
        }
        f.write_str(&self.after)
    }
}
