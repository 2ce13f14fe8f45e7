//! `cargo xtask`: the commands of this workspace.
//!
//! Each command exits with 0 on success, 1 when it found a difference, and 2 when the call or its
//! input is wrong.

mod account;
mod adopt;
mod diff;
mod document_format;
mod git;
mod lint;
mod overlay;
mod regen;
mod spec;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use hellodialog_cli::exit;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The commands of this workspace"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Regen(regen::Args),
    Spec(spec::Args),
    Overlay(overlay::Args),
    Diff(diff::Args),
    Lint(lint::Args),
    Adopt(adopt::Args),
    /// Compare a live account with the description (reads only)
    Drift(account::Args),
    /// Write a Rust module for the custom fields of an account
    Fields(account::Args),
}

fn main() -> ExitCode {
    let result: Result<ExitCode, Box<dyn Error>> = match Cli::parse().command {
        Command::Regen(args) => regen::run(&args).map_err(Into::into),
        Command::Spec(args) => spec::run(&args).map_err(Into::into),
        Command::Overlay(args) => overlay::run(&args).map_err(Into::into),
        Command::Diff(args) => diff::run(&args).map_err(Into::into),
        Command::Lint(args) => lint::run(&args).map_err(Into::into),
        Command::Adopt(args) => adopt::run(&args).map_err(Into::into),
        Command::Drift(args) => account::run("drift", &args).map_err(Into::into),
        Command::Fields(args) => account::run("fields", &args).map_err(Into::into),
    };
    exit::finish(result)
}
