//! `cargo xtask spec`: the patched document.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::output;
use crate::overlay::FormatArg;
use crate::regen::{Error, SourceArgs};

/// Print the API's description with all patches applied, for other tools
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  cargo xtask spec --format json --out hellodialog.json

Exits with 0 when the document is written, 2 when the description or a patch is at fault.")]
pub(crate) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// The format of the result
    #[arg(long, value_enum, default_value = "yaml")]
    format: FormatArg,
    /// Write the result to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Applies the patches and writes the result.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let document = hellodialog_codegen::load_patched(&args.source.resolve()?)?;
    output::deliver(&args.format.get().write(&document), args.out.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
