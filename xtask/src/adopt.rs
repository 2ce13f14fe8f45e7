//! `cargo xtask adopt`: take over a new upstream document.

mod compile;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_codegen::adopt::{self, Adoption, Compiled, Upstream, changelog};
use hellodialog_codegen::diff::Input;
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{Generated, patches, write};

use self::compile::CompileError;
use crate::git::{self, GitError};
use crate::lint;
use crate::output::{self, OutputError};
use crate::root::{self, RootError};

/// Take over a new upstream document
///
/// Prints a page: whether NEW can be adopted, what became of the patches and
/// what to do about those that are stale or no longer match, new quirks,
/// whether the crate compiles, and what changes against git's HEAD. With
/// --write, NEW becomes spec/hellodialog.yaml, generated/ is emitted anew, and
/// CHANGELOG.md gets an entry: all of it, and only if nothing is in the way.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask adopt ../upstream/hellodialog.yaml
  cargo xtask adopt ../upstream/hellodialog.yaml --write --out report.md

Exits with 0 when NEW can be adopted, or has been, 1 when something is in the way, 2 when
NEW or a patch is at fault, or a file cannot be written.")]
pub(crate) struct Args {
    /// The new document, in YAML
    new: PathBuf,
    /// Put it in place
    #[arg(long)]
    write: bool,
    /// Do not compile the crate
    #[arg(long, conflicts_with = "write")]
    no_compile: bool,
    /// The revision of git to compare with
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    base: String,
    /// Write the page to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Why nothing is known about the new document.
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
    Lint(#[from] lint::Error),
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Finds out everything, tells it, and writes if that was asked for and nothing is in the way.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let root = root::find()?;
    let text = read(&args.new)?;
    let adoption = examine(args, &root, &text)?;
    let compiled = match adoption.adoptable() {
        Some(_) if !args.no_compile => compile::check(&root, &adoption.document)?,
        _ => Compiled::Unknown,
    };
    let fits = adoption.adoptable();
    let fits = fits.filter(|_| !matches!(compiled, Compiled::No(_)));
    if let (Some(generated), true) = (fits, args.write) {
        put_in_place(&root, &text, &adoption, generated)?;
    }
    output::deliver(&adoption.page(&compiled), args.out.as_deref())?;
    Ok(ExitCode::from(u8::from(fits.is_none())))
}

fn read(path: &Path) -> Result<String, DocumentError> {
    fs::read_to_string(path).map_err(|source| DocumentError::Read {
        path: path.to_owned(),
        source,
    })
}

fn examine(args: &Args, root: &Path, text: &str) -> Result<Adoption, Error> {
    // The patches may be those that the new document needs: the old one has its own, in git.
    let now = git::patched(root, &args.base)?;
    let now = Input {
        name: &args.base,
        document: &now,
    };
    let name = args.new.display().to_string();
    let document = document::parse(&name, text)?;
    let new = Upstream { name, document };
    let patches = patches(&root.join("spec/patches"))?;
    let accepted = lint::accepted(root)?;
    Ok(adopt::examine(&now, new, patches, &accepted)?)
}

/// Writes everything, or nothing.
fn put_in_place(
    root: &Path,
    text: &str,
    adoption: &Adoption,
    generated: &Generated,
) -> Result<(), Error> {
    let mut plan = write::plan(&generated.files, &root.join("generated"))?
        .and(&root.join("spec/hellodialog.yaml"), text.to_owned())?;
    if let Some(entry) = changelog::entry(&adoption.diff) {
        let path = root.join("CHANGELOG.md");
        let old = if path.exists() {
            read(&path)?
        } else {
            "# Changelog\n".to_owned()
        };
        plan = plan.and(&path, changelog::with_entry(&old, &entry))?;
    }
    plan.apply()?;
    Ok(())
}
