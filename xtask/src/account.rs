//! `cargo xtask drift` and `cargo xtask fields`: run the binary `hellodialog-account`.
//!
//! These commands need the client. All others must work when the emitted client does not compile.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::exit::FAILURE;
use hellodialog_cli::output;

/// The arguments are passed on; the binary has its own `--help`.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<OsString>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error("cannot run cargo")]
    Cargo(#[source] io::Error),
}

/// Builds the binary if needed, and runs `command` in the current folder.
pub(crate) fn run(command: &str, args: &Args) -> Result<ExitCode, Error> {
    let root = checkout::find_root()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    cargo.arg("run");
    if is_built(&root) {
        cargo.arg("--quiet");
    } else {
        // Cargo then says what it compiles.
        output::eprint_line(&format!(
            "building `{command}`, which takes some minutes the first time"
        ));
    }
    let status = cargo
        .args(["--package", "hellodialog-account", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .args(["--", command])
        .args(&args.arguments)
        .status()
        .map_err(Error::Cargo)?;
    // A process that was killed has no exit code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(FAILURE)))
}

/// Whether the binary has been built before.
fn is_built(root: &Path) -> bool {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let name = format!("hellodialog-account{}", std::env::consts::EXE_SUFFIX);
    target.join("debug").join(name).exists()
}
