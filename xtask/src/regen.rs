//! `cargo xtask regen`: generate the client.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use hellodialog_codegen::{Generated, Source, write};

use crate::output::{self, OutputError};
use crate::root::{self, RootError};

/// Generate the client from the API's description and its patches
///
/// Reads spec/*.yaml of the checkout, applies spec/patches/ in name order,
/// and writes generated/: files that would not change are left alone, files
/// that are no longer emitted are removed. A run that fails changes nothing.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask regen
  cargo xtask regen --check
  cargo xtask regen --spec api.yaml --patches api-patches --out ../api-client

Exits with 0 when all is in place, 1 when --check finds a difference, 2 when the input
is at fault or a file cannot be written.")]
pub(crate) struct Args {
    /// Write nothing: print what would change as a diff
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    source: SourceArgs,
    /// The folder of the emitted crate [default: generated/ of the checkout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Where the description and its patches are.
#[derive(clap::Args, Default)]
pub(crate) struct SourceArgs {
    /// The OpenAPI document [default: spec/hellodialog.yaml of the checkout]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder of its patches [default: spec/patches/ of the checkout]
    #[arg(long, value_name = "DIR")]
    patches: Option<PathBuf>,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Root(#[from] RootError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl SourceArgs {
    /// The files named, or those of the checkout.
    pub(crate) fn resolve(&self) -> Result<Source, RootError> {
        Ok(Source {
            spec: in_checkout(self.spec.as_deref(), "spec/hellodialog.yaml")?,
            patches: in_checkout(self.patches.as_deref(), "spec/patches")?,
        })
    }
}

fn in_checkout(named: Option<&Path>, usual: &str) -> Result<PathBuf, RootError> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => root::find().map(|root| root.join(usual)),
    }
}

/// Generates, compares, and writes or tells.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let start = Instant::now();
    let source = args.source.resolve()?;
    let out = in_checkout(args.out.as_deref(), "generated")?;
    let generated = hellodialog_codegen::generate(&source)?.with_runtime_api(&out)?;
    let plan = write::plan(&generated.files, &out)?;
    if args.check && !plan.is_empty() {
        output::print(&plan.diff())?;
        output::note(&difference(args, plan.counts(), &out));
        return Ok(ExitCode::from(1));
    }
    let counts = if args.check {
        plan.counts()
    } else {
        plan.apply()?
    };
    output::print(&summary(&generated, counts, &out, start))?;
    Ok(ExitCode::SUCCESS)
}

fn summary(generated: &Generated, counts: write::Counts, out: &Path, start: Instant) -> String {
    format!(
        "{}: {} operations, {} types\n{} files written, {} unchanged, {} removed, in {} ms\n",
        out.display(),
        generated.operations,
        generated.types,
        counts.written,
        counts.unchanged,
        counts.removed,
        start.elapsed().as_millis(),
    )
}

fn difference(args: &Args, counts: write::Counts, out: &Path) -> String {
    let mut mend = "cargo xtask regen".to_owned();
    let options = [
        ("--spec", &args.source.spec),
        ("--patches", &args.source.patches),
        ("--out", &args.out),
    ];
    for (name, value) in options {
        if let Some(value) = value {
            _ = write!(mend, " {name} {}", quoted(value));
        }
    }
    format!(
        "{}: {} files differ from what is generated, {} should not be there; mend it with `{mend}`",
        out.display(),
        counts.written,
        counts.removed,
    )
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/:._-+".contains(c);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
