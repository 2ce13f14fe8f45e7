//! Errors and warnings.

use std::fs;
use std::path::Path;

use hellodialog_emulator::{Emulator, Fault, FaultPhase, Operation};

use crate::{command, golden, output, text};

/// The stderr of a run that must fail and print nothing to stdout.
fn error_of(arguments: &[&str]) -> String {
    let run = output(arguments);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(2), "")
    );
    text(&run.stderr)
}

/// A temporary file with this text.
fn file(content: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("fields.json");
    fs::write(&path, content).expect("a file");
    let path = path.to_str().expect("text").to_owned();
    (folder, path)
}

fn definitions_of(case: &str) -> String {
    let path = golden().join(case).join("fields.json");
    path.to_str().expect("text").to_owned()
}

#[test]
fn without_out_the_module_goes_to_stdout_and_warnings_to_stderr() {
    let run = output(&["--from", &definitions_of("unknown")]);
    assert_eq!(run.status.code(), Some(0));
    let expected = fs::read_to_string(golden().join("unknown/expected.rs")).expect("a module");
    assert_eq!(text(&run.stdout), expected);
    let warnings = text(&run.stderr);
    assert_eq!(warnings.lines().count(), 8, "{warnings}");
    for line in warnings.lines() {
        let warning = line.strip_prefix("warning: ").expect(line);
        assert!(
            expected.contains(&format!("//! - {warning}\n")),
            "{warning}"
        );
    }
    let warning = "field 70 `Where` has the unknown type `GeoPoint`: the column is untyped";
    assert!(warnings.contains(warning), "{warnings}");
}

#[test]
fn valid_definitions_give_no_warning() {
    let run = output(&["--from", &definitions_of("types")]);
    assert_eq!(
        (run.status.code(), text(&run.stderr).as_str()),
        (Some(0), "")
    );
}

#[test]
fn a_missing_or_invalid_key_is_an_error() {
    let message = error_of(&[]);
    assert!(
        message.contains("HELLODIALOG_API_KEY: it is not set"),
        "{message}"
    );
    assert!(message.contains("--from"), "{message}");
    for key in ["", "no good key", "k\u{e9}y"] {
        let run = command(&[]).env("HELLODIALOG_API_KEY", key).output();
        let run = run.expect("the binary runs");
        let message = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{message}");
        assert!(
            message.contains("environment variable HELLODIALOG_API_KEY: the API key"),
            "{message}"
        );
        assert!(key.is_empty() || !message.contains(key), "{message}");
    }
}

#[test]
fn the_key_is_not_an_option() {
    let help = text(&output(&["--help"]).stdout);
    assert!(help.contains("HELLODIALOG_API_KEY"), "{help}");
    for option in ["--key", "--token", "--api-key"] {
        assert!(!help.contains(option), "{help}");
        assert!(error_of(&[option, "x"]).contains("unexpected argument"));
    }
}

#[test]
fn from_and_base_url_exclude_each_other() {
    let message = error_of(&["--from", "x.json", "--base-url", "http://127.0.0.1:1/api"]);
    assert!(message.contains("cannot be used with"), "{message}");
}

#[test]
fn a_file_without_definitions_is_an_error_with_its_name() {
    let cases = [
        ("", "invalid JSON"),
        ("{\"1\": ", "invalid JSON: EOF"),
        ("[{\"name\": \"a\"}]", "the ids are unknown"),
        ("7", "by their ids, found `7`"),
        (
            "{\"name\": \"a\", \"type\": \"Text\"}",
            "an object of fields by their ids",
        ),
        (
            r#"{"result": {"status": "ERROR", "code": 601, "message": "(#601) Invalid token (API-key)"}}"#,
            "an error of the API: code `601`, message `(#601) Invalid token (API-key)`",
        ),
        (
            r#"{"result": {"status": "error"}}"#,
            "no code, message no message",
        ),
    ];
    for (content, expected) in cases {
        let (_folder, path) = file(content);
        let message = error_of(&["--from", &path]);
        assert!(
            message.starts_with(&format!("error: {path}: expected")),
            "{message}"
        );
        assert!(message.contains(expected), "{content}: {message}");
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    let message = error_of(&["--from", "no/such/file.json"]);
    assert!(
        message.contains("no/such/file.json: cannot be read"),
        "{message}"
    );
}

/// The module for these definitions, and the warnings.
fn read(content: &str) -> (String, Vec<String>) {
    let (_folder, path) = file(content);
    let run = output(&["--from", &path]);
    let message = text(&run.stderr);
    assert_eq!(run.status.code(), Some(0), "{message}");
    let lines = message
        .lines()
        .map(|line| line.strip_prefix("warning: ").expect(line).to_owned());
    (text(&run.stdout), lines.collect())
}

#[test]
fn an_entry_without_an_id_is_skipped_and_the_others_are_kept() {
    let twice =
        r#"{"1": {"name": "A", "type": "Text", "columns": ["a"]}, "x": {}, "01": {"name": "B"}}"#;
    let (module, warnings) = read(twice);
    assert!(module.contains("pub a: Option<String>"), "{module}");
    for expected in [
        "the entry `x` is left out: its key is not an id",
        "field 1 `B` is left out: another definition before it has the same id",
        "`check` will fail with `CheckError::Call`",
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
        warnings.iter().any(|line| line.contains("without ids")),
        "{warnings:?}"
    );

    let (_, warnings) = read(r#"{"1": {"id": 2, "name": "A", "type": "Text", "columns": ["a"]}}"#);
    assert_eq!(
        warnings,
        ["field 1 `A` has the id 2 inside, which differs from its key; the key is used"]
    );
}

#[test]
fn an_account_without_fields_gives_a_warning() {
    for empty in ["null", "[]", "{}"] {
        let (module, warnings) = read(empty);
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
fn a_byte_order_mark_is_ignored() {
    let fields = r#"{"1": {"name": "A", "type": "Text", "columns": ["a"]}}"#;
    assert_eq!(read(&format!("\u{feff}{fields}")), read(fields));
}

#[test]
fn out_writes_the_whole_module_or_nothing() {
    let (folder, broken) = file("{\"1\": ");
    let out = folder.path().join("fields.rs");
    fs::write(&out, "old").expect("a file");
    let path = out.to_str().expect("text");
    error_of(&["--from", &broken, "--out", path]);
    assert_eq!(fs::read_to_string(&out).expect("the file"), "old");

    // A folder in place of the file, and a missing folder.
    let place = folder.path().to_str().expect("text");
    let message = error_of(&["--from", &definitions_of("types"), "--out", place]);
    assert!(
        message.contains(&format!("{place}: cannot be written")),
        "{message}"
    );
    let nowhere = folder.path().join("no/fields.rs");
    let message = error_of(&[
        "--from",
        &definitions_of("types"),
        "--out",
        nowhere.to_str().expect("text"),
    ]);
    assert!(message.contains("cannot be written"), "{message}");

    let run = output(&["--from", &definitions_of("types"), "--out", path]);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(0), "")
    );
    let said = text(&run.stderr);
    assert!(said.starts_with(&format!("wrote {path}\n")), "{said}");
    assert!(said.ends_with(" custom fields\n"), "{said}");
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

/// The error for an account at this URL.
fn account_error(base_url: &str) -> String {
    let run = command(&["--base-url", base_url])
        .env("HELLODIALOG_API_KEY", KEY)
        .output();
    let run = run.expect("the binary runs");
    let message = text(&run.stderr);
    assert_eq!(
        (run.status.code(), text(&run.stdout).as_str()),
        (Some(2), ""),
        "{message}"
    );
    assert!(!message.contains(KEY), "{message}");
    message
}

#[test]
fn an_error_of_the_account_does_not_show_the_key() {
    // No server listens on this port.
    let message = account_error("http://127.0.0.1:1/api");
    let start = "error: cannot fetch the fields of \"http://127.0.0.1:1/api\": ";
    assert!(message.starts_with(start), "{message}");
    assert!(message.contains("connect"), "{message}");
    assert!(
        message.ends_with("; check --base-url and the network\n"),
        "{message}"
    );

    // The account has another key.
    let account = Emulator::start().expect("a port");
    let message = account_error(&account.url());
    assert!(message.contains("601"), "{message}");
    assert!(
        message.contains("check that HELLODIALOG_API_KEY is the key"),
        "{message}"
    );

    // A server without the API.
    let account = Emulator::builder().key(KEY).start().expect("a port");
    let message = account_error(&format!("http://{}", account.address()));
    assert!(message.contains("check --base-url"), "{message}");
}

#[test]
fn a_wrong_base_url_is_quoted_with_the_next_step() {
    for (url, start, step) in [
        (
            "nonsense",
            "\"nonsense\": the base URL is not a URL",
            "expected https://",
        ),
        (
            "localhost:80/api",
            "\"localhost:80/api\": the base URL is neither https nor http",
            "found the scheme `localhost`",
        ),
        (
            "http://example.com/api",
            "\"http://example.com/api\"",
            "--allow-plain-http",
        ),
        (
            "https://127.0.0.1/api?token=1",
            "\"https://127.0.0.1/api\": the base URL has a query",
            "remove it",
        ),
    ] {
        let message = account_error(url);
        let start = format!("error: --base-url {start}");
        assert!(
            message.starts_with(&start) && message.contains(step),
            "{message}"
        );
    }
}

#[test]
fn a_response_without_definitions_is_an_error() {
    let account = Emulator::builder().key(KEY).start().expect("a port");
    account.inject_fault(Fault::html(FaultPhase::Before).on(Operation::GetFields));
    account_error(&account.url());
}

/// A server that responds with `body` to `GET /fields`.
fn stub(body: &str) -> (tokio::runtime::Runtime, wiremock::MockServer) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime.block_on(wiremock::MockServer::builder().start());
    let response = wiremock::ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let mock = wiremock::Mock::given(wiremock::matchers::path("/fields")).respond_with(response);
    runtime.block_on(mock.mount(&server));
    (runtime, server)
}

#[test]
fn a_response_is_decoded_like_a_file() {
    let shapes = fs::read_to_string(golden().join("shapes/fields.json")).expect("definitions");
    let bare = r#"{"1": {"name": "A", "type": "Text", "columns": "a"}}"#;
    let list = r#"[{"id": 1, "name": "A", "type": "Text", "columns": ["a"]}]"#;
    for body in [shapes.as_str(), bare, list, "{\"x\": {}, \"1\": {}}"] {
        let (_runtime, server) = stub(body);
        let run = command(&["--base-url", &server.uri()])
            .env("HELLODIALOG_API_KEY", KEY)
            .output()
            .expect("the binary runs");
        assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
        let (module, warnings) = read(body);
        assert_eq!(text(&run.stdout), module);
        assert_eq!(text(&run.stderr).lines().count(), warnings.len());
    }
}

#[test]
fn an_api_message_does_not_reach_the_terminal() {
    let body = r#"{"result": {"status": "ERROR", "code": 601, "message": "no\u001b[2J\u0007\nat all\u202e"}}"#;
    let (_runtime, server) = stub(body);
    let message = account_error(&server.uri());
    assert!(message.contains("code 601"), "{message}");
    assert!(!message.contains("at all"), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}
