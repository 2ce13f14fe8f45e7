//! Lines of the files that a document is made of.

use std::cell::LazyCell;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser};
use serde_json::{Value, json};

use crate::document;
use crate::overlay::{self, Mode, Overlay};
use crate::pointer::Pointer;

/// A file and its text.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its path, as a code host knows it.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// The files that a document is made of.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The document without its patches.
    pub spec: Text,
    /// Its patches, in the order in which they are applied.
    pub patches: Vec<Text>,
    /// The acceptances.
    pub accepted: Option<Text>,
}

/// A line of a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Location<'a> {
    pub(super) file: &'a str,
    pub(super) line: usize,
}

impl Sources {
    /// The line of each pointer: in the action that added its target, or else in the document, or else the line of the
    /// nearest enclosing value.
    pub(super) fn places(&self, pointers: &[&Pointer]) -> Vec<Location<'_>> {
        let actions = self.actions(pointers);
        let lines = Lines::of(&self.spec.text);
        let in_spec = |pointer| Location {
            file: &self.spec.file,
            line: lines.nearest(pointer),
        };
        let places = pointers.iter().zip(actions);
        places
            .map(|(pointer, action)| action.unwrap_or_else(|| in_spec(pointer)))
            .collect()
    }

    /// For each pointer, the last action that added its target. The patches have been applied before, so a patch that
    /// cannot be read or does not fit ends the search.
    fn actions(&self, pointers: &[&Pointer]) -> Vec<Option<Location<'_>>> {
        let mut places = vec![None; pointers.len()];
        let Ok(mut document) = document::parse(&self.spec.file, &self.spec.text) else {
            return places;
        };
        let stands = |document: &Value, pointer: &Pointer| pointer.get(document).is_some();
        let mut there: Vec<bool> = pointers
            .iter()
            .map(|pointer| stands(&document, pointer))
            .collect();
        for patch in &self.patches {
            let lines = LazyCell::new(|| Lines::of(&patch.text));
            for (number, action) in single_actions(patch).into_iter().enumerate() {
                let Ok(applied) = overlay::apply(document, &action, Mode::Standard) else {
                    return places;
                };
                document = applied.document;
                let at = Pointer::root().child("actions").child(number);
                for (index, pointer) in pointers.iter().enumerate() {
                    let now = stands(&document, pointer);
                    if now && !there[index] {
                        let (file, line) = (patch.file.as_str(), lines.of_action(&at, pointer));
                        places[index] = Some(Location { file, line });
                    }
                    there[index] = now;
                }
            }
        }
        places
    }
}

/// Each action of a patch as an overlay of its own.
fn single_actions(patch: &Text) -> Vec<Overlay> {
    let Ok(overlay) = document::parse(&patch.file, &patch.text) else {
        return Vec::new();
    };
    let actions = overlay["actions"].as_array().into_iter().flatten();
    let alone = actions.map(|action| {
        json!({"overlay": overlay["overlay"], "info": overlay["info"], "actions": [action]})
    });
    alone
        .filter_map(|value| Overlay::from_value(&patch.file, value).ok())
        .collect()
}

/// The lines of a YAML or JSON text, by JSON pointer.
pub(super) struct Lines(HashMap<Pointer, usize>);

/// A mapping or a sequence that has begun.
struct Open {
    at: Pointer,
    /// The key whose value comes next; a sequence has a number instead.
    key: Option<Pointer>,
    /// The number of the next entry; `None` in a mapping.
    next: Option<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut lines = HashMap::from([(Pointer::root(), 1)]);
        let mut open: Vec<Open> = Vec::new();
        for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
            let line = span.start.line();
            let (begins, next, key) = match event {
                Event::MappingStart(..) => (true, None, None),
                Event::SequenceStart(..) => (true, Some(0), None),
                Event::Scalar(text, ..) => (false, None, Some(text)),
                Event::Alias(_) => (false, None, None),
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                    continue;
                }
                _ => continue,
            };
            let Some(at) = place(&mut open, key.as_deref()) else {
                continue;
            };
            lines.entry(at.clone()).or_insert(line);
            // A key is noted where it stands, before its value.
            let is_key = open
                .last()
                .is_some_and(|last| last.key.as_ref() == Some(&at));
            if begins && !is_key {
                open.push(Open {
                    at,
                    key: None,
                    next,
                });
            }
        }
        Self(lines)
    }

    /// The line of an action that puts something at a pointer: that of its update which does, or its first.
    fn of_action(&self, action: &Pointer, pointer: &Pointer) -> usize {
        let names: Vec<&str> = pointer.segments().collect();
        let ends = (0..names.len()).map(|start| names[start..].iter());
        let mut places =
            ends.map(|end| end.fold(action.child("update"), |at, name| at.child(name)));
        let exact = places.find_map(|at| self.0.get(&at).copied());
        exact.unwrap_or_else(|| self.nearest(action))
    }

    /// The line of what a pointer leads to, or of the nearest thing around it.
    pub(super) fn nearest(&self, pointer: &Pointer) -> usize {
        let line = |at: &Pointer| self.0.get(at).copied();
        pointer.places().find_map(line).unwrap_or(1)
    }
}

/// The pointer of the next node: of the value of a key, of an entry, or of a key that begins a member.
fn place(open: &mut [Open], key: Option<&str>) -> Option<Pointer> {
    let Some(last) = open.last_mut() else {
        return Some(Pointer::root());
    };
    if let Some(next) = &mut last.next {
        let at = last.at.child(*next);
        *next += 1;
        return Some(at);
    }
    if let Some(value) = last.key.take() {
        return Some(value);
    }
    last.key = Some(last.at.child(key?));
    last.key.clone()
}
