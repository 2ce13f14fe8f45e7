//! Problems: what is wrong with a document, and where.

use std::fmt;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::pointer::Pointer;

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
