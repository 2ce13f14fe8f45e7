//! Sets aside what cannot be decoded, so that the rest can.
//!
//! A member that fails to decode gets another key, by which no type knows it: its typed member is
//! `None`, and its value stays with the undeclared members of the object, [`Extra`](crate::Extra),
//! which takes the key back. The text is changed and decoded again: decoding pays for this only
//! after a failure.

use serde_json::{Value, json};
use serde_path_to_error::{Path, Segment};

use super::spans::{Children, Span, children, is_key, value_at};
use crate::drift::{Part, SetAside};
use crate::wire::UNREADABLE;

/// The most changes to one item, which bounds the time for a hostile one.
const MAX_CHANGES: usize = 64;

/// A failure to decode, with its place.
pub(super) struct Failure {
    pub(super) path: Path,
    pub(super) error: serde_json::Error,
}

/// A value that was decoded in part.
pub(super) struct Repaired<T> {
    pub(super) value: T,
    pub(super) text: Vec<u8>,
    pub(super) set_aside: Vec<SetAside>,
}

/// Decodes `text` with `decode`, without what fails. The outermost `fixed` levels of it stay whole.
///
/// # Errors
///
/// The first failure, if nothing can be set aside.
pub(super) fn repair<T>(
    text: &[u8],
    fixed: usize,
    decode: impl Fn(&[u8]) -> Result<T, Failure>,
) -> Result<Repaired<T>, Failure> {
    let mut text = text.to_vec();
    let mut set_aside = Vec::new();
    let first = match decode(&text) {
        Ok(value) => {
            return Ok(Repaired {
                value,
                text,
                set_aside,
            });
        }
        Err(failure) => failure,
    };
    let mut latest = None;
    for _ in 0..MAX_CHANGES {
        let failure = latest.as_ref().unwrap_or(&first);
        if failure.error.is_eof() {
            break;
        }
        let Some(change) = Change::find(&text, failure, fixed) else {
            break;
        };
        set_aside.extend(change.apply(&mut text, failure.error.to_string()));
        match decode(&text) {
            Ok(value) => {
                return Ok(Repaired {
                    value,
                    text,
                    set_aside,
                });
            }
            Err(failure) => latest = Some(failure),
        }
    }
    Err(first)
}

/// One step from a container to a child.
struct Step {
    /// The key with its quotes, if the container is an object.
    key: Option<Span>,
    value: Span,
    name: String,
    /// The child and the comma beside it.
    with_comma: Span,
}

enum Change {
    Rename(Span, SetAside),
    Quote(Span),
    Remove(Span, Option<SetAside>),
}

impl Change {
    fn find(text: &[u8], failure: &Failure, fixed: usize) -> Option<Self> {
        let steps = steps(text, &failure.path)?;
        let last = steps.last()?;
        let is_object = text.get(last.value.start) == Some(&b'{');
        // The items of the body itself are not left out here: all of them could be.
        // An object without its id is left out; something else in place of an id is a matter of the whole list.
        let is_incomplete = is_object && failure.error.to_string().starts_with("missing field");
        if last.key.is_none() && is_incomplete && steps.len() > fixed.max(1) {
            let item = set_aside(text, &steps, Part::Item);
            return Some(Self::Remove(last.with_comma.clone(), Some(item)));
        }
        let member = steps.iter().rposition(|step| step.key.is_some())?;
        if member < fixed {
            return None;
        }
        let steps = steps.get(..=member)?;
        let step = steps.last()?;
        let key = step.key.clone()?;
        if !step.name.starts_with(UNREADABLE) {
            let member = set_aside(text, steps, Part::Member);
            return Some(Self::Rename(key, member));
        }
        // Not even a `Value`: its text is kept. Any other failure is that of an entry of a map, which knows all keys.
        if failure.error.is_data() {
            if member == 0 {
                return None;
            }
            // It was reported when it got its key.
            return Some(Self::Remove(step.with_comma.clone(), None));
        }
        Some(Self::Quote(step.value.clone()))
    }

    fn apply(self, text: &mut Vec<u8>, reason: String) -> Option<SetAside> {
        match self {
            Self::Rename(key, part) => {
                let start = key.start + 1;
                text.splice(start..start, escaped_marker());
                Some(SetAside { reason, ..part })
            }
            Self::Quote(value) => {
                // An object, which no map of texts has for an entry.
                let quoted = json!({ UNREADABLE: lossy(text, &value) }).to_string();
                text.splice(value, quoted.into_bytes());
                None
            }
            Self::Remove(span, part) => {
                text.drain(span);
                part.map(|part| SetAside { reason, ..part })
            }
        }
    }
}

/// The marker as it is written in a JSON string.
fn escaped_marker() -> Vec<u8> {
    let quoted = Value::from(UNREADABLE).to_string();
    quoted.trim_matches('"').as_bytes().to_vec()
}

fn set_aside(text: &[u8], steps: &[Step], part: Part) -> SetAside {
    let names = steps
        .iter()
        .map(|step| step.name.trim_start_matches(UNREADABLE).to_owned());
    let value = steps.last().map(|step| value_or_text(text, &step.value));
    SetAside {
        path: names.collect(),
        value: value.unwrap_or_default(),
        reason: String::new(),
        part,
    }
}

/// The value at `span`, or its text if it is not valid.
pub(super) fn value_or_text(text: &[u8], span: &Span) -> Value {
    let bytes = text.get(span.clone()).unwrap_or_default();
    serde_json::from_slice(bytes).unwrap_or_else(|_| Value::from(lossy(text, span)))
}

fn lossy(text: &[u8], span: &Span) -> String {
    let bytes = text.get(span.clone()).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// What kind of value is at `path`, as far as the text has it.
pub(super) fn kind_at(text: &[u8], path: &Path) -> Option<&'static str> {
    let steps = steps(text, path)?;
    let span = match steps.last() {
        Some(step) => step.value.clone(),
        None => value_at(text, 0)?,
    };
    Some(match text.get(span.start)? {
        b'"' => "a string",
        b'{' => "an object",
        b'[' => "a list",
        b't' | b'f' => "a boolean",
        b'n' => "null",
        _ => "a number",
    })
}

/// The steps along `path`, as far as the text has them.
fn steps(text: &[u8], path: &Path) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut at = value_at(text, 0)?;
    for segment in path {
        let step = match (segment, children(text, &at)) {
            (Segment::Seq { index }, Some(Children::List(items))) => list_step(&items, *index),
            (Segment::Map { key }, Some(Children::Object(members))) => {
                object_step(text, &members, key)
            }
            _ => None,
        };
        let Some(step) = step else { break };
        at = step.value.clone();
        steps.push(step);
    }
    Some(steps)
}

fn list_step(items: &[Span], index: usize) -> Option<Step> {
    let value = items.get(index)?.clone();
    let spans: Vec<_> = items.iter().map(|item| (item.start, item.end)).collect();
    Some(Step {
        key: None,
        with_comma: with_comma(&spans, index),
        value,
        name: index.to_string(),
    })
}

fn object_step(text: &[u8], members: &[(Span, Span)], name: &str) -> Option<Step> {
    let index = members
        .iter()
        .position(|(key, _)| is_key(text, key, name))?;
    let (key, value) = members.get(index)?.clone();
    let spans: Vec<_> = members
        .iter()
        .map(|(key, value)| (key.start, value.end))
        .collect();
    Some(Step {
        key: Some(key),
        with_comma: with_comma(&spans, index),
        value,
        name: name.to_owned(),
    })
}

/// The span of a child to its neighbour, so that no comma is left over.
fn with_comma(spans: &[(usize, usize)], index: usize) -> Span {
    let (start, end) = spans.get(index).copied().unwrap_or_default();
    if let Some((next, _)) = spans.get(index + 1) {
        return start..*next;
    }
    let previous = index.checked_sub(1).and_then(|index| spans.get(index));
    previous.map_or(start, |(_, end)| *end)..end
}
