//! What the command gets wrong, and what the user reads then.

use std::fs;
use std::path::Path;

use hellodialog_emulator::{Emulator, Fault, FaultPhase, Operation};

use crate::{golden, output, program, text};

/// The exit code and what is said, of a run that prints nothing.
fn refused(arguments: &[&str]) -> String {
    let run = output(arguments);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(2), "")
    );
    text(&run.stderr)
}

/// A file with this text, in a folder that goes when it is dropped.
fn file(content: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fields.json");
    fs::write(&path, content).expect("a file");
    let path = path.to_str().expect("text").to_owned();
    (folder, path)
}

fn of_case(case: &str) -> String {
    let path = golden().join(case).join("fields.json");
    path.to_str().expect("text").to_owned()
}

#[test]
fn without_a_file_the_module_is_printed_and_the_warnings_are_apart() {
    let run = output(&["--from", &of_case("unknown")]);
    assert_eq!(run.status.code(), Some(0));
    let expected = fs::read_to_string(golden().join("unknown/expected.rs")).expect("a module");
    assert_eq!(text(&run.stdout), expected);
    let warnings = text(&run.stderr);
    assert_eq!(warnings.lines().count(), 8, "{warnings}");
    for line in warnings.lines() {
        let note = line.strip_prefix("warning: ").expect(line);
        assert!(expected.contains(&format!("//! - {note}\n")), "{note}");
    }
    let warning =
        "field 70 `Where` is of the unknown type `GeoPoint`: its values are kept as they come";
    assert!(warnings.contains(warning), "{warnings}");
}

#[test]
fn nothing_odd_is_nothing_said() {
    let run = output(&["--from", &of_case("types")]);
    assert_eq!(
        (run.status.code(), text(&run.stderr).as_str()),
        (Some(0), "")
    );
}

#[test]
fn a_key_must_be_there_and_sound() {
    let said = refused(&[]);
    assert!(
        said.contains("HELLODIALOG_API_KEY: it is not set"),
        "{said}"
    );
    assert!(said.contains("--from"), "{said}");
    for key in ["", "no good key", "k\u{e9}y"] {
        let run = program(&[]).env("HELLODIALOG_API_KEY", key).output();
        let run = run.expect("the program runs");
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(
            said.contains("environment variable HELLODIALOG_API_KEY: the API key"),
            "{said}"
        );
        assert!(key.is_empty() || !said.contains(key), "{said}");
    }
}

#[test]
fn no_argument_takes_a_key() {
    let help = text(&output(&["--help"]).stdout);
    assert!(help.contains("HELLODIALOG_API_KEY"), "{help}");
    for option in ["--key", "--token", "--api-key"] {
        assert!(!help.contains(option), "{help}");
        assert!(refused(&[option, "x"]).contains("unexpected argument"));
    }
}

#[test]
fn a_file_and_an_account_exclude_each_other() {
    let said = refused(&["--from", "x.json", "--base-url", "http://127.0.0.1:1/api"]);
    assert!(said.contains("cannot be used with"), "{said}");
}

#[test]
fn a_file_that_holds_no_definitions_is_named_with_what_is_wrong() {
    let cases = [
        ("", "no JSON"),
        ("{\"1\": ", "no JSON: EOF"),
        ("[{\"name\": \"a\"}]", "the ids are unknown"),
        ("7", "by their ids, found `7`"),
        (
            "{\"name\": \"a\", \"type\": \"Text\"}",
            "an object of fields by their ids",
        ),
        (
            r#"{"result": {"status": "ERROR", "code": 601, "message": "(#601) Invalid token (API-key)"}}"#,
            "the API refused it: code `601`, message `(#601) Invalid token (API-key)`",
        ),
        (
            r#"{"result": {"status": "error"}}"#,
            "no code, message no message",
        ),
    ];
    for (content, expected) in cases {
        let (_folder, path) = file(content);
        let said = refused(&["--from", &path]);
        assert!(
            said.starts_with(&format!("error: {path}: expected")),
            "{said}"
        );
        assert!(said.contains(expected), "{content}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    let said = refused(&["--from", "no/such/file.json"]);
    assert!(said.contains("no/such/file.json: cannot be read"), "{said}");
}

/// The module for these definitions, and the warnings.
fn read(content: &str) -> (String, Vec<String>) {
    let (_folder, path) = file(content);
    let run = output(&["--from", &path]);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{said}");
    let lines = said
        .lines()
        .map(|line| line.strip_prefix("warning: ").expect(line).to_owned());
    (text(&run.stdout), lines.collect())
}

#[test]
fn an_entry_that_is_no_field_does_not_lose_the_others() {
    let twice =
        r#"{"1": {"name": "A", "type": "Text", "columns": ["a"]}, "x": {}, "01": {"name": "B"}}"#;
    let (module, warnings) = read(twice);
    assert!(module.contains("pub a: Option<String>"), "{module}");
    for expected in [
        "the entry `x` is left out: its key is no id",
        "field 1 `B` is left out: its id has come before, for another definition",
        "`check` fails with `CheckError::Call` then",
    ] {
        assert!(
            warnings.iter().any(|line| line.contains(expected)),
            "{warnings:?}"
        );
        assert!(module.contains(expected), "{module}");
    }

    let list = r#"[{"id": "7", "name": "A", "type": "Text", "columns": ["a"]}, {"id": 8, "name": "B"}, {"name": "C"}]"#;
    let (module, warnings) = read(list);
    assert!(module.contains("id: FieldId::new(7)"), "{module}");
    let expected = "item 3 of the list, `C`, is left out: it has no id";
    assert!(warnings.contains(&expected.to_owned()), "{warnings:?}");
    assert!(
        warnings
            .iter()
            .any(|line| line.contains("the ids are unknown")),
        "{warnings:?}"
    );

    let (_, warnings) = read(r#"{"1": {"id": 2, "name": "A", "type": "Text", "columns": ["a"]}}"#);
    assert_eq!(
        warnings,
        ["field 1 `A` says that its id is 2: that of its key is taken"]
    );
}

#[test]
fn an_account_without_fields_is_odd() {
    for nothing in ["null", "[]", "{}"] {
        let (module, warnings) = read(nothing);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(
            warnings[0].starts_with("the account has no fields at all"),
            "{warnings:?}"
        );
        assert!(
            module.contains(&format!("//! - {}\n", warnings[0])),
            "{module}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let fields = r#"{"1": {"name": "A", "type": "Text", "columns": ["a"]}}"#;
    assert_eq!(read(&format!("\u{feff}{fields}")), read(fields));
}

#[test]
fn a_module_is_written_whole_or_not_at_all() {
    let (folder, broken) = file("{\"1\": ");
    let out = folder.path().join("fields.rs");
    fs::write(&out, "old").expect("a file");
    let path = out.to_str().expect("text");
    refused(&["--from", &broken, "--out", path]);
    assert_eq!(fs::read_to_string(&out).expect("the file"), "old");

    // A folder in the place of the file, and a folder that is not there.
    let place = folder.path().to_str().expect("text");
    let said = refused(&["--from", &of_case("types"), "--out", place]);
    assert!(
        said.contains(&format!("{place}: cannot be written")),
        "{said}"
    );
    let nowhere = folder.path().join("no/fields.rs");
    let said = refused(&[
        "--from",
        &of_case("types"),
        "--out",
        nowhere.to_str().expect("text"),
    ]);
    assert!(said.contains("cannot be written"), "{said}");

    let run = output(&["--from", &of_case("types"), "--out", path]);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(0), "")
    );
    let expected = fs::read(golden().join("types/expected.rs")).expect("a module");
    assert_eq!(fs::read(&out).expect("the file"), expected);
    assert_eq!(names(folder.path()), ["fields.json", "fields.rs"]);
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort_unstable();
    names
}

const KEY: &str = "fedcba9876543210fedcba9876543210";

/// What is said of an account that does not answer.
fn refused_by(base_url: &str) -> String {
    let run = program(&["--base-url", base_url])
        .env("HELLODIALOG_API_KEY", KEY)
        .output();
    let run = run.expect("the program runs");
    let said = text(&run.stderr);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(2), ""),
        "{said}"
    );
    assert!(
        said.starts_with("error: the account's fields cannot be had"),
        "{said}"
    );
    assert!(!said.contains(KEY), "{said}");
    said
}

#[test]
fn an_account_that_does_not_answer_is_said_without_the_key() {
    // No port that a system gives away is as low as this one.
    let said = refused_by("http://127.0.0.1:1/api");
    assert!(said.contains("connect"), "{said}");

    // The key is that of another account.
    let account = Emulator::start().expect("a port is free");
    let said = refused_by(&account.url());
    assert!(said.contains("601"), "{said}");

    for wrong in [
        "nonsense",
        "http://example.com/api",
        "https://127.0.0.1/api?token=1",
    ] {
        let said = refused_by(wrong);
        assert!(said.contains("the base URL"), "{said}");
    }
}

#[test]
fn an_answer_that_is_no_definitions_is_said() {
    let account = Emulator::builder()
        .key(KEY)
        .start()
        .expect("a port is free");
    account.inject_fault(Fault::html(FaultPhase::Before).on(Operation::GetFields));
    refused_by(&account.url());
}

/// The account answers `body` to everything.
fn stub(body: &str) -> (tokio::runtime::Runtime, wiremock::MockServer) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime.block_on(wiremock::MockServer::start());
    let answer = wiremock::ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let mock = wiremock::Mock::given(wiremock::matchers::path("/fields")).respond_with(answer);
    runtime.block_on(mock.mount(&server));
    (runtime, server)
}

#[test]
fn an_account_is_read_as_a_file_is() {
    let shapes = fs::read_to_string(golden().join("shapes/fields.json")).expect("definitions");
    let bare = r#"{"1": {"name": "A", "type": "Text", "columns": "a"}}"#;
    let list = r#"[{"id": 1, "name": "A", "type": "Text", "columns": ["a"]}]"#;
    for answer in [shapes.as_str(), bare, list, "{\"x\": {}, \"1\": {}}"] {
        let (_runtime, server) = stub(answer);
        let run = program(&["--base-url", &server.uri()])
            .env("HELLODIALOG_API_KEY", KEY)
            .output()
            .expect("the program runs");
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let (module, warnings) = read(answer);
        assert_eq!(text(&run.stdout), module);
        assert_eq!(text(&run.stderr).lines().count(), warnings.len());
    }
}

#[test]
fn what_the_api_says_does_not_command_the_terminal() {
    let body = r#"{"result": {"status": "ERROR", "code": 601, "message": "no\u001b[2J\u0007\nat all\u202e"}}"#;
    let (_runtime, server) = stub(body);
    let said = refused_by(&server.uri());
    assert!(
        said.contains("no\\u{1b}[2J\\u{7}\\nat all\\u{202e}"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
}
