//! Errors: invalid arguments, and accounts that do not respond.

use std::fs;
use std::net::TcpListener;

use hellodialog_emulator::{Emulator, Fault, FaultPhase};

use crate::process::{Run, demo, run, start};
use crate::stub::{KEY, Stub};

/// Checks that the run failed with one line on stderr, and returns that line.
#[track_caller]
fn error_line(run: &Run) -> &str {
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(run.stdout, "");
    let mut lines = without_progress(run).into_iter();
    let line = lines.next().expect("a line");
    assert_eq!(lines.next(), None, "{}", run.stderr);
    line
}

/// What is printed beside the results, without the lines that say how far a run is.
fn without_progress(run: &Run) -> Vec<&str> {
    let lines = run.stderr.lines();
    let is_progress = |line: &&str| line.contains(" requests sent, of at most ");
    lines.filter(|line| !is_progress(line)).collect()
}

fn run_at(account: &Emulator, key: Option<&str>) -> Run {
    run(key, &["--base-url", &account.url()])
}

#[test]
fn the_key_is_read_from_the_environment() {
    let account = start(demo());
    let variable = "error: environment variable HELLODIALOG_API_KEY";
    let run = run_at(&account, None);
    assert_eq!(
        error_line(&run),
        format!("{variable}: it is not set; set it to the API key")
    );
    let run = run_at(&account, Some("a key"));
    assert_eq!(
        error_line(&run),
        format!("{variable}: the API key contains white space")
    );
    assert!(account.journal().is_empty());
}

#[test]
fn a_rejected_key_is_an_error_after_the_first_request() {
    let account = start(demo());
    let run = run_at(&account, Some("ffffffffffffffffffffffffffffffff"));
    let line = format!(
        "error: \"{}\": the account rejects the API key: check HELLODIALOG_API_KEY, and that it is the \
         key of this account",
        account.url()
    );
    assert_eq!(error_line(&run), line);
    assert_eq!(account.journal().len(), 1);
}

#[test]
fn an_unreachable_account_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let run = run(Some(KEY), &["--base-url", &format!("http://{address}/api")]);
    let line = format!(
        "error: \"http://{address}/api\": the account cannot be reached: no connection; check --base-url \
         and the network"
    );
    assert_eq!(error_line(&run), line);
}

#[test]
fn a_server_without_the_api_is_an_error() {
    let account = start(demo().fault(Fault::html(FaultPhase::Before)));
    let url = account.url();
    let line = format!(
        "error: {url:?}: none of 13 requests got a response of the API; the first failure: the response \
         is not JSON; check --base-url, and the permissions of the key"
    );
    assert_eq!(
        error_line(&run(Some(KEY), &["--base-url", &url, "--rate", "100"])),
        line
    );
    let stub = Stub::empty();
    let url = stub.url();
    let line = format!(
        "error: {url:?}: none of 13 requests got a response of the API; the first failure: HTTP status \
         404; check --base-url, and the permissions of the key"
    );
    assert_eq!(
        error_line(&run(Some(KEY), &["--base-url", &url, "--rate", "100"])),
        line
    );
}

#[test]
fn an_error_shows_the_base_url_without_its_secrets() {
    for (url, shown, reason) in [
        (
            "http://user:word@127.0.0.1/api",
            "\"http://127.0.0.1/api\" (--allow-plain-http accepts it)",
            "has credentials in it",
        ),
        (
            "https://example.com/api?token=secret",
            "\"https://example.com/api\"",
            "has a query",
        ),
        (
            "http://example.com/api",
            "\"http://example.com/api\" (--allow-plain-http accepts it)",
            "is plain http, where the key could be read on its way to `example.com`",
        ),
        ("example.com", "\"example.com\"", "is not a URL"),
    ] {
        let run = run(Some(KEY), &["--base-url", url]);
        let expected = format!("error: --base-url {shown}: the base URL {reason}");
        assert!(error_line(&run).starts_with(&expected), "{}", run.stderr);
    }
}

#[test]
fn plain_http_can_be_allowed() {
    // The name of this host is never resolved, so nothing is sent.
    let url = "http://account.invalid/api";
    let run = run(Some(KEY), &["--base-url", url, "--allow-plain-http"]);
    let expected = "error: \"http://account.invalid/api\": the account cannot be reached";
    assert!(error_line(&run).starts_with(expected), "{}", run.stderr);
}

#[test]
fn an_invalid_option_is_an_error() {
    for (args, part) in [
        (["--requests", "0"], "0"),
        (["--rate", "fast"], "fast"),
        (["--id", "7"], "OrderId=10092"),
        (["--key", "secret"], "--key"),
    ] {
        let run = run(Some(KEY), &args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
}

#[test]
fn out_writes_the_whole_report_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("drift.md");
    let name = out.to_str().expect("text");
    fs::write(&out, "old").expect("a file");
    let account = start(demo());
    let url = account.url();
    let args = ["--base-url", url.as_str(), "--rate", "1000", "--out", name];
    let failed = run(Some("ffffffffffffffffffffffffffffffff"), &args);
    error_line(&failed);
    assert_eq!(fs::read_to_string(&out).expect("a file"), "old");
    let done = run(Some(account.key()), &args);
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
    let progress = "10 requests sent, of at most 60\n20 requests sent, of at most 60\n";
    assert!(done.stderr.starts_with(progress), "{}", done.stderr);
    assert_eq!(
        without_progress(&done),
        [format!("wrote {name}").as_str(), "5 findings"]
    );
    let page = fs::read_to_string(&out).expect("a file");
    assert!(page.starts_with("# Drift of an account"), "{page}");
    let nowhere = folder.path().join("none/drift.md");
    let args = [&args[..5], &[nowhere.to_str().expect("text")]].concat();
    let failed = run(Some(account.key()), &args);
    assert!(
        error_line(&failed).contains("cannot be written"),
        "{failed:?}"
    );
}

#[test]
fn a_description_without_read_operations_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("api.yaml");
    fs::write(
        &spec,
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n",
    )
    .expect("a file");
    let patches = folder.path().join("patches");
    fs::create_dir(&patches).expect("a folder");
    let (spec, patches) = (
        spec.to_str().expect("text"),
        patches.to_str().expect("text"),
    );
    let args = ["--spec", spec, "--patches", patches];
    let server = "error: the description has no server; give the base URL with --base-url";
    assert_eq!(error_line(&run(Some(KEY), &args)), server);
    let args = [&args[..], &["--base-url", "http://127.0.0.1:1"]].concat();
    let nothing =
        "error: the description has no operation to call: no GET has `x-idempotent: true`";
    assert_eq!(error_line(&run(Some(KEY), &args)), nothing);
    let missing = run(Some(KEY), &["--spec", "none.yaml"]);
    assert!(error_line(&missing).contains("none.yaml"), "{missing:?}");
}

#[test]
fn the_help_names_the_variable_of_the_key() {
    let help = run(None, &["--help"]);
    assert_eq!(help.code, Some(0));
    for part in [
        "HELLODIALOG_API_KEY",
        "Examples:",
        "--base-url",
        "Exits with 0",
    ] {
        assert!(help.stdout.contains(part), "{part}");
    }
    assert!(!help.stdout.contains("--key"));
}

#[test]
fn an_unknown_id_is_an_error_before_the_first_request() {
    let account = start(demo());
    let url = account.url();
    let run = run(Some(KEY), &["--base-url", &url, "--id", "OrderID=1"]);
    let line = error_line(&run);
    let begin = "error: no operation takes an id named `OrderID`; expected one of: ";
    let names = line.strip_prefix(begin).unwrap_or_else(|| panic!("{line}"));
    let names: Vec<&str> = names.split(", ").collect();
    for name in ["OrderId", "orderId", "externalId", "ContactId"] {
        assert!(names.contains(&name), "{name} in {line}");
    }
    assert!(account.journal().is_empty());
}
