//! `cargo xtask regen`: generate the client.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::output::{self, OutputError};
use hellodialog_cli::source::{SourceArgs, or_in_checkout};
use hellodialog_codegen::write::{self, Counts};
use hellodialog_codegen::{
    PackageDefaults, RuntimeCrate, complete_metadata, generate_document, load_patched,
};

/// Generate the client crate from the API's document and its patches
///
/// Applies spec/patches/ in name order and writes generated/. Files that do not
/// change are not touched, and files that are no longer emitted are removed. A
/// run that fails changes nothing.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask regen
  cargo xtask regen --check
  cargo xtask regen --spec api.yaml --out ../api-client
  cargo xtask regen --spec api.yaml --patches api-patches --out ../api-client

Exits with 0 when the crate is up to date, 1 when --check finds stale output, 2 when the
input is invalid or a file cannot be written.")]
pub(crate) struct Args {
    /// Write nothing; print what would change, as a diff
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    source: SourceArgs,
    /// The folder of the emitted crate [default: generated/ of the checkout]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the emitted crate [default: the document's `x-crate`, else its title]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error(transparent)]
    Output(#[from] OutputError),
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let start = Instant::now();
    let source = args.source.resolve()?;
    let out = or_in_checkout(args.out.as_deref(), checkout::GENERATED)?;
    let mut document = load_patched(&source)?;
    complete_metadata(&mut document, &package_defaults(args, &out)?);
    let name = source.spec.display().to_string();
    let generated = generate_document(&name, &document)?.with_runtime_api(&out)?;
    let plan = write::plan(&generated.files, &out)?;
    if args.check && !plan.is_empty() {
        output::print(&plan.diff())?;
        let counts = plan.counts();
        let out = &out;
        output::eprint_line(&StaleOutput { args, counts, out }.to_string());
        return Ok(ExitCode::from(1));
    }
    if !generated.notes.is_empty() {
        output::eprint_line(generated.notes.to_string().trim_end());
    }
    let counts = if args.check {
        plan.counts()
    } else {
        plan.apply()?
    };
    let summary = Summary {
        out: &out,
        operations: generated.operations,
        types: generated.types,
        counts,
        elapsed: start.elapsed(),
    };
    output::print(&format!("{summary}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// What the document may leave out: the runtime is that of the workspace of this command.
fn package_defaults(args: &Args, out: &Path) -> Result<PackageDefaults, Error> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("codegen")
        .join("runtime");
    let out = std::path::absolute(out).map_err(CheckoutError::from)?;
    let path = pathdiff::diff_paths(&runtime, out).unwrap_or(runtime);
    Ok(PackageDefaults {
        name: args.name.clone(),
        runtime: RuntimeCrate {
            package: "hellodialog-runtime".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            path: path.display().to_string(),
        },
    })
}

/// What a run did.
struct Summary<'a> {
    out: &'a Path,
    operations: usize,
    types: usize,
    counts: Counts,
    elapsed: Duration,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            written,
            unchanged,
            removed,
            ..
        } = self.counts;
        writeln!(
            f,
            "{}: {} operations, {} types",
            self.out.display(),
            self.operations,
            self.types
        )?;
        write!(
            f,
            "{written} files written, {unchanged} unchanged, {removed} removed, in {} ms",
            self.elapsed.as_millis()
        )
    }
}

/// The result of `--check`, with the command that brings the output up to date.
struct StaleOutput<'a> {
    args: &'a Args,
    counts: Counts,
    out: &'a Path,
}

impl fmt::Display for StaleOutput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: stale output: {} files differ and {} files are not emitted any more; run \
             `cargo xtask regen",
            self.out.display(),
            self.counts.written,
            self.counts.removed,
        )?;
        let options = [
            ("--spec", &self.args.source.spec),
            ("--patches", &self.args.source.patches),
            ("--out", &self.args.out),
        ];
        if let Some(name) = &self.args.name {
            write!(f, " --name {name}")?;
        }
        for (name, value) in options {
            if let Some(value) = value {
                write!(f, " {name} {}", shell_quoted(value))?;
            }
        }
        f.write_str("`")
    }
}

fn shell_quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/:._-+".contains(c);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
