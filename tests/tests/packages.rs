//! The packages of the workspace: what their manifests say is true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What users get from a registry, by the folders.
const PUBLISHED: [&str; 3] = ["codegen/runtime", "generated", "tests/emulator"];

fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the root of the checkout").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The packages of the workspace, by their folders, as `cargo metadata` knows them.
fn packages() -> BTreeMap<PathBuf, Value> {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let mut metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let Value::Array(packages) = metadata["packages"].take() else {
        panic!("no packages");
    };
    let folder = |package: &Value| {
        let manifest = Path::new(package["manifest_path"].as_str().expect("a path"));
        manifest.parent().expect("a folder").to_owned()
    };
    let packages = packages.into_iter().map(|one| (folder(&one), one));
    packages.collect()
}

/// The text of all Rust files in `folder` that belong to its package.
fn sources(folder: &Path, packages: &BTreeMap<PathBuf, Value>, text: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if !packages.contains_key(&path) && !path.join("Cargo.toml").exists() {
                sources(&path, packages, text);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&read(&path));
        }
    }
}

#[test]
fn every_dependency_is_used() {
    let packages = packages();
    let mut unused = Vec::new();
    for (folder, package) in &packages {
        let mut text = String::new();
        sources(folder, &packages, &mut text);
        // Examples of the client are outside of its folder.
        for target in package["targets"].as_array().expect("a list") {
            let path = Path::new(target["src_path"].as_str().expect("a path"));
            match path.parent().filter(|_| path.ends_with("main.rs")) {
                Some(folder) => sources(folder, &packages, &mut text),
                None => text.push_str(&read(path)),
            }
        }
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        for dependency in package["dependencies"].as_array().expect("a list") {
            let name = dependency["rename"]
                .as_str()
                .or(dependency["name"].as_str());
            let name = name.expect("a name").replace('-', "_");
            if !words.contains(&name.as_str()) {
                unused.push(format!("{}: {name}", folder.display()));
            }
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn published_packages_are_described_and_their_versions_move_together() {
    let packages = packages();
    let root = root();
    for folder in PUBLISHED {
        let package = &packages[&root.join(folder)];
        for member in [
            "description",
            "documentation",
            "license",
            "readme",
            "rust_version",
        ] {
            assert!(package[member].is_string(), "{folder}: {member}");
        }
        assert_eq!(package["version"], env!("CARGO_PKG_VERSION"), "{folder}");
        assert!(package["publish"].is_null(), "{folder} cannot be published");
        for member in ["keywords", "categories"] {
            let items = package[member].as_array().expect("a list");
            assert!((1..=5).contains(&items.len()), "{folder}: {member}");
        }
    }
    let unpublished = packages
        .values()
        .filter(|package| package["publish"].is_array());
    assert_eq!(unpublished.count(), packages.len() - PUBLISHED.len());
}

#[test]
fn a_published_package_depends_on_published_packages_alone() {
    let packages = packages();
    let root = root();
    for folder in PUBLISHED {
        for dependency in packages[&root.join(folder)]["dependencies"]
            .as_array()
            .expect("a list")
        {
            let Some(path) = dependency["path"].as_str() else {
                continue;
            };
            let is_published = PUBLISHED
                .iter()
                .any(|one| root.join(one) == Path::new(path));
            // Cargo leaves out a dependency of tests that has no version: there is no cycle between packages.
            let is_left_out = dependency["kind"] == "dev" && dependency["req"] == "*";
            let has_version = is_published && dependency["req"] != "*";
            assert!(
                is_left_out || has_version,
                "{folder}: {}",
                dependency["name"]
            );
        }
    }
}

#[test]
fn published_packages_have_the_licences() {
    for folder in PUBLISHED {
        let texts = ["LICENSE-MIT", "LICENSE-A"].map(|start| {
            let files = fs::read_dir(root().join(folder)).expect("a folder");
            let paths = files.map(|file| file.expect("a file").path());
            let name = |path: &PathBuf| {
                path.file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with(start))
            };
            let path = paths.into_iter().find(name);
            words(&read(
                &path.unwrap_or_else(|| panic!("{folder} has no {start}")),
            ))
        });
        for (text, line) in texts.iter().zip([
            "Copyright (c) 2026 the authors of this repository Permission is hereby granted",
            "Apache License Version 2.0, January 2004",
        ]) {
            assert!(text.contains(line), "{folder}: {line}");
        }
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
