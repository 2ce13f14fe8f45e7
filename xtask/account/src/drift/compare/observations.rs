//! What was seen, by the places of the description.

use std::collections::{BTreeMap, BTreeSet};

use hellodialog_codegen::Pointer;
use serde_json::Value;

use super::form::Form;
use super::sample::{Record, Sample};

/// What was seen at all places.
#[derive(Default)]
pub(crate) struct Observations {
    pub(crate) values: BTreeMap<Pointer, Values>,
    pub(crate) objects: BTreeMap<Pointer, Objects>,
    /// Members of maps that are no entries.
    pub(crate) unknown_keys: BTreeMap<Pointer, UnknownKeys>,
    pub(crate) words: BTreeMap<Pointer, Words>,
    /// Places where anything goes.
    pub(crate) anything: BTreeMap<Pointer, Anything>,
    pub(crate) ids: Vec<SeenId>,
}

/// The ids of the operations that came by.
pub(crate) type Operations = BTreeSet<String>;

/// Values that are to be of one type.
#[derive(Default)]
pub(crate) struct Values {
    /// Those that are, by form.
    pub(crate) fitting: BTreeMap<Form, usize>,
    /// Those that are not.
    pub(crate) mismatched: Sample,
    /// Where the odd ones came from.
    pub(crate) operations: Operations,
}

/// Objects of one schema.
#[derive(Default)]
pub(crate) struct Objects {
    pub(crate) seen: usize,
    /// How often each listed member was there.
    pub(crate) present: BTreeMap<String, usize>,
    /// What is not listed.
    pub(crate) unlisted: Record,
    /// Where each member that is not listed came from.
    pub(crate) sources: BTreeMap<String, Operations>,
    /// The names of the account's own members.
    pub(crate) custom: BTreeSet<String>,
    /// Whether one of them was a whole answer.
    pub(crate) is_answer: bool,
    pub(crate) operations: Operations,
}

/// Members beside the entries of a map: what stands under them is no value of the map's.
#[derive(Default)]
pub(crate) struct UnknownKeys {
    pub(crate) members: Record,
    pub(crate) operations: Operations,
}

/// Values that an enum does not list. They may be anything, so no more than `finding` lets pass is
/// shown of them.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) unknown: BTreeMap<String, usize>,
    pub(crate) operations: Operations,
}

/// Values that may be anything.
#[derive(Default)]
pub(crate) struct Anything {
    pub(crate) sample: Sample,
    pub(crate) operations: Operations,
}

/// An id, and the component whose values it is one of.
pub(crate) struct SeenId {
    pub(crate) component: String,
    pub(crate) id: String,
}

impl Observations {
    pub(crate) fn fits(&mut self, at: &Pointer, value: &Value) {
        let place = self.values.entry(at.clone()).or_default();
        *place.fitting.entry(Form::of(value)).or_default() += 1;
    }

    pub(crate) fn record_mismatch(&mut self, at: &Pointer, value: &Value, operation: &str) {
        let place = self.values.entry(at.clone()).or_default();
        place.mismatched.add(value);
        place.operations.insert(operation.to_owned());
    }

    pub(crate) fn unknown_word(&mut self, at: &Pointer, word: &str, operation: &str) {
        let place = self.words.entry(at.clone()).or_default();
        *place.unknown.entry(word.to_owned()).or_default() += 1;
        place.operations.insert(operation.to_owned());
    }

    pub(crate) fn anything(&mut self, at: &Pointer, value: &Value, operation: &str) {
        let place = self.anything.entry(at.clone()).or_default();
        place.sample.add(value);
        place.operations.insert(operation.to_owned());
    }

    pub(crate) fn id(&mut self, component: &str, id: &str) {
        self.ids.push(SeenId {
            component: component.to_owned(),
            id: id.to_owned(),
        });
    }

    pub(crate) fn record_unknown_key(
        &mut self,
        at: &Pointer,
        name: &str,
        value: &Value,
        operation: &str,
    ) {
        let place = self.unknown_keys.entry(at.clone()).or_default();
        place.members.add(name, value);
        place.operations.insert(operation.to_owned());
    }

    /// One more object of the schema at `at`.
    pub(crate) fn object(&mut self, at: &Pointer, operation: &str) -> &mut Objects {
        let place = self.objects.entry(at.clone()).or_default();
        place.seen += 1;
        place.unlisted.objects += 1;
        place.operations.insert(operation.to_owned());
        place
    }
}
