//! What reading and applying an overlay does, case by case; the expectations
//! follow from the text of the Overlay Specification 1.1.0. Documents are
//! compared as JSON text, so that the order of keys counts.

mod actions;
mod reading;
mod remove_and_copy;
mod strict;
mod trial;
mod update;

use hellodialog_codegen::document::{parse, to_json};
use hellodialog_codegen::overlay::{Applied, Mode, Overlay, OverlayError, apply};

fn run(version: &str, mode: Mode, document: &str, actions: &str) -> Result<Applied, OverlayError> {
    let text = format!("overlay: {version}\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let overlay = parse("p.yaml", &text).expect("the overlay of a case is YAML");
    let document = parse("doc.yaml", document).expect("the document of a case is YAML");
    apply(document, &Overlay::from_value("p.yaml", overlay)?, mode)
}

#[track_caller]
fn assert_result(result: Result<Applied, OverlayError>, expected: &str) {
    let expected = parse("expected.yaml", expected).expect("the expectation of a case is YAML");
    let applied = result.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(to_json(&applied.document), to_json(&expected));
}

/// The actions, in a document of version 1.1, make `document` into `expected`.
#[track_caller]
fn changes(document: &str, actions: &str, expected: &str) {
    assert_result(run("1.1.0", Mode::Standard, document, actions), expected);
}

#[track_caller]
fn assert_fails(result: Result<Applied, OverlayError>, fragments: &[&str]) {
    let message = match result {
        Ok(applied) => panic!("no error, but {}", applied.document),
        Err(error) => error.to_string(),
    };
    for fragment in fragments {
        assert!(message.contains(fragment), "no `{fragment}` in: {message}");
    }
}

/// The actions are an error in which all `fragments` occur.
#[track_caller]
fn fails(document: &str, actions: &str, fragments: &[&str]) {
    assert_fails(run("1.1.0", Mode::Standard, document, actions), fragments);
}
