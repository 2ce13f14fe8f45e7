//! Finds the parts of a JSON text by its brackets and quotes alone.
//!
//! Values in the text may be such that a parser refuses them: numbers out of range, escapes of half
//! a character, bytes that are not UTF-8, any depth.

use std::ops::Range;

/// Where a value or a key is.
pub(super) type Span = Range<usize>;

/// What a container holds.
pub(super) enum Children {
    List(Vec<Span>),
    /// The keys with their quotes, and the values.
    Object(Vec<(Span, Span)>),
}

/// The children of the container at `span`; `None` if there is none, or it is malformed.
pub(super) fn children(text: &[u8], span: &Span) -> Option<Children> {
    let start = skip_space(text, span.start);
    let is_object = match text.get(start)? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let close = if is_object { b'}' } else { b']' };
    let (mut items, mut members) = (Vec::new(), Vec::new());
    let mut at = skip_space(text, start + 1);
    if *text.get(at)? != close {
        loop {
            if is_object {
                let key = at..skip_string(text, at)?;
                at = skip_space(text, key.end);
                if *text.get(at)? != b':' {
                    return None;
                }
                let value = value_at(text, at + 1)?;
                at = value.end;
                members.push((key, value));
            } else {
                let value = value_at(text, at)?;
                at = value.end;
                items.push(value);
            }
            at = skip_space(text, at);
            match *text.get(at)? {
                b',' => at = skip_space(text, at + 1),
                end if end == close => break,
                _ => return None,
            }
        }
    }
    Some(if is_object {
        Children::Object(members)
    } else {
        Children::List(items)
    })
}

/// The value that begins at `at`, or after white space there.
pub(super) fn value_at(text: &[u8], at: usize) -> Option<Span> {
    let start = skip_space(text, at);
    let end = match text.get(start)? {
        b'"' => skip_string(text, start)?,
        b'{' | b'[' => skip_container(text, start)?,
        _ => {
            let rest = text.get(start..)?;
            let ends =
                |byte: &u8| matches!(byte, b',' | b'}' | b']' | b':' | b'"') || is_space(*byte);
            start + rest.iter().position(ends).unwrap_or(rest.len())
        }
    };
    (end > start).then_some(start..end)
}

fn skip_container(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        match text.get(at)? {
            b'"' => {
                at = skip_string(text, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

fn skip_string(text: &[u8], start: usize) -> Option<usize> {
    if *text.get(start)? != b'"' {
        return None;
    }
    let mut at = start + 1;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| is_space(**byte)).count()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether the key at `span`, with its quotes, is this name.
pub(super) fn is_key(text: &[u8], span: &Span, name: &str) -> bool {
    let key = text.get(span.clone()).unwrap_or_default();
    serde_json::from_slice::<String>(key).is_ok_and(|key| key == name)
}
