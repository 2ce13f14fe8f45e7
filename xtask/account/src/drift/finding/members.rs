//! Findings on the members of objects.

use std::collections::BTreeMap;

use hellodialog_codegen::Pointer;
use hellodialog_codegen::suggest::Action;
use hellodialog_runtime::schema::{Member, Object, Presence};
use serde_json::{Map, Value, json};

use super::entry::{DriftFinding, DriftRule, ObservedField, Replaces};
use super::subject::subject;
use super::wording::{counted, evidence, names};
use crate::drift::action;
use crate::drift::compare::custom_fields::{CustomFields, DisplayNames};
use crate::drift::compare::observations::{Objects, UnknownKeys};
use crate::drift::compare::sample::{Record, Sample};
use crate::drift::compare::{Places, infer};
use crate::drift::name_scope::{NameScope, OmittedNames};
use crate::drift::privacy::{NameContext, may_show_name};

/// A field with this text in its evidence is not reported again.
const NEVER_SEEN: &str = "never seen";

pub(super) struct MemberFindings<'f> {
    pub(super) places: &'f Places<'f>,
    pub(super) document: &'f Value,
    pub(super) custom: &'f CustomFields,
}

impl MemberFindings<'_> {
    pub(super) fn find(&self, objects: &BTreeMap<Pointer, Objects>) -> Vec<DriftFinding> {
        let mut findings = Vec::new();
        for (at, objects) in objects {
            let Some(object) = self.places.object(at) else {
                continue;
            };
            if object.members.is_empty() {
                findings.extend(self.undescribed(at, objects));
            } else {
                findings.extend(self.unknown(at, object, objects));
                findings.extend(self.hidden(at, object, objects));
            }
            findings.extend(self.missing(at, object, objects));
            findings.extend(self.never_seen(object, objects));
        }
        findings
    }

    /// Keys of maps that are not entries. OpenAPI cannot describe them, so there is no action.
    pub(super) fn unknown_keys(&self, maps: &BTreeMap<Pointer, UnknownKeys>) -> Vec<DriftFinding> {
        let findings = maps.iter().map(|(at, unknown)| {
            let subject = subject(self.document, at);
            let members = unknown.members.members.iter();
            let members = members.map(|(name, sample)| {
                let may_show = may_show_name(name, sample.total(), NameContext::Described);
                let name = if may_show { name.as_str() } else { "***" };
                format!("`{name}` with {}", sample.words())
            });
            DriftFinding {
                rule: DriftRule::UnknownField,
                message: format!(
                    "The map `{subject}` has keys with values of another type than its entries: {}.",
                    members.collect::<Vec<_>>().join("; ")
                ),
                subject,
                pointer: at.clone(),
                fields: Vec::new(),
                count: unknown.members.members.values().map(Sample::total).sum(),
                operations: names(&unknown.operations),
                actions: Vec::new(),
                replaces: Replaces::Nothing,
            }
        });
        findings.collect()
    }

    fn finding(&self, rule: DriftRule, at: &Pointer, objects: &Objects) -> DriftFinding {
        DriftFinding {
            rule,
            subject: subject(self.document, at),
            pointer: at.clone(),
            message: String::new(),
            fields: Vec::new(),
            count: objects.count,
            operations: names(&objects.operations),
            actions: Vec::new(),
            replaces: Replaces::Nothing,
        }
    }

    /// Unknown members with names that may be shown.
    fn unknown(&self, at: &Pointer, object: &Object, objects: &Objects) -> Vec<DriftFinding> {
        let (named, hidden) = unlisted(objects);
        let mut scope = self.name_scope(at, object, !hidden.is_empty());
        let mut findings = Vec::new();
        for (name, sample) in named {
            let mut omitted_names = infer::omitted_nested_names(sample, self.custom);
            let is_free = scope.take(name);
            if !is_free {
                omitted_names = vec![name.to_owned()];
            }
            let mut finding = self.unknown_field(at, name, sample, objects, &omitted_names);
            if !is_free {
                finding.actions.clear();
            }
            findings.push(finding);
        }
        findings
    }

    /// The identifiers that the fields of an object take.
    fn name_scope(&self, at: &Pointer, object: &Object, has_hidden: bool) -> NameScope {
        let additional = at.child("additionalProperties");
        let has_extra = additional.get(self.document).is_some();
        let mut scope = NameScope::of_members((has_extra || has_hidden).then_some("extra"));
        for member in &object.members {
            scope.take(&member.name);
        }
        scope
    }

    fn unknown_field(
        &self,
        at: &Pointer,
        name: &str,
        sample: &Sample,
        objects: &Objects,
        omitted_names: &[String],
    ) -> DriftFinding {
        let count = sample.total();
        let mut schema = infer::described(sample, self.custom);
        schema["x-evidence"] = evidence(count);
        let why = "Objects of an account have this field.";
        let properties = json!({name: schema});
        let place = at.child("properties");
        let action = if place.get(self.document).is_some() {
            Action::update(self.document, &place, why, properties).absent(&[name])
        } else {
            // The members are in the parts of an `allOf`.
            let part = json!({"type": "object", "properties": properties});
            Action::update(self.document, &at.child("allOf"), why, part)
        };
        let subject = subject(self.document, at);
        DriftFinding {
            subject: format!("{subject}.{name}"),
            message: format!(
                "The field `{name}` of `{subject}` is not described. {count} of {} had it: {}.{}",
                counted(objects.count, "object"),
                sample.words(),
                OmittedNames(omitted_names)
            ),
            count,
            operations: objects.sources.get(name).map(names).unwrap_or_default(),
            actions: vec![action.into()],
            ..self.finding(DriftRule::UnknownField, &place.child(name), objects)
        }
    }

    /// Unknown members with names that may be data, as one finding.
    fn hidden(&self, at: &Pointer, object: &Object, objects: &Objects) -> Option<DriftFinding> {
        let hidden = unlisted(objects).1.len();
        if hidden == 0 {
            return None;
        }
        let additional = json!({
            "additionalProperties": {},
            "x-additional-properties": {
                "name": "extra",
                "description": "Members whose names differ from object to object.",
            },
        });
        let why = "The names are data of an account, so they cannot be listed.";
        let action = Action::update(self.document, at, why, additional);
        Some(DriftFinding {
            message: format!(
                "`{}` has unknown fields: {} not shown because they may be data.",
                subject(self.document, at),
                counted(hidden, "name")
            ),
            count: hidden,
            actions: if self.name_scope(at, object, false).take("extra") {
                vec![action.absent(&["x-additional-properties"]).into()]
            } else {
                Vec::new()
            },
            ..self.finding(DriftRule::UnknownField, at, objects)
        })
    }

    /// An object without described members.
    fn undescribed(&self, at: &Pointer, objects: &Objects) -> Option<DriftFinding> {
        let record = &objects.unlisted;
        if record.members.is_empty() || objects.custom.len() == record.members.len() {
            return None;
        }
        let context = name_context(objects);
        let display_names = self.custom.display_names(record, context);
        let schema = infer::record(record, self.custom, context);
        let mut keys = without_old(self.document, at, schema);
        if keys.is_empty() {
            return None;
        }
        keys.insert("x-evidence".to_owned(), evidence(objects.count));
        let why = "The fields that objects of an account have.";
        // A single object proves nothing about fields that are not shown.
        let is_inconclusive =
            record.objects == 1 && display_names.listed.is_empty() && !display_names.is_map;
        let omitted_names = infer::omitted_names(record, self.custom, context);
        Some(DriftFinding {
            message: format!(
                "`{}` has no described fields. {} had {}.{}",
                subject(self.document, at),
                counted(objects.count, "object"),
                counts(record, &display_names),
                OmittedNames(&omitted_names)
            ),
            fields: fields(&display_names),
            actions: if is_inconclusive {
                Vec::new()
            } else {
                action::annotate(self.document, at, why, &keys)
            },
            ..self.finding(DriftRule::Undescribed, at, objects)
        })
    }

    /// Required members that some objects lack.
    fn missing(&self, at: &Pointer, object: &Object, objects: &Objects) -> Vec<DriftFinding> {
        let required = object.members.iter();
        let required = required.filter(|member| member.presence == Presence::Required);
        required
            .filter_map(|member| self.missing_member(at, member, objects))
            .collect()
    }

    fn missing_member(
        &self,
        at: &Pointer,
        member: &Member,
        objects: &Objects,
    ) -> Option<DriftFinding> {
        let name = member.name.as_str();
        let missing = objects.count - objects.present.get(name).copied().unwrap_or_default();
        if missing == 0 {
            return None;
        }
        let subject = subject(self.document, at);
        Some(DriftFinding {
            subject: format!("{subject}.{name}"),
            message: format!(
                "The field `{name}` of `{subject}` is required, and was missing in {missing} of {}.",
                counted(objects.count, "object")
            ),
            count: missing,
            actions: self.make_optional(member),
            ..self.finding(
                DriftRule::MissingField,
                &self.places.pointer(member.schema),
                objects,
            )
        })
    }

    /// Removes a member from the `required` of its object.
    fn make_optional(&self, member: &Member) -> Vec<Value> {
        let required = self.object_of(member).child("required");
        let Some(Value::Array(names)) = required.get(self.document) else {
            return Vec::new();
        };
        let why = "Objects of an account lack this field.";
        // `required` must not be empty.
        let action = match names.len() {
            1 => Action::remove(self.document, &required, why),
            _ => Action::remove_entry(self.document, &required, &member.name, why),
        };
        vec![action.into()]
    }

    /// The schema with the member: the member is at `<schema>/properties/<name>`.
    fn object_of(&self, member: &Member) -> Pointer {
        let at = self.places.pointer(member.schema);
        at.ancestors().nth(1).unwrap_or(&at).clone()
    }

    /// The evidence for a member, in words: its own, or that of its object.
    fn evidence_of(&self, member: &Member) -> String {
        let evidence = |at: &Pointer| at.child("x-evidence").get(self.document);
        let at = self.places.pointer(member.schema);
        evidence_text(evidence(&at).or_else(|| evidence(&self.object_of(member))))
    }

    /// Optional members that no object has.
    fn never_seen(&self, object: &Object, objects: &Objects) -> Vec<DriftFinding> {
        let members = object.members.iter();
        // Required members are reported by `missing`.
        let members = members.filter(|member| member.presence == Presence::Optional);
        let members = members.filter(|member| !objects.present.contains_key(&member.name));
        members
            .filter_map(|member| self.never_seen_member(member, objects))
            .collect()
    }

    fn never_seen_member(&self, member: &Member, objects: &Objects) -> Option<DriftFinding> {
        let known = self.evidence_of(member);
        if known.contains(NEVER_SEEN) {
            return None;
        }
        let object_count = counted(objects.count, "object");
        let reason = format!("{known}; {NEVER_SEEN} in {object_count} of an account");
        let evidence = json!({"source": "inferred", "reason": reason});
        let keys = Map::from_iter([("x-evidence".to_owned(), evidence)]);
        let why = "The API may have removed it. It stays because other accounts may have it.";
        let at = self.places.pointer(member.schema);
        let subject = subject(self.document, &at);
        Some(DriftFinding {
            message: format!(
                "The field `{subject}` is described, and was in none of {object_count}."
            ),
            actions: action::annotate(self.document, &at, why, &keys),
            ..self.finding(DriftRule::NeverSeen, &at, objects)
        })
    }
}

/// The context of the names in objects without described members.
fn name_context(objects: &Objects) -> NameContext {
    if objects.is_response && objects.count == 1 {
        NameContext::Response
    } else {
        NameContext::Undescribed
    }
}

/// The unlisted members with names that may be shown, and those with other names.
fn unlisted(objects: &Objects) -> (Vec<NamedSample<'_>>, Vec<NamedSample<'_>>) {
    let members = objects.unlisted.members.iter();
    let members = members.map(|(name, sample)| (name.as_str(), sample));
    members.partition(|(name, sample)| may_show_name(name, sample.total(), NameContext::Described))
}

type NamedSample<'s> = (&'s str, &'s Sample);

/// The number of members by kind, in words.
fn counts(record: &Record, display_names: &DisplayNames<'_>) -> String {
    if display_names.is_map {
        let keys = counted(record.members.len(), "key");
        return match (record.objects, display_names.shared) {
            (1, _) => keys,
            (_, 0) => format!("{keys}, none of them in two objects"),
            (_, shared) => format!("{keys}, {shared} of them in two or more objects"),
        };
    }
    let mut kinds = Vec::new();
    if !display_names.listed.is_empty() {
        kinds.push(format!(
            "{}, below",
            counted(display_names.listed.len(), "field")
        ));
    }
    if display_names.custom > 0 {
        kinds.push(counted(display_names.custom, "custom field"));
    }
    if display_names.hidden > 0 {
        let names = counted(display_names.hidden, "name");
        kinds.push(format!("{names} not shown because they may be data"));
    }
    kinds.join("; ")
}

fn fields(display_names: &DisplayNames<'_>) -> Vec<ObservedField> {
    let listed = display_names.listed.iter();
    listed
        .map(|(name, sample)| ObservedField {
            name: (*name).to_owned(),
            forms: sample.words(),
        })
        .collect()
}

/// An `x-evidence` in words.
fn evidence_text(evidence: Option<&Value>) -> String {
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

/// The keys of `schema` that the schema at `at` lacks or has with other values.
fn without_old(document: &Value, at: &Pointer, schema: Map<String, Value>) -> Map<String, Value> {
    let old = at.get(document);
    schema
        .into_iter()
        .filter(|(key, value)| old.and_then(|old| old.get(key)) != Some(value))
        .collect()
}
