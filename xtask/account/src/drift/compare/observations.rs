//! The values in responses, by the places of the description.

use std::collections::{BTreeMap, BTreeSet};

use hellodialog_codegen::Pointer;
use serde_json::Value;

use super::form::Form;
use super::sample::{Record, Sample};

/// The observations at all places.
#[derive(Default)]
pub(crate) struct Observations {
    pub(crate) values: BTreeMap<Pointer, Values>,
    pub(crate) objects: BTreeMap<Pointer, Objects>,
    /// Members of maps that are not entries.
    pub(crate) unknown_keys: BTreeMap<Pointer, UnknownKeys>,
    pub(crate) unknown_values: BTreeMap<Pointer, UnknownValues>,
    /// Places without a described type.
    pub(crate) untyped: BTreeMap<Pointer, UntypedValues>,
    pub(crate) ids: Vec<SeenId>,
}

/// Ids of operations.
pub(crate) type Operations = BTreeSet<String>;

/// Values at a place with a described type.
#[derive(Default)]
pub(crate) struct Values {
    /// The values of that type, by form.
    pub(crate) fitting: BTreeMap<Form, usize>,
    /// The other values.
    pub(crate) mismatched: Sample,
    /// The operations with mismatched values.
    pub(crate) operations: Operations,
}

/// Objects of one schema.
#[derive(Default)]
pub(crate) struct Objects {
    pub(crate) count: usize,
    /// The number of objects with each listed member.
    pub(crate) present: BTreeMap<String, usize>,
    /// The members that are not listed.
    pub(crate) unlisted: Record,
    /// The operations with each unlisted member.
    pub(crate) sources: BTreeMap<String, Operations>,
    /// The names of custom fields.
    pub(crate) custom: BTreeSet<String>,
    /// Whether one of the objects was a whole response.
    pub(crate) is_response: bool,
    pub(crate) operations: Operations,
}

/// Members of a map whose values have another type than its entries.
#[derive(Default)]
pub(crate) struct UnknownKeys {
    pub(crate) members: Record,
    pub(crate) operations: Operations,
}

/// Values that an enum does not list. They may be data, so `finding` decides which are shown.
#[derive(Default)]
pub(crate) struct UnknownValues {
    pub(crate) unknown: BTreeMap<String, usize>,
    pub(crate) operations: Operations,
}

/// Values without a described type.
#[derive(Default)]
pub(crate) struct UntypedValues {
    pub(crate) sample: Sample,
    pub(crate) operations: Operations,
}

/// An id and its component.
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

    pub(crate) fn record_unknown_value(&mut self, at: &Pointer, word: &str, operation: &str) {
        let place = self.unknown_values.entry(at.clone()).or_default();
        *place.unknown.entry(word.to_owned()).or_default() += 1;
        place.operations.insert(operation.to_owned());
    }

    pub(crate) fn record_untyped(&mut self, at: &Pointer, value: &Value, operation: &str) {
        let place = self.untyped.entry(at.clone()).or_default();
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

    /// Counts an object of the schema at `at`.
    pub(crate) fn object(&mut self, at: &Pointer, operation: &str) -> &mut Objects {
        let place = self.objects.entry(at.clone()).or_default();
        place.count += 1;
        place.unlisted.objects += 1;
        place.operations.insert(operation.to_owned());
        place
    }
}
