//! The walk of CONTRIBUTING.md through a new version of the document, on a copy of this checkout.
//!
//! The version is made up: `tests/release`. It removes an operation, renames a field and adds six operations. With `RELEASE=all`
//! the walk goes on to the end: hand-written code is edited, and the tests that it concerns pass.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::checkout::{Checkout, stderr, stdout};
use crate::repository::commit;

/// The document that the vendor has published.
const NEW: &str = "new.yaml";
/// What `adopt` works with.
const ADOPTED: [&str; 7] = [
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

/// All files and folders at the root of this checkout, which tests work with.
fn all() -> Vec<String> {
    let entries = fs::read_dir(root()).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let is_source = |name: &String| !name.starts_with('.') && name != "target";
    names.filter(is_source).collect()
}

/// A copy of this checkout, committed, with the new document beside `spec`.
fn copy(names: &[String]) -> Checkout {
    let copy = Checkout::empty();
    for name in names {
        copy_into(&copy, name);
    }
    if !names.iter().any(|name| name == "codegen") {
        // The runtime needs its workspace, and stays there.
        let runtime = root().join("codegen/runtime");
        let runtime = format!("path: '{}'", runtime.display());
        copy.edit(
            "spec/patches/00-crate.yaml",
            "path: ../codegen/runtime",
            &runtime,
        );
    }
    commit(&copy);
    let renamed = copy.text("spec/hellodialog.yaml");
    copy.put(NEW, &renamed.replace("zip_code", "postal_code"));
    let overlay = "tests/release/document.yaml";
    let new = copy.succeeds(&["overlay", NEW, overlay, "--strict"]);
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

/// A program that runs in the copy.
fn command(copy: &Checkout, program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(copy.path(""))
        .env_remove("CARGO_BUILD_TARGET_DIR");
    if copy.path("codegen").exists() {
        // Not in the folder of this checkout: Cargo would later take the crates of the copy for those of the checkout. What
        // is built once needs neither debug information nor a state for the next build.
        command
            .env("CARGO_TARGET_DIR", copy.path("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "none");
    } else {
        let profile = Path::new(env!("CARGO_BIN_EXE_xtask")).ancestors().nth(2);
        command.env(
            "CARGO_TARGET_DIR",
            profile.expect("the folder of all profiles"),
        );
    }
    command
}

fn adopt(copy: &Checkout, args: &[&str]) -> (Option<i32>, String) {
    let mut command = command(copy, env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["adopt", NEW]).args(args).output();
    let output = output.expect("the command runs");
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
    let is_tested = std::env::var_os("RELEASE").is_some();
    let adopted = || ADOPTED.map(str::to_owned).to_vec();
    let copy = copy(&if is_tested { all() } else { adopted() });

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
    if is_tested {
        edit_by_hand(&copy);
        test(&copy);
    }
}

/// Step 4: what follows for hand-written code.
fn edit_by_hand(copy: &Checkout) {
    cut(
        copy,
        "tests/operations/src/groups.rs",
        "        Row::read(\n            \"getGroupExternal\"",
        "        Row::read(",
    );
    for name in [
        "tests/operations/src/orders.rs",
        "tests/emulator/src/demo.rs",
        "tests/emulator/src/handlers/orders.rs",
        "tests/emulator/src/state/orders.rs",
        "tests/emulator/tests/account/round_trips.rs",
    ] {
        let text = copy.text(name);
        assert!(text.contains("zip_code"), "{name}");
        copy.put(name, &text.replace("zip_code", "postal_code"));
    }
    let rows = copy.text("tests/release/imports.rs");
    copy.put("tests/operations/src/imports.rs", &rows);
    let table = "tests/operations/src/lib.rs";
    copy.edit(table, "mod groups;\n", "mod groups;\nmod imports;\n");
    let last = "        insight::rows(),\n";
    copy.edit(table, last, &format!("{last}        imports::rows(),\n"));
}

/// Step 5: golden files are updated, and then the tests of the client and of the emulator pass.
fn test(copy: &Checkout) {
    for golden in [
        "-p hellodialog-tests --test inventory",
        "-p hellodialog-account --test drift",
    ] {
        cargo_test(
            command(copy, env!("CARGO")).env("UPDATE_GOLDEN", "1"),
            golden,
        );
    }
    cargo_test(
        &mut command(copy, env!("CARGO")),
        "-p hellodialog-operations -p hellodialog-emulator -p hellodialog-account -p hellodialog-tests --test account \
         --test calls --test docs --test drift --test e2e --test inventory --test requests \
         --test spec_wire",
    );
}

fn cargo_test(cargo: &mut Command, args: &str) {
    let output = cargo.arg("test").args(args.split(' ')).output();
    let output = output.expect("cargo runs");
    assert!(
        output.status.success(),
        "{args}:\n{}{}",
        stdout(&output),
        stderr(&output)
    );
}
