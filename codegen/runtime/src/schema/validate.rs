//! The comparison of a value with its schema.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::{Map as JsonMap, Value};

use super::model::{
    Absence, Encoding, Kind, List, ListForm, Map, MapForm, Member, Object, Openness, Presence,
    Resolved, Scalar, SchemaId, Schemas,
};
use super::path::Path;
use crate::wire::{LenientScalar, RawScalar, is_index};

/// Receives the results of [`validate`].
pub trait Sink {
    /// A difference between the value and the schema.
    fn difference(&mut self, difference: &Difference<'_>);

    /// A value that means "no value", where the schema allows that.
    fn empty(&mut self, place: Place<'_>, value: &Value) {
        let _ = (place, value);
    }

    /// A value of the expected type. The members of an object and the items of a list or map follow,
    /// and may differ.
    fn value(&mut self, place: Place<'_>, value: &Value) {
        let _ = (place, value);
    }

    /// A key of a map whose keys have a schema.
    fn key(&mut self, place: Place<'_>, key: &str) {
        let _ = (place, key);
    }
}

/// A place in a value, and the schema expected there.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The schema, before references are followed.
    pub at: SchemaId,
    /// The schema, after references are followed.
    pub schema: SchemaId,
    /// Where the value is.
    pub path: &'a Path<'a>,
}

/// A difference between a value and its schema.
#[derive(Debug, Clone, Copy)]
pub struct Difference<'a> {
    /// The kind of the difference.
    pub kind: DifferenceKind,
    /// The place of the value. The schema of an unknown field is that of its object.
    pub place: Place<'a>,
    /// The value; `None` for a missing field.
    pub value: Option<&'a Value>,
}

/// The kind of a [`Difference`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DifferenceKind {
    /// An object has a member that is not listed.
    UnknownField,
    /// A value is not among those of its enum.
    UnknownValue,
    /// A key of a map is not among those of its enum.
    UnknownKey,
    /// A value has another type or form.
    WrongType,
    /// A required member is missing.
    MissingField,
}

/// The most schemas that are tried in a row for the same value; more are a cycle.
const MAX_TRIALS: u8 = 8;
/// The depth to which required members are counted.
const REQUIRED_DEPTH: u8 = 4;

/// Compares `value` with a schema and reports to `sink`.
///
/// Of several alternatives the value is compared with the one that it differs from the least; among
/// equals, with the one that requires the fewest members.
pub fn validate(schemas: &Schemas, schema: SchemaId, value: &Value, sink: &mut dyn Sink) {
    Walk { schemas, trials: 0 }.value(schema, &Path::Root, value, sink);
}

#[derive(Clone, Copy)]
struct Walk<'s> {
    schemas: &'s Schemas,
    trials: u8,
}

impl Walk<'_> {
    fn value(self, at: SchemaId, path: &Path<'_>, value: &Value, sink: &mut dyn Sink) {
        let resolved = self.schemas.resolve(at);
        let place = Place {
            at,
            schema: resolved.id,
            path,
        };
        if is_absent(resolved.absence, value) {
            return sink.empty(place, value);
        }
        match (resolved.kind, value) {
            (Kind::Any, _) => sink.value(place, value),
            (Kind::Scalar(scalar), _) if fits(*scalar, resolved.encoding, value) => {
                sink.value(place, value);
            }
            (Kind::Enum(values), Value::String(text)) => {
                if values.contains(text) {
                    sink.value(place, value);
                } else {
                    report(sink, DifferenceKind::UnknownValue, place, Some(value));
                }
            }
            (Kind::Object(object), Value::Object(entries)) => {
                sink.value(place, value);
                self.descend().object(object, place, entries, sink);
            }
            (Kind::List(list), _) => self.list(*list, place, value, sink),
            (Kind::Map(map), _) => self.map(*map, place, value, sink),
            (Kind::OneOf(alternatives), _) => self.nearest(alternatives, path, value, sink),
            _ => report(sink, DifferenceKind::WrongType, place, Some(value)),
        }
    }

    /// The walk of the values inside a value.
    fn descend(self) -> Self {
        Self { trials: 0, ..self }
    }

    /// The walk of the same value with another schema; `None` if the schemas form a cycle.
    fn retry(self) -> Option<Self> {
        let trials = self.trials + 1;
        (trials <= MAX_TRIALS).then_some(Self { trials, ..self })
    }

    fn object(
        self,
        object: &Object,
        place: Place<'_>,
        entries: &JsonMap<String, Value>,
        sink: &mut dyn Sink,
    ) {
        for member in &object.members {
            self.member(member, place.path, entries.get(&member.name), sink);
        }
        if object.openness == Openness::Open {
            return;
        }
        let is_listed = |key: &str| object.members.iter().any(|member| member.name == key);
        for (key, value) in entries.iter().filter(|(key, _)| !is_listed(key)) {
            let place = Place {
                path: &Path::Key(place.path, key),
                ..place
            };
            report(sink, DifferenceKind::UnknownField, place, Some(value));
        }
    }

    fn member(self, member: &Member, path: &Path<'_>, value: Option<&Value>, sink: &mut dyn Sink) {
        let path = Path::Key(path, &member.name);
        match (member.presence, value) {
            (Presence::Required, None) => {
                let place = Place {
                    at: member.schema,
                    schema: self.schemas.resolve(member.schema).id,
                    path: &path,
                };
                report(sink, DifferenceKind::MissingField, place, None);
            }
            (Presence::Optional, None | Some(Value::Null)) => {}
            (_, Some(value)) => self.value(member.schema, &path, value, sink),
        }
    }

    fn list(self, list: List, place: Place<'_>, value: &Value, sink: &mut dyn Sink) {
        let is_indexed = matches!(list.form, ListForm::Indexed | ListForm::IndexedOrSingle);
        let is_single = matches!(
            list.form,
            ListForm::ArrayOrSingle | ListForm::IndexedOrSingle
        );
        match value {
            Value::Array(items) => {
                sink.value(place, value);
                for (index, item) in items.iter().enumerate() {
                    let path = Path::Index(place.path, index);
                    self.descend().value(list.item, &path, item, sink);
                }
            }
            Value::Object(entries) if is_indexed && entries.keys().all(|key| is_index(key)) => {
                sink.value(place, value);
                for (index, item) in entries {
                    let path = Path::Key(place.path, index);
                    self.descend().value(list.item, &path, item, sink);
                }
            }
            _ if is_single => {
                if let Some(walk) = self.retry() {
                    walk.value(list.item, place.path, value, sink);
                }
            }
            _ => report(sink, DifferenceKind::WrongType, place, Some(value)),
        }
    }

    fn map(self, map: Map, place: Place<'_>, value: &Value, sink: &mut dyn Sink) {
        match value {
            Value::Object(entries) => {
                sink.value(place, value);
                for (key, value) in entries {
                    self.descend().entry(map, place, key, value, sink);
                }
            }
            Value::Array(items) if map.form == MapForm::ObjectOrEmptyList && items.is_empty() => {
                sink.value(place, value);
            }
            _ => report(sink, DifferenceKind::WrongType, place, Some(value)),
        }
    }

    fn entry(self, map: Map, place: Place<'_>, key: &str, value: &Value, sink: &mut dyn Sink) {
        let path = Path::Key(place.path, key);
        if let Some(at) = map.key {
            let Resolved { id, kind, .. } = self.schemas.resolve(at);
            let key_place = Place {
                at,
                schema: id,
                path: &path,
            };
            if !matches!(kind, Kind::Enum(values) if !values.iter().any(|value| value == key)) {
                sink.key(key_place, key);
            } else if self.count(map.value, value) == 0 {
                let key = Value::from(key);
                return report(sink, DifferenceKind::UnknownKey, key_place, Some(&key));
            } else {
                // The value is no value of the map, so the member is hardly an entry.
                let place = Place {
                    path: &path,
                    ..place
                };
                return report(sink, DifferenceKind::UnknownField, place, Some(value));
            }
        }
        self.value(map.value, &path, value, sink);
    }

    /// Compares with the alternative that the value differs from the least.
    fn nearest(
        self,
        alternatives: &[SchemaId],
        path: &Path<'_>,
        value: &Value,
        sink: &mut dyn Sink,
    ) {
        let Some(walk) = self.retry() else { return };
        let rank = |schema: &&SchemaId| {
            let required = self.required(**schema, REQUIRED_DEPTH);
            (walk.count(**schema, value), required)
        };
        if let Some(schema) = alternatives.iter().min_by_key(rank) {
            walk.value(*schema, path, value, sink);
        }
    }

    /// The number of differences.
    fn count(self, schema: SchemaId, value: &Value) -> usize {
        let mut count = Count(0);
        self.value(schema, &Path::Root, value, &mut count);
        count.0
    }

    /// The number of members that a value must have, including those of required objects.
    fn required(self, schema: SchemaId, depth: u8) -> usize {
        let Kind::Object(object) = self.schemas.resolve(schema).kind else {
            return 0;
        };
        let members = object.members.iter();
        let required = members.filter(|member| member.presence == Presence::Required);
        required
            .map(|member| match depth {
                0 => 1,
                _ => 1 + self.required(member.schema, depth - 1),
            })
            .sum()
    }
}

struct Count(usize);

impl Sink for Count {
    fn difference(&mut self, _: &Difference<'_>) {
        self.0 += 1;
    }
}

fn report(sink: &mut dyn Sink, kind: DifferenceKind, place: Place<'_>, value: Option<&Value>) {
    sink.difference(&Difference { kind, place, value });
}

fn is_absent(absence: Absence, value: &Value) -> bool {
    match absence {
        Absence::Never => false,
        Absence::Null => value.is_null(),
        Absence::Empty => match value {
            Value::Null => true,
            Value::String(text) => {
                matches!(text.as_str(), "" | "0000-00-00" | "0000-00-00 00:00:00")
            }
            Value::Array(items) => items.is_empty(),
            _ => false,
        },
    }
}

fn fits(scalar: Scalar, encoding: Encoding, value: &Value) -> bool {
    let is_lenient = encoding == Encoding::Lenient;
    match (scalar, value) {
        (Scalar::String, Value::String(_))
        | (Scalar::Number, Value::Number(_))
        | (Scalar::Boolean, Value::Bool(_)) => true,
        (Scalar::Date, Value::String(text)) => decodes::<Date>(text),
        (Scalar::DateTime, Value::String(text)) => decodes::<DateTime>(text),
        (Scalar::Instant, Value::String(text)) => text.parse::<Timestamp>().is_ok(),
        (Scalar::Integer, Value::Number(number)) => !number.is_f64(),
        (Scalar::Integer, Value::String(text)) => {
            is_lenient && !text.starts_with('+') && text.parse::<i128>().is_ok()
        }
        (Scalar::Number, Value::String(text)) => is_lenient && decodes::<f64>(text),
        (Scalar::Boolean, Value::String(text)) => is_lenient && matches!(text.as_str(), "0" | "1"),
        (Scalar::Boolean, Value::Number(number)) => {
            is_lenient && matches!(number.as_u64(), Some(0 | 1))
        }
        _ => false,
    }
}

fn decodes<T: LenientScalar>(text: &str) -> bool {
    T::decode(RawScalar::Text(text)).is_ok()
}
