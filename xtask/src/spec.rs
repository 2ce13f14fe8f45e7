//! `cargo xtask spec`: print the patched document.

use std::path::PathBuf;
use std::process::ExitCode;

use hellodialog_cli::checkout::CheckoutError;
use hellodialog_cli::output::{self, OutputError};
use hellodialog_cli::source::SourceArgs;
use hellodialog_codegen::document::Format;
use hellodialog_codegen::wire::wire;

use crate::document_format::FormatArg;

/// Print the API's document with all patches applied
///
/// For tools that read OpenAPI documents.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask spec --format json --out hellodialog.json
  cargo xtask spec --wire --out wire.yaml

Exits with 0 when the document is written, 2 when the document or a patch is invalid.")]
pub(crate) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// The format of the result
    #[arg(long, value_enum, default_value = "yaml")]
    format: FormatArg,
    /// Say in the words of the standard what values arrive, without extensions
    #[arg(long)]
    wire: bool,
    /// Write the result to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error("--out {}: this is the document that is read, and the patches would no longer fit it; name another file", .0.display())]
    Input(PathBuf),
    #[error(transparent)]
    Output(#[from] OutputError),
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let source = args.source.resolve()?;
    if let Some(out) = &args.out
        && out
            .canonicalize()
            .is_ok_and(|out| source.spec.canonicalize().is_ok_and(|spec| spec == out))
    {
        return Err(Error::Input(out.clone()));
    }
    let document = hellodialog_codegen::load_patched(&source)?;
    let document = if args.wire { wire(&document) } else { document };
    let text = Format::from(args.format).write(&document);
    output::write_output(&text, args.out.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
