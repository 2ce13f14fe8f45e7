//! Reading and applying overlays, case by case, as the Overlay Specification
//! 1.1.0 says. Documents are compared as JSON text, so that key order counts.

mod actions;
mod dry_run;
mod reading;
mod remove_and_copy;
mod strict;
mod update;

use hellodialog_codegen::document::{parse, to_json};
use hellodialog_codegen::overlay::{ApplyOutput, Mode, Overlay, OverlayError, apply};

fn run(
    version: &str,
    mode: Mode,
    document: &str,
    actions: &str,
) -> Result<ApplyOutput, OverlayError> {
    let text = format!("overlay: {version}\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let overlay = parse("p.yaml", &text).expect("the overlay of a case is YAML");
    let document = parse("doc.yaml", document).expect("the document of a case is YAML");
    apply(document, &Overlay::from_value("p.yaml", overlay)?, mode)
}

#[track_caller]
fn assert_result(result: Result<ApplyOutput, OverlayError>, expected: &str) {
    let expected = parse("expected.yaml", expected).expect("the expectation of a case is YAML");
    let applied = result.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(to_json(&applied.document), to_json(&expected));
}

/// The actions, in an overlay of version 1.1, turn `document` into `expected`.
#[track_caller]
fn assert_changes(document: &str, actions: &str, expected: &str) {
    assert_result(run("1.1.0", Mode::Standard, document, actions), expected);
}

#[track_caller]
fn assert_fails_with(result: Result<ApplyOutput, OverlayError>, fragments: &[&str]) {
    let message = match result {
        Ok(applied) => panic!("no error, but {}", applied.document),
        Err(error) => error.to_string(),
    };
    for fragment in fragments {
        assert!(message.contains(fragment), "no `{fragment}` in: {message}");
    }
}

/// The actions fail, with all `fragments` in the message.
#[track_caller]
fn assert_error(document: &str, actions: &str, fragments: &[&str]) {
    assert_fails_with(run("1.1.0", Mode::Standard, document, actions), fragments);
}
