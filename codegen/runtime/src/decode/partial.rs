//! The items of a collection, one by one.

use super::content::{Content, parse_tracked};
use super::repair::{repair, value_or_text};
use super::spans::{Span, value_at};
use crate::drift::{Part, SetAside};
use crate::wire::Collection;

/// The items of a collection that can be decoded.
#[derive(Default)]
pub(super) struct Partial {
    /// With commas between them.
    pub(super) items: Vec<u8>,
    pub(super) count: usize,
    pub(super) set_aside: Vec<SetAside>,
}

impl Partial {
    /// Adds the item at `span` as far as it can be decoded: as the only one of a collection.
    pub(super) fn item<T: Collection>(
        &mut self,
        text: &[u8],
        span: &Span,
        name: &str,
        open: &[u8],
        close: &[u8],
    ) {
        let item = text.get(span.clone()).unwrap_or_default();
        let single = [open, item, close].concat();
        match repair(&single, 1, |text| {
            parse_tracked(Content::<T>::whole(), text)
        }) {
            Ok(repaired) => {
                let parts = repaired.set_aside.into_iter().map(|mut part| {
                    // Alone in its list, the item had the index 0.
                    if let Some(first) = part.path.first_mut() {
                        name.clone_into(first);
                    }
                    part
                });
                self.set_aside.extend(parts);
                if self.count > 0 {
                    self.items.push(b',');
                }
                let end = repaired.text.len().saturating_sub(1);
                self.items
                    .extend(repaired.text.get(1..end).unwrap_or_default());
                self.count += 1;
            }
            Err(failure) => self.set_aside.push(SetAside {
                path: vec![name.to_owned()],
                value: value_or_text(text, &value_span(text, span)),
                reason: failure.error.to_string(),
                part: Part::Item,
            }),
        }
    }
}

/// The value of an item, without its key.
fn value_span(text: &[u8], span: &Span) -> Span {
    let first = value_at(text, span.start).unwrap_or_else(|| span.clone());
    if first.end == span.end {
        return first;
    }
    // After the key and its colon.
    let rest = text.get(first.end..span.end).unwrap_or_default();
    let colon = rest.iter().position(|byte| *byte == b':').unwrap_or(0);
    value_at(text, first.end + colon + 1).unwrap_or(first)
}
