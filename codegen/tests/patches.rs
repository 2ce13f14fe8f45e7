//! What `generate` says about patches.

use std::fs;

use hellodialog_codegen::{Source, generate};

/// What is said about a document with a patch.
fn error(document: &str, actions: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (spec, patches) = (folder.path().join("a.yaml"), folder.path().join("patches"));
    fs::create_dir(&patches).expect("a folder");
    fs::write(&spec, document).expect("a file");
    let patch = format!("overlay: 1.1.0\ninfo: {{title: P, version: '1'}}\nactions:\n{actions}");
    fs::write(patches.join("p.yaml"), patch).expect("a file");
    let patches = Some(patches);
    let generated = generate(&Source { spec, patches });
    generated.expect_err("it is refused").to_string()
}

#[test]
fn a_patch_that_does_not_fit_an_invalid_document_is_not_blamed_alone() {
    let document = |tags: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths:\n  /a:\n    get: {{operationId: a, tags: {tags}, \
             responses: {{}}}}\n"
        )
    };
    let action = "  - target: $.paths['/a'].get\n    update: {tags: [b]}\n";
    let message = error(&document("a"), action);
    let own = message
        .find("#/paths/~1a/get/tags: no valid OpenAPI here: expected an array, found a string");
    let patch = message.find("p.yaml: action 1");
    assert!(own.is_some() && own < patch, "{message}");
    // A valid document is not to blame.
    let action = "  - target: $.paths['/b'].get\n    update: {tags: [b]}\n";
    let message = error(&document("[a]"), action);
    assert!(!message.contains("before any patch"), "{message}");
}
