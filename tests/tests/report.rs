//! Compares the pages of `diff` for made-up releases with those in `diff/`. Its README says how to add a case.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::diff::{Input, compare};
use hellodialog_codegen::document;
use similar::TextDiff;

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p hellodialog-tests --test report";
const PARTS: [&str; 3] = ["new.yaml", "old.yaml", "report.md"];

#[test]
fn each_release_has_the_expected_page() -> io::Result<()> {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let cases = entries(&root())?;
    assert!(cases.len() > 3, "{cases:?}");
    let mut problems = Vec::new();
    for name in cases {
        if root().join(&name).is_dir() {
            problems.extend(check_case(&root().join(&name), &name, update)?);
        } else if name != "README.md" {
            problems.push(format!("diff/{name}: no case; a case is a folder"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// The problems of a case; with `update`, after writing the page.
fn check_case(case: &Path, name: &str, update: bool) -> io::Result<Vec<String>> {
    let unknown = entries(case)?
        .into_iter()
        .filter(|entry| !PARTS.contains(&entry.as_str()));
    let mut problems: Vec<String> = unknown
        .map(|entry| {
            format!(
                "diff/{name}/{entry}: a case is {}; remove it",
                PARTS.join(", ")
            )
        })
        .collect();
    let page = match page(case) {
        Ok(page) => page,
        Err(error) => {
            problems.push(format!("diff/{name}: {error}"));
            return Ok(problems);
        }
    };
    let expected = case.join("report.md");
    if update {
        fs::write(&expected, &page)?;
    }
    let old = fs::read_to_string(&expected).unwrap_or_default();
    if old != page {
        let diff = TextDiff::from_lines(&old, &page).unified_diff().to_string();
        problems.push(format!(
            "diff/{name}/report.md:\n{diff}to accept it, run\n  {UPDATE}"
        ));
    }
    Ok(problems)
}

fn page(case: &Path) -> Result<String, String> {
    let load = |name: &str| document::load(&case.join(name)).map_err(|error| error.to_string());
    let (old, new) = (load("old.yaml")?, load("new.yaml")?);
    let input = |name, document| Input::new(name, document);
    let report = compare(&input("old.yaml", &old), &input("new.yaml", &new));
    report
        .map(|report| report.markdown())
        .map_err(|error| error.to_string())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diff")
}

fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
