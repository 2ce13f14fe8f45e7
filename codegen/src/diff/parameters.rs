//! Parameters: their names, where they go, whether they are required, and how they are serialised.

use super::annotations;
use super::bodies;
use super::changes::{Both, Context, Presence};
use super::comparison::Comparison;
use super::pairing::Pairs;
use super::phrase::Phrase;
use super::rule::{Level, Rule, Side};
use super::schema_use::{self, Use};
use super::types::{may_explode, types_of};
use super::wording::flag_change;
use crate::openapi::{JsonType, Location, ObjectKind, Operation, Parameter, SchemaId, Style};

/// What tells a parameter from the others. A path parameter is told by its position, since its name is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Position(usize),
    Name(Location, String),
}

/// Compares the parameters of an operation; `name` is the operation in messages.
pub(super) fn compare(
    cx: &mut Comparison,
    context: Context,
    name: &Phrase,
    operations: Both<&Operation>,
) {
    let context = context.on(Side::Sent);
    let pairs = Pairs::new(&operations.0.parameters, &operations.1.parameters);
    let pairs = pairs.by_both(
        |one| Some(key(operations.0, one)),
        |one| Some(key(operations.1, one)),
    );
    // A path parameter that one of the paths does not name has no position there.
    let pairs = pairs.by(|one| Some((one.location, one.name)));
    let known = pairs.both.len();
    let pairs = pairs.by_exclusion(|was, is| replacement_rule(cx, (was, is)).is_some());
    for (index, both) in pairs.both.iter().enumerate() {
        if index >= known
            && let Some(rule) = replacement_rule(cx, *both)
        {
            let (was, is) = both;
            let how = match rule {
                Rule::ParameterRenamed => format!("was renamed to `{}`", is.name),
                _ => format!("moved to the {}", is.location.name()),
            };
            let message = name.within(|name| format!("{} of {name} {how}.", words(was)));
            cx.record_moved(context, rule, (&was.listed_at, &is.listed_at), message);
        }
        compare_parameter(cx, context, name, *both);
    }
    for parameter in &pairs.removed {
        let message = name.within(|name| format!("{} of {name} was removed.", words(parameter)));
        let at = &parameter.listed_at;
        cx.record_removed(context, Rule::ParameterRemoved, at, message);
    }
    for parameter in &pairs.added {
        let (rule, kind) = if parameter.required {
            (Rule::RequiredParameterAdded, "required")
        } else {
            (Rule::ParameterAdded, "optional")
        };
        let message =
            name.within(|name| format!("{} of {name} was added; it is {kind}.", words(parameter)));
        cx.record(context, rule, &parameter.listed_at, message);
    }
}

fn key(operation: &Operation, parameter: &Parameter) -> Key {
    let mut names = operation.path_names();
    let position = names.position(|name| name == parameter.name);
    match (parameter.location, position) {
        (Location::Path, Some(position)) => Key::Position(position),
        (Location::Header, _) => Key::Name(Location::Header, parameter.name.to_ascii_lowercase()),
        (location, _) => Key::Name(location, parameter.name.to_owned()),
    }
}

/// The rule for a parameter that takes the place of another one: only the name, or only the location, differs.
fn replacement_rule(cx: &Comparison, (old, new): Both<&Parameter>) -> Option<Rule> {
    let content = |parameter: &Parameter| parameter.content.as_ref().and_then(|one| one.schema);
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

fn compare_parameter(
    cx: &mut Comparison,
    context: Context,
    operation: &Phrase,
    (old, new): Both<&Parameter>,
) {
    cx.used_components.extend([old.at.clone(), new.at.clone()]);
    let what = operation.within(|operation| format!("{} of {operation}", words(new)));
    if new.location == Location::Path && old.name != new.name {
        let message =
            what.within(|what| format!("{what} was called `{}`; the name is not sent.", old.name));
        cx.record(context, Rule::PathParameterRenamed, &new.at, message);
    }
    let set = (Rule::ParameterBecameRequired, "is now required");
    let unset = (Rule::ParameterBecameOptional, "is now optional");
    if let Some((rule, how)) = flag_change(old.required, new.required, set, unset) {
        cx.record(
            context,
            rule,
            &new.at,
            what.within(|what| format!("{what} {how}.")),
        );
    }
    compare_serialisation(cx, context, &what, (old, new));
    let value = context.with(Presence::of(new.required));
    compare_values(cx, value, &what, (old, new));
    annotations::compare_examples(cx, context, &what, (&old.examples, &new.examples));
    let nodes = (&old.node, &new.node);
    annotations::compare(cx, context, ObjectKind::Parameter, &what, nodes);
}

fn compare_values(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&Parameter>,
) {
    let nodes = (&old.node, &new.node);
    if old.content.is_some() != new.content.is_some() {
        // One is written by its style, the other one as a whole.
        let how = match &new.content {
            Some(media) => format!("written as `{}`", media.name),
            None => format!("written in the style `{}`", new.style.name()),
        };
        let message = what.within(|what| format!("{what} is now {how}."));
        return cx.record_named(
            context,
            Rule::SerialisationChanged,
            "content",
            nodes,
            message,
        );
    }
    if let Some((was, is)) = old.schema.zip(new.schema)
        && let Some((before, after)) = texts_widened(cx, (was, is), new)
    {
        let (before, after) = (before.name(), after.name());
        let message = what.within(|what| {
            format!(
                "The type of {what} changed from `{before}` to `{after}`; the same texts are sent."
            )
        });
        return cx.record(context, Rule::TypeWidened, &new.at.child("schema"), message);
    }
    let of = |one: &Parameter| Use::new(one.schema, one.at.child("schema"));
    schema_use::compare(cx, context, (of(old), of(new)));
    let media_types = (
        bodies::one_of(old.content.as_deref()),
        bodies::one_of(new.content.as_deref()),
    );
    bodies::compare_content(cx, context, what, media_types);
}

/// The types of a parameter, if every text that is sent for the old type is valid for the new one: any text, or a list of
/// such texts.
fn texts_widened(
    cx: &Comparison,
    (old, new): Both<SchemaId>,
    parameter: &Parameter,
) -> Option<Both<JsonType>> {
    let before = types_of(cx.old, old).single()?;
    let after = types_of(cx.new, new).single()?;
    let is_scalar = |one| !matches!(one, JsonType::Array | JsonType::Object);
    let schema = cx.new.schema(new);
    let is_wider = match after {
        JsonType::String => before != after && is_scalar(before) && schema.is_any_text(),
        JsonType::Array => {
            // A list of one entry is written like the entry.
            let is_flat = matches!(parameter.style, Style::Form | Style::Simple);
            let items = schema.items?;
            let is_same = types_of(cx.new, items).single() == Some(before);
            is_flat
                && is_scalar(before)
                && schema.limits().item_count.min <= Some(1)
                && (cx.new.schema(items).is_any_text()
                    || is_same && cx.is_same_structure(Some(old), Some(items)))
        }
        _ => false,
    };
    is_wider.then_some((before, after))
}

/// Compares how a value is written in the request.
fn compare_serialisation(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    (old, new): Both<&Parameter>,
) {
    let (was, is) = (old.style.name(), new.style.name());
    // What `explode` is without being said follows from the style. In another location the style differs anyway.
    if old.location == new.location && was != is {
        let how = format!("changed from `{was}` to `{is}`");
        record_serialisation(cx, context, what, "style", &how, (old, new));
    } else if old.location == new.location
        && (may_explode(cx.old, old.schema) || may_explode(cx.new, new.schema))
        && let Some(how) = flag_change(old.explode, new.explode, "is now set", "is no longer set")
    {
        record_serialisation(cx, context, what, "explode", how, (old, new));
    }
    // More may be sent than before.
    let set = (context.at(Level::Compatible), "is now allowed");
    let unset = (context, "is no longer allowed");
    let reserved = flag_change(old.allow_reserved, new.allow_reserved, set, unset);
    if let Some((context, how)) = reserved {
        record_serialisation(cx, context, what, "allowReserved", how, (old, new));
    }
    let empty = flag_change(old.allow_empty_value, new.allow_empty_value, set, unset);
    if let Some((context, how)) = empty {
        record_serialisation(cx, context, what, "allowEmptyValue", how, (old, new));
    }
}

fn record_serialisation(
    cx: &mut Comparison,
    context: Context,
    what: &Phrase,
    keyword: &str,
    how: &str,
    (old, new): Both<&Parameter>,
) {
    let (rule, nodes) = (Rule::SerialisationChanged, (&old.node, &new.node));
    let message = what.within(|what| format!("`{keyword}` of {what} {how}."));
    cx.record_named(context, rule, keyword, nodes, message);
}

fn words(parameter: &Parameter) -> String {
    let (location, name) = (parameter.location.name(), parameter.name);
    format!("the {location} parameter `{name}`")
}
