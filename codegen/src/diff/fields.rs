//! Properties of objects, listed or not.

use super::changes::{Context, Place, Presence};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use crate::finding::Pointer;
use crate::openapi::{
    AdditionalProperties, Description, Direction, JsonType, Node, Schema, SchemaId,
};

/// A property of an object.
#[derive(Clone)]
struct Field<'d> {
    name: &'d str,
    at: Pointer,
    schema: SchemaId,
    direction: Direction,
    presence: Presence,
}

/// Compares the properties of two objects.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let pairs = Pairs::new(fields(cx.old, old), fields(cx.new, new)).by(|field| Some(field.name));
    let exists = |field: &Field<'_>| exists_on(field.direction, context.side);
    let pairs = Pairs {
        both: pairs.both,
        removed: pairs.removed.into_iter().filter(exists).collect(),
        added: pairs.added.into_iter().filter(exists).collect(),
    };
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|was, is| {
        was.direction == is.direction && cx.is_same_structure(Some(was.schema), Some(is.schema))
    });
    for (index, (was, is)) in pairs.both.iter().enumerate() {
        if index >= known {
            record_renamed(cx, context, was, is);
        }
        compare_field(cx, context, was, is);
    }
    for field in pairs.removed {
        record_removed(cx, context, field);
    }
    for field in pairs.added {
        record_added(cx, context, field);
    }
    compare_unlisted_required(cx, context, old, new);
    compare_additional(cx, context, old, new);
}

fn fields<'d>(description: &Description<'d>, schema: &Schema<'d>) -> Vec<Field<'d>> {
    let properties = schema.properties.iter();
    properties
        .map(|(name, property)| Field {
            name,
            at: property.at.clone(),
            schema: property.schema,
            direction: description.schema(property.schema).direction,
            presence: Presence::of(schema.required.contains(name)),
        })
        .collect()
}

/// Whether a field goes this way.
fn exists_on(direction: Direction, side: Side) -> bool {
    match side {
        Side::Sent => direction != Direction::ReadOnly,
        Side::Received => direction != Direction::WriteOnly,
        Side::Call | Side::Unused => true,
    }
}

/// The words for the object that a property belongs to.
fn object(cx: &Comparison<'_, '_>, property: &Place) -> String {
    let mut around = property.pointer().above();
    let object = around.nth(1).unwrap_or_default();
    cx.subject(property.document(), &object)
}

fn record_renamed(cx: &mut Comparison<'_, '_>, context: Context, old: &Field<'_>, new: &Field<'_>) {
    let place = Place::Moved {
        from: old.at.clone(),
        to: new.at.clone(),
    };
    let what = object(cx, &place);
    let message = format!(
        "The field `{}` of {what} was renamed to `{}`.",
        old.name, new.name
    );
    cx.changes
        .record(context, Rule::FieldRenamed, place, message);
}

fn record_removed(cx: &mut Comparison<'_, '_>, context: Context, field: Field<'_>) {
    let rule = match field.presence {
        Presence::Required => Rule::RequiredFieldRemoved,
        Presence::Optional => Rule::FieldRemoved,
    };
    let place = Place::Old(field.at);
    let message = format!(
        "The field `{}` of {} was removed.",
        field.name,
        object(cx, &place)
    );
    cx.changes.record(context, rule, place, message);
}

fn record_added(cx: &mut Comparison<'_, '_>, context: Context, field: Field<'_>) {
    let (rule, kind) = match (field.presence, context.side) {
        (Presence::Required, Side::Sent) => (Rule::RequiredFieldAdded, "required field"),
        (Presence::Required, _) => (Rule::RequiredFieldAdded, "field, always present,"),
        (Presence::Optional, _) => (Rule::FieldAdded, "optional field"),
    };
    let place = Place::New(field.at);
    let message = format!("{} has a new {kind} `{}`.", object(cx, &place), field.name);
    cx.changes.record(context, rule, place, message);
}

fn compare_field(cx: &mut Comparison<'_, '_>, context: Context, old: &Field<'_>, new: &Field<'_>) {
    let before = exists_on(old.direction, context.side);
    let after = exists_on(new.direction, context.side);
    if before || after {
        compare_directions(cx, context, old, new);
    }
    if !(before && after) {
        return;
    }
    compare_presence(
        cx,
        context,
        (new.name, &new.at),
        (old.presence, new.presence),
    );
    let of = |field: &Field<'_>| Use::new(Some(field.schema), field.at.clone());
    schema_use::compare(cx, context.with(new.presence), of(old), of(new));
}

fn compare_presence(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    (name, at): (&str, &Pointer),
    presence: (Presence, Presence),
) {
    let (rule, how) = match (presence, context.side) {
        ((Presence::Optional, Presence::Required), Side::Sent) => {
            (Rule::FieldBecameRequired, "is now required")
        }
        ((Presence::Optional, Presence::Required), _) => {
            (Rule::FieldBecameRequired, "is now always present")
        }
        ((Presence::Required, Presence::Optional), _) => {
            (Rule::FieldBecameOptional, "is now optional")
        }
        _ => return,
    };
    let place = Place::New(at.clone());
    let message = format!("The field `{name}` of {} {how}.", object(cx, &place));
    cx.changes.record(context, rule, place, message);
}

/// Compares `readOnly` and `writeOnly`.
fn compare_directions(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Field<'_>,
    new: &Field<'_>,
) {
    let rules = [
        (
            Direction::ReadOnly,
            "readOnly",
            Rule::BecameReadOnly,
            Rule::BecameWritable,
        ),
        (
            Direction::WriteOnly,
            "writeOnly",
            Rule::BecameWriteOnly,
            Rule::BecameReadable,
        ),
    ];
    for (direction, keyword, begun, ended) in rules {
        let (rule, how) = match (old.direction == direction, new.direction == direction) {
            (false, true) => (begun, "now"),
            (true, false) => (ended, "no longer"),
            _ => continue,
        };
        let was = cx.old.schema(old.schema).keyword(keyword);
        let is = cx.new.schema(new.schema).keyword(keyword);
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let what = object(cx, &Place::New(new.at.clone()));
        let words = if keyword == "readOnly" {
            "read-only"
        } else {
            "write-only"
        };
        let message = format!("The field `{}` of {what} is {how} {words}.", new.name);
        // Callers do not send the field yet, and the service demands it.
        let is_demanded = rule == Rule::BecameWritable
            && context.side == Side::Sent
            && new.presence == Presence::Required
            && new.direction == Direction::Both;
        let level = if is_demanded {
            Level::Breaking
        } else {
            rule.level(context.side)
        };
        cx.changes.record_as(context, rule, level, place, message);
    }
}

/// Compares the names that are required and not described by a property.
fn compare_unlisted_required(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    let is_unlisted =
        |name: &&&str| !old.properties.contains_key(**name) && !new.properties.contains_key(**name);
    let (before, after) = (&old.required, &new.required);
    let added = after
        .difference(before)
        .map(|name| (name, Rule::FieldBecameRequired));
    let removed = before
        .difference(after)
        .map(|name| (name, Rule::FieldBecameOptional));
    let changes = added.chain(removed).filter(|(name, _)| is_unlisted(&name));
    for (name, rule) in changes {
        let (was, is) = (old.keyword("required"), new.keyword("required"));
        let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
        let how = match rule {
            Rule::FieldBecameRequired => "is now required",
            _ => "is now optional",
        };
        let message = format!("The field `{name}` of {} {how}.", cx.owner(&place));
        cx.changes.record(context, rule, place, message);
    }
}

/// Compares the properties that are not listed.
fn compare_additional(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    old: &Schema<'_>,
    new: &Schema<'_>,
) {
    const KEYWORD: &str = "additionalProperties";
    let (before, after) = (old.additional_properties, new.additional_properties);
    let (was, is) = (old.keyword(KEYWORD), new.keyword(KEYWORD));
    let is_mentioned = |one: AdditionalProperties| one != AdditionalProperties::Unspecified;
    let forbidden = AdditionalProperties::Forbidden;
    let (rule, how) = match (before == forbidden, after == forbidden) {
        (true, true) => return,
        (true, false) => (Rule::FurtherMembersAllowed, "now allows"),
        (false, true) => (Rule::FurtherMembersForbidden, "no longer allows"),
        (false, false) => {
            let schema = |one: AdditionalProperties| match one {
                AdditionalProperties::Schema(id) => Some(id),
                _ => None,
            };
            let at = |node: Option<&Node<'_>>, schema: &Schema<'_>| {
                node.map_or_else(|| schema.at.clone(), |node| node.at.clone())
            };
            let old_use = Use::new(schema(before), at(was.as_ref(), old));
            let new_use = Use::new(schema(after), at(is.as_ref(), new));
            schema_use::compare(cx, context, old_use, new_use);
            if is_mentioned(before) == is_mentioned(after)
                || old.types.single() != Some(JsonType::Object)
            {
                return;
            }
            let how = if is_mentioned(after) {
                "now mentions"
            } else {
                "no longer mentions"
            };
            (Rule::FurtherMembersMentioned, how)
        }
    };
    let place = Place::of(was.as_ref(), is.as_ref(), &new.at);
    let message = format!("{} {how} additional properties.", cx.owner(&place));
    cx.changes.record(context, rule, place, message);
}
