//! Parameters: where they go, what they are called, and whether a call needs them.

use super::operations::Call;
use super::rule::{Rule, Side};
use super::tree::{Matched, Node, Pair, matched, resolve};
use super::walk::{Context, Walk};

/// What makes a parameter another one: where it goes and its name; a part of the path goes by its
/// place there, since its name is not sent.
type Key = (String, String);

impl<'a> Walk<'a> {
    pub(super) fn parameters(&mut self, call: &Call<'a>, context: Context, name: &str) {
        let context = context.on(Side::Sent);
        let old = parameters(self.old, &call.item.old, &call.node.old, &call.path.0);
        let new = parameters(self.new, &call.item.new, &call.node.new, &call.path.1);
        let mut all = matched(old, new);
        self.renamed_parameters(&mut all, context, name);
        for (_, pair) in &all.both {
            self.parameter(pair, context, name);
        }
        for (_, node) in &all.removed {
            let message = format!("{name} no longer takes {}.", subject(node));
            self.gone(context, Rule::ParameterRemoved, &node.at, message);
        }
        for (_, node) in &all.added {
            let (rule, how) = if node.is("required") {
                (Rule::RequiredParameterAdded, "needs")
            } else {
                (Rule::ParameterAdded, "takes")
            };
            let message = format!("{name} {how} {} now.", subject(node));
            self.changed(context, rule, &node.at, message);
        }
    }

    /// One removed and one added that say the same but for the name, or but for where they go.
    fn renamed_parameters(&mut self, all: &mut Matched<'a, Key>, context: Context, name: &str) {
        let ([(_, old)], [(_, new)]) = (all.removed.as_slice(), all.added.as_slice()) else {
            return;
        };
        let pair = Pair {
            old: old.clone(),
            new: new.clone(),
        };
        let same = |member: &str| {
            let (old, new) = pair.texts(member);
            old == new
        };
        let schema = pair.member("schema");
        let alike = schema.is_same() && pair.is("required").0 == pair.is("required").1;
        let (rule, message) = if same("in") && alike {
            let message = format!(
                "{name} takes {} now, no longer {}.",
                subject(new),
                subject(old)
            );
            (Rule::ParameterRenamed, message)
        } else if same("name") && schema.is_same() {
            let message = format!(
                "{name} takes {} now, no longer as {}.",
                subject(new),
                subject(old)
            );
            (Rule::ParameterRelocated, message)
        } else {
            return;
        };
        self.moved_to(context, rule, (&old.at, &new.at), message);
        all.both.push((Key::default(), pair));
        all.removed.clear();
        all.added.clear();
    }

    fn parameter(&mut self, pair: &Pair<'a>, context: Context, name: &str) {
        let new = subject(&pair.new);
        let what = format!("{new} of {name}");
        if let (Some(old), Some("path")) = (pair.old.text("name"), pair.new.text("in"))
            && pair.new.text("name") != Some(old)
        {
            let message = format!("{what} was called `{old}`; the name is not sent.");
            self.changed(context, Rule::PathParameterRenamed, &pair.new.at, message);
        }
        match pair.is("required") {
            (false, true) => {
                let message = format!("{what} must be sent now.");
                self.changed(
                    context,
                    Rule::ParameterBecameRequired,
                    &pair.new.at,
                    message,
                );
            }
            (true, false) => {
                let message = format!("{what} may be left out now.");
                self.changed(
                    context,
                    Rule::ParameterBecameOptional,
                    &pair.new.at,
                    message,
                );
            }
            _ => {}
        }
        self.serialisation(pair, context, &what);
        self.schema_in(pair, context);
        self.content(pair, context, &what);
        self.annotations(pair, context, &what);
        let known = ["name", "in", "required", "schema", "content"];
        self.others(pair, &[&known[..], &SPELLING].concat(), context, &what);
    }

    /// How a value is spelled.
    pub(super) fn serialisation(&mut self, pair: &Pair<'a>, context: Context, what: &str) {
        for key in SPELLING {
            let both = pair.member(key);
            if !both.is_same() {
                let message = format!(
                    "{what} is spelled otherwise: `{key}` is {} now, was {}.",
                    shown(&both.new),
                    shown(&both.old)
                );
                self.changed(context, Rule::SerialisationChanged, &both.new.at, message);
            }
        }
    }
}

const SPELLING: [&str; 4] = ["style", "explode", "allowReserved", "allowEmptyValue"];

/// A value as it stands in a sentence.
pub(super) fn shown(node: &Node<'_>) -> String {
    match node.value {
        serde_json::Value::Null => "not said".to_owned(),
        serde_json::Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn subject(node: &Node<'_>) -> String {
    let name = node.text("name").unwrap_or("?");
    match node.text("in") {
        Some("path") => format!("the path parameter `{name}`"),
        Some(place) => format!("the {place} parameter `{name}`"),
        None => format!("the parameter `{name}`"),
    }
}

/// The parameters of an operation, which come before those of its path.
fn parameters<'a>(
    document: &'a serde_json::Value,
    item: &Node<'a>,
    operation: &Node<'a>,
    names: &[&str],
) -> Vec<(Key, Node<'a>)> {
    let mut all: Vec<(Key, Node<'a>)> = Vec::new();
    let of = |node: &Node<'a>| node.member("parameters").entries().collect::<Vec<_>>();
    for node in of(operation).into_iter().chain(of(item)) {
        let node = resolve(document, &node);
        let place = node.text("in").unwrap_or_default();
        let name = node.text("name").unwrap_or_default();
        let position = names.iter().position(|one| place == "path" && *one == name);
        let name = position.map_or(name.to_owned(), |position| format!("{{{position}}}"));
        let key = (place.to_owned(), name);
        if all.iter().all(|(other, _)| *other != key) {
            all.push((key, node));
        }
    }
    all
}
