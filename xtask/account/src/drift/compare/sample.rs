//! Values that are not described, or differ from the description.

use std::collections::BTreeMap;

use serde_json::Value;

use super::form::Form;

/// The forms of the values at a place, and of the values inside them. It has names of members, and no
/// values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sample {
    pub(crate) forms: BTreeMap<Form, usize>,
    pub(crate) record: Record,
    /// The items of arrays, and of objects with numbers for keys.
    items: Option<Box<Sample>>,
    /// Whether an object keyed by numbers has no key 0. Then the keys are ids, not indexes.
    pub(crate) has_ids: bool,
}

/// The members of objects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    /// The number of objects.
    pub(crate) objects: usize,
    pub(crate) members: BTreeMap<String, Sample>,
}

impl Sample {
    pub(crate) fn add(&mut self, value: &Value) {
        self.count(Form::of(value), 1);
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add_item(item)),
            Value::Object(entries) if Form::of(value) == Form::Numbered => {
                self.has_ids |= !entries.contains_key("0");
                entries.values().for_each(|item| self.add_item(item));
            }
            Value::Object(members) => {
                self.record.objects += 1;
                for (name, value) in members {
                    self.record.add(name, value);
                }
            }
            _ => {}
        }
    }

    /// Adds values by their form.
    pub(crate) fn count(&mut self, form: Form, times: usize) {
        *self.forms.entry(form).or_default() += times;
    }

    fn add_item(&mut self, value: &Value) {
        self.items.get_or_insert_default().add(value);
    }

    pub(crate) fn items(&self) -> Option<&Sample> {
        self.items.as_deref()
    }

    /// Adds another sample.
    pub(crate) fn absorb(&mut self, other: &Self) {
        for (form, times) in &other.forms {
            self.count(*form, *times);
        }
        self.record.objects += other.record.objects;
        for (name, member) in &other.record.members {
            let custom = self.record.members.entry(name.clone()).or_default();
            custom.absorb(member);
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().absorb(items);
        }
        self.has_ids |= other.has_ids;
    }

    /// The number of values.
    pub(crate) fn total(&self) -> usize {
        self.forms.values().sum()
    }

    /// The forms in words, the most frequent first: `a text (3), null (1)`.
    pub(crate) fn words(&self) -> String {
        words(&self.forms)
    }
}

/// Forms in words, the most frequent first.
pub(crate) fn words(forms: &BTreeMap<Form, usize>) -> String {
    let mut forms: Vec<_> = forms.iter().collect();
    forms.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let forms = forms
        .into_iter()
        .map(|(form, count)| format!("{} ({count})", form.words()));
    forms.collect::<Vec<_>>().join(", ")
}

impl Record {
    pub(crate) fn add(&mut self, name: &str, value: &Value) {
        self.members.entry(name.to_owned()).or_default().add(value);
    }
}
