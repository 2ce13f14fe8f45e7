//! `cargo xtask diff`: what has changed between two documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_codegen::diff::{self, Input, Level, Report};
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{API_FILE, RUNTIME_API_FILE, load_patched, runtime_api};
use serde_json::Value;

use crate::git::{self, GitError};
use crate::output::{self, OutputError};
use crate::regen::SourceArgs;
use crate::root::{self, RootError};

/// Compare two OpenAPI 3.0 documents by what they mean to a client
///
/// OLD and NEW are documents in YAML or JSON, compared as they stand. Without
/// them, the description in git, with its patches, is compared with the one
/// in the working tree. References are followed, and order does not count.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff
  cargo xtask diff --base HEAD~1 --fail-on breaking
  cargo xtask diff old.yaml new.yaml --format json

Exits with 0 when the report is printed, 1 when it has a change of the level that
--fail-on names, 2 when a document is at fault or git has none.")]
pub(crate) struct Args {
    /// The old document
    #[arg(requires = "new")]
    old: Option<PathBuf>,
    /// The new document
    new: Option<PathBuf>,
    /// The revision of git to compare the working tree with
    #[arg(
        long,
        value_name = "REVISION",
        default_value = "HEAD",
        conflicts_with = "old"
    )]
    base: String,
    /// The form of the report
    #[arg(long, value_enum, default_value = "markdown")]
    format: FormatArg,
    /// Exit with 1 when there is such a change, or a worse one
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// A page for a pull request
    Markdown,
    /// All there is, for programs
    Json,
    /// Lines for a terminal
    Text,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FailOn {
    /// A change that breaks clients
    Breaking,
    /// A change that may break clients
    Maybe,
    /// Any change
    Any,
}

impl FailOn {
    /// Whether the report has such a change.
    fn meets(self, report: &Report) -> bool {
        let least = match self {
            Self::Breaking => Level::Breaking,
            Self::Maybe => Level::Maybe,
            Self::Any => Level::Compatible,
        };
        report.worst() >= Some(least)
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error(transparent)]
    Root(#[from] RootError),
    #[error(transparent)]
    Git(#[from] GitError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A document and what stands for it.
struct Named {
    name: String,
    document: Value,
}

impl Named {
    fn load(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            name: path.display().to_string(),
            document: document::load(path)?,
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            name: &self.name,
            document: &self.document,
        }
    }
}

/// Loads both, compares them, and delivers the report.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let report = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            diff::compare(&Named::load(old)?.input(), &Named::load(new)?.input())?
        }
        _ => of_checkout(&args.base)?,
    };
    let text = match args.format {
        FormatArg::Markdown => report.markdown(),
        FormatArg::Json => report.json(),
        FormatArg::Text => report.text(),
    };
    output::deliver(&text, args.out.as_deref())?;
    let fails = args.fail_on.is_some_and(|level| level.meets(&report));
    Ok(ExitCode::from(u8::from(fails)))
}

/// Compares the description of a revision with that of the working tree, and the runtime's public API.
fn of_checkout(revision: &str) -> Result<Report, Error> {
    let root = root::find()?;
    let old = Named {
        name: revision.to_owned(),
        document: git::revision(&root, revision)?.patched()?,
    };
    let new = Named {
        name: "working tree".to_owned(),
        document: load_patched(&SourceArgs::default().resolve()?)?,
    };
    let report = diff::compare(&old.input(), &new.input())?;
    let listing = format!("generated/{RUNTIME_API_FILE}");
    let old_runtime = git::text(&root, revision, &listing)?;
    let new_runtime = runtime_listing(&root.join("generated"), &new.document)?;
    Ok(match (old_runtime, new_runtime) {
        (Some(old), Some(new)) => report.with_runtime_api(&old, &new),
        // A revision without a listing, or a runtime without sources at hand.
        _ => report,
    })
}

/// The public API of the runtime in the working tree, as far as the crate in `generated` exports it.
fn runtime_listing(generated: &Path, document: &Value) -> Result<Option<String>, Error> {
    let Ok(api) = fs::read_to_string(generated.join(API_FILE)) else {
        return Ok(None);
    };
    let runtime = document.pointer("/info/x-crate/runtime/path");
    let Some(runtime) = runtime.and_then(Value::as_str) else {
        return Ok(None);
    };
    Ok(runtime_api(&api, generated, Path::new(runtime))?)
}
