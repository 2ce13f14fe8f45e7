//! `cargo xtask diff`: compare two documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::output::{self, OutputError};
use hellodialog_cli::source::SourceArgs;
use hellodialog_codegen::diff::{self, Input, Level, Report};
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{API_FILE, RUNTIME_API_FILE, load_patched, runtime_api};
use serde_json::Value;

use crate::git::{self, GitError};

/// Compare two OpenAPI 3.0 documents and say what changes for clients
///
/// OLD and NEW are YAML or JSON documents without patches. If they are not
/// given, the patched document in git is compared with that of the working tree.
/// References are resolved, and the order of members does not matter.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask diff
  cargo xtask diff --base HEAD~1 --fail-on breaking
  cargo xtask diff old.yaml new.yaml --format json

Exits with 0 when the report is written, 1 when it has a change of the level of --fail-on
or a higher one, 2 when a document is invalid or not in git.")]
pub(crate) struct Args {
    /// The old document
    #[arg(requires = "new")]
    old: Option<PathBuf>,
    /// The new document
    new: Option<PathBuf>,
    /// The git revision to compare the working tree with
    #[arg(
        long,
        value_name = "REVISION",
        default_value = "HEAD",
        conflicts_with = "old"
    )]
    base: String,
    /// The format of the report
    #[arg(long, value_enum, default_value = "markdown")]
    format: FormatArg,
    /// Exit with 1 if there is a change of this level or a higher one
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// Write the report to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// A page for a pull request
    Markdown,
    /// All details, for programs
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
    fn applies_to(self, report: &Report) -> bool {
        let lowest = match self {
            Self::Breaking => Level::Breaking,
            Self::Maybe => Level::Maybe,
            Self::Any => Level::Compatible,
        };
        report.worst() >= Some(lowest)
    }
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
    Git(#[from] GitError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A document, with its name in the report.
struct NamedDocument {
    name: String,
    document: Value,
    /// The listing of the crate's public API, as committed.
    api: Option<String>,
}

impl NamedDocument {
    fn load(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            name: path.display().to_string(),
            document: document::load(path)?,
            api: None,
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            api: self.api.as_deref(),
            ..Input::new(&self.name, &self.document)
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let report = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            let (old, new) = (NamedDocument::load(old)?, NamedDocument::load(new)?);
            diff::compare(&old.input(), &new.input())?
        }
        _ => compare_with_revision(&args.base)?,
    };
    let text = match args.format {
        FormatArg::Markdown => report.markdown(),
        FormatArg::Json => report.json(),
        FormatArg::Text => report.text(),
    };
    output::write_output(&text, args.out.as_deref())?;
    let fails = args.fail_on.is_some_and(|level| level.applies_to(&report));
    Ok(ExitCode::from(u8::from(fails)))
}

/// Compares the patched documents of a revision and of the working tree, and the public APIs of the runtime.
fn compare_with_revision(revision: &str) -> Result<Report, Error> {
    let root = checkout::find_root()?;
    let listing = |file: &str| format!("{}/{file}", checkout::GENERATED);
    let old = NamedDocument {
        name: revision.to_owned(),
        document: git::load_revision(&root, revision)?.patched()?,
        api: git::load_text(&root, revision, &listing(API_FILE))?,
    };
    let new = NamedDocument {
        name: "working tree".to_owned(),
        document: load_patched(&SourceArgs::default().resolve()?)?,
        api: None,
    };
    let report = diff::compare(&old.input(), &new.input())?;
    let old_runtime = git::load_text(&root, revision, &listing(RUNTIME_API_FILE))?;
    let new_runtime = runtime_listing(&root.join(checkout::GENERATED), &new.document)?;
    Ok(match (old_runtime, new_runtime) {
        (Some(old), Some(new)) => report.with_runtime_api(&old, &new),
        // The revision has no listing, or the sources of the runtime are not in the checkout.
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
