//! `fields`: the module that it writes, compiled and run, and its errors and warnings.

mod account;
mod cli;
mod compiled;
mod docs_example;
mod golden;
mod properties;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The binary, without a key in its environment.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hellodialog-account"));
    command
        .arg("fields")
        .args(arguments)
        .env_remove("HELLODIALOG_API_KEY")
        .stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The folder of golden cases.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fields/golden")
}
