//! `.ci/benchmarks`, with a `cargo` that measures nothing.
#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use crate::checkout::{Checkout, stderr, stdout};

/// A copy of the command. Its `cargo` prints the name of the benchmark, and misses the target of `missed`.
fn checkout(missed: &str) -> Checkout {
    let checkout = Checkout::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let command = fs::read_to_string(root.join(".ci/benchmarks")).expect("the command");
    let cargo = format!(
        "#!/bin/sh\nfor name; do :; done\necho \"measured $name\"\necho \"target of $name\" >&2\n[ \"$name\" != {missed} ]\n"
    );
    for (name, text) in [(".ci/benchmarks", command), ("bin/cargo", cargo)] {
        checkout.put(name, &text);
        fs::set_permissions(checkout.path(name), Permissions::from_mode(0o755))
            .expect("executable");
    }
    checkout.put("docs/benchmarks.md", "old\n");
    checkout
}

fn run(checkout: &Checkout, names: &[&str]) -> Output {
    let path = std::env::var("PATH").expect("a path");
    Command::new(checkout.path(".ci/benchmarks"))
        .env("PATH", format!("{}:{path}", checkout.path("bin").display()))
        .args(names)
        .output()
        .expect("the command runs")
}

#[test]
fn all_benchmarks_are_written_to_a_page_with_the_machine_and_the_date() {
    let checkout = checkout("none");
    let output = run(&checkout, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = checkout.text("docs/benchmarks.md");
    let line = page.lines().find(|line| line.starts_with("20"));
    let line = line.expect("a line with the date");
    assert!(
        line.contains(" cores, ") && line.contains("rustc "),
        "{line}"
    );
    assert_eq!(line.find(", "), Some("2026-11-26".len()), "{line}");
    for name in [
        "client",
        "allocations",
        "load",
        "build",
        "regen",
        "diff",
        "lint",
        "adopt",
    ] {
        assert!(page.contains(&format!("\n## {name}\n")), "{page}");
        assert!(page.contains(&format!("\nmeasured {name}\n")), "{page}");
    }
}

#[test]
fn a_missed_target_is_in_the_page_and_in_the_exit_code() {
    let checkout = checkout("lint");
    assert_eq!(run(&checkout, &[]).status.code(), Some(1));
    let page = checkout.text("docs/benchmarks.md");
    assert!(page.contains("measured lint\ntarget of lint\n"), "{page}");
    assert!(!page.contains("target of diff"), "{page}");
}

#[test]
fn with_names_only_these_are_run_and_printed() {
    let checkout = checkout("none");
    let output = run(&checkout, &["regen", "diff"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let printed = stdout(&output);
    assert!(
        printed.contains("measured regen") && printed.contains("measured diff"),
        "{printed}"
    );
    assert!(!printed.contains("lint"), "{printed}");
    assert_eq!(checkout.text("docs/benchmarks.md"), "old\n");
}
