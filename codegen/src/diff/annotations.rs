//! Texts, deprecation, samples and extensions; and whatever no rule is made for, so that nothing
//! goes by unnoticed.

use serde_json::Value;

use super::rule::{Level, Rule, Side};
use super::tree::{Node, Pair, matched};
use super::walk::{Context, Walk};

/// Members that say something in words, or nothing to a client.
const TEXTS: [&str; 4] = ["description", "summary", "externalDocs", "termsOfService"];
const SAMPLES: [&str; 2] = ["example", "examples"];

impl<'a> Walk<'a> {
    /// Texts, deprecation, samples and extensions of what `what` names.
    pub(super) fn annotations(&mut self, pair: &Pair<'a>, context: Context, what: &str) {
        if pair.is_same() {
            return;
        }
        for key in TEXTS.iter().chain(&SAMPLES).chain(&["deprecated"]) {
            self.annotation(&pair.member(key), key, context, what);
        }
        self.extensions(pair, context, what);
    }

    /// One of them, where it stands.
    pub(super) fn annotation(&mut self, both: &Pair<'a>, key: &str, context: Context, what: &str) {
        if both.is_same() {
            return;
        }
        let yes = |node: &Node<'_>| node.value == &Value::Bool(true);
        let (rule, message) = match key {
            _ if TEXTS.contains(&key) => {
                let message = format!("The {key} of {what} is another one.");
                (Rule::TextChanged, message)
            }
            _ if SAMPLES.contains(&key) => {
                let message = format!("The sample of {what} is another one.");
                (Rule::ExampleChanged, message)
            }
            "deprecated" => match (yes(&both.old), yes(&both.new)) {
                (false, true) => {
                    let message = format!("{what} is deprecated now.");
                    (Rule::Deprecated, message)
                }
                (true, false) => {
                    let message = format!("{what} is no longer deprecated.");
                    (Rule::Undeprecated, message)
                }
                _ => return,
            },
            _ => {
                let message = format!("`{key}` of {what} {}.", Self::became(both));
                return self.extension(both, context, rule_of(key, both), message);
            }
        };
        self.other_than_before(both, context, rule, message);
    }

    /// Notes a change where it stands: in the old document if it is gone from the new one.
    pub(super) fn other_than_before(
        &mut self,
        both: &Pair<'a>,
        context: Context,
        rule: Rule,
        message: String,
    ) {
        if both.new.value.is_null() {
            self.gone(context, rule, &both.old.at, message);
        } else {
            self.changed(context, rule, &both.new.at, message);
        }
    }

    /// The members whose names begin with `x-`.
    pub(super) fn extensions(&mut self, pair: &Pair<'a>, context: Context, what: &str) {
        for key in keys(pair).into_iter().filter(|key| key.starts_with("x-")) {
            self.annotation(&pair.member(key), key, context, what);
        }
    }

    fn extension(&mut self, both: &Pair<'a>, context: Context, rule: Rule, message: String) {
        // Which file a type stands in is not seen from outside.
        let of_schema = both.new.at.segments().any(|name| name == "schemas");
        let key = both.new.at.segments().last();
        if of_schema && key.as_deref() == Some("x-resource") && !both.new.value.is_null() {
            return self.note(context, rule, Level::Compatible, &both.new.at, message);
        }
        self.other_than_before(both, context, rule, message);
    }

    /// Members that are neither known nor annotations.
    pub(super) fn others(&mut self, pair: &Pair<'a>, known: &[&str], context: Context, what: &str) {
        if pair.is_same() {
            return;
        }
        for key in keys(pair) {
            let is_annotation = key.starts_with("x-")
                || key == "deprecated"
                || TEXTS.contains(&key)
                || SAMPLES.contains(&key);
            let both = pair.member(key);
            if !is_annotation && !known.contains(&key) && !both.is_same() {
                let message = format!("`{key}` of {what} is another one.");
                self.other_than_before(&both, context, Rule::OtherChanged, message);
            }
        }
    }

    /// The tags of an operation, by which documentation and some generators group.
    pub(super) fn tags_of(&mut self, operation: &Pair<'a>, context: Context, name: &str) {
        let both = operation.member("tags");
        let sorted = |value: &Value| {
            let tags = value.as_array().into_iter().flatten();
            let mut tags: Vec<String> = tags.map(ToString::to_string).collect();
            tags.sort();
            tags
        };
        if sorted(both.old.value) != sorted(both.new.value) {
            let message = format!("The tags of {name} are other ones.");
            self.other_than_before(&both, context, Rule::TagsChanged, message);
        }
    }

    /// What comes with the failures that `x-errors` lists.
    pub(super) fn errors(&mut self, holder: &Pair<'a>, context: Context) {
        let both = holder.member("x-errors");
        let names = |list: &Node<'a>| -> Vec<(&'a str, Node<'a>)> {
            let entries = list.entries();
            entries
                .filter_map(|entry| Some((entry.text("data")?, entry)))
                .collect()
        };
        let common = matched(names(&both.old), names(&both.new)).both;
        for (name, _) in common {
            self.component(name, context.on(Side::Received));
        }
    }
}

/// The names of the members of both.
fn keys<'a>(pair: &Pair<'a>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = pair.new.members().map(|(name, _)| name).collect();
    let old = pair.old.members().map(|(name, _)| name);
    keys.extend(old.filter(|name| pair.new.value.get(name).is_none()));
    keys
}

fn rule_of(key: &str, both: &Pair<'_>) -> Rule {
    match key {
        "x-resource" | "x-method" => Rule::GeneratedNameChanged,
        "x-id"
        | "x-pagination"
        | "x-filter"
        | "x-filter-all"
        | "x-batch"
        | "x-upsert"
        | "x-unwrap"
        | "x-one"
        | "x-one-or-many"
        | "x-additional-properties"
        | "x-webhook" => Rule::GeneratedShapeChanged,
        "x-idempotent" | "x-errors" | "x-envelope" | "x-method-override" => Rule::BehaviourChanged,
        "x-wire" => Rule::WireFormChanged,
        "x-keyed-by" => Rule::KeyingChanged,
        "x-extensible-enum" if both.new.value == &Value::Bool(true) => Rule::EnumOpened,
        "x-extensible-enum" => Rule::EnumClosed,
        "x-evidence" => Rule::EvidenceChanged,
        "x-enum-descriptions" => Rule::TextChanged,
        "x-crate" => Rule::CrateChanged,
        _ => Rule::ExtensionChanged,
    }
}
