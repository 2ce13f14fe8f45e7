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
    list: Option<Entry>,
}

/// An entry of a list: texts about several members of one object are shown as one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    heading: String,
    member: String,
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
                list: self.list.clone(),
            },
            None => Self::from(text),
        }
    }

    /// The same text, which is about a member, as an entry of a list that begins with `heading`.
    pub(super) fn in_list(self, heading: String, member: &str) -> Self {
        let member = member.replace('`', "'");
        Self {
            list: Some(Entry { heading, member }),
            ..self
        }
    }

    /// The list that it is an entry of.
    pub(super) fn heading(&self) -> Option<&str> {
        self.list.as_ref().map(|list| list.heading.as_str())
    }

    /// The member that it is about.
    pub(super) fn member(&self) -> Option<&str> {
        self.list.as_ref().map(|list| list.member.as_str())
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
