//! Compares what the generator emits for small documents of other APIs with the files in `golden/`, whose
//! README says how to add a case, and for the second API with those in `scim/`. `golden_code` compiles the
//! same crates and tests their behaviour.

mod cases;
mod extensions;
mod own_crate;

use std::path::{Path, PathBuf};
use std::{fs, io};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// A larger case, with a baseline of `lint`.
fn second_api() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scim")
}

fn all_cases() -> io::Result<Vec<PathBuf>> {
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
