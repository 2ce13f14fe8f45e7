//! What else follows from a new document: the hand-written code that names what has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use hellodialog_codegen::Pointer;
use hellodialog_codegen::adopt::Adoption;
use hellodialog_codegen::diff::{Area, Change, Document, Level};
use hellodialog_codegen::openapi::{self, Description};
use serde_json::Value;

/// Where hand-written code names operations and fields.
const FOLDERS: [&str; 2] = ["tests", "xtask/account"];

/// Folders in them whose files are generated, or are about other documents.
const OTHERS: [&str; 6] = ["compile", "data", "diff", "golden", "hostile", "release"];

/// The most lines of a file that are listed.
const MAX_LINES: usize = 5;

/// A word of the document, and what it looks like in code.
struct Name {
    /// As the page writes it.
    text: String,
    /// Words of which code has one.
    words: BTreeSet<String>,
}

/// The section of the report; empty for a checkout without the folders.
pub(super) fn section(root: &Path, old: &Value, adoption: &Adoption) -> String {
    let mut files = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut files);
    }
    if files.is_empty() {
        return String::new();
    }
    files.sort();
    let files: Vec<(String, String)> = files
        .iter()
        .filter_map(|path| {
            let name = path.strip_prefix(root).unwrap_or(path);
            Some((name.display().to_string(), fs::read_to_string(path).ok()?))
        })
        .collect();
    let mut text = "\n## What else follows\n\n".to_owned();
    let (old, _) = openapi::read(old);
    let names = names(&old, &adoption.diff.changes);
    for name in names.values() {
        let places: Vec<String> = files
            .iter()
            .filter_map(|(file, code)| place(file, code, name))
            .collect();
        if !places.is_empty() {
            let _ = writeln!(text, "- {}: {}", name.text, places.join("; "));
        }
    }
    let (new, _) = openapi::read(&adoption.document);
    let added = added(&new, &adoption.diff.changes);
    if !added.is_empty() {
        let _ = writeln!(
            text,
            "- New operations: each needs a row in `tests/operations`, with `not_emulated()` until the emulator \
             has it: {}",
            added.join(", ")
        );
    }
    if text.ends_with("\n\n") {
        text.push_str("No hand-written code names what has changed.\n");
    }
    text
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !OTHERS.contains(&&*name) {
                collect(&path, files);
            }
        } else if name.ends_with(".rs") {
            files.push(path);
        }
    }
}

/// The operations and fields that were removed, renamed or changed so that callers see it, by their text.
fn names(old: &Description<'_>, changes: &[Change]) -> BTreeMap<String, Name> {
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    let seen = |change: &&Change| change.level > Level::Compatible;
    for change in changes.iter().filter(seen) {
        let place = change.was.as_deref().unwrap_or(&change.pointer);
        let place = Pointer::of(place);
        let Some(name) = field(&place).or_else(|| operation(old, &place, change)) else {
            continue;
        };
        let text = name.text.clone();
        let words = name.words.clone();
        names.entry(text).or_insert(name).words.extend(words);
    }
    names
}

/// The property that a place is in, the innermost one.
fn field(place: &Pointer) -> Option<Name> {
    let segments: Vec<&str> = place.segments().collect();
    let properties = segments.iter().rposition(|name| *name == "properties")?;
    let wire_name = segments.get(properties + 1)?;
    Some(Name {
        text: format!("field `{wire_name}`"),
        words: BTreeSet::from([format!("\"{wire_name}\""), format!(".{wire_name}")]),
    })
}

/// The ids of all operations in a place.
fn ids<'d>(description: &Description<'d>, place: &Pointer) -> Vec<&'d str> {
    let operations = description.operations.iter();
    let there = operations.filter(|one| one.at.is_within(place));
    there.filter_map(|operation| operation.id).collect()
}

/// The operation that a place is in; of several of a path, all.
fn operation(old: &Description<'_>, place: &Pointer, change: &Change) -> Option<Name> {
    let is_in_a_path = place.segments().next()? == "paths" && place.segments().nth(1).is_some();
    let around = old.operations.iter().find(|one| place.is_within(&one.at));
    let ids = match around {
        Some(operation) => operation.id.into_iter().collect(),
        None if is_in_a_path => ids(old, place),
        None => Vec::new(),
    };
    if ids.is_empty() {
        return None;
    }
    let mut words: BTreeSet<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    // `client.groups().get()` in code has a client of another name, and arguments.
    let calls = change.rust.iter().filter_map(|item| {
        let call = item.strip_prefix("client.")?.strip_suffix(')')?;
        Some(call.to_owned())
    });
    words.extend(calls);
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    let noun = if ids.len() == 1 {
        "operation"
    } else {
        "operations"
    };
    Some(Name {
        text: format!("{noun} {}", ids.join(", ")),
        words,
    })
}

/// The ids of new operations.
fn added(new: &Description<'_>, changes: &[Change]) -> Vec<String> {
    let is_new = |change: &&Change| {
        change.area == Area::Operations
            && change.level == Level::Compatible
            && change.document == Document::New
            && change.was.is_none()
    };
    let places = changes.iter().filter(is_new).map(|change| &change.pointer);
    let places = places.map(|pointer| Pointer::of(pointer));
    let ids = places.flat_map(|place| ids(new, &place));
    ids.map(|id| format!("`{id}`")).collect()
}

/// The lines of a file that have one of the words: `tests/a.rs:12, 40`.
fn place(file: &str, code: &str, name: &Name) -> Option<String> {
    let mut lines = BTreeSet::new();
    let starts: Vec<usize> = std::iter::once(0)
        .chain(code.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    // A call can span lines.
    let dense: Vec<(usize, char)> = code
        .char_indices()
        .filter(|(_, letter)| !letter.is_whitespace())
        .collect();
    let text: String = dense.iter().map(|(_, letter)| letter).collect();
    let mut offsets = Vec::with_capacity(text.len());
    for (at, letter) in &dense {
        offsets.extend(std::iter::repeat_n(*at, letter.len_utf8()));
    }
    for word in &name.words {
        for (at, _) in text.match_indices(word.as_str()) {
            let is_whole = |letter: char| !letter.is_alphanumeric() && letter != '_';
            let before = text[..at].chars().next_back().is_none_or(is_whole);
            let after = text[at + word.len()..].chars().next().is_none_or(is_whole);
            let is_call = word.ends_with('(');
            if (before || word.starts_with(['.', '"'])) && (after || is_call || word.ends_with('"'))
            {
                // The end of the word is where its name is.
                let at = offsets[at + word.len() - 1];
                lines.insert(starts.partition_point(|start| *start <= at));
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    let shown: Vec<String> = lines.iter().take(MAX_LINES).map(usize::to_string).collect();
    let more = if lines.len() > MAX_LINES { ", …" } else { "" };
    Some(format!("{file}:{}{more}", shown.join(", ")))
}
