//! Problems: what is wrong with a document, and where.

use std::fmt;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A JSON pointer (RFC 6901) into the patched document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer, which is empty or starts with `/`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.into())
    }

    /// Parses the fragment of a reference, which is percent-encoded; `None` if it is another kind of name, an anchor.
    #[must_use]
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let text = percent_decode_str(fragment).decode_utf8_lossy();
        (text.is_empty() || text.starts_with('/')).then(|| Self::of(&text))
    }

    /// The member names and indices, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> {
        let segments = self.0.split('/').skip(1);
        segments.map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// The parent and the last segment; `None` for the whole document.
    #[must_use]
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        let last = self.segments().last()?;
        Some((Self(parent.into()), last))
    }

    /// The parent, its parent, and so on up to the whole document.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        let parent = |pointer: &Self| pointer.split_last().map(|(parent, _)| parent);
        std::iter::successors(parent(self), parent)
    }

    /// Whether this is the place `other`, or inside it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&*other.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The value at this place of a document.
    #[must_use]
    pub fn get<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(&self.0)
    }

    /// The member or entry `name` of this place.
    #[must_use]
    pub fn child(&self, name: impl fmt::Display) -> Self {
        let name = name.to_string();
        let mut text = String::with_capacity(self.0.len() + 1 + name.len());
        text.extend([&*self.0, "/"]);
        for part in name.split_inclusive(['~', '/']) {
            match part.strip_suffix(['~', '/']) {
                Some(plain) if part.ends_with('~') => text.extend([plain, "~0"]),
                Some(plain) => text.extend([plain, "~1"]),
                None => text.push_str(part),
            }
        }
        Self(text.into())
    }

    /// The place that `path` leads to from here.
    #[must_use]
    pub fn join<const N: usize>(&self, path: [&str; N]) -> Self {
        path.iter()
            .fold(self.clone(), |pointer, name| pointer.child(name))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// One problem that keeps a document from being generated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    pub pointer: Pointer,
    /// What was expected and found.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}\n    hint: {}",
            self.pointer, self.message, self.hint
        )
    }
}

/// What the emitted crate does not express exactly, and what it has instead.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    pub pointer: Pointer,
    /// What the document says, and what the crate makes of it; the same text for each place of one kind.
    pub message: String,
    pub kind: NoteKind,
}

/// Why there is a note.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// The document is as the standard has it, and the crate expresses it less exactly.
    Inexact,
    /// The document is not as the standard has it, and can be read in one way only.
    Mistake(Repair),
}

/// What makes a place as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repair {
    /// Remove it.
    Remove,
    /// Merge this into it.
    Update(Value),
}

/// For whom the `x-` keys of a document were written, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Keys {
    /// A key that looks like one of the generator's is one.
    #[default]
    Own,
    /// Neither the document nor a patch has `info.x-crate`: such a key can be another tool's, such as `x-webhooks`.
    Foreign,
}

/// Collects problems and notes, so that one run reports all of them.
#[derive(Debug, Default)]
pub struct Problems {
    keys: Keys,
    found: IndexSet<Problem>,
    notes: IndexSet<Note>,
}

impl Problems {
    /// Collects those of a document.
    pub fn of(document: &Value) -> Self {
        let is_derived = document.pointer("/info/x-crate/derived");
        let keys = match is_derived.and_then(Value::as_bool) {
            Some(true) => Keys::Foreign,
            _ => Keys::Own,
        };
        Self {
            keys,
            ..Self::default()
        }
    }

    /// Adds what is wrong with an `x-` key: a note, if the key may be another tool's.
    pub fn misread_key(&mut self, at: &Pointer, message: impl Into<String>) {
        match self.keys {
            Keys::Own => self.add(
                at,
                message,
                "codegen/EXTENSIONS.md lists the keys and their values",
            ),
            Keys::Foreign => self.note(at, message),
        }
    }

    /// Adds a problem, unless it has been added before.
    pub fn add(&mut self, pointer: &Pointer, message: impl Into<String>, hint: impl Into<String>) {
        self.found.insert(Problem {
            pointer: pointer.clone(),
            message: message.into(),
            hint: hint.into(),
        });
    }

    /// Adds a note, unless it has been added before. A note does not stop the run.
    pub fn note(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.add_note(pointer, message.into(), NoteKind::Inexact);
    }

    /// Adds a note on a mistake that can be read in one way only.
    pub fn mistake(&mut self, pointer: &Pointer, message: impl Into<String>, repair: Repair) {
        self.add_note(pointer, message.into(), NoteKind::Mistake(repair));
    }

    fn add_note(&mut self, pointer: &Pointer, message: String, kind: NoteKind) {
        let pointer = pointer.clone();
        self.notes.insert(Note {
            pointer,
            message,
            kind,
        });
    }

    /// Whether there are no problems. Notes do not count.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The problems, in the order in which they were added.
    pub fn into_vec(self) -> Vec<Problem> {
        self.found.into_iter().collect()
    }

    /// The notes, in the order in which they were added.
    pub fn into_notes(self) -> Notes {
        Notes(self.notes.into_iter().collect())
    }
}

/// The notes of a run. They display as one line per message, with the number of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes(Vec<Note>);

impl Notes {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.0.iter()
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut places: IndexMap<&str, (&Pointer, usize)> = IndexMap::new();
        for note in &self.0 {
            let (_, count) = places.entry(&note.message).or_insert((&note.pointer, 0));
            *count += 1;
        }
        for (message, (first, count)) in places {
            write!(f, "note: {message}: {first}")?;
            match count {
                1 => writeln!(f)?,
                _ => writeln!(f, " and {} more", count - 1)?,
            }
        }
        Ok(())
    }
}
