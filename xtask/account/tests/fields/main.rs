//! `cargo xtask fields`: what it writes, that this compiles and does what it says, and what it says
//! of wrong input.

mod account;
mod cli;
mod compiled;
mod golden;
mod properties;
mod readme;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, with no key until one is given.
fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hellodialog-account"));
    command
        .arg("fields")
        .args(arguments)
        .env_remove("HELLODIALOG_API_KEY")
        .stdin(Stdio::null());
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The folder of golden cases.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fields/golden")
}
