//! The commands that ask an account. They need the client, and so are a program of their own:
//! everything else must go on working when the client does not compile.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitCode};

use crate::root::{self, RootError};

/// What the program takes; it has its own `--help`.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Args {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    arguments: Vec<OsString>,
}

/// Why the program did not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Root(#[from] RootError),
    #[error("cargo cannot be run")]
    Cargo(#[source] io::Error),
}

/// Builds the program if needed, and runs its command of this name in the caller's folder.
pub(crate) fn run(command: &str, args: &Args) -> Result<ExitCode, Error> {
    let manifest = root::find()?.join("Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "hellodialog-account"])
        .arg("--manifest-path")
        .arg(manifest)
        .args(["--", command])
        .args(&args.arguments)
        .status()
        .map_err(Error::Cargo)?;
    // A program that was killed has no code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(2)))
}
