//! The binary behind `cargo xtask drift` and `cargo xtask fields`.
//!
//! Each command exits with 0 on success, 1 when it found a difference, and 2 when the call or its
//! input is wrong or the account does not respond.

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hellodialog_account::{drift, fields};
use hellodialog_cli::exit;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The commands that call a live account"
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
    exit::finish(result)
}
