//! A checkout in a temporary folder, and commands run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A minimal API: one operation and one type.
pub const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example/api'}]
tags: [{name: pets, description: All pets.}]
paths:
  /pets:
    get:
      operationId: getPets
      tags: [pets]
      summary: Get all pets
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
components:
  schemas:
    Pet:
      type: object
      description: A pet.
      properties:
        name: {type: string, description: What it is called.}
";

/// The patch for the crate metadata, which is required.
pub const PATCH: &str = "\
overlay: 1.1.0
info: {title: The crate, version: '1'}
actions:
  - target: $.info
    description: How the crate presents itself
    x-expect: {title: Pets}
    update:
      x-crate:
        name: pets
        version: 0.1.0
        license: MIT
        rust_version: '1.88'
        keywords: []
        categories: []
        runtime: {package: hellodialog-runtime, version: 0.1.0, path: ../runtime}
";

/// The files of a folder with their content, and its subfolders with `None`.
pub type Tree = BTreeMap<String, Option<Vec<u8>>>;

/// A temporary checkout.
pub struct Checkout(TempDir);

impl Checkout {
    pub fn empty() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// With the minimal API, and nothing generated.
    pub fn new() -> Self {
        let checkout = Self::empty();
        checkout.put("spec/hellodialog.yaml", SPEC);
        checkout.put("spec/patches/00-crate.yaml", PATCH);
        checkout
    }

    /// With the minimal API, generated.
    pub fn generated() -> Self {
        let checkout = Self::new();
        checkout.succeeds(&["regen"]);
        checkout
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder is created");
        fs::write(path, text).expect("the file is written");
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is read")
    }

    /// Replaces the first `from` in a file; fails if there is none.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "no `{from}` in {name}");
        self.put(name, &text.replacen(from, to, 1));
    }

    pub fn remove(&self, name: &str) {
        let path = self.path(name);
        let removed = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        removed.expect("the file is removed");
    }

    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        add(&mut tree, self.0.path(), self.0.path());
        tree
    }

    /// Runs the command in a subfolder.
    pub fn run_in(&self, folder: &str, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .current_dir(self.path(folder))
            .env("RUST_BACKTRACE", "1") // makes a panic visible in stderr
            .args(args)
            .output()
            .expect("the command runs")
    }

    /// Runs the command, which must exit with 0 and print nothing to stderr; returns its stdout.
    #[track_caller]
    pub fn succeeds(&self, args: &[&str]) -> String {
        succeeded(&self.run_in("", args))
    }

    /// Runs the command with `--out FILE`: it exits with `code`, prints nothing to stdout, and names the file on stderr.
    #[track_caller]
    pub fn writes(&self, code: i32, args: &[&str], file: &str) {
        let output = self.run_in("", &[args, &["--out", file]].concat());
        assert_eq!(stderr(&output), format!("wrote {file}\n"));
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(stdout(&output), "");
    }

    /// Runs the command, which must exit with 2, print nothing to stdout and all `fragments` to stderr,
    /// and change no file.
    #[track_caller]
    pub fn fails(&self, args: &[&str], fragments: &[&str]) {
        let before = self.tree();
        let output = self.run_in("", args);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert_eq!(stdout(&output), "");
        assert!(message.starts_with("error: "), "{message}");
        let says_what_to_do = ["; ", "hint: ", "tip: ", "try '--help'"];
        assert!(
            says_what_to_do.iter().any(|one| message.contains(one)),
            "no next step: {message}"
        );
        for fragment in fragments {
            assert!(message.contains(fragment), "no `{fragment}` in: {message}");
        }
        for sign in ["panicked", "backtrace", "RUST_BACKTRACE"] {
            assert!(!message.contains(sign), "{message}");
        }
        assert!(self.tree() == before, "the files changed: {message}");
    }
}

#[track_caller]
pub fn succeeded(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    assert_eq!(stderr(output), "");
    stdout(output)
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn add(tree: &mut Tree, root: &Path, folder: &Path) {
    for entry in fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root).expect("a path below the root");
        let name = name.to_string_lossy().into_owned();
        if path.is_dir() {
            tree.insert(name, None);
            add(tree, root, &path);
        } else {
            tree.insert(name, Some(fs::read(&path).expect("the file is read")));
        }
    }
}
