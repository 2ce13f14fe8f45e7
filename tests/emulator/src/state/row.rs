//! The values of one contact, in compact form: an account can have a million contacts.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::columns::MAX_COLUMNS;

/// The longest value that a request can set, in bytes: that of a `TEXT` of `MySQL`.
pub(crate) const MAX_VALUE: usize = 65_535;

/// The most text of a saved row. Even if requests then replace all values, `ends` can hold the sum.
const MAX_SAVED_TEXT: usize = MAX_COLUMNS * MAX_VALUE;
const _: () = assert!(2 * MAX_SAVED_TEXT < NULL as usize);

/// Marks a NULL value in `ends`. The other bits still hold its end.
const NULL: u32 = 1 << 31;

/// Text values by position. NULL values at the end are not stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Row {
    text: Box<str>,
    ends: Box<[u32]>,
}

/// A row under construction. It can be used for the next row, so that a million rows need one buffer.
pub(crate) struct RowBuilder {
    text: String,
    ends: Vec<u32>,
    /// The number of values up to the last one that is not NULL.
    stored: usize,
}

impl Default for RowBuilder {
    fn default() -> Self {
        Self {
            text: String::with_capacity(160),
            ends: Vec::with_capacity(16),
            stored: 0,
        }
    }
}

impl RowBuilder {
    pub(crate) fn push(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.push_with(|text| text.push_str(value)),
            None => self.end_value(NULL),
        }
    }

    /// Adds the value that `write` appends.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.end_value(0);
    }

    fn end_value(&mut self, null: u32) {
        let end = u32::try_from(self.text.len()).ok();
        let end = end.filter(|end| end & NULL == 0);
        self.ends
            .push(end.expect("values and columns are limited") | null);
        if null == 0 {
            self.stored = self.ends.len();
        }
    }

    /// Returns the row, and starts another.
    pub(crate) fn finish(&mut self) -> Row {
        self.ends.truncate(self.stored);
        // Copied: to shrink an allocation takes longer than to make another.
        let row = Row {
            text: Box::from(self.text.as_str()),
            ends: Box::from(self.ends.as_slice()),
        };
        self.text.clear();
        self.ends.clear();
        self.stored = 0;
        row
    }
}

impl Row {
    pub(crate) fn new<'a>(values: impl IntoIterator<Item = Option<Cow<'a, str>>>) -> Self {
        let mut row = RowBuilder::default();
        for value in values {
            row.push(value.as_deref());
        }
        row.finish()
    }

    /// The value at a position; `None` is NULL.
    pub(crate) fn get(&self, position: usize) -> Option<&str> {
        let end = *self.ends.get(position)?;
        if end & NULL != 0 {
            return None;
        }
        let start = position
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] & !NULL);
        Some(&self.text[start as usize..end as usize])
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns a row with changed values.
    pub(crate) fn with(&self, changes: &[(usize, Option<String>)]) -> Self {
        let last = changes
            .iter()
            .map(|(position, _)| position + 1)
            .max()
            .unwrap_or(0);
        Self::new((0..self.len().max(last)).map(|position| {
            let change = changes
                .iter()
                .rev()
                .find(|(changed, _)| *changed == position);
            match change {
                Some((_, value)) => value.as_deref().map(Cow::Borrowed),
                None => self.get(position).map(Cow::Borrowed),
            }
        }))
    }

    /// Returns a row with the values at `positions` of this row, in that order.
    pub(crate) fn rearranged(&self, positions: &[Option<usize>]) -> Self {
        Self::new(
            positions
                .iter()
                .map(|position| self.get((*position)?).map(Cow::Borrowed)),
        )
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.len()))?;
        for position in 0..self.len() {
            sequence.serialize_element(&self.get(position))?;
        }
        sequence.end()
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;

        impl<'de> Visitor<'de> for Values {
            type Value = Row;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of texts and nulls")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Row, A::Error> {
                let mut row = RowBuilder::default();
                while values.next_element_seed(NextValue(&mut row))?.is_some() {
                    if row.text.len() > MAX_SAVED_TEXT {
                        return Err(A::Error::custom("the values are too long"));
                    }
                }
                Ok(row.finish())
            }
        }

        deserializer.deserialize_seq(Values)
    }
}

/// Appends a value to a row, without a text of its own: a saved account has millions of them.
struct NextValue<'a>(&'a mut RowBuilder);

impl<'de> DeserializeSeed<'de> for NextValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for NextValue<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.push(None);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        if value.len() > MAX_SAVED_TEXT {
            return Err(E::custom("the values are too long"));
        }
        self.0.push(Some(value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_are_read_back(values: Vec<Option<String>>, at in 0..8_usize, new: Option<String>) {
            let row = Row::new(values.iter().map(|value| value.as_deref().map(Cow::Borrowed)));
            for (position, value) in values.iter().enumerate() {
                prop_assert_eq!(row.get(position), value.as_deref());
            }
            let changed = row.with(&[(at, new.clone())]);
            for position in 0..values.len().max(at + 1) {
                let expected = if position == at { &new } else { values.get(position).unwrap_or(&None) };
                prop_assert_eq!(changed.get(position), expected.as_deref());
            }
            let rearranged = changed.rearranged(&[Some(at), None, Some(0)]);
            prop_assert_eq!(rearranged.get(0), new.as_deref());
            prop_assert_eq!(rearranged.get(1), None);
            prop_assert_eq!(rearranged.get(2), changed.get(0));
        }
    }
}
