//! The emitted files of a case are those that it expects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::{Source, generate};
use serde_json::Value;
use similar::TextDiff;

use crate::{all_cases, assert_none, entries, golden, is_yaml, second_api};

/// The case whose emitted files are all compared.
const WHOLE_CRATE: &str = "whole-crate";

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test golden";

#[test]
fn emitted_files_equal_the_expected_files() -> io::Result<()> {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut problems = Vec::new();
    for name in entries(&golden())? {
        if golden().join(&name).is_dir() {
            problems.extend(check_case(&golden().join(&name), update)?);
        } else if name != "README.md" {
            problems.push(format!("golden/{name}: no case; a case is a folder"));
        }
    }
    problems.extend(check_case(&second_api(), update)?);
    assert_none(&problems);
    Ok(())
}

/// The problems of a case. With `update`, outdated files are rewritten first.
fn check_case(case: &Path, update: bool) -> io::Result<Vec<String>> {
    let name = case.file_name().map_or_else(Default::default, |name| {
        format!("golden/{}", name.to_string_lossy())
    });
    let mut problems = unexpected_files(case, &name)?;
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

/// Files that do not belong to a case.
fn unexpected_files(case: &Path, name: &str) -> io::Result<Vec<String>> {
    let known: &[&str] = if case == second_api() {
        &[
            "spec.yaml",
            "patches",
            "expected",
            "accepted.yaml",
            "README.md",
        ]
    } else {
        &["spec.yaml", "patches", "expected"]
    };
    let unknown_files = entries(case)?
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
    Ok(unknown_files.chain(among_patches).map(say).collect())
}

fn differences(
    case: &Path,
    name: &str,
    emitted: &BTreeMap<String, String>,
) -> io::Result<Vec<String>> {
    let expected = expected(case)?;
    if expected.is_empty() {
        return Ok(vec![format!("{name}: no expected files; run\n  {UPDATE}")]);
    }
    let mut problems = Vec::new();
    for (path, text) in emitted {
        let place = format!("{name}/expected/{path}");
        match expected.get(path) {
            Some(old) if old == text => {}
            Some(old) => problems.push(diff(&place, old, text)),
            None if is_required(case, path) => {
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

/// Whether a file must be in `expected/`. Other emitted files may be, if they show the feature of the case.
fn is_required(case: &Path, path: &str) -> bool {
    path.starts_with("src/resources/") || case.ends_with(WHOLE_CRATE)
}

/// Updates `expected/`: the required files, and those that exist.
fn rewrite(case: &Path, emitted: &BTreeMap<String, String>) -> io::Result<()> {
    let folder = case.join("expected");
    let expected = expected(case)?;
    for (path, text) in emitted {
        let changed = match expected.get(path) {
            Some(old) => old != text,
            None => is_required(case, path),
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

/// The files that a case generates, by path, or the error message.
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
pub fn files_in(root: &Path) -> io::Result<BTreeMap<String, String>> {
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
fn problems_of_a_case_are_reported() -> io::Result<()> {
    type Change = fn(&Path) -> io::Result<()>;
    let changes: [(Change, &str); 8] = [
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
            "no expected files; run\n  UPDATE_GOLDEN=1",
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
    for (change, message) in changes {
        let folder = tempfile::tempdir()?;
        let case = valid_case(folder.path())?;
        change(&case)?;
        let problems = check_case(&case, false)?.join("\n");
        assert!(problems.contains(message), "{message}: {problems}");
    }
    Ok(())
}

#[test]
fn an_update_rewrites_expected_files() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let case = valid_case(folder.path())?;
    let before = expected(&case)?;
    fs::write(case.join("expected/src/resources/cache.rs"), "old\n")?;
    fs::write(case.join("expected/src/more.rs"), "")?;
    assert_eq!(check_case(&case, true)?, Vec::<String>::new());
    assert_eq!(expected(&case)?, before);
    Ok(())
}

/// Creates a valid case in `folder`.
fn valid_case(folder: &Path) -> io::Result<PathBuf> {
    let (model, case) = (golden().join("no-content"), folder.join("case"));
    fs::create_dir_all(case.join("patches"))?;
    fs::copy(model.join("spec.yaml"), case.join("spec.yaml"))?;
    for patch in entries(&model.join("patches"))? {
        let patch = Path::new("patches").join(patch);
        fs::copy(model.join(&patch), case.join(&patch))?;
    }
    assert_eq!(check_case(&case, true)?, Vec::<String>::new());
    assert_eq!(check_case(&case, false)?, Vec::<String>::new());
    Ok(case)
}

#[test]
fn crates_of_other_apis_do_not_name_this_api() -> io::Result<()> {
    let mut problems = Vec::new();
    for case in all_cases()?.into_iter().chain([second_api()]) {
        for (path, text) in emitted(&case).unwrap_or_default() {
            // The manifest names the crate that emitted code calls.
            if path != "Cargo.toml" && text.to_lowercase().contains("hellodialog") {
                problems.push(format!("{}: {path}", case.display()));
            }
        }
    }
    // What they call names itself only.
    for (path, text) in files_in(&golden().join("../../codegen/runtime/src"))? {
        let others = text
            .to_lowercase()
            .replace("hellodialog_runtime", "")
            .replace("hellodialog-runtime", "");
        if others.contains("hellodialog") {
            problems.push(format!("codegen/runtime/src/{path}"));
        }
    }
    assert_none(&problems);
    Ok(())
}

/// The order of the branches of `oneOf` and `anyOf` means nothing.
#[test]
fn branches_in_another_order_are_the_same_crate() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    for case in ["union-values", "discriminator", "discriminator-on-parent"] {
        let case = golden().join(case);
        let mut document: Value =
            yaml_serde::from_str(&fs::read_to_string(case.join("spec.yaml"))?)?;
        reverse_branches(&mut document);
        let spec = folder.path().join("spec.yaml");
        fs::write(&spec, serde_json::to_string(&document)?)?;
        let reversed = Source {
            spec,
            patches: Some(case.join("patches")),
        };
        let texts = |source: &Source| {
            let files = generate(source)?.files.into_iter();
            Ok::<_, hellodialog_codegen::Error>(files.map(|file| file.text).collect::<Vec<_>>())
        };
        let source = Source {
            spec: case.join("spec.yaml"),
            patches: Some(case.join("patches")),
        };
        assert!(texts(&source)? == texts(&reversed)?, "{}", case.display());
    }
    Ok(())
}

fn reverse_branches(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(reverse_branches),
        Value::Object(members) => {
            for (name, member) in members {
                reverse_branches(member);
                if let (Value::Array(branches), "oneOf" | "anyOf") = (member, name.as_str()) {
                    branches.reverse();
                }
            }
        }
        _ => {}
    }
}

/// A name does not depend on what stands before it.
#[test]
fn a_document_in_another_order_has_the_same_public_api() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut changed = Vec::new();
    for case in all_cases()? {
        let text = fs::read_to_string(case.join("spec.yaml"))?;
        let mut document: Value = yaml_serde::from_str(&text)?;
        for at in ["/paths", "/components/schemas"] {
            if let Some(Value::Object(members)) = document.pointer_mut(at) {
                *members = std::mem::take(members).into_iter().rev().collect();
            }
        }
        let spec = folder.path().join("spec.yaml");
        fs::write(&spec, serde_json::to_string(&document)?)?;
        let api = |spec: PathBuf| {
            let patches = Some(case.join("patches"));
            let files = generate(&Source { spec, patches })?.files.into_iter();
            let api = files.filter(|file| file.path == "api.txt");
            Ok::<_, hellodialog_codegen::Error>(api.map(|file| file.text).collect::<String>())
        };
        let (own, reversed) = (api(case.join("spec.yaml"))?, api(spec)?);
        if own != reversed {
            changed.push(diff(&case.to_string_lossy(), &own, &reversed));
        }
    }
    assert_none(&changed);
    Ok(())
}
