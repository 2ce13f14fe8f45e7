//! Properties of objects, listed or not.

use super::change::Document;
use super::changes::{Both, Context, Place, Presence};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::wording::{flag_change, name};
use crate::openapi::{AdditionalProperties, Description, Direction, JsonType, Schema, SchemaId};
use crate::pointer::Pointer;

/// A property of an object.
struct Field<'d> {
    name: &'d str,
    at: Pointer,
    schema: SchemaId,
    direction: Direction,
    is_required: bool,
}

impl Field<'_> {
    /// Whether it goes this way.
    fn exists_on(&self, side: Side) -> bool {
        match side {
            Side::Sent => self.direction != Direction::ReadOnly,
            Side::Received => self.direction != Direction::WriteOnly,
            Side::Call | Side::Unused => true,
        }
    }
}

/// Compares the properties of two objects.
pub(super) fn compare(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let fields = (fields(cx.old, both.0), fields(cx.new, both.1));
    let mut pairs = Pairs::new(fields.0, fields.1).by(|field| Some(field.name));
    pairs.removed.retain(|field| field.exists_on(context.side));
    pairs.added.retain(|field| field.exists_on(context.side));
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|was, is| {
        was.direction == is.direction && cx.is_same_structure(Some(was.schema), Some(is.schema))
    });
    for (index, (was, is)) in pairs.both.iter().enumerate() {
        if index >= known {
            let (old, new) = (was.name, is.name);
            let what = object(cx, Document::New, &is.at);
            let message = what.within(|what| {
                let (old, new) = (name(old), name(new));
                format!("The field {old} of {what} was renamed to {new}.")
            });
            cx.record_moved(context, Rule::FieldRenamed, (&was.at, &is.at), message);
        }
        compare_field(cx, context, (was, is));
    }
    for field in &pairs.removed {
        let rule = if field.is_required {
            Rule::RequiredFieldRemoved
        } else {
            Rule::FieldRemoved
        };
        let what = object(cx, Document::Old, &field.at);
        let message =
            what.within(|what| format!("The field {} of {what} was removed.", name(field.name)));
        let heading = format!("Removed from the fields of {what}");
        let message = message.in_list(heading, field.name);
        cx.record_removed(context, rule, &field.at, message);
    }
    for field in &pairs.added {
        let (rule, kind, all) = match (field.is_required, context.side) {
            (true, Side::Received) => (
                Rule::RequiredFieldAdded,
                "field that is always present,",
                "fields that are always present",
            ),
            (true, _) => (
                Rule::RequiredFieldAdded,
                "required field",
                "required fields",
            ),
            (false, _) => (Rule::FieldAdded, "optional field", "optional fields"),
        };
        let what = object(cx, Document::New, &field.at);
        let message = what.within(|what| format!("{what} has a new {kind} {}.", name(field.name)));
        let message = message.in_list(format!("{what} has new {all}"), field.name);
        let context = if field.is_required {
            required_context(cx, context, field)
        } else {
            context
        };
        cx.record(context, rule, &field.at, message);
    }
    compare_unlisted_required(cx, context, both);
    compare_additional(cx, context, both);
}

fn fields<'d>(description: &Description<'d>, schema: &Schema<'d>) -> Vec<Field<'d>> {
    let properties = schema.properties.iter();
    properties
        .map(|(name, property)| Field {
            name,
            at: property.at.clone(),
            schema: property.schema,
            direction: description.schema(property.schema).direction,
            is_required: schema.required.contains(name),
        })
        .collect()
}

/// The words for the object that the property at a place belongs to.
fn object(cx: &Comparison, document: Document, property: &Pointer) -> Phrase {
    let object = property.ancestors().nth(1).unwrap_or(property);
    cx.words(document, object)
}

fn compare_field(cx: &mut Comparison, context: Context, (old, new): Both<&Field>) {
    let exists = (old.exists_on(context.side), new.exists_on(context.side));
    if exists.0 || exists.1 {
        compare_directions(cx, context, (old, new));
    }
    if exists != (true, true) {
        return;
    }
    let became_required = match context.side {
        Side::Received => "always present",
        _ => "required",
    };
    let set = (Rule::FieldBecameRequired, became_required);
    let unset = (Rule::FieldBecameOptional, "optional");
    if let Some((rule, how)) = flag_change(old.is_required, new.is_required, set, unset) {
        let what = object(cx, Document::New, &new.at);
        let message =
            what.within(|what| format!("The field {} of {what} is now {how}.", name(new.name)));
        let message = message.in_list(format!("Now {how} in {what}"), new.name);
        cx.record(required_context(cx, context, new), rule, &new.at, message);
    }
    let of = |field: &Field| Use::new(Some(field.schema), field.at.clone());
    let context = context.with(Presence::of(new.is_required));
    schema_use::compare(cx, context, (of(old), of(new)));
}

/// For a field that requests must have now: with a default, many services still take a request without it.
fn required_context(cx: &Comparison, context: Context, field: &Field) -> Context {
    let has_default = cx.new.schema(field.schema).keyword("default").is_some();
    if has_default && context.side == Side::Sent {
        context.at_most(Level::Maybe)
    } else {
        context
    }
}

/// Compares `readOnly` and `writeOnly`.
fn compare_directions(cx: &mut Comparison, context: Context, (old, new): Both<&Field>) {
    let keywords = [
        (
            (Direction::ReadOnly, "readOnly", "read-only"),
            (Rule::BecameReadOnly, Rule::BecameWritable),
        ),
        (
            (Direction::WriteOnly, "writeOnly", "write-only"),
            (Rule::BecameWriteOnly, Rule::BecameReadable),
        ),
    ];
    for ((direction, keyword, words), (begun, ended)) in keywords {
        let is_set = (old.direction == direction, new.direction == direction);
        let (set, unset) = ((begun, "is now"), (ended, "is no longer"));
        let Some((rule, how)) = flag_change(is_set.0, is_set.1, set, unset) else {
            continue;
        };
        // Callers do not send the field yet, and the service demands it.
        let is_demanded = rule == Rule::BecameWritable && new.is_required;
        let context = if is_demanded && context.side == Side::Sent {
            context.at(Level::Breaking)
        } else {
            context
        };
        let what = object(cx, Document::New, &new.at);
        let schemas = (cx.old.schema(old.schema), cx.new.schema(new.schema));
        let message =
            what.within(|what| format!("The field {} of {what} {how} {words}.", name(new.name)));
        let heading = format!("{} {words} in {what}", how.trim_start_matches("is "));
        let message = message.in_list(heading, new.name);
        let nodes = (schemas.0.keyword(keyword), schemas.1.keyword(keyword));
        let place = Place::of((nodes.0.as_ref(), nodes.1.as_ref()), &schemas.1.at);
        cx.changes.record(context, rule, place, message);
    }
}

/// Compares the names that are required and not described by a property.
fn compare_unlisted_required(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    let (old, new) = both;
    let names = old.required.symmetric_difference(&new.required);
    for name in names {
        if old.properties.contains_key(name) || new.properties.contains_key(name) {
            continue;
        }
        let (rule, how) = if new.required.contains(name) {
            (Rule::FieldBecameRequired, "is now required")
        } else {
            (Rule::FieldBecameOptional, "is now optional")
        };
        cx.record_keyword(context, rule, "required", both, |what, _| {
            format!("The field {} of {what} {how}.", self::name(name))
        });
    }
}

/// Compares the properties that are not listed.
fn compare_additional(cx: &mut Comparison, context: Context, both: Both<&Schema>) {
    use AdditionalProperties::{Forbidden, Schema as Typed, Unspecified};
    const KEYWORD: &str = "additionalProperties";
    let (before, after) = (both.0.additional_properties, both.1.additional_properties);
    let allowed = flag_change(
        before != Forbidden,
        after != Forbidden,
        (Rule::FurtherMembersAllowed, "now allows"),
        (Rule::FurtherMembersForbidden, "no longer allows"),
    );
    let mentioned = flag_change(
        before != Unspecified,
        after != Unspecified,
        (Rule::FurtherMembersMentioned, "now mentions"),
        (Rule::FurtherMembersMentioned, "no longer mentions"),
    );
    let is_object = both.0.types.single() == Some(JsonType::Object);
    if let Some((rule, how)) = allowed.or(mentioned.filter(|_| is_object)) {
        cx.record_keyword(context, rule, KEYWORD, both, |what, _| {
            format!("{what} {how} additional properties.")
        });
    }
    if before != Forbidden && after != Forbidden {
        let of = |schema: &Schema| match schema.additional_properties {
            Typed(id) => Use::new(Some(id), schema.place(KEYWORD)),
            _ => None,
        };
        // The schema of a pattern is that of all members, although it says nothing of those with other names.
        let is_exact = |schema: &Schema| schema.keyword("patternProperties").is_none();
        let context = if is_exact(both.0) && is_exact(both.1) {
            context
        } else {
            context.at_most(Level::Maybe)
        };
        schema_use::compare(cx, context, (of(both.0), of(both.1)));
    }
}
