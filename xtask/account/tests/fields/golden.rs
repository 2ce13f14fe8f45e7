//! The modules for made-up accounts: `golden/CASE/fields.json` and `golden/CASE/expected.rs`.
//! `UPDATE_GOLDEN=1` updates the expected modules.

use std::path::Path;
use std::{env, fs, io};

use crate::golden;

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p hellodialog-account --test fields golden";

#[test]
fn each_module_equals_its_golden_file() -> io::Result<()> {
    let mut problems = Vec::new();
    for case in entries(&golden())? {
        problems.extend(check_case(&case)?);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// The problems of a case. With `UPDATE_GOLDEN` the expected module is updated first.
fn check_case(case: &str) -> io::Result<Vec<String>> {
    let folder = golden().join(case);
    let expected = folder.join("expected.rs");
    let mut problems: Vec<String> = entries(&folder)?
        .into_iter()
        .filter(|file| file != "fields.json" && file != "expected.rs")
        .map(|file| format!("{case}/{file}: a case is a fields.json and an expected.rs"))
        .collect();
    // The test in `account.rs` writes this module from an emulated account.
    if case == "account" {
        return Ok(problems);
    }
    let definitions = fs::read(folder.join("fields.json"))?;
    let actual = match hellodialog_account::fields::module_of(&definitions) {
        Ok((actual, _)) => actual,
        Err(error) => return Ok(vec![format!("{case}: {error:?}")]),
    };
    if let Some(problem) = compare(&expected, &actual)? {
        problems.push(problem);
    }
    Ok(problems)
}

/// Compares the file with the module, or updates it.
pub(crate) fn compare(expected: &Path, actual: &str) -> io::Result<Option<String>> {
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(expected, actual)?;
        return Ok(None);
    }
    let expected_text = fs::read_to_string(expected).unwrap_or_default();
    let line = expected_text
        .lines()
        .zip(actual.lines())
        .position(|(a, b)| a != b);
    Ok((expected_text != actual).then(|| {
        let line = line.map_or_else(|| "its end".to_owned(), |line| format!("line {}", line + 1));
        format!("{}: differs from {line} on; {UPDATE}", expected.display())
    }))
}

#[test]
fn every_case_is_compiled() -> io::Result<()> {
    let mut compiled = crate::compiled::CASES.to_vec();
    compiled.sort_unstable();
    assert_eq!(
        entries(&golden())?,
        compiled,
        "tests/fields/compiled.rs lists them"
    );
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}
