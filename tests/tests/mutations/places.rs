//! Changes each place of the unpatched document: the crate must change, or a patch or the document must
//! be rejected.
//!
//! All texts of the document are changed at once. Everything else is changed, removed and renamed one
//! place at a time, which takes minutes. Therefore `cargo test` tests a fixed sample, which has every
//! kind of change and every operation and schema. To test all places:
//!
//! ```text
//! PLACES=all cargo test --release -p hellodialog-tests --test mutations places
//! ```

use std::collections::{BTreeMap, HashSet};

use hellodialog_codegen::overlay::{ActionProblem, OverlayError};
use hellodialog_codegen::{
    Error, Generated, Note, NoteKind, Patch, apply, document, generate_document, load_patches,
};
use serde_json::{Map, Value, json};

use crate::generated::{Comparison, Crates, in_parallel};
use crate::part::Omitted;
use crate::source;

/// Places that the emitted crate does not depend on, with the reason. A pattern matches the end of a
/// place; `*` matches any part of a step, `**` everything below.
const EXEMPT: &[(&str, &str)] = &[
    (
        "example/**",
        "samples are values; other tests compare the types with them",
    ),
    ("openapi", "all versions 3.0.x are equivalent"),
    ("securitySchemes/*", "only `security` uses the name"),
    (
        "securitySchemes/*/description",
        "the runtime documents the key",
    ),
    ("servers/*/description", "the crate has only one URL"),
    (
        "*{*/*/parameters/*/description",
        "a path parameter becomes an argument, documented by its type",
    ),
    (
        "requestBody/description",
        "the body becomes an argument, documented by its type",
    ),
    (
        "content/*/schema/description",
        "an array is documented by the response, or by the type of its items",
    ),
    (
        "*/tags/**",
        "without a tag the resource is named after the path; a change to another tag is a kind of its own",
    ),
    ("items/description", "an item is documented by its list"),
    (
        "schemas/*Collection/description",
        "a collection becomes a list, not a type",
    ),
    ("properties/_language/nullable", OPTIONAL),
    ("properties/draft/nullable", OPTIONAL),
];
const OPTIONAL: &str = "an optional value may also be null";

/// The unpatched document, and the patches.
struct Unpatched {
    document: Value,
    patches: Vec<Patch>,
}

impl Unpatched {
    fn load() -> Self {
        let source = source();
        Self {
            document: document::load(&source.spec).expect("the document can be read"),
            patches: load_patches(&source.patches.expect("a folder"))
                .expect("the patches can be read"),
        }
    }

    /// `document` with the patches applied.
    fn patch(&self, document: Value) -> Result<Value, Error> {
        apply(document, self.patches.clone())
    }
}

#[test]
fn every_text_of_the_document_reaches_the_crate_or_a_patch_that_expects_it() {
    let unpatched = Unpatched::load();
    let spec = &unpatched.document;
    let mut texts = places(spec);
    texts.retain(|place| is_text(place) && exemption(place).is_none());
    assert!(texts.len() > 300, "the document has many texts");
    loop {
        let mut marked = spec.clone();
        for (number, place) in texts.iter().enumerate() {
            let text = marked.pointer_mut(place).expect("the place exists");
            *text = json!(format!("{} {}", mark(number), text.as_str().unwrap_or("")));
        }
        match unpatched.patch(marked) {
            Ok(patched) => {
                let crate_ = generate_document("the document", &patched);
                let crate_ = crate_.unwrap_or_else(|error| panic!("{error}"));
                return assert_marked(&texts, &patched.to_string(), &crate_);
            }
            // A patch expects this text, so the change is noticed. Try the other texts.
            Err(error) => {
                let place = unexpected_place(&error).unwrap_or_else(|| panic!("{error}"));
                let before = texts.len();
                texts.retain(|text| !is_below(text, &place));
                assert!(texts.len() < before, "{error}");
            }
        }
    }
}

/// Whether `place` is `other` or below it.
fn is_below(place: &str, other: &str) -> bool {
    let rest = place.strip_prefix(other);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A mark of fixed length, so that no mark is part of another.
fn mark(number: usize) -> String {
    format!("mark{number:04}.")
}

/// A patch may replace a text, but the generator must not drop one.
fn assert_marked(texts: &[String], patched: &str, crate_: &Generated) {
    let all: String = crate_.files.iter().map(|file| file.text.as_str()).collect();
    let missing: Vec<_> = (0..texts.len())
        .filter(|&number| patched.contains(&mark(number)) && !all.contains(&mark(number)))
        .map(|number| &texts[number])
        .collect();
    assert!(
        missing.is_empty(),
        "these texts do not reach the crate: {missing:#?}"
    );
}

/// The place at which a patch expected another value.
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
    let unpatched = Unpatched::load();
    let mut changes = changes(&unpatched.document);
    let all = std::env::var_os("PLACES").is_some_and(|value| value == "all");
    if !all {
        changes = sample_of(changes);
    }
    let patched = unpatched.patch(unpatched.document.clone());
    let patched = patched.expect("the patches apply");
    let crates = Crates::of(&patched);
    let mut unnoticed = in_parallel(&changes, |change| {
        let reason = check_noticed(&unpatched, &crates, change).err();
        reason
            .map(|reason| format!("{}: {reason}", change.name()))
            .into_iter()
            .collect()
    });
    unnoticed.sort();
    println!("{} changes tested", changes.len());
    assert!(
        unnoticed.is_empty(),
        "{} of {} changes: {unnoticed:#?}",
        unnoticed.len(),
        changes.len()
    );
}

/// Checks that the change results in another crate, in an error with a hint, or in the note on a mistake.
fn check_noticed(
    unpatched: &Unpatched,
    crates: &Crates<'_>,
    change: &Change,
) -> Result<(), String> {
    let changed = change.apply_to(&unpatched.document);
    let patched = match unpatched.patch(changed) {
        Ok(patched) => patched,
        Err(Error::Overlay(error @ OverlayError::Action { .. }))
            if error.to_string().contains(".yaml: action ") =>
        {
            return Ok(());
        }
        Err(error) => return Err(error.to_string()),
    };
    if patched == *crates.document {
        return Err("a patch overwrites the change without expecting the old value".to_owned());
    }
    let omitted = Omitted::of(crates.document, &change.place);
    for omitted in [omitted, Omitted::default()] {
        if crates.compare(&omitted, crates.document, &patched)? != Comparison::Same {
            return Ok(());
        }
    }
    let generated = generate_document("changed", &patched).map_err(|error| error.to_string())?;
    let is_mistake = |note: &Note| matches!(note.kind, NoteKind::Mistake(_));
    if generated.notes.iter().any(is_mistake) {
        return Ok(());
    }
    Err("the generator ignores it".to_owned())
}

/// One change at one place.
struct Change {
    place: String,
    mutation: Mutation,
    /// The kind of place and of change, without names.
    kind: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mutation {
    /// A value is replaced by another valid value.
    Replace,
    /// A member or an entry is removed.
    Remove,
    /// A named member, such as a property or a path, is renamed.
    Rename,
}

impl Change {
    fn apply_to(&self, spec: &Value) -> Value {
        let mut changed = spec.clone();
        let (parent, name) = parent_and_name(&self.place);
        match self.mutation {
            Mutation::Replace => {
                let value = changed.pointer_mut(&self.place).expect("the place exists");
                *value = another_value(&name, value, spec);
            }
            Mutation::Remove => match changed.pointer_mut(parent) {
                Some(Value::Array(entries)) => {
                    entries.remove(name.parse().expect("an index"));
                }
                Some(Value::Object(members)) => {
                    members.shift_remove(&name);
                }
                _ => unreachable!("{parent} has members"),
            },
            Mutation::Rename => {
                let members = changed.pointer_mut(parent).and_then(Value::as_object_mut);
                let members = members.expect("an object");
                let new = another_name(parent, &name);
                *members = rename_member(std::mem::take(members), &name, &new);
            }
        }
        changed
    }

    fn name(&self) -> String {
        format!("{} {:?}", self.place, self.mutation)
    }

    /// The operation or component that the place belongs to.
    fn owner(&self) -> String {
        self.place.split('/').take(4).collect::<Vec<_>>().join("/")
    }
}

/// All changes to the document, except to texts.
fn changes(spec: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for place in places(spec) {
        if is_text(&place) || exemption(&place).is_some() {
            continue;
        }
        let (parent, _) = parent_and_name(&place);
        let mut add = |mutation| {
            let kind = format!("{} {mutation:?}", kind(&place));
            let place = place.clone();
            changes.push(Change {
                place,
                mutation,
                kind,
            });
        };
        // Without evidence, a fact is documented.
        let is_default = place.ends_with("/x-evidence")
            && spec
                .pointer(&place)
                .is_some_and(|evidence| evidence == "documented");
        if !is_implied_type(spec, &place) && !is_default {
            add(Mutation::Remove);
        }
        let value = spec.pointer(&place).expect("the place exists");
        if !value.is_object() && !value.is_array() {
            add(Mutation::Replace);
        }
        if has_named_members(parent) {
            add(Mutation::Rename);
        }
    }
    changes
}

/// Whether the place is the `type` of a schema whose other keywords imply it.
fn is_implied_type(spec: &Value, place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    let schema = spec.pointer(parent).unwrap_or(&Value::Null);
    let keywords = ["properties", "additionalProperties", "items", "enum"];
    name == "type"
        && !parent.ends_with("/properties")
        && keywords.iter().any(|keyword| schema.get(keyword).is_some())
}

/// A sample with every kind of change and every owner. The owners that represent a kind are spread over
/// the document.
fn sample_of(changes: Vec<Change>) -> Vec<Change> {
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
        // Removing the owner as a whole tests little.
        if change.owner() != change.place && owners.insert(change.owner()) {
            chosen.insert(index);
        }
    }
    let numbered = changes.into_iter().enumerate();
    let part = numbered.filter(|(index, _)| chosen.contains(index));
    part.map(|(_, change)| change).collect()
}

/// The JSON pointers of everything below `value`.
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

/// The pointer of the parent, and the name or index of the place in it.
fn parent_and_name(place: &str) -> (&str, String) {
    let (parent, name) = place.rsplit_once('/').unwrap_or(("", place));
    (parent, name.replace("~1", "/").replace("~0", "~"))
}

fn is_text(place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    matches!(name.as_str(), "description" | "summary") && !parent.ends_with("/properties")
}

/// Whether the object at `place` is a map with named members.
fn has_named_members(place: &str) -> bool {
    let (parent, name) = parent_and_name(place);
    let maps = ["paths", "properties", "responses", "content", "schemas"];
    maps.contains(&name.as_str()) || parent == "/paths" || name == "securitySchemes"
}

/// The keyword at the place, or that of its parent if the place has a name or an index.
fn kind(place: &str) -> String {
    let (parent, name) = parent_and_name(place);
    if has_named_members(parent) || name.parse::<usize>().is_ok() {
        format!("{}/*", parent_and_name(parent).1)
    } else {
        name
    }
}

/// Another value that is valid in place of `value`.
fn another_value(name: &str, value: &Value, spec: &Value) -> Value {
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

/// A reference to the next schema.
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
        // All success statuses have the same meaning.
        "responses" => "404".to_owned(),
        "content" => "application/xml".to_owned(),
        _ if parent.starts_with("/paths/") && parent.matches('/').count() == 2 => {
            "patch".to_owned()
        }
        _ => format!("{name}Zz"),
    }
}

fn rename_member(members: Map<String, Value>, old: &str, new: &str) -> Map<String, Value> {
    let rename = |(name, member)| {
        let name = if name == old { new.to_owned() } else { name };
        (name, member)
    };
    members.into_iter().map(rename).collect()
}

/// The reason why the crate does not depend on the place, if it does not.
fn exemption(place: &str) -> Option<&'static str> {
    let place: Vec<&str> = place.split('/').skip(1).collect();
    let matches_all = |part: &[&str], pattern: &[&str]| {
        let mut pairs = part.iter().zip(pattern);
        part.len() == pattern.len() && pairs.all(|(step, pattern)| matches(step, pattern))
    };
    let exempts = |pattern: &str| {
        let steps: Vec<&str> = pattern.trim_end_matches("/**").split('/').collect();
        let mut parts = place.windows(steps.len());
        if pattern.ends_with("/**") {
            parts.any(|part| matches_all(part, &steps))
        } else {
            parts
                .next_back()
                .is_some_and(|part| matches_all(part, &steps))
        }
    };
    let mut entries = EXEMPT.iter();
    entries
        .find(|(pattern, _)| exempts(pattern))
        .map(|(_, reason)| *reason)
}

/// Whether a step of a place matches the pattern, in which `*` matches any text.
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
