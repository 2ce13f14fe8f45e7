//! The examples in the docs name no crate that a user does not have.

use std::fs;
use std::path::{Path, PathBuf};

/// The client, what the guide says to add, and what Rust has.
const KNOWN: [&str; 5] = ["hellodialog", "serde", "std", "tokio", "webhook"];

/// Parts of the runtime that only emitted code names. Their docs are not in those of the client.
const INTERNAL: [&str; 5] = ["id.rs", "macros", "options.rs", "union", "wire"];

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if INTERNAL.iter().any(|internal| name.starts_with(internal)) {
            continue;
        }
        if path.is_dir() {
            sources(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The lines of code in docs that readers see.
fn shown(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(line) = line.strip_prefix("///").or(line.strip_prefix("//!")) else {
            in_code = false;
            continue;
        };
        let line = line.trim();
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code && line != "#" && !line.starts_with("# ") {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// The first names of the paths in a line: `std` in `use std::time::Duration;`.
fn roots(line: &str) -> Vec<&str> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let found = line.match_indices("::").filter_map(|(at, _)| {
        let before = &line[..at];
        let start = before.trim_end_matches(is_name).len();
        // `get_as::<u8>` is a method with a type.
        let is_first = !before[..start].ends_with("::") && !line[at..].starts_with("::<");
        (is_first && start < at).then(|| &before[start..])
    });
    found
        .filter(|name| name.starts_with(char::is_lowercase))
        .collect()
}

#[test]
fn examples_name_crates_that_users_have() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["generated/src", "codegen/runtime/src"] {
        sources(&root.join(folder), &mut files);
    }
    let mut unknown = Vec::new();
    let mut count = 0;
    for file in &files {
        let text = fs::read_to_string(file).expect("a text");
        for line in shown(&text) {
            count += 1;
            let names = roots(&line).into_iter();
            let names = names.filter(|name| !KNOWN.contains(name));
            unknown.extend(names.map(|name| format!("{}: {name} in {line}", file.display())));
        }
    }
    assert!(count > 100, "{count} lines of code");
    assert!(unknown.is_empty(), "{unknown:#?}");
}

#[test]
fn a_crate_is_found_in_a_line() {
    assert_eq!(roots("use std::time::Duration;"), ["std"]);
    assert_eq!(roots("let a = serde_json::json!({});"), ["serde_json"]);
    assert_eq!(roots("Filter::new().equals(Filter::EMAIL, x)"), [""; 0]);
    assert_eq!(roots("-> Result<(), Box<dyn std::error::Error>>"), ["std"]);
}
