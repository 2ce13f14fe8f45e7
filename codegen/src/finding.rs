//! What is wrong with a document, each finding with its place.

use std::fmt;

use serde_json::Value;

/// A JSON pointer (RFC 6901) into the patched document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// What the text says, which begins with `/` or is empty.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The names on the way, as they stand in the document.
    pub fn segments(&self) -> impl Iterator<Item = String> {
        let segments = self.0.split('/').skip(1);
        segments.map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// The pointer to what is around, and the last name; `None` for the whole document.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        let last = self.segments().last()?;
        Some((Self(parent.to_owned()), last))
    }

    /// The pointers to all that is around, from the nearest on.
    pub fn above(&self) -> impl Iterator<Item = Self> {
        let parent = |pointer: &Self| pointer.split_last().map(|(parent, _)| parent);
        std::iter::successors(parent(self), parent)
    }

    /// Whether it leads to a place inside of another one, or to that place itself.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(other.0.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// What it leads to in a document.
    #[must_use]
    pub fn get<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(&self.0)
    }

    /// The member `name` of what this points to.
    #[must_use]
    pub fn child(&self, name: impl fmt::Display) -> Self {
        let name = name.to_string();
        let mut text = String::with_capacity(self.0.len() + 1 + name.len());
        text.extend([&self.0, "/"]);
        for part in name.split_inclusive(['~', '/']) {
            match part.strip_suffix(['~', '/']) {
                Some(plain) if part.ends_with('~') => text.extend([plain, "~0"]),
                Some(plain) => text.extend([plain, "~1"]),
                None => text.push_str(part),
            }
        }
        Self(text)
    }

    /// The member at the end of `path`.
    #[must_use]
    pub fn descend<const N: usize>(&self, path: [&str; N]) -> Self {
        path.iter()
            .fold(self.clone(), |pointer, name| pointer.child(name))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One thing that keeps a document from being generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub pointer: Pointer,
    /// What was expected, and what stands there.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\n    hint: {}",
            self.pointer, self.message, self.hint
        )
    }
}

/// Collects findings, so that one run tells all of them.
#[derive(Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Notes one.
    pub fn add(&mut self, pointer: &Pointer, message: impl Into<String>, hint: impl Into<String>) {
        let finding = Finding {
            pointer: pointer.clone(),
            message: message.into(),
            hint: hint.into(),
        };
        if !self.0.contains(&finding) {
            self.0.push(finding);
        }
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
