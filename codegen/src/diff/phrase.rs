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

/// An entry of a list, which is shown in place of the texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Entry {
    heading: String,
    member: String,
    of: Entries,
}

/// What a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Entries {
    /// Several members of one object.
    Members,
    /// The places of one cause.
    Places,
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
        self.entry(heading, member, Entries::Members)
    }

    /// The same text, as one place of a cause that `heading` names.
    pub(super) fn with_cause(self, heading: String, place: &Self) -> Self {
        let place = place.to_string();
        let place = place.strip_prefix("the ").unwrap_or(&place);
        self.entry(heading, &place.replace('`', ""), Entries::Places)
    }

    fn entry(self, heading: String, member: &str, of: Entries) -> Self {
        let member = member.replace('`', "'");
        let entry = Entry {
            heading,
            member,
            of,
        };
        Self {
            list: Some(entry),
            ..self
        }
    }

    /// The list that it is an entry of.
    pub(super) fn heading(&self) -> Option<&str> {
        self.list.as_ref().map(|list| list.heading.as_str())
    }

    /// Whether the list has the places of one cause, whatever stands there.
    pub(super) fn lists_places(&self) -> bool {
        self.list
            .as_ref()
            .is_some_and(|list| list.of == Entries::Places)
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
