//! Parameters: their names, where they go, whether they are required, and how they are serialised.

use super::annotations;
use super::bodies;
use super::changes::{Context, Place, Presence};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::types::may_explode;
use super::wording::what_happened;
use crate::openapi::{Location, ObjectKind, Operation, Parameter};

/// What tells a parameter from the others. A path parameter is told by its position, since its name is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Position(usize),
    Name(Location, String),
}

/// A parameter and what it is paired by.
type Keyed<'p, 'd> = (Key, &'p Parameter<'d>);

/// Compares the parameters of an operation; `name` is the operation in messages.
pub(super) fn compare(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    (old, new): (&Operation<'_>, &Operation<'_>),
) {
    let context = context.on(Side::Sent);
    let pairs = Pairs::new(keyed(old), keyed(new)).by(|(key, _)| Some(key.clone()));
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|(_, was), (_, is)| replacement_rule(cx, was, is).is_some());
    for (index, ((_, was), (_, is))) in pairs.both.iter().enumerate() {
        if index >= known {
            record_replaced(cx, context, name, was, is);
        }
        compare_parameter(cx, context, name, was, is);
    }
    for (_, parameter) in &pairs.removed {
        let place = Place::Old(parameter.listed_at.clone());
        let message = format!("{} of {name} was removed.", words(parameter));
        cx.changes
            .record(context, Rule::ParameterRemoved, place, message);
    }
    for (_, parameter) in &pairs.added {
        let (rule, how) = if parameter.required {
            (Rule::RequiredParameterAdded, "required")
        } else {
            (Rule::ParameterAdded, "optional")
        };
        let place = Place::New(parameter.listed_at.clone());
        let message = format!("{} of {name} was added; it is {how}.", words(parameter));
        cx.changes.record(context, rule, place, message);
    }
}

fn keyed<'p, 'd>(operation: &'p Operation<'d>) -> Vec<Keyed<'p, 'd>> {
    let names: Vec<&str> = operation.path_names().collect();
    let parameters = operation.parameters.iter();
    parameters
        .map(|parameter| {
            let position = names.iter().position(|name| *name == parameter.name);
            let position = position.filter(|_| parameter.location == Location::Path);
            let name = match parameter.location {
                Location::Header => parameter.name.to_ascii_lowercase(),
                _ => parameter.name.to_owned(),
            };
            let key = position.map_or(Key::Name(parameter.location, name), Key::Position);
            (key, parameter)
        })
        .collect()
}

/// The rule for a parameter that takes the place of another one: only the name, or only the location, differs.
fn replacement_rule(
    cx: &Comparison<'_, '_>,
    old: &Parameter<'_>,
    new: &Parameter<'_>,
) -> Option<Rule> {
    let content = |parameter: &Parameter<'_>| parameter.content.as_ref().and_then(|one| one.schema);
    let is_same = cx.is_same_structure(old.schema, new.schema)
        && cx.is_same_structure(content(old), content(new));
    if is_same && old.location == new.location && old.required == new.required {
        Some(Rule::ParameterRenamed)
    } else if is_same && old.name == new.name {
        Some(Rule::ParameterRelocated)
    } else {
        None
    }
}

fn record_replaced(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    old: &Parameter<'_>,
    new: &Parameter<'_>,
) {
    let Some(rule) = replacement_rule(cx, old, new) else {
        return;
    };
    let place = Place::Moved {
        from: old.listed_at.clone(),
        to: new.listed_at.clone(),
    };
    let how = match rule {
        Rule::ParameterRenamed => format!("was renamed to `{}`", new.name),
        _ => format!("moved to the {}", new.location.name()),
    };
    let message = format!("{} of {name} {how}.", words(old));
    cx.changes.record(context, rule, place, message);
}

fn compare_parameter(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    name: &str,
    old: &Parameter<'_>,
    new: &Parameter<'_>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let what = format!("{} of {name}", words(new));
    let place = || Place::New(new.at.clone());
    if new.location == Location::Path && old.name != new.name {
        let message = format!(
            "{} of {name} was renamed to `{}`; the name is not sent.",
            words(old),
            new.name
        );
        cx.changes
            .record(context, Rule::PathParameterRenamed, place(), message);
    }
    let required = match (old.required, new.required) {
        (false, true) => Some((Rule::ParameterBecameRequired, "is now required")),
        (true, false) => Some((Rule::ParameterBecameOptional, "is now optional")),
        _ => None,
    };
    if let Some((rule, how)) = required {
        cx.changes
            .record(context, rule, place(), format!("{what} {how}."));
    }
    compare_serialisation(cx, context, &what, old, new);
    let of = |one: &Parameter<'_>| Use::new(one.schema, one.at.child("schema"));
    let presence = Presence::of(new.required);
    schema_use::compare(cx, context.with(presence), of(old), of(new));
    let content = (old.content.as_slice(), new.content.as_slice());
    bodies::compare_content(cx, context, &what, content);
    annotations::compare_examples(cx, context, &what, &old.examples, &new.examples);
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::Parameter, &what, nodes);
}

/// Compares how a value is written in the request.
fn compare_serialisation(
    cx: &mut Comparison<'_, '_>,
    context: Context,
    what: &str,
    old: &Parameter<'_>,
    new: &Parameter<'_>,
) {
    let rule = Rule::SerialisationChanged;
    let record = |cx: &mut Comparison<'_, '_>, keyword: &str, level, how: String| {
        let place = Place::of(
            old.node.get(keyword).as_ref(),
            new.node.get(keyword).as_ref(),
            &new.at,
        );
        let message = format!("`{keyword}` of {what} {how}.");
        cx.changes.record_as(context, rule, level, place, message);
    };
    let level = rule.level(context.side);
    if old.style != new.style {
        let how = format!(
            "changed from `{}` to `{}`",
            old.style.name(),
            new.style.name()
        );
        record(cx, "style", level, how);
    } else if old.explode != new.explode
        && (may_explode(cx.old, old.schema) || may_explode(cx.new, new.schema))
    {
        record(cx, "explode", level, flag_change(old.explode, new.explode));
    }
    let permissions = [
        ("allowReserved", old.allow_reserved, new.allow_reserved),
        (
            "allowEmptyValue",
            old.allow_empty_value,
            new.allow_empty_value,
        ),
    ];
    for (keyword, was, is) in permissions {
        if was != is {
            // More may be sent than before.
            let level = if is { Level::Compatible } else { level };
            record(cx, keyword, level, flag_change(was, is));
        }
    }
}

fn flag_change(was: bool, is: bool) -> String {
    what_happened(Some(&was.into()), Some(&is.into()))
}

fn words(parameter: &Parameter<'_>) -> String {
    let (location, name) = (parameter.location.name(), parameter.name);
    format!("the {location} parameter `{name}`")
}
