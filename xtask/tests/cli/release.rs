//! The walk of CONTRIBUTING.md through a new version of the document, on a copy of this checkout.
//!
//! The version is made up: `tests/release`. It removes an operation, renames a field and adds six operations.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::checkout::{Checkout, stderr, stdout};
use crate::repository::commit;

/// The document that the vendor has published.
const NEW: &str = "new.yaml";
/// What `adopt` works with.
const COPIED: [&str; 7] = [
    "spec",
    "generated",
    "tests/release",
    "tests/operations",
    "tests/emulator",
    "CHANGELOG.md",
    "Cargo.lock",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("a workspace")
}

/// A copy of this checkout, committed, with the new document beside `spec`.
fn copy() -> Checkout {
    let copy = Checkout::empty();
    for name in COPIED {
        copy_into(&copy, name);
    }
    // The runtime needs its workspace, and stays there.
    let runtime = root().join("codegen/runtime");
    let runtime = format!("path: '{}'", runtime.display());
    copy.edit(
        "spec/patches/00-crate.yaml",
        "path: ../codegen/runtime",
        &runtime,
    );
    commit(&copy);
    let overlay = "tests/release/document.yaml";
    let new = copy.succeeds(&["overlay", "spec/hellodialog.yaml", overlay, "--strict"]);
    copy.put(NEW, &new);
    copy
}

fn copy_into(copy: &Checkout, name: &str) {
    let from = root().join(name);
    if from.is_file() {
        copy.put(name, &fs::read_to_string(from).expect("a text"));
        return;
    }
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry").file_name();
        copy_into(copy, &format!("{name}/{}", entry.to_string_lossy()));
    }
}

/// Removes the text from `from` up to the next `to` from a file.
fn cut(copy: &Checkout, name: &str, from: &str, to: &str) {
    let text = copy.text(name);
    let start = text.find(from).expect("what to cut");
    let rest = &text[start + from.len()..];
    let end = rest.find(to).expect("what follows it");
    copy.put(name, &format!("{}{}", &text[..start], &rest[end..]));
}

fn adopt(copy: &Checkout, args: &[&str]) -> (Option<i32>, String) {
    let target = Path::new(env!("CARGO_BIN_EXE_xtask")).ancestors().nth(2);
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(copy.path(""))
        .env(
            "CARGO_TARGET_DIR",
            target.expect("the folder of all profiles"),
        )
        .env_remove("CARGO_BUILD_TARGET_DIR")
        .args(["adopt", NEW])
        .args(args)
        .output()
        .expect("the command runs");
    assert_eq!(stderr(&output), "");
    (output.status.code(), stdout(&output))
}

#[track_caller]
fn assert_has(page: &str, fragments: &[&str]) {
    for fragment in fragments {
        assert!(page.contains(fragment), "no `{fragment}` in:\n{page}");
    }
}

#[test]
fn a_new_version_is_adopted_as_contributing_says() {
    let copy = copy();

    // Step 2: the page names what blocks the adoption, and what to do about it.
    let (code, page) = adopt(&copy, &["--no-compile"]);
    assert_eq!(code, Some(1), "{page}");
    assert_has(
        &page,
        &[
            "**It cannot be adopted yet**: 1 action of a patch does not fit.",
            "The path `/groups/{groupId}/external` was removed (GET).",
            "The field `zip_code` of `NewOrder` and `Order` was renamed to `postal_code`.",
            "The new document has no `$.paths[*][?@.operationId == 'getGroupExternal']` any more. Delete the action, unless \
             something replaces it.",
            "The finding no longer exists: remove spec/accepted.yaml:",
            "because #/paths/~1groups~1{groupId}~1external is gone",
        ],
    );
    cut(
        &copy,
        "spec/patches/01-resources.yaml",
        "  - target: $.paths[*][?@.operationId == 'getGroupExternal']",
        "  - target:",
    );
    cut(
        &copy,
        "spec/accepted.yaml",
        "    - \"#/paths/~1groups~1{groupId}~1external/get/x-evidence\"\n",
        "    - ",
    );
    // The new operations get names, as the others have.
    let names = copy.text("tests/release/patches/31-imports.yaml");
    copy.put("spec/patches/31-imports.yaml", &names);
    let (code, page) = adopt(&copy, &["--no-compile"]);
    assert_eq!(code, Some(0), "{page}");
    assert_has(
        &page,
        &[
            "## New quirks\n\nNone.",
            "\n## What the patches decide\n\n- Patches: ",
            "- Operations that are skipped: none.\n",
            "### New operations that are marked as safe to repeat",
            "New among them: 4, listed with their patches.",
            "\n## What else follows\n\n",
            "- operation `getGroupExternal`: ",
            "tests/operations/src/groups.rs:",
            "- field `zip_code`: ",
            "tests/operations/src/orders.rs:",
            "tests/emulator/src/",
            "- New operations: each needs a row in `tests/operations`",
            "`postImport`, ",
        ],
    );

    // What an earlier patch adds is not new.
    let mut marks = page
        .lines()
        .filter(|line| line.contains("spec/patches/29-retries.yaml: action "));
    let mark = marks.next().unwrap_or_default();
    assert_eq!(mark.matches("`GET /").count(), 4, "{page}");
    assert_eq!(marks.next(), None, "{page}");

    // Step 3: everything is written.
    let (code, page) = adopt(&copy, &["--write"]);
    assert_eq!(code, Some(0), "{page}");
    assert_has(&page, &["**It has been adopted**.", "It compiles."]);
    assert_eq!(copy.text("spec/hellodialog.yaml"), copy.text(NEW));
    copy.succeeds(&["regen", "--check"]);
    copy.succeeds(&["lint"]);
    let log = copy.text("CHANGELOG.md");
    assert_has(
        &log,
        &[
            "- Hellodialog API 1.5.0, was 1.4.0",
            "was renamed to `postal_code`",
        ],
    );

    // Step 4: the table of operations needs a row less, and six more.
    let ids = |text: &str| -> Vec<String> {
        let after = text.split("Operation::new(\"").skip(1);
        after
            .filter_map(|text| Some(text.split('"').next()?.to_owned()))
            .collect()
    };
    let file = "generated/src/operations.rs";
    let before = ids(&fs::read_to_string(root().join(file)).expect("the operations"));
    let now = ids(&copy.text(file));
    let (removed, kept): (Vec<_>, Vec<_>) = before.into_iter().partition(|id| !now.contains(id));
    assert_eq!(removed, ["getGroupExternal"]);
    let rows = copy.text("tests/release/imports.rs");
    let added: Vec<_> = now.iter().filter(|id| !kept.contains(id)).collect();
    assert_eq!(added.len(), 6);
    for id in added {
        assert!(rows.contains(&format!("\"{id}\"")), "no row for {id}");
    }
}
