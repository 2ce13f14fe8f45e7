//! `cargo xtask diff`.

use std::process::Command;

use crate::checkout::{Checkout, stderr, stdout, succeeded};
use crate::repository::{commit, git};

const SPEC: &str = "spec/hellodialog.yaml";

fn committed() -> Checkout {
    let checkout = Checkout::generated();
    commit(&checkout);
    checkout
}

/// `old.yaml` and `new.yaml`, which differ in the type of one property.
fn two_documents() -> Checkout {
    let checkout = Checkout::new();
    let old = checkout.text(SPEC);
    checkout.put("old.yaml", &old);
    checkout.put(
        "new.yaml",
        &old.replace("name: {type: string", "name: {type: integer"),
    );
    checkout
}

#[test]
fn two_documents_are_compared() {
    let page = two_documents().succeeds(&["diff", "old.yaml", "new.yaml"]);
    assert!(page.starts_with("# What changes in the API\n"), "{page}");
    assert!(
        page.contains("The type of `Pet.name` changed from `string` to `integer`."),
        "{page}"
    );
    // Without the patch for the crate metadata no crate can be generated.
    assert!(page.contains("cannot be generated"), "{page}");
}

#[test]
fn the_json_has_all_documented_fields() {
    let printed = two_documents().succeeds(&["diff", "old.yaml", "new.yaml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(
        report["changes"],
        serde_json::json!([{
            "rule": "type-changed",
            "area": "values",
            "level": "breaking",
            "side": "received",
            "document": "new",
            "pointer": "#/components/schemas/Pet/properties/name/type",
            "was": null,
            "operations": ["GET /pets"],
            "message": "The type of `Pet.name` changed from `string` to `integer`.",
            "rust": [],
        }])
    );
    let summary = serde_json::json!({"breaking": 1, "maybe": 0, "compatible": 0});
    assert_eq!(report["summary"], summary);
    assert_eq!(report["old"]["name"], "old.yaml");
    assert_eq!(report["rust"]["refused"]["document"], "old");
}

#[test]
fn the_text_has_pointers_and_operations() {
    let printed = two_documents().succeeds(&["diff", "old.yaml", "new.yaml", "--format", "text"]);
    for line in [
        "breaking [type-changed, received] The type of",
        "    at #/components/schemas/Pet/properties/name/type\n",
        "    in GET /pets\n",
        "1 breaking, 0 maybe breaking, 0 compatible.\n",
    ] {
        assert!(printed.contains(line), "{printed}");
    }
}

#[test]
fn fail_on_applies_to_its_level_and_higher_ones() {
    let checkout = two_documents();
    let spec = checkout.text("old.yaml");
    checkout.put(
        "text.yaml",
        &spec.replace("What it is called.", "Its name."),
    );
    let code = |new: &str, level: &str| {
        let output = checkout.run_in("", &["diff", "old.yaml", new, "--fail-on", level]);
        assert!(
            stdout(&output).starts_with("# What changes"),
            "{}",
            stderr(&output)
        );
        output.status.code()
    };
    assert_eq!(code("new.yaml", "breaking"), Some(1));
    assert_eq!(code("new.yaml", "maybe"), Some(1));
    assert_eq!(code("text.yaml", "maybe"), Some(0));
    assert_eq!(code("text.yaml", "any"), Some(1));
    assert_eq!(code("old.yaml", "any"), Some(0));
}

#[test]
fn out_writes_the_report_to_a_file() {
    let checkout = two_documents();
    checkout.writes(0, &["diff", "old.yaml", "new.yaml"], "page.md");
    assert!(checkout.text("page.md").starts_with("# What changes"));
}

#[test]
fn without_documents_head_is_compared_with_the_working_tree() {
    let checkout = committed();
    assert!(
        checkout
            .succeeds(&["diff"])
            .contains("Nothing has changed.")
    );
    checkout.edit(SPEC, "name: {type: string", "name: {type: integer");
    let output = checkout.run_in("spec/patches", &["diff", "--fail-on", "breaking"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let page = stdout(&output);
    assert!(page.contains("(HEAD) → Pets 1 (working tree)"), "{page}");
    assert!(page.contains("`types::Pet::name`"), "{page}");
    assert!(page.contains("0.1.0 → 0.2.0"), "{page}");
    assert!(
        page.contains("+ field types::Pet::name: Option<i64>"),
        "{page}"
    );
    // The crate that HEAD has is the one that is compared: it must be up to date.
    checkout.succeeds(&["regen"]);
    git(
        &checkout,
        &["commit", "--quiet", "--all", "--message", "Changed"],
    );
    assert!(
        checkout
            .succeeds(&["diff"])
            .contains("Nothing has changed.")
    );
    let before = checkout.succeeds(&["diff", "--base", "HEAD~1"]);
    assert!(before.contains("type-changed"), "{before}");
}

#[test]
fn a_checkout_may_be_a_subfolder_of_a_repository() {
    let checkout = Checkout::empty();
    let inner = Checkout::new();
    for name in [SPEC, "spec/patches/00-crate.yaml"] {
        checkout.put(&format!("inner/{name}"), &inner.text(name));
    }
    commit(&checkout);
    let output = checkout.run_in("inner", &["diff"]);
    assert!(succeeded(&output).contains("Nothing has changed."));
}

#[test]
fn a_missing_revision_or_file_in_git_is_an_error() {
    let checkout = Checkout::new();
    checkout.fails(
        &["diff"],
        &["HEAD", "git said: ", "cargo xtask diff OLD NEW"],
    );
    git(&checkout, &["init", "--quiet"]);
    checkout.fails(&["diff"], &["HEAD", "make a first commit"]);
    checkout.put("README.md", "");
    git(&checkout, &["add", "README.md"]);
    git(&checkout, &["commit", "--quiet", "--message", "First"]);
    checkout.fails(&["diff"], &["`HEAD` has no file spec/hellodialog.yaml"]);
    checkout.fails(&["diff", "--base", "nothing"], &["`nothing`"]);
    checkout.fails(&["diff", "--base=--help"], &["--help"]);
}

#[test]
fn a_missing_document_in_the_working_tree_is_an_error() {
    let checkout = committed();
    checkout.remove("spec/hellodialog.yaml");
    checkout.fails(&["diff"], &["spec/hellodialog.yaml: cannot be read"]);
}

#[test]
fn without_git_the_error_suggests_naming_both_documents() {
    let checkout = committed();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(checkout.path(""))
        .env("PATH", "")
        .arg("diff")
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("cannot run git; install it"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn an_invalid_document_is_an_error_with_its_name() {
    let checkout = two_documents();
    checkout.put("list.yaml", "[1]\n");
    checkout.put("swagger.yaml", "swagger: '2.0'\n");
    checkout.put("newer.yaml", "openapi: 4.0.0\n");
    checkout.put("broken.yaml", "a: [\n");
    let with = |name| ["diff", "old.yaml", name];
    checkout.fails(&with("absent.yaml"), &["absent.yaml: cannot be read"]);
    checkout.fails(
        &with("list.yaml"),
        &["list.yaml: expected an OpenAPI", "found no object"],
    );
    checkout.fails(
        &with("swagger.yaml"),
        &["swagger.yaml", "no member `openapi`"],
    );
    checkout.fails(&with("newer.yaml"), &["newer.yaml", "`openapi: 4.0.0`"]);
    checkout.fails(&with("broken.yaml"), &["broken.yaml:"]);
    checkout.put("spec/patches/10-bad.yaml", "overlay: 1.0.0\n");
    let output = checkout.run_in("", &["diff", "old.yaml", "new.yaml"]);
    succeeded(&output);
}

#[test]
fn a_single_document_is_an_error() {
    let checkout = two_documents();
    for args in [
        &["diff", "old.yaml"][..],
        &["diff", "old.yaml", "new.yaml", "--base", "HEAD"],
    ] {
        let output = checkout.run_in("", args);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
}

/// A runtime as the emitted crate expects it, with one method.
fn write_runtime(checkout: &Checkout, method: &str) {
    checkout.put(
        "runtime/src/lib.rs",
        "mod error;\npub use error::Error;\n#[cfg(test)] mod tests;\n",
    );
    checkout.put(
        "runtime/src/error.rs",
        &format!(
            "pub struct Error {{ kind: u8 }}\nimpl Error {{ {method} fn private(&self) {{}} }}\n"
        ),
    );
}

#[test]
fn a_break_in_the_runtime_is_reported() {
    let checkout = Checkout::new();
    write_runtime(&checkout, "pub fn status(&self) -> Option<u16> { None }");
    checkout.succeeds(&["regen"]);
    let listing = checkout.text("generated/runtime-api.txt");
    let lines: Vec<&str> = listing.lines().skip(3).collect();
    let expected = ["fn Error::status(&self) -> Option<u16>", "struct Error"];
    assert!(
        expected.iter().all(|line| lines.contains(line)),
        "{listing}"
    );
    assert!(!listing.contains("private"), "{listing}");
    commit(&checkout);
    let page = checkout.succeeds(&["diff", "--fail-on", "any"]);
    assert!(page.contains("The crate version stays 0.1.0"), "{page}");

    write_runtime(&checkout, "pub fn status(&self) -> u16 { 0 }");
    let output = checkout.run_in("", &["diff", "--fail-on", "breaking"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let page = stdout(&output);
    for line in [
        "0.1.0 → 0.2.0 (minor), because in the runtime, 1 line of the public API",
        "- fn Error::status(&self) -> Option<u16>\n+ fn Error::status(&self) -> u16\n",
    ] {
        assert!(page.contains(line), "no `{line}` in:\n{page}");
    }
    // The listing is a part of the crate, and must be up to date.
    let output = checkout.run_in("", &["regen", "--check"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    checkout.succeeds(&["regen"]);

    // A change to an item that is hidden from the docs or not exported is not a break.
    commit_again(&checkout);
    write_runtime(
        &checkout,
        "pub fn status(&self) -> u16 { 0 } #[doc(hidden)] pub fn raw(&self) {}",
    );
    let page = checkout.succeeds(&["diff", "--fail-on", "any"]);
    assert!(page.contains("The crate version stays 0.1.0"), "{page}");
}

fn commit_again(checkout: &Checkout) {
    git(
        checkout,
        &["commit", "--quiet", "--all", "--message", "More"],
    );
}

/// Runs `diff --release`; returns its exit code and what it says.
fn release(checkout: &Checkout) -> (Option<i32>, String) {
    let output = checkout.run_in("", &["diff", "--release"]);
    (output.status.code(), stderr(&output))
}

#[test]
fn the_version_must_follow_what_has_changed_since_the_last_release() {
    let checkout = committed();
    let none = "no tag vX.Y.Z before HEAD: no release to compare with\n".to_owned();
    assert_eq!(release(&checkout), (Some(0), none));
    for tag in ["v0.1.0", "v0.1.0-rc.1", "version", "v9"] {
        git(&checkout, &["tag", tag]);
    }
    assert_eq!(release(&checkout), (Some(0), String::new()));

    checkout.edit(SPEC, "name: {type: string", "name: {type: integer");
    let (code, said) = release(&checkout);
    assert_eq!(code, Some(1), "{said}");
    let fragment = "the version is 0.1.0, and must be 0.2.0 or higher, because 1 line";
    assert!(said.contains(fragment), "{said}");
    let set = |old: &str, new: &str| {
        let (old, new) = (format!("version: {old}\n"), format!("version: {new}\n"));
        checkout.edit("spec/patches/00-crate.yaml", &old, &new);
    };
    set("0.1.0", "0.1.9");
    assert_eq!(release(&checkout).0, Some(1));
    set("0.1.9", "0.10.0");
    assert_eq!(release(&checkout), (Some(0), String::new()));

    // The newest tag is the last release, and 0.10 is newer than 0.2.
    checkout.succeeds(&["regen"]);
    commit_again(&checkout);
    for tag in ["v0.2.0", "v0.10.0"] {
        git(&checkout, &["tag", tag]);
    }
    assert_eq!(release(&checkout), (Some(0), String::new()));
}

#[test]
fn the_version_must_follow_changes_of_the_emulator() {
    let checkout = Checkout::generated();
    let library = |text: &str| checkout.put("tests/emulator/src/lib.rs", text);
    library("pub fn start() {}\n");
    let listing = "fn hellodialog_emulator::start()\n";
    checkout.put("tests/emulator/api.txt", listing);
    commit(&checkout);
    git(&checkout, &["tag", "v0.1.0"]);
    assert_eq!(release(&checkout), (Some(0), String::new()));
    library("pub fn start() {}\npub fn stop() {}\n");
    let (code, said) = release(&checkout);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("0.1.1 or higher, because in the emulator"),
        "{said}"
    );
    library("fn start() {}\n");
    let (code, said) = release(&checkout);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("0.2.0 or higher, because in the emulator"),
        "{said}"
    );
}

#[test]
fn without_a_repository_there_is_no_release_to_compare_with() {
    Checkout::generated().fails(&["diff", "--release"], &["tags of releases", "git said: "]);
}
