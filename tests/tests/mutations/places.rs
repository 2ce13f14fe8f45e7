//! Every place of the document as its vendor prints it: no change to it goes unnoticed. The crate
//! changes, or a patch or the document is refused.
//!
//! The texts of the document are all tried. Everything else is changed, left out and renamed one
//! place at a time, which takes minutes; so `cargo test` tries a fixed part that has every kind of
//! change and every operation and schema in it. All of it:
//!
//! ```text
//! PLACES=all cargo test --release -p hellodialog-tests --test mutations places
//! ```

use std::collections::{BTreeMap, HashSet};

use hellodialog_codegen::overlay::{ActionProblem, OverlayError};
use hellodialog_codegen::{
    Error, Generated, Patch, apply, document, generate_document, load_patches,
};
use serde_json::{Map, Value, json};

use crate::generated::{Compared, Crates, in_parallel};
use crate::part::Rest;
use crate::source;

/// What the emitted crate does not depend on: the end of a place (`*` stands for anything within a
/// step, `**` for whatever is below), and why it may change unnoticed.
const EXEMPT: &[(&str, &str)] = &[
    (
        "example/**",
        "samples show values; the types are held against them by other tests",
    ),
    ("openapi", "any version 3.0.x is read alike"),
    ("security/**", "the key goes with every call"),
    ("securitySchemes/*", "its name is for `security` alone"),
    (
        "securitySchemes/*/description",
        "the key is the transport's",
    ),
    ("servers/*/description", "the crate has the one URL"),
    (
        "*{*/*/parameters/*/description",
        "what is in the path becomes an argument, explained by its type",
    ),
    (
        "requestBody/description",
        "the body becomes an argument, explained by its type",
    ),
    ("requestBody/required", "a body is an argument in any case"),
    (
        "content/*/schema/description",
        "an array is explained by the response, or by the type of its items",
    ),
    ("items/description", "an item is explained by its list"),
    (
        "schemas/*Collection/description",
        "a collection becomes a list, which is no type of its own",
    ),
    ("properties/_language/nullable", OPTIONAL),
    ("properties/draft/nullable", OPTIONAL),
];
const OPTIONAL: &str = "what may be missing may be null, too";

/// The document as its vendor prints it, with the patches.
struct Printed {
    document: Value,
    patches: Vec<Patch>,
}

impl Printed {
    fn load() -> Self {
        let source = source();
        Self {
            document: document::load(&source.spec).expect("the document is read"),
            patches: load_patches(&source.patches.expect("a folder"))
                .expect("the patches are read"),
        }
    }

    /// `document` with the patches applied.
    fn patched(&self, document: Value) -> Result<Value, Error> {
        apply(document, self.patches.clone())
    }
}

#[test]
fn every_text_of_the_document_reaches_the_crate_or_a_patch_that_expects_it() {
    let printed = Printed::load();
    let spec = &printed.document;
    let mut texts = places(spec);
    texts.retain(|place| is_text(place) && exempt(place).is_none());
    assert!(texts.len() > 300, "the document is full of texts");
    loop {
        let mut marked = spec.clone();
        for (number, place) in texts.iter().enumerate() {
            let text = marked.pointer_mut(place).expect("the place is there");
            *text = json!(format!("{} {}", mark(number), text.as_str().unwrap_or("")));
        }
        match printed.patched(marked) {
            Ok(patched) => {
                let crate_ = generate_document("the document", &patched);
                let crate_ = crate_.unwrap_or_else(|error| panic!("{error}"));
                return assert_marked(&texts, &patched.to_string(), &crate_);
            }
            // A patch that expects the text has noticed. The others are still to be tried.
            Err(error) => {
                let place = unexpected_place(&error).unwrap_or_else(|| panic!("{error}"));
                let before = texts.len();
                texts.retain(|text| !is_below(text, &place));
                assert!(texts.len() < before, "{error}");
            }
        }
    }
}

/// Whether `place` is `other` or in it.
fn is_below(place: &str, other: &str) -> bool {
    let rest = place.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A word of a fixed length, so that none is part of another.
fn mark(number: usize) -> String {
    format!("mark{number:04}.")
}

/// A text may get lost in a patch, which has a better one, but not in the generator.
fn assert_marked(texts: &[String], patched: &str, crate_: &Generated) {
    let all: String = crate_.files.iter().map(|file| file.text.as_str()).collect();
    let lost: Vec<_> = (0..texts.len())
        .filter(|&number| patched.contains(&mark(number)) && !all.contains(&mark(number)))
        .map(|number| &texts[number])
        .collect();
    assert!(
        lost.is_empty(),
        "these texts do not reach the crate: {lost:#?}"
    );
}

/// Where a patch found something else than it expects.
fn unexpected_place(error: &Error) -> Option<String> {
    let Error::Overlay(OverlayError::Action { problem, .. }) = error else {
        return None;
    };
    match &**problem {
        ActionProblem::Unexpected { at, .. } => {
            Some(at.to_string().trim_start_matches('#').to_owned())
        }
        _ => None,
    }
}

#[test]
fn every_other_change_to_the_document_is_noticed() {
    let printed = Printed::load();
    let mut changes = changes(&printed.document);
    let all = std::env::var_os("PLACES").is_some_and(|which| which == "all");
    if !all {
        changes = a_part_of(changes);
    }
    let patched = printed.patched(printed.document.clone());
    let patched = patched.expect("the patches fit");
    let crates = Crates::of(&patched);
    let mut unnoticed = in_parallel(&changes, |change| {
        let why = noticed(&printed, &crates, change).err();
        why.map(|why| format!("{}: {why}", change.name()))
            .into_iter()
            .collect()
    });
    unnoticed.sort();
    println!("{} changes tried", changes.len());
    assert!(
        unnoticed.is_empty(),
        "{} of {} changes: {unnoticed:#?}",
        unnoticed.len(),
        changes.len()
    );
}

/// Whether the change makes another crate or is refused with a helpful message; else why not.
fn noticed(printed: &Printed, crates: &Crates<'_>, change: &Change) -> Result<(), String> {
    let changed = change.applied_to(&printed.document);
    let patched = match printed.patched(changed) {
        Ok(patched) => patched,
        Err(Error::Overlay(error @ OverlayError::Action { .. }))
            if error.to_string().contains(".yaml: action ") =>
        {
            return Ok(());
        }
        Err(error) => return Err(error.to_string()),
    };
    if patched == *crates.document {
        return Err("a patch undoes it, and does not expect what was there".to_owned());
    }
    let rest = Rest::of(crates.document, &change.place);
    for rest in [rest, Rest::default()] {
        if crates.compare(&rest, crates.document, &patched)? != Compared::Same {
            return Ok(());
        }
    }
    Err("the generator ignores it".to_owned())
}

/// One change at one place.
struct Change {
    place: String,
    how: How,
    /// What is changed in what way, without the names.
    kind: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// A value becomes another one of those that may stand there.
    Changed,
    /// A member or an entry is missing.
    LeftOut,
    /// A member that has a name of its own, say a property or a path, gets another one.
    Renamed,
}

impl Change {
    fn applied_to(&self, spec: &Value) -> Value {
        let mut changed = spec.clone();
        let (parent, name) = parent_and_name(&self.place);
        match self.how {
            How::Changed => {
                let value = changed.pointer_mut(&self.place).expect("it is there");
                *value = another(&name, value, spec);
            }
            How::LeftOut => match changed.pointer_mut(parent) {
                Some(Value::Array(entries)) => {
                    entries.remove(name.parse().expect("an index"));
                }
                Some(Value::Object(members)) => {
                    members.shift_remove(&name);
                }
                _ => unreachable!("{parent} has members"),
            },
            How::Renamed => {
                let members = changed.pointer_mut(parent).and_then(Value::as_object_mut);
                let members = members.expect("it has members");
                let new = another_name(parent, &name);
                *members = renamed(std::mem::take(members), &name, &new);
            }
        }
        changed
    }

    fn name(&self) -> String {
        format!("{} {:?}", self.place, self.how)
    }

    /// The operation or component that it belongs to.
    fn owner(&self) -> String {
        self.place.split('/').take(4).collect::<Vec<_>>().join("/")
    }
}

/// All changes to the document, but for those to texts, which are tried all at once.
fn changes(spec: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for place in places(spec) {
        if is_text(&place) || exempt(&place).is_some() {
            continue;
        }
        let (parent, _) = parent_and_name(&place);
        let mut add = |how| {
            let kind = format!("{} {how:?}", kind(&place));
            let place = place.clone();
            changes.push(Change { place, how, kind });
        };
        if !is_implied_type(spec, &place) {
            add(How::LeftOut);
        }
        let value = spec.pointer(&place).expect("it is there");
        if !value.is_object() && !value.is_array() {
            add(How::Changed);
        }
        if names_members(parent) {
            add(How::Renamed);
        }
    }
    changes
}

/// Whether it is the type of a schema whose other keywords imply it.
fn is_implied_type(spec: &Value, place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    let schema = spec.pointer(parent).unwrap_or(&Value::Null);
    let keywords = ["properties", "additionalProperties", "items", "enum"];
    name == "type"
        && !parent.ends_with("/properties")
        && keywords.iter().any(|keyword| schema.get(keyword).is_some())
}

/// A part with every kind of change and every owner in it. Which owner stands for a kind is spread
/// over the document.
fn a_part_of(changes: Vec<Change>) -> Vec<Change> {
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        kinds.entry(&change.kind).or_default().push(index);
    }
    let spread = kinds.values().enumerate();
    let mut chosen: HashSet<usize> = spread
        .map(|(number, indices)| indices[number * 7 % indices.len()])
        .collect();
    let mut owners: HashSet<String> = chosen.iter().map(|&index| changes[index].owner()).collect();
    for (index, change) in changes.iter().enumerate() {
        // Leaving the whole of it out would say little.
        if change.owner() != change.place && owners.insert(change.owner()) {
            chosen.insert(index);
        }
    }
    let numbered = changes.into_iter().enumerate();
    let part = numbered.filter(|(index, _)| chosen.contains(index));
    part.map(|(_, change)| change).collect()
}

/// The JSON pointers of everything in `value` but itself.
fn places(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    add_places("", value, &mut found);
    found
}

fn add_places(at: &str, value: &Value, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.replace('~', "~0").replace('/', "~1"), member))
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (index.to_string(), entry))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let at = format!("{at}/{name}");
        add_places(&at, child, found);
        found.push(at);
    }
}

/// The pointer of what has the place in it, and the name or index of the place there.
fn parent_and_name(place: &str) -> (&str, String) {
    let (parent, name) = place.rsplit_once('/').unwrap_or(("", place));
    (parent, name.replace("~1", "/").replace("~0", "~"))
}

fn is_text(place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    matches!(name.as_str(), "description" | "summary") && !parent.ends_with("/properties")
}

/// Whether the members of what is at `place` have names of their own.
fn names_members(place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    let maps = ["paths", "properties", "responses", "content", "schemas"];
    maps.contains(&name.as_str()) || parent == "/paths" || name == "securitySchemes"
}

/// The place without names: what it is a member or an entry of, if it has a name or number.
fn kind(place: &str) -> String {
    let (parent, name) = parent_and_name(place);
    if names_members(parent) || name.parse::<usize>().is_ok() {
        format!("{}/*", parent_and_name(parent).1)
    } else {
        name
    }
}

/// Another value that may stand in the place of `value`.
fn another(name: &str, value: &Value, spec: &Value) -> Value {
    match value {
        Value::Bool(flag) => json!(!flag),
        Value::Number(number) => json!(number.as_i64().unwrap_or_default() + 1),
        Value::String(text) => json!(another_text(name, text, spec)),
        other => unreachable!("{other} has members"),
    }
}

fn another_text(name: &str, text: &str, spec: &Value) -> String {
    match (name, text) {
        ("type", "string") => "integer".to_owned(),
        ("type", _) => "string".to_owned(),
        ("in", "query") => "header".to_owned(),
        ("in", _) => "query".to_owned(),
        ("x-evidence" | "source", "documented") => "vendor-client".to_owned(),
        ("x-evidence" | "source", _) => "documented".to_owned(),
        ("$ref", _) => another_schema(text, spec),
        ("openapi", _) => "3.0.2".to_owned(),
        _ => format!("{text}Zz"),
    }
}

/// A reference to the schema that follows.
fn another_schema(reference: &str, spec: &Value) -> String {
    let schemas = spec["components"]["schemas"]
        .as_object()
        .expect("the schemas");
    let names = schemas.keys().chain(schemas.keys());
    let mut after = names.skip_while(|name| !reference.ends_with(&format!("/{name}")));
    let next = after.nth(1).expect("there are several");
    format!("#/components/schemas/{next}")
}

fn another_name(parent: &str, name: &str) -> String {
    match parent_and_name(parent).1.as_str() {
        "paths" => format!("{name}/zz"),
        // Any success would be read alike.
        "responses" => "404".to_owned(),
        "content" => "application/xml".to_owned(),
        _ if parent.starts_with("/paths/") && parent.matches('/').count() == 2 => {
            "patch".to_owned()
        }
        _ => format!("{name}Zz"),
    }
}

fn renamed(members: Map<String, Value>, old: &str, new: &str) -> Map<String, Value> {
    let rename = |(name, member)| {
        let name = if name == old { new.to_owned() } else { name };
        (name, member)
    };
    members.into_iter().map(rename).collect()
}

/// Why the crate does not depend on the place, if it does not.
fn exempt(place: &str) -> Option<&'static str> {
    let place: Vec<&str> = place.split('/').skip(1).collect();
    let fits = |part: &[&str], pattern: &[&str]| {
        let mut pairs = part.iter().zip(pattern);
        part.len() == pattern.len() && pairs.all(|(step, pattern)| matches(step, pattern))
    };
    let exempts = |pattern: &str| {
        let steps: Vec<&str> = pattern.trim_end_matches("/**").split('/').collect();
        let mut parts = place.windows(steps.len());
        if pattern.ends_with("/**") {
            parts.any(|part| fits(part, &steps))
        } else {
            parts.next_back().is_some_and(|part| fits(part, &steps))
        }
    };
    let mut entries = EXEMPT.iter();
    entries
        .find(|(pattern, _)| exempts(pattern))
        .map(|(_, reason)| *reason)
}

/// Whether a step of a place is what the pattern says, in which `*` stands for anything.
fn matches(step: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return step == pattern;
    };
    let Some(step) = step.strip_prefix(start) else {
        return false;
    };
    let mut ends = step.char_indices().map(|(index, _)| index);
    matches(&step[step.len()..], rest) || ends.any(|index| matches(&step[index..], rest))
}
