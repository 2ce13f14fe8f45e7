//! `cargo xtask adopt`.

use std::path::Path;
use std::process::Output;

use crate::checkout::{Checkout, PATCH, SPEC, stderr, stdout, succeeded};
use crate::repository::{commit, git};

const NEW: &str = "new.yaml";
/// The line of the small API that new documents change.
const NAME: &str = "name: {type: string, description: What it is called.}";

/// A committed checkout with a new document, in which `to` replaces `from`.
#[track_caller]
fn with_new_document(from: &str, to: &str) -> Checkout {
    with_patches(&[], from, to)
}

/// The same, with more patches.
#[track_caller]
fn with_patches(patches: &[(&str, &str)], from: &str, to: &str) -> Checkout {
    let checkout = Checkout::generated();
    for (name, actions) in patches {
        let text = format!("overlay: 1.1.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
        checkout.put(&format!("spec/patches/{name}"), &text);
    }
    checkout.succeeds(&["regen"]);
    checkout.put(
        "CHANGELOG.md",
        "# Changelog\n\n## Unreleased\n\n### Added\n- All.\n",
    );
    commit(&checkout);
    assert!(SPEC.contains(from), "no `{from}`");
    checkout.put(NEW, &SPEC.replacen(from, to, 1));
    checkout
}

/// Runs `adopt` without compiling, checks that it writes nothing, and returns the exit code and the page.
#[track_caller]
fn adopt_without_compiling(checkout: &Checkout) -> (Option<i32>, String) {
    let before = checkout.tree();
    let output = checkout.run_in("", &["adopt", NEW, "--no-compile"]);
    assert_eq!(stderr(&output), "");
    assert!(checkout.tree() == before, "a file was written");
    (output.status.code(), stdout(&output))
}

/// Runs `adopt --write`, with the compiled dependencies of this workspace.
fn write(checkout: &Checkout) -> Output {
    write_to(checkout, &[])
}

fn write_to(checkout: &Checkout, more: &[&str]) -> Output {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = Path::new(env!("CARGO_BIN_EXE_xtask")).ancestors().nth(2);
    let target = target.expect("the folder of all profiles");
    let lock = std::fs::read_to_string(workspace.join("Cargo.lock")).expect("the lock file");
    checkout.put("Cargo.lock", &lock);
    std::process::Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(checkout.path(""))
        .env("CARGO_TARGET_DIR", target)
        .env_remove("CARGO_BUILD_TARGET_DIR")
        .args(["adopt", NEW, "--write"])
        .args(more)
        .output()
        .expect("the command runs")
}

/// Points the emitted crate to the runtime of this workspace.
fn link_runtime(checkout: &Checkout) {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/runtime");
    let runtime = runtime.canonicalize().expect("the runtime exists");
    let runtime = format!("path: '{}'", runtime.display());
    checkout.edit("spec/patches/00-crate.yaml", "path: ../runtime", &runtime);
    git(
        checkout,
        &["commit", "--quiet", "--all", "--message", "Runtime"],
    );
}

#[track_caller]
fn assert_has(page: &str, fragments: &[&str]) {
    for fragment in fragments {
        assert!(page.contains(fragment), "no `{fragment}` in:\n{page}");
    }
}

#[test]
fn an_adoptable_document_is_reported_and_not_written() {
    let checkout = with_new_document(
        NAME,
        &format!("{NAME}\n        age: {{type: integer, description: D.}}"),
    );
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(0), "{page}");
    assert_has(
        &page,
        &[
            "# Adopting Pets 1\n",
            "**It can be adopted**, if the crate compiles, which was not checked.",
            "All 1 actions of 1 patch fit.",
            "1 operations, 1 types. Compiling it was not tried.",
            "## What changes in the API\n",
            "Pets 1 (HEAD) → Pets 1 (new.yaml)",
            "+ field types::Pet::age: Option<i64>",
        ],
    );
}

#[test]
fn a_patch_that_no_longer_matches_is_reported_with_a_repair() {
    let checkout = with_new_document("title: Pets", "title: Animals");
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(1), "{page}");
    assert_has(
        &page,
        &[
            "**It cannot be adopted yet**: 1 action of a patch does not fit.",
            "### No longer matching",
            "00-crate.yaml: action 1 (How the crate presents itself), target `$.info`",
            "expected \"Pets\", found \"Animals\"",
            "  ```yaml\n  x-expect:\n    title: Animals\n  ```",
        ],
    );
    // The rest of the page is complete.
    assert_has(
        &page,
        &["1 operations, 1 types", "## What changes in the API"],
    );

    // The repaired patch does not match the old document, which is not an error.
    checkout.edit(
        "spec/patches/00-crate.yaml",
        "title: Pets",
        "title: Animals",
    );
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(0), "{page}");
    assert_has(&page, &[" fit.", "The title of the API"]);

    // Committed before the new document, it leaves nothing to compare with.
    git(
        &checkout,
        &["commit", "--quiet", "--all", "--message", "The repair"],
    );
    checkout.fails(
        &["adopt", NEW, "--no-compile"],
        &[
            "the patches of `HEAD` do not fit its own document",
            "`--base HEAD~1`",
        ],
    );
    let page = checkout.succeeds(&["adopt", NEW, "--no-compile", "--base", "HEAD~1"]);
    assert_has(&page, &["**It can be adopted**"]);
}

#[test]
fn a_patch_that_no_longer_changes_anything_is_stale() {
    let corrects = "\
- target: $.components.schemas.Pet.properties.name
  description: It is a number
  x-expect: {type: string}
  update: {type: integer}
- target: $.components.schemas.Pet.properties.name.maxLength
  description: A number has none
  remove: true
";
    let checkout = with_patches(
        &[(
            "01-name.yaml",
            &corrects.replace("name.maxLength", "name.description"),
        )],
        NAME,
        "name: {type: integer}",
    );
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(1), "{page}");
    assert_has(
        &page,
        &[
            "2 actions of patches do not fit",
            "### Stale\n",
            "01-name.yaml: action 1 (It is a number)",
            "**The document already says this. Delete the action.**",
            "01-name.yaml: action 2 (A number has none)",
            "**What it removes does not exist. Delete the action.**",
        ],
    );
    assert!(!page.contains("No longer matching"), "{page}");
}

#[test]
fn new_quirks_are_reported_with_a_patch() {
    let text = "name: {type: string, description: D., example: '2020-01-31'}";
    let (code, page) = adopt_without_compiling(&with_new_document(NAME, text));
    assert_eq!(code, Some(0), "{page}");
    assert_has(
        &page,
        &[
            "## New quirks",
            "string-holds-dates",
            "#/components/schemas/Pet/properties/name",
            "- target: ",
        ],
    );
}

#[test]
fn a_document_that_cannot_be_generated_is_not_adoptable() {
    let (code, page) = adopt_without_compiling(&with_new_document(
        NAME,
        "name: {$ref: '#/components/schemas/None'}",
    ));
    assert_eq!(code, Some(1), "{page}");
    assert_has(
        &page,
        &[
            "**It cannot be adopted yet**: the crate cannot be generated.",
            "#/components/schemas/Pet/properties/name",
        ],
    );
}

#[test]
fn a_crate_that_does_not_compile_is_not_written() {
    // The runtime path of the patch does not exist.
    let checkout = with_new_document(NAME, "name: {type: integer}");
    let before = checkout.tree();
    let output = write(&checkout);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_has(
        &stdout(&output),
        &[
            "**It cannot be adopted yet**: the crate does not compile.",
            "It does not compile:",
            "runtime",
        ],
    );
    checkout.remove("Cargo.lock");
    assert!(checkout.tree() == before, "a file was written");
}

#[test]
fn an_adopted_document_is_written_with_a_changelog_entry() {
    let checkout = with_new_document(NAME, "name: {type: integer, description: Its number.}");
    link_runtime(&checkout);
    let page = succeeded(&write(&checkout));
    assert_has(&page, &["**It has been adopted**.", "It compiles."]);
    assert_eq!(checkout.text("spec/hellodialog.yaml"), checkout.text(NEW));
    let pets = checkout.text("generated/src/resources/pets.rs");
    assert!(pets.contains("pub name: Option<i64>"), "{pets}");
    assert_eq!(
        checkout.text("CHANGELOG.md"),
        "# Changelog\n\n## Unreleased\n\n### Added\n- All.\n\n### Changed\n\
         - Pets 1, with an updated document (version 0.2.0 of this crate):\n  \
           - Breaking: The type of `Pet.name` changed from `string` to `integer`.\n"
    );
    assert!(
        checkout
            .succeeds(&["regen", "--check"])
            .contains(" 0 removed")
    );
}

#[test]
fn if_a_file_cannot_be_written_nothing_is_written() {
    let checkout = with_new_document(NAME, "name: {type: integer}");
    link_runtime(&checkout);
    checkout.remove("CHANGELOG.md");
    checkout.put("CHANGELOG.md/in-the-way", "");
    let before = checkout.tree();
    let output = write(&checkout);
    assert_eq!(output.status.code(), Some(2));
    assert_has(&stderr(&output), &["error: ", "CHANGELOG.md"]);
    checkout.remove("Cargo.lock");
    assert!(checkout.tree() == before, "a file was written");
}

#[test]
fn invalid_input_is_an_error() {
    let checkout = with_new_document(NAME, "name: {type: [");
    checkout.fails(&["adopt", NEW], &["new.yaml:24:1", "expected node content"]);
    checkout.fails(&["adopt", "none.yaml"], &["none.yaml"]);
    checkout.put(NEW, "swagger: '2.0'\n");
    checkout.fails(&["adopt", NEW], &["new.yaml"]);
    checkout.put(NEW, SPEC);
    checkout.fails(&["adopt", NEW, "--base", "none"], &["`none`"]);
    checkout.put(
        "spec/patches/01-bad.yaml",
        &PATCH.replace("actions:", "action:"),
    );
    checkout.fails(&["adopt", NEW], &["01-bad.yaml", "`actions` is missing"]);
}

#[test]
fn if_the_report_cannot_be_written_nothing_is_written() {
    let checkout = with_new_document(NAME, "name: {type: integer}");
    link_runtime(&checkout);
    let before = checkout.tree();
    for (out, message) in [
        ("none/below/new.yaml/x.md", "x.md"),
        ("spec/hellodialog.yaml", "give --out another file"),
        ("generated/page.md", "give --out another file"),
    ] {
        checkout.put("none/below/new.yaml", "a file in place of a folder");
        let output = write_to(&checkout, &["--out", out]);
        assert_eq!(output.status.code(), Some(2), "{out}");
        assert_has(&stderr(&output), &["error: ", message]);
        checkout.remove("none");
        checkout.remove("Cargo.lock");
        assert!(checkout.tree() == before, "a file was written for {out}");
    }
}

#[test]
fn upstream_changes_that_a_patch_hides_are_reported() {
    let corrects = "\
- target: $.components.schemas.Pet.properties.name
  description: It is a number
  update: {type: integer}
";
    let checkout = with_patches(
        &[("01-name.yaml", corrects)],
        NAME,
        "name: {type: boolean, description: What it is called.}",
    );
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(0), "{page}");
    assert_has(
        &page,
        &[
            "## What upstream has changed",
            "- The type of `Pet.name` changed from `string` to `boolean`. (†)",
            "(†) Does not reach clients: a patch overrides this place",
            "**Nothing has changed.**",
        ],
    );
}

#[test]
fn byte_order_mark_and_crlf_are_removed_from_the_new_document() {
    let checkout = with_new_document("version: '1'", "version: '2'");
    link_runtime(&checkout);
    let expected = checkout.text(NEW);
    let windows = format!("\u{feff}{}", expected.replace('\n', "\r\n"));
    checkout.put(NEW, &windows);
    let page = succeeded(&write(&checkout));
    assert_has(&page, &["**It has been adopted**."]);
    assert_eq!(checkout.text("spec/hellodialog.yaml"), expected);
    assert!(
        checkout
            .text("CHANGELOG.md")
            .contains("- Pets 2, was 1: no change for callers.\n")
    );
}

#[test]
fn a_patch_is_not_rewritten_and_keeps_its_comments() {
    let corrects = "\
# Seen in May.
- target: $.components.schemas.Pet.properties.name # the only field
  description: It is a number
  x-expect: {type:   string}
  update: {type: integer}
";
    let age = format!("{NAME}\n        age: {{type: integer, description: D.}}");
    let checkout = with_patches(&[("01-name.yaml", corrects)], NAME, &age);
    link_runtime(&checkout);
    let before = checkout.text("spec/patches/01-name.yaml");
    assert!(before.contains("# Seen in May."), "{before}");
    let page = succeeded(&write(&checkout));
    assert_has(&page, &["**It has been adopted**."]);
    assert_eq!(checkout.text("spec/patches/01-name.yaml"), before);
}

#[test]
fn an_operation_with_a_new_id_is_no_new_one_that_may_be_repeated() {
    let reads = "- {target: '$.paths.*.get', update: {x-idempotent: true}}\n";
    let id = "operationId: ";
    let checkout = with_patches(&[("01-reads.yaml", reads)], id, "operationId: again");
    let (_, page) = adopt_without_compiling(&checkout);
    assert_has(&page, &["is unknown: 1 of 1. New among them: none."]);
}

#[test]
fn a_new_operation_that_may_be_repeated_is_listed_once() {
    let reads = "- {target: '$.paths.*.get', update: {x-idempotent: true}}\n";
    let more = "  /owners:
    get: {operationId: getOwners, description: All., tags: [pets], responses: {'204': {description: None.}}}
components:
";
    let checkout = with_patches(&[("01-reads.yaml", reads)], "components:\n", more);
    let (code, page) = adopt_without_compiling(&checkout);
    assert_eq!(code, Some(0), "{page}");
    assert_has(
        &page,
        &[
            "- spec/patches/01-reads.yaml: action 1, target `$.paths.*.get`: `GET /owners`\n",
            "New among them: 1, listed with their patches.",
        ],
    );
    assert!(!page.contains("New among them: `getOwners`"), "{page}");
}
