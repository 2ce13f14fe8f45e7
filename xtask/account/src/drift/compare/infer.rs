//! Infers schemas from observed values.

use serde_json::{Map, Value, json};

use super::custom_fields::{CustomFields, DisplayNames};
use super::form::Form;
use super::sample::{Record, Sample};
use crate::drift::name_scope::NameScope;
use crate::drift::privacy::NameContext;

/// The description of an undocumented member.
const FOUND: &str = "Found in an account; the docs do not have it.";

/// The schema of these values; `None` if no schema fits all of them.
pub(crate) fn schema(sample: &Sample, custom: &CustomFields) -> Option<Map<String, Value>> {
    let (empty, full): (Vec<Form>, Vec<Form>) =
        sample.forms.keys().partition(|form| form.is_empty());
    if full.is_empty() {
        let text = members(json!({"type": "string"}));
        let is_text = empty.contains(&Form::EmptyText);
        return nullable(is_text.then_some(text), &empty, &[Form::EmptyText]);
    }
    let in_string = |form: &Form| is_textual(*form) || is_number_text(*form);
    if full.iter().all(in_string) && full.iter().any(|form| is_textual(*form)) {
        return text(&full, &empty);
    }
    let only = |forms: &[Form]| full.iter().all(|form| forms.contains(form));
    if only(&[Form::List]) || only(&[Form::List, Form::Numbered]) {
        return nullable(collection(sample, custom), &empty, &[Form::EmptyList]);
    }
    if only(&[Form::Object]) {
        return object(sample, custom, &empty);
    }
    let (name, encoding) = number_or_flag(&full)?;
    let mut schema = members(json!({"type": name}));
    let encodings = encoding
        .into_iter()
        .chain((!empty.is_empty()).then_some("empties"));
    set_encoding(&mut schema, encodings.collect());
    Some(schema)
}

/// The keywords for the members of an object.
pub(crate) fn record(
    record: &Record,
    custom: &CustomFields,
    place: NameContext,
) -> Map<String, Value> {
    let display_names = custom.display_names(record, place);
    if display_names.is_map {
        let value = schema(&all_values(record), custom).unwrap_or_default();
        return members(json!({"x-keyed-by": "name", "additionalProperties": value}));
    }
    let (named, _) = named(&display_names);
    let properties: Map<String, Value> = named
        .iter()
        .map(|(name, sample)| ((*name).to_owned(), described(sample, custom)))
        .collect();
    let mut schema = Map::new();
    if !properties.is_empty() {
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    schema.insert("additionalProperties".to_owned(), json!({}));
    if let Some(rest) = display_names.rest {
        schema.insert("x-additional-properties".to_owned(), rest);
    }
    schema
}

/// The values of a map as one sample.
fn all_values(record: &Record) -> Sample {
    let mut values = Sample::default();
    let all = record.members.values();
    all.for_each(|value| values.absorb(value));
    values
}

type Named<'r> = Vec<(&'r str, &'r Sample)>;

/// The members that can be listed, and those whose identifier is taken by another.
fn named<'r>(display_names: &DisplayNames<'r>) -> (Named<'r>, Named<'r>) {
    let rest = display_names
        .rest
        .as_ref()
        .and_then(|rest| rest["name"].as_str());
    let mut scope = NameScope::of_members(Some(rest.unwrap_or("extra")));
    let listed = display_names.listed.iter().copied();
    listed.partition(|(name, _)| scope.take(name))
}

/// The names that [`record`] omits because their identifier is taken.
pub(crate) fn omitted_names(
    record: &Record,
    custom: &CustomFields,
    place: NameContext,
) -> Vec<String> {
    let display_names = custom.display_names(record, place);
    if display_names.is_map {
        return omitted_nested_names(&all_values(record), custom);
    }
    let (named, others) = named(&display_names);
    let inside = named.iter();
    let inside = inside.flat_map(|(_, sample)| omitted_nested_names(sample, custom));
    let others = others.iter().map(|(name, _)| (*name).to_owned());
    others.chain(inside).collect()
}

/// The names that [`schema`] omits.
pub(crate) fn omitted_nested_names(sample: &Sample, custom: &CustomFields) -> Vec<String> {
    let mut names = match custom.reference(&sample.record) {
        Some(_) => Vec::new(),
        None => omitted_names(&sample.record, custom, NameContext::Inside),
    };
    if let Some(items) = sample.items() {
        names.extend(omitted_nested_names(items, custom));
    }
    names
}

/// The schema of a member, with a description.
pub(crate) fn described(sample: &Sample, custom: &CustomFields) -> Value {
    let mut schema = schema(sample, custom).unwrap_or_default();
    schema.insert("description".to_owned(), json!(FOUND));
    Value::Object(schema)
}

/// Sets `x-wire`, to a list if there are several encodings.
pub(crate) fn set_encoding(schema: &mut Map<String, Value>, mut encodings: Vec<&str>) {
    let wire = match encodings.len() {
        0 => return,
        1 => json!(encodings.remove(0)),
        _ => json!(encodings),
    };
    schema.insert("x-wire".to_owned(), wire);
}

fn is_textual(form: Form) -> bool {
    matches!(
        form,
        Form::Date | Form::DateTime | Form::Instant | Form::Text
    )
}

fn text(full: &[Form], empty: &[Form]) -> Option<Map<String, Value>> {
    let format = match full {
        [Form::Date] => Some("date"),
        [Form::DateTime] => Some("civil-date-time"),
        [Form::Instant] if empty.is_empty() => Some("date-time"),
        _ => None,
    };
    let Some(format) = format else {
        let schema = members(json!({"type": "string"}));
        return nullable(Some(schema), empty, &[Form::EmptyText, Form::Zeros]);
    };
    let mut schema = members(json!({"type": "string", "format": format}));
    if !empty.is_empty() {
        set_encoding(&mut schema, vec!["empties"]);
    }
    Some(schema)
}

/// The type of numbers or booleans, and their encoding.
fn number_or_flag(full: &[Form]) -> Option<(&'static str, Option<&'static str>)> {
    let only = |forms: &[Form]| full.iter().all(|form| forms.contains(form));
    let has_text = full.iter().any(|form| is_number_text(*form));
    let string = has_text.then_some("string");
    let integers = [Form::Bit, Form::BitText, Form::Integer, Form::IntegerText];
    if full == [Form::Flag] {
        Some(("boolean", None))
    } else if only(&[Form::Flag, Form::Bit, Form::BitText]) && full.contains(&Form::Flag) {
        Some(("boolean", Some("digits")))
    } else if only(&integers) {
        Some(("integer", string))
    } else if only(&[&integers[..], &[Form::Number, Form::NumberText]].concat()) {
        Some(("number", string))
    } else {
        None
    }
}

fn is_number_text(form: Form) -> bool {
    matches!(form, Form::BitText | Form::IntegerText | Form::NumberText)
}

fn collection(sample: &Sample, custom: &CustomFields) -> Option<Map<String, Value>> {
    let item = sample.items().and_then(|items| schema(items, custom));
    let item = Value::Object(item.unwrap_or_default());
    let is_array = !sample.forms.contains_key(&Form::Numbered);
    Some(members(match (is_array, sample.has_ids) {
        (true, _) => json!({"type": "array", "items": item}),
        (false, false) => {
            json!({"type": "object", "x-keyed-by": "index", "additionalProperties": item})
        }
        (false, true) if sample.forms.contains_key(&Form::List) => return None,
        (false, true) => {
            json!({"type": "object", "x-keyed-by": "name", "additionalProperties": item})
        }
    }))
}

fn object(sample: &Sample, custom: &CustomFields, empty: &[Form]) -> Option<Map<String, Value>> {
    if let Some(reference) = custom.reference(&sample.record) {
        return Some(refer(&reference, empty));
    }
    let mut schema = members(json!({"type": "object"}));
    schema.extend(record(&sample.record, custom, NameContext::Inside));
    let is_map = schema.contains_key("x-keyed-by");
    if empty
        .iter()
        .all(|form| *form == Form::Null || is_map && *form == Form::EmptyList)
    {
        return nullable(Some(schema), empty, &[Form::EmptyList]);
    }
    // Other empty values need a reference or an `allOf` of one.
    (!is_map).then(|| members(json!({"allOf": [schema], "x-wire": "empties"})))
}

/// A reference, wrapped so that keys can be added.
fn refer(reference: &str, empty: &[Form]) -> Map<String, Value> {
    let mut schema = members(json!({"allOf": [{"$ref": reference}]}));
    if !empty.is_empty() {
        set_encoding(&mut schema, vec!["empties"]);
    }
    schema
}

/// Adds `nullable` if there is a null; `None` if there are empty values other than those `granted`.
fn nullable(
    schema: Option<Map<String, Value>>,
    empty: &[Form],
    granted: &[Form],
) -> Option<Map<String, Value>> {
    let mut schema = schema?;
    let others = empty.iter().filter(|form| **form != Form::Null);
    if others.clone().any(|form| !granted.contains(form)) {
        return None;
    }
    if empty.contains(&Form::Null) {
        schema.insert("nullable".to_owned(), json!(true));
    }
    Some(schema)
}

/// The members of an object.
fn members(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
