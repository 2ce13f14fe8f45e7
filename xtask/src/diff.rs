//! `cargo xtask diff`: compare two documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::output::{self, OutputError};
use hellodialog_cli::source::SourceArgs;
use hellodialog_codegen::diff::{self, Input, Level, Report, Rust};
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{API_FILE, RUNTIME_API_FILE, library_api, load_patched, runtime_api};
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
  cargo xtask diff --release
  cargo xtask diff old.yaml new.yaml --format json

Exits with 0 when the report is written, 1 when it has a change of the level of --fail-on
or a higher one, or when the version does not follow with --release, 2 when a document is
invalid or not in git.")]
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
    /// Compare with the last release, the newest tag vX.Y.Z before HEAD, and exit with 1 if the
    /// version is lower than the changes ask for
    #[arg(long, conflicts_with_all = ["old", "base"])]
    release: bool,
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

const EMULATOR: &str = "tests/emulator";
/// The listing of its public API, which a test keeps up to date.
const EMULATOR_API: &str = "tests/emulator/api.txt";

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
    let mut version = None;
    let report = match (&args.old, &args.new) {
        (Some(old), Some(new)) => {
            let (old, new) = (NamedDocument::load(old)?, NamedDocument::load(new)?);
            diff::compare(&old.input(), &new.input())?
        }
        _ if args.release => {
            let Some(tag) = git::last_release(&checkout::find_root()?)? else {
                output::eprint_line("no tag vX.Y.Z before HEAD: no release to compare with");
                return Ok(ExitCode::SUCCESS);
            };
            let (report, current) = compare_with_revision(&tag)?;
            version = Some(current);
            report
        }
        _ => compare_with_revision(&args.base)?.0,
    };
    let text = match args.format {
        FormatArg::Markdown => report.markdown(),
        FormatArg::Json => report.json(),
        FormatArg::Text => report.text(),
    };
    output::write_output(&text, args.out.as_deref())?;
    let fails = args.fail_on.is_some_and(|level| level.applies_to(&report));
    let is_too_low = version.is_some_and(|version| is_too_low(&version, &report));
    Ok(ExitCode::from(u8::from(fails || is_too_low)))
}

/// Whether the version is too low for what has changed. If it is, that is said.
fn is_too_low(version: &str, report: &Report) -> bool {
    match &report.rust {
        Rust::Compared(comparison) if comparison.allows(version) => return false,
        Rust::Compared(comparison) => output::eprint_line(&format!(
            "the version is {version}, and must be {next} or higher, because {reason}; set it in Cargo.toml and in \
             spec/patches/00-crate.yaml, and run `cargo xtask regen`",
            next = comparison.next_version,
            reason = comparison.reason,
        )),
        Rust::Refused(refusal) => output::eprint_line(&format!(
            "the version cannot be checked: a document cannot be generated: {}",
            refusal.reason
        )),
        _ => {}
    }
    true
}

/// Compares the patched documents of a revision and of the working tree, and the public APIs of the libraries that have
/// the version of the crate. Also returns that version.
fn compare_with_revision(revision: &str) -> Result<(Report, String), Error> {
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
    let emulator = git::load_text(&root, revision, EMULATOR_API)?;
    let new_emulator = emulator_listing(&root)?;
    // A revision can have no listing, and the sources of the runtime can be outside of the checkout.
    let libraries = [
        ("runtime", old_runtime.zip(new_runtime)),
        ("emulator", emulator.map(|old| (old, new_emulator))),
    ];
    let report = libraries
        .into_iter()
        .filter_map(|(name, listings)| Some((name, listings?)))
        .fold(report, |report, (name, (old, new))| {
            report.with_library(name, &old, &new)
        });
    let version = new.document.pointer("/info/x-crate/version");
    let version = version.and_then(Value::as_str).unwrap_or_default();
    Ok((report, version.to_owned()))
}

/// The public API of the emulator in the working tree.
fn emulator_listing(root: &Path) -> Result<String, Error> {
    Ok(library_api("hellodialog_emulator", &root.join(EMULATOR))?)
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
