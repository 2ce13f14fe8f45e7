//! `cargo xtask overlay`: apply overlays to a document.

use std::path::PathBuf;
use std::process::ExitCode;

use hellodialog_cli::output::{self, OutputError};
use hellodialog_codegen::document::{self, DocumentError, Format};
use hellodialog_codegen::overlay::{self, Mode, Overlay, OverlayError};
use serde_json::{Map, Value};

use crate::document_format::FormatArg;

/// Apply overlays to a document and print the result
///
/// SPEC is any YAML or JSON document. Each OVERLAY follows the OpenAPI Overlay
/// Specification, 1.0 or 1.1. Overlays are applied in the order given.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  cargo xtask overlay api.yaml servers.overlay.yaml --format json --out api.json

Exits with 0 when the result is written, 2 when a document is invalid.")]
pub(crate) struct Args {
    /// The document to change
    spec: PathBuf,
    /// The overlays to apply
    #[arg(required = true, value_name = "OVERLAY")]
    overlays: Vec<PathBuf>,
    /// Fail if an action selects nothing, or if its `x-expect` or
    /// `x-expect-absent` does not hold
    #[arg(long)]
    strict: bool,
    /// The format of the result [default: by the file name extension of SPEC]
    #[arg(long, value_enum)]
    format: Option<FormatArg>,
    /// Write the result to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

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
            let file = overlay.file();
            output::eprint_line(&format!("note: {file}: action {number} selects nothing"));
        }
        for (place, _) in overlay.updates().filter(|(_, update)| is_empty(update)) {
            let (file, number) = (&place.file, place.number);
            output::eprint_line(&format!(
                "note: {file}: action {number} changes nothing: an empty `update` is merged and replaces nothing; \
                 to empty a node, remove what is in it, as with the target `{}[*]`",
                place.target
            ));
        }
        spec = applied.document;
    }
    let format = args
        .format
        .map_or_else(|| Format::of(&args.spec), Format::from);
    output::write_output(&format.write(&spec), args.out.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

/// Whether an update has nothing to merge.
fn is_empty(update: &Value) -> bool {
    update.as_array().is_some_and(Vec::is_empty) || update.as_object().is_some_and(Map::is_empty)
}
