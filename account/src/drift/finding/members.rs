//! What objects have that is not described, and what they lack.

use std::collections::BTreeMap;

use hellodialog_codegen::Pointer;
use hellodialog_codegen::suggest::Action;
use serde_json::{Map, Value, json};

use super::subject::subject;
use super::{Content, Finding, Replaces, Rule, counted, evidence, names};
use crate::drift::action;
use crate::drift::compare::infer;
use crate::drift::compare::observations::{Objects, Strangers};
use crate::drift::compare::own::{Own, Shown};
use crate::drift::compare::sample::{Record, Sample};
use crate::drift::compare::schema::{Kind, Member, Object, Presence, Schema};
use crate::drift::names::{Place, is_shown};
use crate::drift::scope::Scope;

/// A member whose evidence says so is not reported again.
const NEVER_SEEN: &str = "never seen";

pub(super) struct Members<'f> {
    pub(super) document: &'f Value,
    pub(super) own: &'f Own,
}

impl Members<'_> {
    pub(super) fn find(&self, objects: &BTreeMap<Pointer, Objects>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (at, seen) in objects {
            let Kind::Object(object) = Schema::at(self.document, at).kind else {
                continue;
            };
            if object.members.is_empty() {
                findings.extend(self.undescribed(at, seen));
            } else {
                findings.extend(self.unknown(at, &object, seen));
                findings.extend(self.unknown_unnamed(at, &object, seen));
            }
            findings.extend(self.missing(at, &object, seen));
            findings.extend(self.never_seen(&object, seen));
        }
        findings
    }

    /// Members beside the entries of a map, of which the description has no way to tell.
    pub(super) fn strangers(&self, strangers: &BTreeMap<Pointer, Strangers>) -> Vec<Finding> {
        let found = strangers.iter().map(|(at, found)| {
            let subject = subject(self.document, at);
            let members = found.members.members.iter();
            let parts: Vec<String> = members
                .map(|(name, sample)| {
                    let is_shown = is_shown(name, sample.seen(), Place::Described);
                    let name = if is_shown { name.as_str() } else { "***" };
                    format!("`{name}` as {}", sample.words())
                })
                .collect();
            Finding {
                rule: Rule::UnknownField,
                message: format!(
                    "`{subject}` has members that are no entries of it, as their values are no \
                     values of the map's: {}.",
                    parts.join("; ")
                ),
                subject,
                pointer: at.clone(),
                contents: Vec::new(),
                count: found.members.members.values().map(Sample::seen).sum(),
                operations: names(&found.operations),
                actions: Vec::new(),
                replaces: Replaces::Nothing,
            }
        });
        found.collect()
    }

    fn finding(&self, rule: Rule, at: &Pointer, seen: &Objects) -> Finding {
        Finding {
            rule,
            subject: subject(self.document, at),
            pointer: at.clone(),
            message: String::new(),
            contents: Vec::new(),
            count: seen.seen,
            operations: names(&seen.operations),
            actions: Vec::new(),
            replaces: Replaces::Nothing,
        }
    }

    /// Members beside those that are listed.
    fn unknown(&self, at: &Pointer, object: &Object<'_>, seen: &Objects) -> Vec<Finding> {
        let is_shown =
            |name: &str, sample: &Sample| is_shown(name, sample.seen(), Place::Described);
        let members = seen.unlisted.members.iter();
        let (named, unnamed): (Vec<_>, Vec<_>) =
            members.partition(|(name, sample)| is_shown(name, sample));
        let mut scope = self.scope(at, object, !unnamed.is_empty());
        let mut findings = Vec::new();
        for (name, sample) in named {
            let mut finding = self.unknown_field(at, name, sample, seen);
            let mut left_out = infer::left_out_inside(sample, self.own);
            if !scope.take(name) {
                finding.actions.clear();
                left_out = vec![name.clone()];
            }
            finding.message += &Scope::left_out(&left_out);
            findings.push(finding);
        }
        findings
    }

    /// The identifiers that an object has taken.
    fn scope(&self, at: &Pointer, object: &Object<'_>, has_unnamed: bool) -> Scope {
        let has_rest = at
            .child("additionalProperties")
            .get(self.document)
            .is_some();
        let mut scope = Scope::of_members((has_rest || has_unnamed).then_some("extra"));
        for member in &object.members {
            scope.take(member.name);
        }
        scope
    }

    fn unknown_field(&self, at: &Pointer, name: &str, sample: &Sample, seen: &Objects) -> Finding {
        let count = sample.seen();
        let mut schema = infer::described(sample, self.own);
        schema["x-evidence"] = evidence(count);
        let why = "Objects of an account have it.";
        let properties = json!({name: schema});
        let place = at.child("properties");
        let action = if place.get(self.document).is_some() {
            Action::update(self.document, &place, why, properties).absent(&[name])
        } else {
            // The members are listed in parts.
            let part = json!({"type": "object", "properties": properties});
            Action::update(self.document, &at.child("allOf"), why, part)
        };
        let subject = subject(self.document, at);
        Finding {
            subject: format!("{subject}.{name}"),
            message: format!(
                "The field `{name}` of `{subject}` is not described. {count} of {} had it, as {}.",
                counted(seen.seen, "object"),
                sample.words()
            ),
            count,
            operations: seen.sources.get(name).map(names).unwrap_or_default(),
            actions: vec![action.into()],
            ..self.finding(Rule::UnknownField, &place.child(name), seen)
        }
    }

    /// Members that are not listed, and whose names may be data.
    fn unknown_unnamed(
        &self,
        at: &Pointer,
        object: &Object<'_>,
        seen: &Objects,
    ) -> Option<Finding> {
        let members = seen.unlisted.members.iter();
        let unnamed = members
            .filter(|(name, sample)| !is_shown(name, sample.seen(), Place::Described))
            .count();
        if unnamed == 0 {
            return None;
        }
        let rest = json!({
            "additionalProperties": {},
            "x-additional-properties": {
                "name": "extra",
                "description": "Members whose names differ from object to object.",
            },
        });
        let why = "Their names are not of the API's making, so they cannot be listed.";
        let action = Action::update(self.document, at, why, rest);
        Some(Finding {
            message: format!(
                "{} in `{}` are not described, and not shown, as they may be data.",
                counted(unnamed, "name"),
                subject(self.document, at)
            ),
            count: unnamed,
            actions: if self.scope(at, object, false).take("extra") {
                vec![action.absent(&["x-additional-properties"]).into()]
            } else {
                Vec::new()
            },
            ..self.finding(Rule::UnknownField, at, seen)
        })
    }

    /// An object of which nothing is described.
    fn undescribed(&self, at: &Pointer, seen: &Objects) -> Option<Finding> {
        let record = &seen.unlisted;
        if record.members.is_empty() || seen.own.len() == record.members.len() {
            return None;
        }
        let place = place(seen);
        let shown = self.own.shown(record, place);
        let schema = infer::record(record, self.own, place);
        let mut keys = without_old(self.document, at, schema);
        if keys.is_empty() {
            return None;
        }
        keys.insert("x-evidence".to_owned(), evidence(seen.seen));
        let why = "What the objects of an account have.";
        // Of one object nothing can be said but what it has.
        let says_nothing = record.objects == 1 && shown.listed.is_empty() && !shown.is_map;
        let left_out = infer::left_out(record, self.own, place);
        Some(Finding {
            message: format!(
                "Nothing is described of `{}`. {} had {}.{}",
                subject(self.document, at),
                counted(seen.seen, "object"),
                kinds(record, &shown),
                Scope::left_out(&left_out)
            ),
            contents: contents(&shown),
            actions: if says_nothing {
                Vec::new()
            } else {
                action::annotate(self.document, at, why, &keys)
            },
            ..self.finding(Rule::Undescribed, at, seen)
        })
    }

    /// Members that must be there and were not always.
    fn missing(&self, at: &Pointer, object: &Object<'_>, seen: &Objects) -> Vec<Finding> {
        let required = object.members.iter();
        let required = required.filter(|member| member.presence == Presence::Required);
        required
            .filter_map(|member| self.missing_member(at, member, seen))
            .collect()
    }

    fn missing_member(&self, at: &Pointer, member: &Member<'_>, seen: &Objects) -> Option<Finding> {
        let name = member.name;
        let missing = seen.seen - seen.present.get(name).copied().unwrap_or_default();
        if missing == 0 {
            return None;
        }
        let subject = subject(self.document, at);
        Some(Finding {
            subject: format!("{subject}.{name}"),
            message: format!(
                "The field `{name}` of `{subject}` must be there, and was missing in {missing} of \
                 {}.",
                counted(seen.seen, "object")
            ),
            count: missing,
            actions: self.not_required(member),
            ..self.finding(Rule::MissingField, &member.at, seen)
        })
    }

    /// Strikes a member from the `required` of its object.
    fn not_required(&self, member: &Member<'_>) -> Vec<Value> {
        let required = object_of(member).child("required");
        let Some(Value::Array(names)) = required.get(self.document) else {
            return Vec::new();
        };
        let why = "Objects of an account do without it.";
        // A list of required members must not be empty.
        let action = match names.len() {
            1 => Action::remove(self.document, &required, why),
            _ => Action::remove_entry(self.document, &required, member.name, why),
        };
        vec![action.into()]
    }

    /// Where a member is known from, in words: what it says itself, or its object.
    fn known_from(&self, member: &Member<'_>) -> String {
        let evidence = |at: &Pointer| at.child("x-evidence").get(self.document);
        source(evidence(&member.at).or_else(|| evidence(&object_of(member))))
    }

    /// Members that are described and were in no object.
    fn never_seen(&self, object: &Object<'_>, seen: &Objects) -> Vec<Finding> {
        let members = object.members.iter();
        // What must be there and never is has been told as missing.
        let members = members.filter(|member| member.presence == Presence::Optional);
        let members = members.filter(|member| !seen.present.contains_key(member.name));
        members
            .filter_map(|member| self.never_seen_member(member, seen))
            .collect()
    }

    fn never_seen_member(&self, member: &Member<'_>, seen: &Objects) -> Option<Finding> {
        let known = self.known_from(member);
        if known.contains(NEVER_SEEN) {
            return None;
        }
        let objects = counted(seen.seen, "object");
        let reason = format!("{known}; {NEVER_SEEN} in {objects} of an account");
        let evidence = json!({"source": "inferred", "reason": reason});
        let keys = Map::from_iter([("x-evidence".to_owned(), evidence)]);
        let why = "It may be gone. It stays, as other accounts may have it.";
        let subject = subject(self.document, &member.at);
        Some(Finding {
            message: format!("The field `{subject}` is described, and was in none of {objects}."),
            actions: action::annotate(self.document, &member.at, why, &keys),
            ..self.finding(Rule::NeverSeen, &member.at, seen)
        })
    }
}

/// What objects of which nothing is described are.
fn place(seen: &Objects) -> Place {
    if seen.is_answer && seen.seen == 1 {
        Place::Answer
    } else {
        Place::Undescribed
    }
}

/// How many members of each kind an object has, in words.
fn kinds(record: &Record, shown: &Shown<'_>) -> String {
    if shown.is_map {
        let keys = counted(record.members.len(), "key");
        return match (record.objects, shown.shared) {
            (1, _) => keys,
            (_, 0) => format!("{keys}, none of them in two"),
            (_, shared) => format!("{keys}, {shared} of them in two or more"),
        };
    }
    let mut kinds = Vec::new();
    if !shown.listed.is_empty() {
        kinds.push(format!("{}, below", counted(shown.listed.len(), "field")));
    }
    if shown.own > 0 {
        kinds.push(format!(
            "{} of the account's own",
            counted(shown.own, "field")
        ));
    }
    if shown.hidden > 0 {
        let names = counted(shown.hidden, "name");
        kinds.push(format!("{names} not shown, as they may be data"));
    }
    kinds.join("; ")
}

fn contents(shown: &Shown<'_>) -> Vec<Content> {
    let listed = shown.listed.iter();
    listed
        .map(|(name, sample)| Content {
            name: (*name).to_owned(),
            forms: sample.words(),
        })
        .collect()
}

/// The schema that lists a member: it stands at `<schema>/properties/<name>`.
fn object_of(member: &Member<'_>) -> Pointer {
    member.at.above().nth(1).unwrap_or_default()
}

/// What an `x-evidence` says, in words.
fn source(evidence: Option<&Value>) -> String {
    let source = match evidence {
        Some(Value::Object(evidence)) => {
            if let Some(reason) = evidence.get("reason").and_then(Value::as_str) {
                return reason.to_owned();
            }
            evidence.get("source").and_then(Value::as_str)
        }
        Some(evidence) => evidence.as_str(),
        None => None,
    };
    match source {
        Some("vendor-client") => "a client of the vendor has it".to_owned(),
        _ => "the docs have it".to_owned(),
    }
}

/// What `schema` says that the one at `at` does not.
fn without_old(document: &Value, at: &Pointer, schema: Map<String, Value>) -> Map<String, Value> {
    let old = at.get(document);
    schema
        .into_iter()
        .filter(|(key, value)| old.and_then(|old| old.get(key)) != Some(value))
        .collect()
}
