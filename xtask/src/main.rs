//! `cargo xtask`: the commands of this workspace.
//!
//! They exit with 0 when all is well, 1 when they found a difference, and 2
//! when they were called wrongly or their input is at fault.

mod account;
mod adopt;
mod diff;
mod git;
mod lint;
mod output;
mod overlay;
mod regen;
mod root;
mod spec;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    /// Compare a live account with the description, reading only
    Drift(account::Args),
    /// Write a Rust module for an account's own fields
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
    result.unwrap_or_else(|error| {
        report(error.as_ref());
        ExitCode::from(2)
    })
}

/// Prints an error with its causes. A closed stderr is nobody's loss.
fn report(error: &dyn Error) {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    output::note(&format!("error: {message}"));
}
