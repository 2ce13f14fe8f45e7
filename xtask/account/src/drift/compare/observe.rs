//! Records the values of a response by the places of the description.

use hellodialog_runtime::schema::{
    Difference, DifferenceKind, Kind, Openness, Path, Place, SchemaId, Sink, validate,
};
use serde_json::{Map, Value};

use super::observations::Observations;
use super::places::Places;

/// Records the values of a response of `operation`.
pub(crate) fn observe(
    places: &Places<'_>,
    operation: &str,
    response: &Value,
    observations: &mut Observations,
) {
    let Some(schema) = places.response(operation) else {
        return;
    };
    let mut observer = Observer {
        places,
        operation,
        observations,
    };
    validate(places.schemas(), schema, response, &mut observer);
    let whole = places.target(schema);
    if let Some(objects) = observations.objects.get_mut(&whole) {
        objects.is_response = true;
    }
}

/// Records what [`validate`] reports.
struct Observer<'o> {
    places: &'o Places<'o>,
    operation: &'o str,
    observations: &'o mut Observations,
}

impl Sink for Observer<'_> {
    fn difference(&mut self, difference: &Difference<'_>) {
        let Difference { kind, place, value } = difference;
        let Some(value) = value else { return };
        let (at, target) = (
            self.places.pointer(place.at),
            self.places.target(place.schema),
        );
        match (kind, value) {
            (DifferenceKind::WrongType, _) => {
                self.observations
                    .record_mismatch(&at, value, self.operation);
            }
            // An empty string is not a value of an enum; it means that there is no value.
            (DifferenceKind::UnknownValue, Value::String(word)) if word.is_empty() => {
                self.observations
                    .record_mismatch(&at, value, self.operation);
            }
            (DifferenceKind::UnknownValue, Value::String(word)) => {
                self.observations.fits(&at, value);
                self.observations
                    .record_unknown_value(&target, word, self.operation);
            }
            (DifferenceKind::UnknownKey, Value::String(word)) => {
                self.observations
                    .record_unknown_value(&target, word, self.operation);
            }
            (DifferenceKind::UnknownField, _) => self.unknown_entry(*place, value),
            _ => {}
        }
    }

    fn empty(&mut self, place: Place<'_>, value: &Value) {
        self.observations
            .fits(&self.places.pointer(place.at), value);
    }

    fn value(&mut self, place: Place<'_>, value: &Value) {
        let target = self.places.target(place.schema);
        if matches!(self.kind(place.schema), Kind::Any) {
            return self
                .observations
                .record_untyped(&target, value, self.operation);
        }
        self.observations
            .fits(&self.places.pointer(place.at), value);
        if let Value::Object(members) = value {
            self.object(place.schema, members);
        }
        if let Some(component) = self.places.id_component(place.schema)
            && let Some(id) = id_text(value)
        {
            self.observations.id(&component, &id);
        }
    }

    fn key(&mut self, place: Place<'_>, key: &str) {
        if let Some(component) = self.places.id_component(place.schema) {
            self.observations.id(&component, key);
        }
    }
}

impl Observer<'_> {
    fn kind(&self, schema: SchemaId) -> &Kind {
        self.places.schemas().resolve(schema).kind
    }

    /// A member of a map that is not an entry. The unknown fields of an object are recorded with the object.
    fn unknown_entry(&mut self, place: Place<'_>, value: &Value) {
        if let (Kind::Map(_), Path::Key(_, key)) = (self.kind(place.schema), place.path) {
            let map = self.places.target(place.schema);
            self.observations
                .record_unknown_key(&map, key, value, self.operation);
        }
    }

    fn object(&mut self, schema: SchemaId, members: &Map<String, Value>) {
        let places = self.places;
        let Kind::Object(object) = places.schemas().resolve(schema).kind else {
            return;
        };
        let target = places.target(schema);
        let is_listed = |name: &str| object.members.iter().any(|member| member.name == name);
        // In objects without listed members, members are custom fields only if the document says so.
        let has_custom_fields = object.openness == Openness::Open
            && (!object.members.is_empty()
                || target
                    .child("x-additional-properties")
                    .get(places.document)
                    .is_some());
        let objects = self.observations.object(&target, self.operation);
        for (name, value) in members {
            if is_listed(name) {
                *objects.present.entry(name.clone()).or_default() += 1;
            } else if has_custom_fields {
                objects.custom.insert(name.clone());
            } else {
                objects.unlisted.add(name, value);
                let sources = objects.sources.entry(name.clone()).or_default();
                sources.insert(self.operation.to_owned());
            }
        }
    }
}

/// The text of an id in a path.
fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
