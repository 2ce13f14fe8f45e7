//! The commands in the documents exist, with the options named there. Other tests check what each command does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The documents that contain commands.
const DOCUMENTS: [&str; 7] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/benchmarks.md",
    "docs/commands.md",
    "docs/patching.md",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The `cargo` commands of all documents: lines of shell blocks, and code in text.
fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    for document in DOCUMENTS {
        let text = fs::read_to_string(root().join(document)).expect("a document");
        let lines = text
            .lines()
            .map(|line| line.split(" #").next().unwrap_or_default());
        let quoted = text
            .split('`')
            .map(|part| part.lines().next().unwrap_or_default());
        for part in lines.chain(quoted) {
            // Environment variables may precede a command.
            let start = part.find("cargo ").filter(|start| {
                let before = part[..*start].split_whitespace();
                before
                    .into_iter()
                    .all(|word| word.contains('=') && word == word.trim_matches('`'))
            });
            commands.extend(start.map(|start| part[start..].trim().to_owned()));
        }
    }
    commands.sort();
    commands.dedup();
    commands
}

/// The value of an option in a command.
fn value<'c>(command: &'c str, option: &str) -> Option<&'c str> {
    let mut words = command
        .split_whitespace()
        .skip_while(|word| *word != option);
    words.nth(1)
}

fn help(command: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args([command, "--help"])
        .output()
        .expect("the command runs");
    assert!(run.status.success(), "no command {command}");
    String::from_utf8(run.stdout).expect("UTF-8")
}

#[test]
fn documented_commands_of_xtask_exist_with_their_options() {
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let commands = commands();
    for command in commands
        .iter()
        .filter_map(|command| command.strip_prefix("cargo xtask "))
    {
        let mut words = command.split_whitespace();
        let name = words.next().unwrap_or_default();
        // COMMAND is a placeholder. The options of `drift` and `fields` are tested in their own crate.
        if ["COMMAND", "drift", "fields"].contains(&name) {
            continue;
        }
        let help = helps.entry(name.to_owned()).or_insert_with(|| help(name));
        for option in words.filter(|word| word.starts_with("--") && *word != "--help") {
            assert!(
                help.contains(option),
                "`cargo xtask {command}`: no option {option}"
            );
        }
    }
    assert!(helps.len() >= 5, "too few commands found: {commands:?}");
}

#[test]
fn documented_targets_of_cargo_exist() {
    // The folder of a package's targets, by its name.
    let folders = BTreeMap::from([
        ("hellodialog-tests", "tests"),
        ("hellodialog-account", "xtask/account"),
        ("hellodialog-emulator", "tests/emulator"),
        ("hellodialog", "generated"),
        ("hellodialog-codegen", "codegen"),
        ("hellodialog-runtime", "codegen/runtime"),
        ("xtask", "xtask"),
    ]);
    let mut count = 0;
    for command in commands() {
        let Some(package) = value(&command, "-p") else {
            continue;
        };
        let folder = root().join(
            folders
                .get(package)
                .unwrap_or_else(|| panic!("`{command}`: unknown package")),
        );
        for (option, kind) in [
            ("--example", "examples"),
            ("--bench", "benches"),
            ("--test", "tests"),
        ] {
            if let Some(name) = value(&command, option) {
                let file = folder.join(kind).join(format!("{name}.rs"));
                let main = folder.join(kind).join(name).join("main.rs");
                // The examples of the emitted crate are outside of it.
                let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
                let is_listed = manifest.contains(&format!("[[example]]\nname = \"{name}\""));
                assert!(
                    file.is_file() || main.is_file() || is_listed,
                    "`{command}`: no {kind} {name}"
                );
                count += 1;
            }
        }
    }
    assert!(count >= 10, "too few targets found: {count}");
}
