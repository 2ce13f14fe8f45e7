//! Holds what the generator emits for small foreign documents against `golden/`, whose README says
//! how a case is made. `golden_code.rs` compiles the same cases and tries what they do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::{Source, document, generate};
use serde_json::Value;
use similar::TextDiff;

/// The case of which every emitted file is pinned.
const WHOLE: &str = "whole-crate";

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test golden";

/// Keys of an overlay action, which never reach the document.
const OVERLAY_KEYS: [&str; 2] = ["x-expect", "x-expect-absent"];

#[test]
fn what_is_emitted_is_what_is_expected() -> io::Result<()> {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut problems = Vec::new();
    for name in entries(&golden())? {
        if golden().join(&name).is_dir() {
            problems.extend(examine(&golden().join(&name), update)?);
        } else if name != "README.md" {
            problems.push(format!("golden/{name}: no case; a case is a folder"));
        }
    }
    assert_none(&problems);
    Ok(())
}

/// What is wrong with a case; with `update`, after what can be mended has been.
fn examine(case: &Path, update: bool) -> io::Result<Vec<String>> {
    let name = case.file_name().map_or_else(Default::default, |name| {
        format!("golden/{}", name.to_string_lossy())
    });
    let mut problems = strangers(case, &name)?;
    let missing = ["spec.yaml", "patches"]
        .into_iter()
        .find(|part| !case.join(part).exists());
    if let Some(part) = missing {
        problems.push(format!("{name}: no {part}; add it, or remove the folder"));
        return Ok(problems);
    }
    match emitted(case) {
        Ok(emitted) if update => rewrite(case, &emitted)?,
        Ok(emitted) => problems.extend(differences(case, &name, &emitted)?),
        Err(error) => problems.push(format!("{name}: {error}")),
    }
    Ok(problems)
}

/// Files that no case has.
fn strangers(case: &Path, name: &str) -> io::Result<Vec<String>> {
    let known = ["spec.yaml", "patches", "expected"];
    let beside = entries(case)?
        .into_iter()
        .filter(|entry| !known.contains(&entry.as_str()));
    let patches = match case.join("patches") {
        folder if folder.is_dir() => entries(&folder)?,
        _ => Vec::new(),
    };
    let among_patches = patches
        .into_iter()
        .filter(|entry| !is_yaml(entry))
        .map(|entry| format!("patches/{entry}"));
    let say = |entry| {
        format!(
            "{name}/{entry}: a case is a spec.yaml, patches/*.yaml and expected/; remove the file"
        )
    };
    Ok(beside.chain(among_patches).map(say).collect())
}

fn differences(
    case: &Path,
    name: &str,
    emitted: &BTreeMap<String, String>,
) -> io::Result<Vec<String>> {
    let expected = expected(case)?;
    if expected.is_empty() {
        return Ok(vec![format!(
            "{name}: nothing is expected; run\n  {UPDATE}"
        )]);
    }
    let mut problems = Vec::new();
    for (path, text) in emitted {
        let place = format!("{name}/expected/{path}");
        match expected.get(path) {
            Some(old) if old == text => {}
            Some(old) => problems.push(diff(&place, old, text)),
            None if is_pinned(case, path) => {
                problems.push(format!("{place}: emitted, not expected; run\n  {UPDATE}"));
            }
            None => {}
        }
    }
    for path in expected.keys().filter(|path| !emitted.contains_key(*path)) {
        problems.push(format!(
            "{name}/expected/{path}: expected, not emitted; remove it, or run\n  {UPDATE}"
        ));
    }
    Ok(problems)
}

fn diff(place: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new)
        .unified_diff()
        .header(place, "emitted")
        .to_string();
    format!("{diff}if that is right, run\n  {UPDATE}")
}

/// Whether a file must be expected. The others may be: those that carry the feature of a case.
fn is_pinned(case: &Path, path: &str) -> bool {
    path.starts_with("src/resources/") || case.ends_with(WHOLE)
}

/// Brings `expected/` up to date: the files that must be there, and those that are.
fn rewrite(case: &Path, emitted: &BTreeMap<String, String>) -> io::Result<()> {
    let folder = case.join("expected");
    let expected = expected(case)?;
    for (path, text) in emitted {
        let changed = match expected.get(path) {
            Some(old) => old != text,
            None => is_pinned(case, path),
        };
        if changed {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            fs::write(path, text)?;
        }
    }
    for path in expected.keys().filter(|path| !emitted.contains_key(*path)) {
        fs::remove_file(folder.join(path))?;
    }
    Ok(())
}

/// The files that a case is generated into, by path; or why it is not.
fn emitted(case: &Path) -> Result<BTreeMap<String, String>, String> {
    let source = Source {
        spec: case.join("spec.yaml"),
        patches: Some(case.join("patches")),
    };
    let generated = generate(&source).map_err(|error| error.to_string())?;
    let files = generated.files.into_iter();
    Ok(files.map(|file| (file.path, file.text)).collect())
}

/// The files in `expected/`, by path.
fn expected(case: &Path) -> io::Result<BTreeMap<String, String>> {
    files_in(&case.join("expected"))
}

/// The files below a folder, by path.
fn files_in(root: &Path) -> io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        if !root.join(&folder).is_dir() {
            continue;
        }
        for name in entries(&root.join(&folder))? {
            let path = format!("{folder}{name}");
            if root.join(&path).is_dir() {
                folders.push(format!("{path}/"));
            } else {
                let text = fs::read_to_string(root.join(&path))?;
                files.insert(path, text);
            }
        }
    }
    Ok(files)
}

#[test]
fn what_is_wrong_with_a_case_is_told() -> io::Result<()> {
    type Harm = fn(&Path) -> io::Result<()>;
    let harms: [(Harm, &str); 8] = [
        (
            |case| fs::remove_file(case.join("spec.yaml")),
            "no spec.yaml; add it, or remove the folder",
        ),
        (
            |case| fs::remove_dir_all(case.join("patches")),
            "no patches; add it",
        ),
        (
            |case| fs::remove_dir_all(case.join("expected")),
            "nothing is expected; run\n  UPDATE_GOLDEN=1",
        ),
        (
            |case| fs::write(case.join("notes.txt"), ""),
            "notes.txt: a case is a spec.yaml",
        ),
        (
            |case| fs::write(case.join("patches/10-patch.yaml~"), ""),
            "patches/10-patch.yaml~: a case is a spec.yaml",
        ),
        (
            |case| fs::write(case.join("expected/src/more.rs"), ""),
            "expected/src/more.rs: expected, not emitted; remove it",
        ),
        (
            |case| fs::write(case.join("expected/src/resources/cache.rs"), "old\n"),
            "-old\n+// @generated",
        ),
        (
            |case| fs::write(case.join("spec.yaml"), "openapi: 3.0.3\n"),
            "selects nothing in the document",
        ),
    ];
    for (harm, complaint) in harms {
        let folder = tempfile::tempdir()?;
        let case = good_case(folder.path())?;
        harm(&case)?;
        let problems = examine(&case, false)?.join("\n");
        assert!(problems.contains(complaint), "{complaint}: {problems}");
    }
    Ok(())
}

#[test]
fn an_update_mends_what_it_can() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let case = good_case(folder.path())?;
    let before = expected(&case)?;
    fs::write(case.join("expected/src/resources/cache.rs"), "old\n")?;
    fs::write(case.join("expected/src/more.rs"), "")?;
    assert_eq!(examine(&case, true)?, Vec::<String>::new());
    assert_eq!(expected(&case)?, before);
    Ok(())
}

/// A case without fault in `folder`.
fn good_case(folder: &Path) -> io::Result<PathBuf> {
    let (model, case) = (golden().join("no-content"), folder.join("case"));
    fs::create_dir_all(case.join("patches"))?;
    fs::copy(model.join("spec.yaml"), case.join("spec.yaml"))?;
    for patch in entries(&model.join("patches"))? {
        let patch = Path::new("patches").join(patch);
        fs::copy(model.join(&patch), case.join(&patch))?;
    }
    assert_eq!(examine(&case, true)?, Vec::<String>::new());
    assert_eq!(examine(&case, false)?, Vec::<String>::new());
    Ok(case)
}

/// What `EXTENSIONS.md` describes: the keys with the words that they take, and the formats.
#[derive(Default)]
struct Described {
    keys: BTreeMap<String, Vec<String>>,
    formats: Vec<String>,
}

fn described() -> Described {
    let text = include_str!("../../codegen/EXTENSIONS.md");
    let mut described = Described::default();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let first = code(cells[0]);
        match first.first() {
            Some(key) if key.starts_with("x-") => {
                let takes = code(cells.get(2).unwrap_or(&"")).into_iter();
                let words = takes.filter(|word| word.chars().all(is_word));
                described.keys.entry(key.clone()).or_default().extend(words);
            }
            Some(_) => described
                .formats
                .extend(code(cells.get(1).unwrap_or(&"")).into_iter().take(1)),
            None => {}
        }
    }
    described
}

/// The parts of a text that stand between backticks.
fn code(text: &str) -> Vec<String> {
    let parts = text.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, '-' | '_')
}

/// What the cases use: the values of each key, and the formats.
#[derive(Default)]
struct Used {
    keys: BTreeMap<String, Vec<Value>>,
    formats: Vec<String>,
}

impl Used {
    fn add(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    if OVERLAY_KEYS.contains(&name.as_str()) {
                        continue;
                    }
                    if name.starts_with("x-") {
                        let values = self.keys.entry(name.clone()).or_default();
                        values.push(member.clone());
                    }
                    if name == "format" {
                        self.formats.extend(member.as_str().map(str::to_owned));
                    }
                    self.add(member);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            _ => {}
        }
    }
}

fn used() -> Result<Used, Box<dyn std::error::Error>> {
    let mut used = Used::default();
    for case in cases()? {
        used.add(&document::load(&case.join("spec.yaml"))?);
        for patch in entries(&case.join("patches"))? {
            used.add(&document::load(&case.join("patches").join(patch))?);
        }
    }
    Ok(used)
}

#[test]
fn extensions_are_all_pinned() -> Result<(), Box<dyn std::error::Error>> {
    let (described, used) = (described(), used()?);
    assert!(described.keys.len() > 10 && described.formats.len() > 4);
    let mut problems = Vec::new();
    for (key, words) in &described.keys {
        let values = used.keys.get(key).map_or(&[][..], Vec::as_slice);
        if values.is_empty() {
            problems.push(format!("`{key}` stands in EXTENSIONS.md and in no case"));
        }
        for word in words {
            if !values.iter().any(|value| says(value, word)) {
                problems.push(format!("no case has `{word}` in `{key}`"));
            }
        }
    }
    for format in &described.formats {
        if !used.formats.contains(format) {
            problems.push(format!("format `{format}` stands in no case"));
        }
    }
    for key in used.keys.keys() {
        if !described.keys.contains_key(key) {
            problems.push(format!("a case has `{key}`, EXTENSIONS.md has not"));
        }
    }
    assert_none(&problems);
    Ok(())
}

/// Whether `word` is a key or a value in `value`.
fn says(value: &Value, word: &str) -> bool {
    match value {
        Value::String(text) => text == word,
        Value::Bool(flag) => flag.to_string() == word,
        Value::Array(items) => items.iter().any(|item| says(item, word)),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| name == word || says(member, word)),
        Value::Null | Value::Number(_) => false,
    }
}

#[test]
fn foreign_crates_know_nothing_of_this_api() -> io::Result<()> {
    let mut problems = Vec::new();
    for case in cases()? {
        for (path, text) in emitted(&case).unwrap_or_default() {
            // The manifest names the crate that emitted code calls.
            if path != "Cargo.toml" && text.to_lowercase().contains("hellodialog") {
                problems.push(format!("{}: {path}", case.display()));
            }
        }
    }
    assert_none(&problems);
    Ok(())
}

/// The crate of this repository, generated from its own description.
fn own_crate() -> Result<BTreeMap<String, String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    };
    let generated = generate(&source).and_then(|crate_| crate_.with_runtime_api(&own_folder()));
    let files = generated.map_err(|error| error.to_string())?.files;
    let files = files.into_iter();
    Ok(files.map(|file| (file.path, file.text)).collect())
}

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated")
}

#[test]
fn the_committed_crate_is_not_stale() -> Result<(), Box<dyn std::error::Error>> {
    let committed = files_in(&own_folder())?;
    let generated = own_crate()?;
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&generated));
    for (name, text) in generated {
        assert!(
            committed[&name] == text,
            "generated/{name} is stale; run `cargo xtask regen`"
        );
    }
    Ok(())
}

#[test]
fn generating_twice_makes_the_same_crate() -> Result<(), String> {
    assert!(own_crate()? == own_crate()?);
    Ok(())
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

fn cases() -> io::Result<Vec<PathBuf>> {
    let all = entries(&golden())?
        .into_iter()
        .map(|name| golden().join(name));
    Ok(all.filter(|path| path.is_dir()).collect())
}

/// The names in a folder, sorted.
fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn is_yaml(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "yaml")
}

fn assert_none(problems: &[String]) {
    assert!(
        problems.is_empty(),
        "{} problem(s):\n\n{}\n",
        problems.len(),
        problems.join("\n\n")
    );
}
