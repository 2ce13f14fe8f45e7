//! The examples of the README run where their language is installed. The Rust example is a doctest.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use hellodialog_emulator::{DEFAULT_KEY, Emulator};

const README: &str = include_str!("../../README.md");

/// The code blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let start = format!("```{language}\n");
    let after = README.split(start.as_str()).skip(1);
    after
        .map(|text| text.split("```").next().unwrap_or_default())
        .collect()
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs an example against a new account; `None` if the program is not installed.
fn run(program: &str, needs: &str, example: &str, account: &Emulator) -> Option<String> {
    if !is_installed(needs) {
        return None;
    }
    assert!(example.contains("http://127.0.0.1:8080"), "{example}");
    let server = format!("http://{}", account.address());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("example");
    fs::write(&file, example.replace("http://127.0.0.1:8080", &server)).unwrap();
    let output = Command::new(program).arg(&file).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{example}\n{errors}");
    assert_eq!(errors, "", "{example}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_examples_in_python_and_php_run() {
    for (language, program) in [("python", "python3"), ("php", "php")] {
        for example in blocks(language) {
            assert!(example.contains(DEFAULT_KEY));
            let account = Emulator::start().unwrap();
            if let Some(printed) = run(program, program, example, &account) {
                assert_eq!(printed, "1 contact, 1 optin mail\n", "{language}");
            }
        }
        assert_eq!(blocks(language).len(), 1);
    }
}

#[test]
fn the_example_for_curl_runs() {
    let account = Emulator::start().unwrap();
    let example = blocks("sh")
        .into_iter()
        .find(|block| block.contains("--globoff"))
        .unwrap();
    if let Some(printed) = run("sh", "curl", example, &account) {
        for part in [
            r#""status":"OK""#,
            r#""email":"kevin@example.com""#,
            r#""kind":"optin""#,
        ] {
            assert!(printed.contains(part), "{part}: {printed}");
        }
    }
}

#[test]
fn the_calls_of_the_control_path_run() {
    let account = Emulator::start().unwrap();
    let example = blocks("sh")
        .into_iter()
        .find(|block| block.contains("/_emulator/clock"))
        .unwrap();
    if let Some(printed) = run("sh", "curl", example, &account) {
        assert!(!printed.contains("detail"), "{printed}");
        assert_eq!(printed.matches(r#""healthy":true"#).count(), 1, "{printed}");
    }
}

#[test]
fn the_readme_names_every_path_of_the_control_path() {
    let description: serde_json::Value =
        yaml_serde::from_str(include_str!("../../control.yaml")).unwrap();
    for (path, item) in description["paths"].as_object().unwrap() {
        let path = path[1..].replace("{id}", "1");
        for method in item.as_object().unwrap().keys() {
            let call = format!("`{} {path}", method.to_uppercase());
            let named = README.contains(&call) || README.contains(&format!("/_emulator/{path}`"));
            assert!(named, "{call}");
        }
    }
}

#[test]
fn linked_files_exist() {
    for link in README.split("](").skip(1) {
        let target = link.split(')').next().unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(target);
        assert!(file.exists(), "{target}");
    }
}
