//! Findings on values.

use hellodialog_codegen::Pointer;
use hellodialog_codegen::suggest::Action;
use hellodialog_runtime::schema::{
    Absence, Encoding, Kind, List, ListForm, Map as MapSchema, MapForm, Resolved, Scalar,
};
use serde_json::{Map, Value, json};

use super::entry::{DriftFinding, DriftRule, Replaces};
use super::subject::subject;
use super::wording::{counted, evidence, names};
use crate::drift::action;
use crate::drift::compare::custom_fields::CustomFields;
use crate::drift::compare::form::Form;
use crate::drift::compare::infer;
use crate::drift::compare::observations::{UnknownValues, UntypedValues, Values};
use crate::drift::compare::sample::words;
use crate::drift::compare::{Observations, Places};
use crate::drift::name_scope::{NameScope, OmittedNames};
use crate::drift::privacy::may_show_enum_value;

/// With more unknown values than this, the values are free text and may be data.
const MAX_VALUES: usize = 10;

pub(super) struct ValueFindings<'f> {
    pub(super) places: &'f Places<'f>,
    pub(super) document: &'f Value,
    pub(super) custom: &'f CustomFields,
}

/// How to make a schema accept the values.
enum Repair {
    AddKeys(Map<String, Value>),
    Replace(Map<String, Value>),
}

impl ValueFindings<'_> {
    pub(super) fn find(&self, observations: &Observations) -> Vec<DriftFinding> {
        let unknown_values = observations.unknown_values.iter();
        let values = observations.values.iter();
        let untyped = observations.untyped.iter();
        unknown_values
            .map(|(at, unknown_values)| self.unknown_enum_values(at, unknown_values))
            .chain(values.filter_map(|(at, values)| self.mismatched(at, values)))
            .chain(untyped.filter_map(|(at, untyped)| self.undescribed(at, untyped)))
            .collect()
    }

    fn unknown_enum_values(&self, at: &Pointer, unknown_values: &UnknownValues) -> DriftFinding {
        let subject = subject(self.document, at);
        let listed = self.listed(at);
        let is_enum = unknown_values.unknown.len() <= MAX_VALUES;
        let unknown = unknown_values.unknown.iter();
        let (display_values, hidden): (Vec<_>, Vec<_>) =
            unknown.partition(|(value, _)| is_enum && may_show_enum_value(value, &listed));
        let mut parts: Vec<String> = display_values
            .iter()
            .map(|(value, count)| format!("`{value}` ({count})"))
            .collect();
        if !hidden.is_empty() {
            let count: usize = hidden.iter().map(|(_, count)| **count).sum();
            let values = hidden.len();
            parts.push(format!(
                "{values} not shown because they may be data ({count})"
            ));
        }
        let mut scope = NameScope::of_values();
        for word in &listed {
            scope.take(word);
        }
        let display_values = display_values.iter().map(|(word, _)| word.as_str());
        let (display_values, omitted_names): (Vec<&str>, Vec<&str>) =
            display_values.partition(|word| scope.take(word));
        let omitted_names: Vec<String> = omitted_names.into_iter().map(str::to_owned).collect();
        DriftFinding {
            rule: DriftRule::UnknownValue,
            message: format!(
                "The enum `{subject}` does not list: {}.{}",
                parts.join(", "),
                OmittedNames(&omitted_names)
            ),
            subject,
            pointer: at.clone(),
            fields: Vec::new(),
            count: unknown_values.unknown.values().sum(),
            operations: names(&unknown_values.operations),
            actions: self.with_values(at, &display_values),
            replaces: Replaces::Nothing,
        }
    }

    /// The values of the enum at a place.
    fn listed(&self, at: &Pointer) -> Vec<String> {
        let values = at.child("enum");
        let values = values.get(self.document).and_then(Value::as_array);
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        values.map(str::to_owned).collect()
    }

    fn with_values(&self, at: &Pointer, values: &[&str]) -> Vec<Value> {
        if values.is_empty() {
            return Vec::new();
        }
        let docs = values.iter().map(|value| {
            let text = "Found in an account (inferred). The meaning is not documented.";
            ((*value).to_owned(), json!(text))
        });
        let docs: Map<String, Value> = docs.collect();
        let why = "An account has values that the enum does not list.";
        let update = json!({"enum": values, "x-enum-descriptions": docs});
        let action = Action::update(self.document, at, why, update);
        let old = at.child("enum");
        let old = old.get(self.document).map(|old| json!({"enum": old}));
        vec![old.into_iter().fold(action, Action::expect).into()]
    }

    fn mismatched(&self, at: &Pointer, values: &Values) -> Option<DriftFinding> {
        let mismatched = values.mismatched.total();
        if mismatched == 0 {
            return None;
        }
        let all = mismatched + values.fitting.values().sum::<usize>();
        let schema = self.places.at(at)?;
        let subject = subject(self.document, at);
        let why = "An account has values of this type.";
        let mut omitted_names = Vec::new();
        let (actions, replaces) = match self.repair(at, &schema, values) {
            Repair::AddKeys(keys) => {
                // The encoding of a collection belongs to the schema of the collection.
                let place = match schema.kind {
                    Kind::List(_) | Kind::Map(_) => self.places.target(schema.id),
                    _ => at.clone(),
                };
                let actions = action::annotate(self.document, &place, why, &keys);
                (actions, Replaces::Nothing)
            }
            Repair::Replace(schema) => {
                omitted_names = infer::omitted_nested_names(&values.mismatched, self.custom);
                let schema = self.with_description(at, schema, mismatched);
                let actions = action::replace(self.document, at, why, Value::Object(schema));
                (actions, Replaces::Schema)
            }
        };
        Some(DriftFinding {
            rule: DriftRule::TypeDiffers,
            message: format!(
                "`{subject}` is described as {}. {mismatched} of {} had another type: {}.{}",
                expected(schema.kind),
                counted(all, "value"),
                words(&values.mismatched.forms),
                OmittedNames(&omitted_names)
            ),
            subject,
            pointer: at.clone(),
            fields: Vec::new(),
            count: mismatched,
            operations: names(&values.operations),
            actions,
            replaces,
        })
    }

    fn repair(&self, at: &Pointer, schema: &Resolved<'_>, values: &Values) -> Repair {
        let forms: Vec<Form> = values.mismatched.forms.keys().copied().collect();
        if let Some(keys) = self.encoding_keys(schema, &forms) {
            // The encoding of an object or enum goes into an `allOf` around it.
            let is_inline = *at == self.places.target(schema.id);
            if is_inline && matches!(schema.kind, Kind::Enum(_) | Kind::Object(_)) {
                let inner = at.get(self.document).cloned().unwrap_or_default();
                let mut outer = Map::from_iter([("allOf".to_owned(), json!([inner]))]);
                outer.extend(keys);
                return Repair::Replace(outer);
            }
            return Repair::AddKeys(keys);
        }
        let mut all = values.mismatched.clone();
        for (form, times) in &values.fitting {
            all.count(*form, *times);
        }
        Repair::Replace(infer::schema(&all, self.custom).unwrap_or_default())
    }

    /// The keys that make a schema accept all these forms; `None` if keys are not enough.
    fn encoding_keys(&self, schema: &Resolved<'_>, forms: &[Form]) -> Option<Map<String, Value>> {
        let is_id = self.places.id_component(schema.id).is_some();
        let old = WireKey::of(schema, is_id);
        let mut wire = old;
        let mut keys = Map::new();
        for form in forms {
            match (schema.kind, form) {
                (Kind::Scalar(Scalar::Integer), Form::BitText | Form::IntegerText) => {
                    wire.string = true;
                }
                (
                    Kind::Scalar(Scalar::Number),
                    Form::BitText | Form::IntegerText | Form::NumberText,
                ) => wire.string = true,
                (Kind::Scalar(Scalar::Boolean), Form::Bit | Form::BitText) => wire.digits = true,
                (
                    Kind::Scalar(Scalar::String | Scalar::Instant) | Kind::List(_) | Kind::Map(_),
                    Form::Null,
                ) if !is_id => {
                    keys.insert("nullable".to_owned(), json!(true));
                }
                (Kind::Scalar(Scalar::String | Scalar::Instant), _) if !is_id => return None,
                (Kind::Scalar(_) | Kind::Enum(_) | Kind::Object(_), form) if form.is_empty() => {
                    wire.empties = true;
                }
                (
                    Kind::List(List {
                        form: ListForm::Array | ListForm::ArrayOrSingle,
                        ..
                    }),
                    Form::Numbered,
                ) => {
                    keys.insert("x-keyed-by".to_owned(), json!("index"));
                }
                (
                    Kind::Map(MapSchema {
                        form: MapForm::Object,
                        ..
                    }),
                    Form::EmptyList,
                ) => {
                    keys.insert("x-keyed-by".to_owned(), json!("name"));
                }
                _ => return None,
            }
        }
        if wire != old {
            infer::set_encoding(&mut keys, wire.values());
        }
        Some(keys)
    }

    /// Adds the description of the replaced schema, and evidence.
    fn with_description(
        &self,
        at: &Pointer,
        mut schema: Map<String, Value>,
        count: usize,
    ) -> Map<String, Value> {
        let old = at.child("description");
        if let Some(description) = old.get(self.document) {
            schema.insert("description".to_owned(), description.clone());
        }
        schema.insert("x-evidence".to_owned(), evidence(count));
        schema
    }

    /// A schema that accepts any value.
    fn undescribed(&self, at: &Pointer, untyped: &UntypedValues) -> Option<DriftFinding> {
        at.get(self.document)?;
        let sample = &untyped.sample;
        let mut keys = infer::schema(sample, self.custom)?;
        keys.insert("x-evidence".to_owned(), evidence(sample.total()));
        let why = "An account has values of this type.";
        let subject = subject(self.document, at);
        Some(DriftFinding {
            rule: DriftRule::Undescribed,
            message: format!(
                "`{subject}` has no described type. {} seen: {}.{}",
                counted(sample.total(), "value"),
                sample.words(),
                OmittedNames(&infer::omitted_nested_names(sample, self.custom))
            ),
            subject,
            pointer: at.clone(),
            fields: Vec::new(),
            count: sample.total(),
            operations: names(&untyped.operations),
            actions: action::annotate(self.document, at, why, &keys),
            replaces: Replaces::Nothing,
        })
    }
}

/// The described type, in words.
fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Any | Kind::OneOf(_) | Kind::Reference(_) => "any value",
        Kind::Scalar(scalar) => match scalar {
            Scalar::String => "a string",
            Scalar::Date => "a date",
            Scalar::DateTime => "a date with time",
            Scalar::Instant => "a point in time",
            Scalar::Integer => "an integer",
            Scalar::Number => "a number",
            Scalar::Boolean => "a boolean",
        },
        Kind::Enum(_) => "one of the values of an enum",
        Kind::Object(_) => "an object",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
    }
}

/// The values of `x-wire`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WireKey {
    string: bool,
    digits: bool,
    empties: bool,
}

impl WireKey {
    /// The `x-wire` of a schema. An id may be in a string even without `x-wire`.
    fn of(schema: &Resolved<'_>, is_id: bool) -> Self {
        let is_lenient = schema.encoding == Encoding::Lenient && !is_id;
        let is_boolean = *schema.kind == Kind::Scalar(Scalar::Boolean);
        Self {
            string: is_lenient && !is_boolean,
            digits: is_lenient && is_boolean,
            empties: schema.absence == Absence::Empty,
        }
    }

    fn values(self) -> Vec<&'static str> {
        let values = [
            (self.string, "string"),
            (self.digits, "digits"),
            (self.empties, "empties"),
        ];
        let set = values.into_iter().filter(|(is_set, _)| *is_set);
        set.map(|(_, value)| value).collect()
    }
}
