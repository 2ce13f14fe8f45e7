//! `cargo xtask adopt`: replace the document with a new version from upstream.

mod compile;
mod follow_up;
mod summary;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_cli::checkout::{self, CheckoutError};
use hellodialog_cli::output::{self, OutputError};
use hellodialog_codegen::adopt::{
    self, Adoption, Candidate, Compiled, Current, Progress, changelog,
};
use hellodialog_codegen::document::{self, DocumentError, Format};
use hellodialog_codegen::{Generated, load_patches, write};
use serde_json::Value;

use self::compile::CompileError;
use crate::git::{self, GitError};
use crate::lint;

/// Replace the API's document with a new version from upstream
///
/// Prints a report: whether NEW can be adopted, which patches are stale or no
/// longer match and how to repair them, new quirks, whether the crate compiles,
/// what changes against git's HEAD, and which tests name what has changed. With --write, and only if nothing blocks
/// it, NEW becomes spec/hellodialog.yaml, generated/ is regenerated, and
/// CHANGELOG.md gets an entry. Either all files are written or none.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask adopt ../upstream/hellodialog.yaml
  cargo xtask adopt ../upstream/hellodialog.yaml --write --out report.md

Exits with 0 when NEW can be adopted or was adopted, 1 when something blocks it, 2 when NEW
or a patch is invalid, or a file cannot be written.")]
pub(crate) struct Args {
    /// The new document, in YAML or JSON
    new: PathBuf,
    /// Write the document, the crate and the changelog entry
    #[arg(long)]
    write: bool,
    /// Do not compile the crate
    #[arg(long, conflicts_with = "write")]
    no_compile: bool,
    /// The git revision to compare with
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    base: String,
    /// Write the report to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
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
    Lint(#[from] lint::Error),
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("{}: adopt itself writes here; give --out another file", path.display())]
    OutputConflict { path: PathBuf },
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let root = checkout::find_root()?;
    check_output_path(&root, args.out.as_deref())?;
    let new = NewDocument::read(&args.new)?;
    let (old, adoption) = examine(args, &root, &new)?;
    let follow_up = summary::section(&old.patched, &adoption)
        + &follow_up::section(&root, &old.upstream, &adoption);
    let compiled = match adoption.adoptable() {
        Some(_) if !args.no_compile => compile::check(&root, &adoption.document)?,
        _ => Compiled::Unknown,
    };
    let adoptable = adoption.adoptable();
    let adoptable = adoptable.filter(|_| !matches!(compiled, Compiled::No(_)));
    match adoptable {
        Some(generated) if args.write => {
            let page = adoption.page(&compiled, Progress::Written) + &follow_up;
            write_all(args, &root, &new.text, &adoption, generated, &page)?;
        }
        _ => {
            let page = adoption.page(&compiled, Progress::Examined) + &follow_up;
            output::write_output(&page, args.out.as_deref())?;
        }
    }
    Ok(ExitCode::from(u8::from(adoptable.is_none())))
}

/// Refuses to write the report over a file that `--write` writes.
fn check_output_path(root: &Path, out: Option<&Path>) -> Result<(), Error> {
    let Some(out) = out.and_then(|out| std::path::absolute(out).ok()) else {
        return Ok(());
    };
    let written = ["spec", checkout::GENERATED, checkout::CHANGELOG];
    if written.iter().any(|name| out.starts_with(root.join(name))) {
        return Err(Error::OutputConflict { path: out });
    }
    Ok(())
}

struct NewDocument {
    name: String,
    /// What goes into the checkout: YAML, with LF line ends and without a byte order mark.
    text: String,
    document: Value,
}

impl NewDocument {
    fn read(path: &Path) -> Result<Self, DocumentError> {
        let name = path.display().to_string();
        let text = read(path)?.replace("\r\n", "\n");
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let document = document::parse(&name, &text)?;
        let text = match Format::of(path) {
            Format::Json => document::to_yaml(&document),
            Format::Yaml => text,
        };
        Ok(Self {
            name,
            text,
            document,
        })
    }
}

fn read(path: &Path) -> Result<String, DocumentError> {
    fs::read_to_string(path).map_err(|source| DocumentError::Read {
        path: path.to_owned(),
        source,
    })
}

/// The document that is in use, and what it means to replace it.
fn examine(args: &Args, root: &Path, new: &NewDocument) -> Result<(Current, Adoption), Error> {
    // The patches in the working tree may be adapted to the new document already, so the old document
    // and its patches come from git.
    let now = git::load_revision(root, &args.base)?;
    let now = Current {
        name: args.base.clone(),
        upstream: now.upstream.clone(),
        patched: now.patched()?,
    };
    let new = Candidate {
        name: new.name.clone(),
        document: new.document.clone(),
    };
    let mut patches = load_patches(&root.join(checkout::PATCHES))?;
    for patch in &mut patches {
        let name = Path::new(&patch.name).strip_prefix(root);
        patch.name = name.map_or(patch.name.clone(), |name| name.display().to_string());
    }
    let accepted = lint::accepted_in(root)?;
    let adoption = adopt::examine(&now, new, patches, &accepted)?;
    Ok((now, adoption))
}

/// Writes all files, or none.
fn write_all(
    args: &Args,
    root: &Path,
    text: &str,
    adoption: &Adoption,
    generated: &Generated,
    page: &str,
) -> Result<(), Error> {
    let out = root.join(checkout::GENERATED);
    let generated = generated.clone().with_runtime_api(&out)?;
    let mut plan = write::plan(&generated.files, &out)?
        .with_file(&root.join(checkout::SPEC), text.to_owned())?;
    if let Some(entry) = changelog::Entry::new(&adoption.diff) {
        let path = root.join(checkout::CHANGELOG);
        let old = if path.exists() {
            read(&path)?
        } else {
            "# Changelog\n".to_owned()
        };
        plan = plan.with_file(&path, changelog::with_entry(&old, &entry.to_string()))?;
    }
    if let Some(out) = &args.out {
        plan = plan.with_file(out, page.to_owned())?;
    }
    plan.apply()?;
    if args.out.is_none() {
        output::print(page)?;
    }
    Ok(())
}
