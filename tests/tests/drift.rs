//! What is committed in `generated/` is what `spec/` becomes, and no change to the document goes by
//! unnoticed: the crate becomes another one, or a patch or the document itself is refused.
//!
//! The texts of the document are all tried. Everything else is changed, left out and renamed one
//! place at a time, which takes minutes; so `cargo test` tries a fixed part that has every kind of
//! change and every operation and schema in it. All of it:
//!
//! ```text
//! DRIFT=all cargo test --release -p hellodialog-tests --test drift
//! ```

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use hellodialog_codegen::overlay::{OverlayError, Problem};
use hellodialog_codegen::{Error, File, Generated, Source, document, generate, load_patched};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

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

#[test]
fn what_is_committed_is_what_the_spec_becomes() {
    let out = root().join("generated");
    let generated = generate(&real_source()).and_then(|crate_| crate_.with_runtime_api(&out));
    let generated = generated.unwrap_or_else(|error| panic!("{error}"));
    let generated = generated.files.into_iter();
    let generated: BTreeMap<_, _> = generated.map(|file| (file.path, file.text)).collect();
    let committed = files_below(&out);
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&generated));
    for (name, text) in generated {
        assert!(
            committed[&name] == text,
            "generated/{name} is not what spec/ becomes; run `cargo xtask regen`"
        );
    }
}

#[test]
fn generating_again_makes_the_same_crate() {
    assert!(generate_real() == generate_real());
}

#[test]
fn every_text_of_the_document_reaches_the_crate_or_a_patch_that_expects_it() {
    let spec = spec();
    let mut texts = places(&spec);
    texts.retain(|place| is_text(place) && exempt(place).is_none());
    assert!(texts.len() > 300, "the document is full of texts");
    let folder = tempfile::tempdir().expect("a temporary folder");
    loop {
        let mut marked = spec.clone();
        for (number, place) in texts.iter().enumerate() {
            let text = marked.pointer_mut(place).expect("the place is there");
            *text = json!(format!("{} {}", mark(number), text.as_str().unwrap_or("")));
        }
        match generate_from(&folder, &marked) {
            Ok(crate_) => return assert_marked(&texts, &patched_from(&folder), &crate_),
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
    format!("Mark{number:04}.")
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
        Problem::Unexpected { at, .. } => Some(at.to_string().trim_start_matches('#').to_owned()),
        _ => None,
    }
}

#[test]
fn any_other_change_to_the_document_is_noticed() {
    let spec = spec();
    let mut changes = changes(&spec);
    let all = std::env::var_os("DRIFT").is_some_and(|which| which == "all");
    if !all {
        changes = a_part_of(changes);
    }
    let committed = generate_real();
    let next = AtomicUsize::new(0);
    let try_some = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut unnoticed = Vec::new();
        while let Some(change) = changes.get(next.fetch_add(1, Ordering::Relaxed)) {
            let document = change.applied_to(&spec);
            if let Err(why) = noticed(&folder, &document, &committed) {
                unnoticed.push(format!("{}: {why}", change.name()));
            }
        }
        unnoticed
    };
    let mut unnoticed: Vec<String> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(try_some)).collect();
        let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
        results
            .flat_map(|result| result.expect("it ends"))
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

/// Whether the change makes another crate or is refused in the words that help; else why not.
fn noticed(folder: &TempDir, spec: &Value, committed: &[File]) -> Result<(), String> {
    let Ok(result) = catch_unwind(|| generate_from(folder, spec)) else {
        return Err("the generator panics".to_owned());
    };
    match result {
        Ok(crate_) if crate_.files == committed => Err(unnoticed_by(folder).to_owned()),
        Ok(_) => Ok(()),
        Err(Error::Overlay(error @ OverlayError::Action { .. }))
            if error.to_string().contains(".yaml: action ") =>
        {
            Ok(())
        }
        Err(Error::Invalid { findings, .. })
            if findings
                .iter()
                .all(|finding| !finding.message.is_empty() && !finding.hint.is_empty()) =>
        {
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// What a change that makes no difference in the end has got lost in.
fn unnoticed_by(folder: &TempDir) -> &'static str {
    let real = load_patched(&real_source()).map(|patched| patched.to_string());
    if real.ok().as_ref() == Some(&patched_from(folder)) {
        "a patch undoes it, and does not expect what was there"
    } else {
        "the generator passes over it"
    }
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
        add(How::LeftOut);
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

fn spec() -> Value {
    document::load(&real_source().spec).expect("the document is read")
}

/// Generates from `spec` with the real patches.
fn generate_from(folder: &TempDir, spec: &Value) -> Result<Generated, Error> {
    let source = source_in(folder);
    fs::write(&source.spec, spec.to_string()).expect("the document is written");
    generate(&source)
}

/// The document that was generated from last, patched.
fn patched_from(folder: &TempDir) -> String {
    let patched = load_patched(&source_in(folder)).expect("it was generated from");
    patched.to_string()
}

fn source_in(folder: &TempDir) -> Source {
    Source {
        spec: folder.path().join("spec.json"),
        ..real_source()
    }
}

fn real_source() -> Source {
    Source {
        spec: root().join("spec/hellodialog.yaml"),
        patches: root().join("spec/patches"),
    }
}

/// Generates what should be committed.
fn generate_real() -> Vec<File> {
    let generated = generate(&real_source()).unwrap_or_else(|error| panic!("{error}"));
    generated.files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    add_files(folder, folder, &mut found);
    found
}

fn add_files(top: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            add_files(top, &path, found);
        } else {
            let name = path.strip_prefix(top).expect("it is below");
            let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            let text = fs::read_to_string(&path).expect("the file is read");
            found.insert(name.join("/"), text);
        }
    }
}
