//! `cargo xtask overlay`.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::checkout::{stderr, stdout};

const SPEC: &str = "openapi: 3.0.3\ninfo:\n  title: T\npaths: {}\n";
const RETITLE: &str = "overlay: 1.1.0\ninfo: {title: O, version: '1'}\nactions:\n\
                       - {target: $.info.title, update: U}\n";
const STALE: &str = "overlay: 1.1.0\ninfo: {title: O, version: '1'}\nactions:\n\
                     - {target: $.tags, description: Drop the tags, remove: true}\n";

/// A folder with a document and two overlays.
struct Case(TempDir);

impl Case {
    fn new() -> Self {
        let case = Self(tempfile::tempdir().expect("a temporary folder"));
        case.file("api.yaml", SPEC);
        case.file("retitle.yaml", RETITLE);
        case.file("stale.yaml", STALE);
        case
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the file is written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is read")
    }

    /// The sorted file names of the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder is read");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).arg("overlay").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the command runs")
    }

    /// Runs the command, which must exit with 0 and print `expected`.
    #[track_caller]
    fn prints(&self, args: &[&str], expected: &str) {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(stdout(&output), expected);
    }

    /// Runs the command, which must exit with 2, print nothing to stdout and all `fragments` to stderr.
    #[track_caller]
    fn fails(&self, args: &[&str], fragments: &[&str]) {
        let output = self.run(args);
        let message = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert_eq!(stdout(&output), "");
        assert!(message.starts_with("error: "), "{message}");
        for fragment in fragments {
            assert!(message.contains(fragment), "no `{fragment}` in: {message}");
        }
    }
}

#[test]
fn the_result_has_the_format_of_the_document() {
    let case = Case::new();
    let expected = "openapi: 3.0.3\ninfo:\n  title: U\npaths: {}\n";
    case.prints(&["api.yaml", "retitle.yaml"], expected);
    case.file("api.json", r#"{"info":{"title":"T"}}"#);
    let expected = "{\n  \"info\": {\n    \"title\": \"U\"\n  }\n}\n";
    case.prints(&["api.json", "retitle.yaml"], expected);
}

#[test]
fn format_selects_another_format() {
    let case = Case::new();
    case.file("api.json", r#"{"info":{"title":"T"}}"#);
    let yaml = "info:\n  title: U\n";
    case.prints(&["api.json", "retitle.yaml", "--format", "yaml"], yaml);
    let json = "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\n    \"title\": \"U\"\n  },\n  \"paths\": {}\n}\n";
    case.prints(&["api.yaml", "retitle.yaml", "--format", "json"], json);
}

#[test]
fn overlays_are_applied_in_the_order_given() {
    let case = Case::new();
    case.file("again.yaml", &RETITLE.replace("update: U", "update: V"));
    let with = |title: &str| SPEC.replace("title: T", &format!("title: {title}"));
    case.prints(&["api.yaml", "retitle.yaml", "again.yaml"], &with("V"));
    case.prints(&["api.yaml", "again.yaml", "retitle.yaml"], &with("U"));
}

#[test]
fn a_target_that_selects_nothing_is_a_note_or_with_strict_an_error() {
    let case = Case::new();
    let output = case.run(&["api.yaml", "stale.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        stderr(&output),
        "note: stale.yaml: action 1 selects nothing\n"
    );
    let fragments = ["stale.yaml: action 1 (Drop the tags)", "selects nothing"];
    case.fails(&["api.yaml", "stale.yaml", "--strict"], &fragments);
}

#[test]
fn an_empty_update_is_a_note_and_replaces_nothing() {
    let case = Case::new();
    let text =
        "{overlay: 1.1.0, info: {title: O, version: '1'}, actions: [{target: $.info, update: {}}]}";
    case.file("empty.yaml", text);
    let output = case.run(&["api.yaml", "empty.yaml"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), SPEC);
    let note = stderr(&output);
    let start = "note: empty.yaml: action 1 changes nothing";
    assert!(
        note.starts_with(start) && note.contains("`$.info[*]`"),
        "{note}"
    );
}

#[test]
fn a_missing_file_is_an_error_with_its_name() {
    let case = Case::new();
    case.fails(
        &["none.yaml", "retitle.yaml"],
        &["none.yaml: ", "No such file"],
    );
    case.fails(&["api.yaml", "none.yaml"], &["none.yaml: "]);
    case.fails(&[".", "retitle.yaml"], &[".: "]);
}

#[test]
fn an_invalid_document_is_an_error_with_its_place() {
    let case = Case::new();
    case.file("broken.yaml", "a: 1\na: 2\n");
    case.fails(
        &["broken.yaml", "retitle.yaml"],
        &["broken.yaml:2:1: ", "duplicate key `a`"],
    );
    case.fails(&["api.yaml", "broken.yaml"], &["broken.yaml:2:1: "]);
    case.fails(
        &["api.yaml", "api.yaml"],
        &["api.yaml: #: ", "`overlay` is missing"],
    );
    case.file("path.yaml", &RETITLE.replace("$.info.title", "'$['"));
    case.fails(
        &["api.yaml", "path.yaml"],
        &["path.yaml: action 1", "RFC 9535"],
    );
}

#[test]
fn invalid_arguments_exit_with_2() {
    let case = Case::new();
    case.fails(&[], &["Usage"]);
    case.fails(&["api.yaml"], &["OVERLAY"]);
    case.fails(&["api.yaml", "retitle.yaml", "--format", "toml"], &["toml"]);
}

#[test]
fn help_has_options_and_an_example() {
    let output = Case::new().run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    for fragment in [
        "Apply overlays",
        "--strict",
        "--format",
        "--out",
        "Example:",
    ] {
        assert!(text.contains(fragment), "no `{fragment}` in: {text}");
    }
}

#[test]
fn out_writes_a_file_which_may_be_the_input() {
    let case = Case::new();
    let expected = SPEC.replace("title: T", "title: U");
    case.prints(&["api.yaml", "retitle.yaml", "--out", "new.yaml"], "");
    assert_eq!(case.text("new.yaml"), expected);
    case.prints(&["api.yaml", "retitle.yaml", "--out", "api.yaml"], "");
    assert_eq!(case.text("api.yaml"), expected);
    assert_eq!(
        case.names(),
        ["api.yaml", "new.yaml", "retitle.yaml", "stale.yaml"]
    );
}

#[test]
fn a_failure_leaves_the_output_file_unchanged() {
    let case = Case::new();
    case.file("out.yaml", "old");
    case.fails(
        &["api.yaml", "stale.yaml", "--strict", "--out", "out.yaml"],
        &["stale.yaml"],
    );
    assert_eq!(case.text("out.yaml"), "old");
    assert_eq!(
        case.names(),
        ["api.yaml", "out.yaml", "retitle.yaml", "stale.yaml"]
    );
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_with_its_name() {
    let case = Case::new();
    let out = ["none/out.yaml", ".", "api.yaml/out.yaml"];
    for out in out {
        case.fails(
            &["api.yaml", "retitle.yaml", "--out", out],
            &[out, "cannot be written"],
        );
    }
    assert_eq!(case.names(), ["api.yaml", "retitle.yaml", "stale.yaml"]);
}

#[cfg(unix)]
#[test]
fn a_written_file_has_the_default_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let case = Case::new();
    let mode = |name: &str| {
        let metadata = fs::metadata(case.path(name)).expect("the file exists");
        metadata.permissions().mode() & 0o777
    };
    case.prints(&["api.yaml", "retitle.yaml", "--out", "new.yaml"], "");
    assert_eq!(mode("new.yaml"), mode("api.yaml"));
    // A symbolic link is kept.
    symlink("new.yaml", case.path("link.yaml")).expect("the link is created");
    case.prints(&["api.yaml", "retitle.yaml", "--out", "link.yaml"], "");
    assert!(case.path("link.yaml").is_symlink());
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let case = Case::new();
    // Larger than the buffer of a pipe, so that the write fails.
    case.file(
        "api.yaml",
        &format!("info: {{title: T}}\nx: {}\n", "y".repeat(1 << 20)),
    );
    let mut child = case
        .command(&["api.yaml", "retitle.yaml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut pipe = child.stdout.take().expect("a pipe");
    pipe.read_exact(&mut [0; 4]).expect("some output");
    drop(pipe);
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}
