//! The commands that ask an account: `cargo xtask drift` and `cargo xtask fields` run them.
//!
//! They exit with 0 when all is well, 1 when they found a difference, and 2 when they were called
//! wrongly, their input is at fault, or the account does not answer.

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hellodialog_account::{drift, fields};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The commands that ask an account"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Drift(drift::Args),
    Fields(fields::Args),
}

fn main() -> ExitCode {
    let result: Result<ExitCode, Box<dyn Error>> = match Cli::parse().command {
        Command::Drift(args) => drift::run(&args).map_err(Into::into),
        Command::Fields(args) => fields::run(&args).map_err(Into::into),
    };
    result.unwrap_or_else(|error| {
        report(error.as_ref());
        ExitCode::from(2)
    })
}

/// Prints an error with its causes.
fn report(error: &dyn Error) {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    eprintln!("error: {message}");
}
