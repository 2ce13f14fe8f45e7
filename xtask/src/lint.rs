//! `cargo xtask lint`: report quirks that no patch covers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::output::{self, OutputError};
use hellodialog_cli::source::SourceArgs;
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::lint::{self, Baseline, Report, Sources, Text};
use hellodialog_codegen::{Source, load_patched, patch_files};

/// Report quirks of an OpenAPI 3.0 document that no patch covers
///
/// Without SPEC, checks the patched document of the checkout. Each finding has
/// a rule, a pointer, and a patch to paste. To accept a finding, add it to
/// spec/accepted.yaml, a list of `{rule, pointers, reason}`. An entry there
/// that is stale is reported, too.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask lint
  cargo xtask lint --format sarif --out lint.sarif
  cargo xtask lint api.yaml
  cargo xtask lint api.yaml --patches api-patches --accepted api-accepted.yaml

Exits with 0 when there are no findings, 1 when there are findings or entries of
spec/accepted.yaml that are stale, 2 when a file is invalid.")]
pub(crate) struct Args {
    /// The OpenAPI document [default: spec/hellodialog.yaml of the checkout, with its patches]
    spec: Option<PathBuf>,
    /// The folder of patches to apply to SPEC
    #[arg(long, value_name = "DIR", requires = "spec")]
    patches: Option<PathBuf>,
    /// The accepted findings [default: spec/accepted.yaml of the checkout; none with SPEC]
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write the report to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// Lines for a terminal
    Text,
    /// All details, for programs
    Json,
    /// SARIF 2.1.0, which code hosts show next to a diff
    Sarif,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// The files to check.
struct Files {
    spec: PathBuf,
    patches: Option<PathBuf>,
    accepted: Option<PathBuf>,
    /// The folder that file names in the report are relative to.
    base: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let files = files(args)?;
    let report = report(&files)?;
    let text = match args.format {
        FormatArg::Text => report.text(),
        FormatArg::Json => report.json(),
        FormatArg::Sarif => report.sarif(&files.sources()?),
    };
    output::write_output(&text, args.out.as_deref())?;
    Ok(ExitCode::from(u8::from(!report.is_clean())))
}

fn files(args: &Args) -> Result<Files, CheckoutError> {
    if let Some(spec) = &args.spec {
        return Ok(Files {
            spec: spec.clone(),
            patches: args.patches.clone(),
            accepted: args.accepted.clone(),
            base: PathBuf::new(),
        });
    }
    let Source { spec, patches } = SourceArgs::default().resolve()?;
    let base = checkout::find_root()?;
    let default = accepted_file(&base);
    Ok(Files {
        spec,
        patches,
        accepted: args.accepted.clone().or(default),
        base,
    })
}

fn report(files: &Files) -> Result<Report, Error> {
    let document = load_patched(&Source {
        spec: files.spec.clone(),
        patches: files.patches.clone(),
    })?;
    let accepted = load_accepted(&files.base, files.accepted.as_deref())?;
    Ok(lint::lint(
        &name(&files.base, &files.spec),
        &document,
        &accepted,
    )?)
}

/// The accepted findings of a checkout.
pub(crate) fn accepted_in(root: &Path) -> Result<Baseline, Error> {
    load_accepted(root, accepted_file(root).as_deref())
}

fn accepted_file(root: &Path) -> Option<PathBuf> {
    let file = root.join(checkout::ACCEPTED);
    file.exists().then_some(file)
}

fn load_accepted(base: &Path, path: Option<&Path>) -> Result<Baseline, Error> {
    Ok(match path {
        Some(path) => Baseline::parse(&name(base, path), &document::read(path)?)?,
        None => Baseline::default(),
    })
}

/// The name of a file in the report.
fn name(base: &Path, path: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    path.display().to_string()
}

impl Files {
    /// The texts of all files, from which SARIF takes line numbers.
    fn sources(&self) -> Result<Sources, Error> {
        let text = |path: &PathBuf| {
            let text = fs::read_to_string(path).map_err(|source| DocumentError::Read {
                path: path.clone(),
                source,
            })?;
            let file = name(&self.base, path);
            Ok::<_, Error>(Text { file, text })
        };
        let patches = self.patches.as_deref().map(patch_files).transpose()?;
        Ok(Sources {
            spec: text(&self.spec)?,
            patches: patches
                .iter()
                .flatten()
                .map(text)
                .collect::<Result<_, _>>()?,
            accepted: self.accepted.as_ref().map(text).transpose()?,
        })
    }
}
