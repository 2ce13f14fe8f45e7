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
use hellodialog_cli::{exit, output};

/// The commands by purpose, each with the usual next step.
const OVERVIEW: &str = "\
The commands of this workspace. `cargo xtask COMMAND --help` shows the options of each.

After a change in spec/ or codegen/:
  regen     Emit generated/ again
            next: read the difference, and run `cargo test --workspace`
  lint      Find quirks of the API's document that no patch covers
            next: paste the patch of a finding into spec/patches/, and regen
  diff      Say what a change means for users
            next: put the page into the pull request

When the vendor has published a new document:
  adopt     Report what would change, without changing anything
            next: correct the patches that it names; with --write, if nothing blocks it, test

For other tools:
  spec      Print the patched document; --wire without our x- keys
  overlay   Apply any overlays to any document

With an account, whose key is in HELLODIALOG_API_KEY:
  drift     Compare the account with the description; it reads only
            next: add a reason to an action of the report, paste it into a patch, and regen
  fields    Write a Rust module for the custom fields of the account
            next: add the module to your program
";

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", override_help = OVERVIEW)]
struct Cli {
    /// Without a command, the overview is printed
    #[command(subcommand)]
    command: Option<Command>,
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
    let Some(command) = Cli::parse().command else {
        return exit::finish(
            output::print(OVERVIEW)
                .map(|()| ExitCode::SUCCESS)
                .map_err(Into::into),
        );
    };
    let result: Result<ExitCode, Box<dyn Error>> = match command {
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_overview_names_every_command() {
        for command in Cli::command().get_subcommands() {
            let start = format!("\n  {:<9} ", command.get_name());
            assert!(OVERVIEW.contains(&start), "{}", command.get_name());
        }
    }
}
