//! Misuse of the client does not compile, and the message of the compiler is helpful. Each program in
//! `fail/` has one mistake; `typical.rs` does the same correctly.
//!
//! `fail/*.stderr` has the output of rustc 1.95: messages and labels with their places, without the
//! source. After an update of the toolchain or of the emitted code, check the differences and run
//!
//! ```text
//! UPDATE_GOLDEN=1 cargo test --workspace --test compile
//! ```
//!
//! The programs are compiled against the client library that the tests of the workspace use. If only
//! this package is tested, cargo builds that library first.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use serde_json::Value;

#[test]
fn misuse_does_not_compile() -> io::Result<()> {
    let library = library()?;
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    let mut programs = files_with("rs")?;
    programs.sort();
    assert!(programs.len() > 15, "{programs:?}");
    let mut problems = Vec::new();
    for program in &programs {
        let actual = compile(program, &library)?;
        let expected = program.with_extension("stderr");
        if actual.is_empty() {
            problems.push(format!("{} compiles", program.display()));
        } else if update {
            fs::write(expected, actual)?;
        } else if fs::read_to_string(&expected).unwrap_or_default() != actual {
            problems.push(format!("{}:\n{actual}", program.display()));
        }
    }
    for expected in files_with("stderr")? {
        if !programs.contains(&expected.with_extension("rs")) {
            problems.push(format!("{} has no program", expected.display()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// The files in `fail/`, relative to this package.
fn files_with(extension: &str) -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fail");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = Path::new("fail").join(entry?.file_name());
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

/// The library that cargo built for the tests of the workspace.
fn library() -> io::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["test", "--workspace", "--no-run", "--test", "typical"])
        .args(["--quiet", "--message-format", "json"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command.output()?;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let artifacts = messages(&output.stdout);
    let artifact = artifacts.iter().find(|message| {
        let target = &message["target"];
        message["reason"] == "compiler-artifact"
            && target["name"] == "hellodialog"
            && target["kind"][0] == "lib"
            && message["profile"]["test"] == false
    });
    let files = artifact.and_then(|artifact| artifact["filenames"].as_array());
    let files = files.into_iter().flatten().filter_map(Value::as_str);
    let library = files.map(PathBuf::from).find(|file| {
        let extension = file.extension();
        extension.is_some_and(|extension| extension == "rlib")
    });
    library.ok_or_else(|| io::Error::other("cargo reports no library `hellodialog`"))
}

/// The error output of rustc for a program; empty if it compiles.
fn compile(program: &Path, library: &Path) -> io::Result<String> {
    let folder = tempfile::tempdir()?;
    let mut client = OsString::from("hellodialog=");
    client.push(library);
    let mut dependencies = OsString::from("dependency=");
    dependencies.push(library.parent().unwrap_or(library));
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["--edition", "2024", "--emit", "metadata"])
        .args(["--error-format", "json"])
        .arg("--out-dir")
        .arg(folder.path())
        .arg("--extern")
        .arg(client)
        .arg("-L")
        .arg(dependencies)
        .arg(program)
        .output()?;
    let mut text = String::new();
    for message in messages(&output.stderr) {
        if message["level"] == "error" && message["spans"] != Value::Array(Vec::new()) {
            add(&message, program, &mut text);
        }
    }
    assert_eq!(output.status.success(), text.is_empty(), "{output:?}");
    Ok(text)
}

/// The lines of JSON.
fn messages(output: &[u8]) -> Vec<Value> {
    let lines = output.split(|byte| *byte == b'\n');
    lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

/// Adds a message of the compiler, with its notes.
fn add(message: &Value, program: &Path, text: &mut String) {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let code = &message["code"]["code"];
    let code = match code.as_str() {
        Some(code) if code.starts_with('E') => format!("[{code}]"),
        _ => String::new(),
    };
    let (level, message_text) = (word(&message["level"]), word(&message["message"]));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{level}{code}: {message_text}");
    for span in message["spans"].as_array().into_iter().flatten() {
        let Some(place) = place(span, program) else {
            continue;
        };
        let label = word(&span["label"]);
        let suggestion = word(&span["suggested_replacement"]);
        let _ = writeln!(
            text,
            "  {}",
            [place, label, suggestion].join(" ").trim_end()
        );
    }
    for note in message["children"].as_array().into_iter().flatten() {
        add(note, program, text);
    }
}

/// The place in the program, or the file of the workspace; nothing in other libraries.
fn place(span: &Value, program: &Path) -> Option<String> {
    let file = span["file_name"].as_str()?;
    if Path::new(file) == program {
        return Some(format!("{}:{}", span["line_start"], span["column_start"]));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .ok()?;
    let path = root.join(file).canonicalize().ok()?;
    let path = path.strip_prefix(root).ok()?;
    Some(path.display().to_string())
}
