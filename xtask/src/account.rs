//! `cargo xtask drift` and `cargo xtask fields`: run the binary `hellodialog-account`.
//!
//! These commands need the client. All others must work when the emitted client does not compile.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::exit::FAILURE;

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
    let manifest = checkout::find_root()?.join("Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "hellodialog-account"])
        .arg("--manifest-path")
        .arg(manifest)
        .args(["--", command])
        .args(&args.arguments)
        .status()
        .map_err(Error::Cargo)?;
    // A process that was killed has no exit code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(FAILURE)))
}
