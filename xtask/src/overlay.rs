//! `cargo xtask overlay`: apply overlays to a document.

use std::path::PathBuf;
use std::process::ExitCode;

use hellodialog_codegen::document::{self, DocumentError, Format};
use hellodialog_codegen::overlay::{self, Mode, Overlay, OverlayError};

use crate::output::{self, OutputError};

/// Apply overlays to a document and print the result
///
/// SPEC is any document in YAML or JSON, say the description of an API; each
/// OVERLAY is a document of the Overlay Specification, 1.0 or 1.1. They are
/// applied in the order given.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  cargo xtask overlay api.yaml servers.overlay.yaml --format json --out api.json

Exits with 0 when the result is written, 2 when a document is at fault.")]
pub(crate) struct Args {
    /// The document to change
    spec: PathBuf,
    /// The overlays to apply to it
    #[arg(required = true, value_name = "OVERLAY")]
    overlays: Vec<PathBuf>,
    /// Refuse an action that selects nothing, or whose `x-expect` or
    /// `x-expect-absent` does not hold
    #[arg(long)]
    strict: bool,
    /// The format of the result [default: that of SPEC, by its name]
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// Write the result to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum FormatArg {
    Yaml,
    Json,
}

impl FormatArg {
    /// The format that is meant.
    pub(crate) fn get(self) -> Format {
        match self {
            Self::Yaml => Format::Yaml,
            Self::Json => Format::Json,
        }
    }
}

/// Why the result is not there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Loads everything, applies it, and writes the result.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let mode = if args.strict {
        Mode::Strict
    } else {
        Mode::Standard
    };
    let mut spec = document::load(&args.spec)?;
    for path in &args.overlays {
        let value = document::load(path)?;
        let overlay = Overlay::from_value(&path.display().to_string(), value)?;
        let applied = overlay::apply(spec, &overlay, mode)?;
        for number in applied.unmatched() {
            output::note(&format!(
                "note: {}: action {number} selects nothing",
                overlay.file()
            ));
        }
        spec = applied.document;
    }
    let format = args
        .format
        .map_or_else(|| Format::of(&args.spec), FormatArg::get);
    output::deliver(&format.write(&spec), args.out.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
