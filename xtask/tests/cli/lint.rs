//! `cargo xtask lint`.

use serde_json::{Value, json};

use crate::checkout::{Checkout, stderr, stdout};

/// With its patches it has two findings: its operation has no evidence, and one piece of evidence is inferred. Without
/// patches it has none: nothing in it says that there is evidence.
fn checkout() -> Checkout {
    let checkout = Checkout::new();
    checkout.edit(
        "spec/hellodialog.yaml",
        "      summary: Get all pets\n",
        "      description: Gets all pets.\n",
    );
    let guess = "\
overlay: 1.1.0
info: {title: A guess, version: '1'}
actions:
  - target: $.components.schemas.Pet
    description: Nobody knows
    x-expect: {type: object}
    update:
      x-evidence: {source: inferred, reason: it is a pet}
";
    checkout.put("spec/patches/10-guess.yaml", guess);
    checkout
}

const OPERATION: &str = "#/paths/~1pets/get";
const GUESS: &str = "#/components/schemas/Pet/x-evidence";

/// An `accepted.yaml` for both findings.
fn accept_all() -> String {
    accept("operation-without-evidence", OPERATION) + &accept("inferred", GUESS)
}

fn accept(rule: &str, pointer: &str) -> String {
    format!("- {{rule: {rule}, pointers: ['{pointer}'], reason: It is so.}}\n")
}

/// Runs the command, which must exit with 1 and print nothing to stderr; returns its stdout.
#[track_caller]
fn finds(checkout: &Checkout, args: &[&str]) -> String {
    let output = checkout.run_in("", args);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    stdout(&output)
}

/// The same with `--format json`.
#[track_caller]
fn finds_json(checkout: &Checkout, args: &[&str]) -> Value {
    let printed = finds(checkout, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&printed).expect("JSON")
}

#[test]
fn the_checkout_is_linted_with_its_patches() {
    let report = finds_json(&checkout(), &["lint"]);
    assert_eq!(report["document"], "spec/hellodialog.yaml");
    let found = report["findings"].as_array().expect("findings");
    let places: Vec<_> = found
        .iter()
        .map(|one| (&one["rule"], &one["pointer"]))
        .collect();
    assert_eq!(
        places,
        [
            (&json!("operation-without-evidence"), &json!(OPERATION)),
            (&json!("inferred"), &json!(GUESS)),
        ]
    );
    assert_eq!(found[1]["message"], "A guess: it is a pet.");
    assert_eq!(
        found[1]["patch"][0]["target"],
        "$.components.schemas.Pet['x-evidence']"
    );
}

#[test]
fn it_works_in_any_subfolder_and_changes_nothing() {
    let checkout = Checkout::generated();
    let before = checkout.tree();
    let output = checkout.run_in("spec/patches", &["lint"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let printed = stdout(&output);
    assert!(
        printed.contains("[operation-without-evidence]"),
        "{printed}"
    );
    assert!(checkout.tree() == before, "the files changed");
}

#[test]
fn a_named_document_is_linted_without_patches() {
    let checkout = checkout();
    let args = ["lint", "spec/hellodialog.yaml"];
    let found = |args: &[&str]| {
        finds_json(&checkout, args)["findings"]
            .as_array()
            .map(Vec::len)
    };
    checkout.succeeds(&args);
    assert_eq!(
        found(&[&args[..], &["--patches", "spec/patches"]].concat()),
        Some(2)
    );
    let json = checkout.succeeds(&["spec", "--format", "json"]);
    checkout.put("api.json", &json);
    assert_eq!(found(&["lint", "api.json"]), Some(2));
    // `spec/accepted.yaml` applies to the document of the checkout only: elsewhere it would be stale.
    checkout.put("spec/accepted.yaml", &accept_all());
    checkout.succeeds(&args);
}

#[test]
fn the_text_has_a_patch_to_paste() {
    let checkout = checkout();
    let printed = finds(&checkout, &["lint"]);
    for part in [
        "warning [operation-without-evidence] `GET /pets` has no `x-evidence`.\n",
        "    at #/paths/~1pets/get\n",
        "    below `actions:` of a patch; replace each TODO:\n  - target: $.paths['/pets'].get\n",
        "note [inferred] A guess: it is a pet.\n",
        "spec/hellodialog.yaml: 2 findings, 0 accepted, 0 stale acceptances\n",
    ] {
        assert!(printed.contains(part), "no `{part}` in: {printed}");
    }
    let action = printed.split("  - target: ").nth(1).expect("an action");
    let action = action.split("\n\n").next().expect("its end");
    let patch = checkout.text("spec/patches/10-guess.yaml");
    checkout.put(
        "spec/patches/10-guess.yaml",
        &format!("{patch}  - target: {action}\n"),
    );
    assert!(!finds(&checkout, &["lint"]).contains("operation-without-evidence"));
}

#[test]
fn an_accepted_finding_that_no_longer_exists_is_an_error() {
    let checkout = checkout();
    checkout.put("spec/accepted.yaml", &accept_all());
    let printed = checkout.succeeds(&["lint"]);
    assert_eq!(
        printed,
        "spec/hellodialog.yaml: 0 findings, 2 accepted, 0 stale acceptances\n"
    );
    checkout.remove("spec/patches/10-guess.yaml");
    let printed = finds(&checkout, &["lint"]);
    assert!(
        printed.contains("error [inferred] The finding no longer exists"),
        "{printed}"
    );
    assert!(printed.contains(GUESS), "{printed}");
}

#[test]
fn accepted_names_another_file() {
    let checkout = checkout();
    checkout.put("mine.yaml", &accept_all());
    checkout.succeeds(&["lint", "--accepted", "mine.yaml"]);
    let named = ["lint", "spec/hellodialog.yaml", "--patches", "spec/patches"];
    checkout.succeeds(&[&named[..], &["--accepted", "mine.yaml"]].concat());
}

#[test]
fn sarif_has_files_and_lines() {
    let checkout = checkout();
    checkout.put(
        "spec/accepted.yaml",
        &(accept("inferred", GUESS) + &accept("inferred", "#/absent")),
    );
    let printed = finds(&checkout, &["lint", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&printed).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let places: Vec<String> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let (file, line) = (
                &place["artifactLocation"]["uri"],
                &place["region"]["startLine"],
            );
            format!("{} {file}:{line}", result["ruleId"])
        })
        .collect();
    assert_eq!(
        places,
        [
            r#""operation-without-evidence" "spec/hellodialog.yaml":7"#,
            r#""inferred" "spec/patches/10-guess.yaml":8"#,
            r#""stale-acceptance" "spec/accepted.yaml":2"#,
        ]
    );
    assert_eq!(results[1]["suppressions"][0]["justification"], "It is so.");
}

#[test]
fn out_writes_the_report_to_a_file() {
    let checkout = checkout();
    checkout.writes(1, &["lint", "--format", "sarif"], "lint.sarif");
    assert!(
        checkout
            .text("lint.sarif")
            .contains("\"version\": \"2.1.0\"")
    );
}

#[test]
fn an_invalid_accepted_file_is_an_error_with_its_entry() {
    let checkout = checkout();
    let good = accept("inferred", GUESS);
    let cases = [
        (
            good.replace("inferred", "no-rule"),
            "[0].rule: no rule is called `no-rule`",
        ),
        (good.replace("It is so.", "''"), "[0]: the reason is empty"),
        (
            good.repeat(2),
            "[1]: `#/components/schemas/Pet/x-evidence` is accepted already",
        ),
        (
            good.replace("reason:", "why:"),
            "[0].why: unknown field `why`",
        ),
        (
            "rule: inferred\n".to_owned(),
            "invalid type: map, expected a sequence",
        ),
        ("- [\n".to_owned(), "accepted.yaml:2:1"),
    ];
    for (text, expected) in cases {
        checkout.put("spec/accepted.yaml", &text);
        checkout.fails(&["lint"], &["spec/accepted.yaml", expected]);
    }
    checkout.fails(
        &["lint", "--accepted", "absent.yaml"],
        &["absent.yaml: cannot be read"],
    );
}

#[test]
fn an_invalid_document_is_an_error_with_its_name() {
    let checkout = checkout();
    checkout.put("list.yaml", "[1]\n");
    checkout.put("newer.yaml", "openapi: 4.0.0\n");
    checkout.put("broken.yaml", "a: [\n");
    checkout.fails(&["lint", "absent.yaml"], &["absent.yaml: cannot be read"]);
    checkout.fails(
        &["lint", "list.yaml"],
        &["list.yaml: expected an OpenAPI", "found no object"],
    );
    checkout.fails(&["lint", "newer.yaml"], &["newer.yaml", "`openapi: 4.0.0`"]);
    checkout.fails(&["lint", "broken.yaml"], &["broken.yaml:"]);
    let absent = ["lint", "spec/hellodialog.yaml", "--patches", "absent"];
    checkout.fails(&absent, &["absent: cannot read the patches"]);
    checkout.edit("spec/patches/10-guess.yaml", "type: object", "type: string");
    checkout.fails(&["lint"], &["10-guess.yaml", "action 1"]);
    checkout.put("spec/patches/10-guess.yaml", "overlay: 1.0.0\n");
    checkout.fails(&["lint"], &["10-guess.yaml"]);
}

#[test]
fn patches_without_a_document_are_an_error() {
    let output = checkout().run_in("", &["lint", "--patches", "spec/patches"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}
