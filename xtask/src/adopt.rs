//! `cargo xtask adopt`: take over a new upstream document.

mod compile;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_codegen::adopt::{
    self, Adoption, Candidate, Compiled, Current, Progress, changelog,
};
use hellodialog_codegen::document::{self, DocumentError, Format};
use hellodialog_codegen::{Generated, load_patches, write};
use serde_json::Value;

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
    /// The new document, in YAML or JSON
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
    #[error(
        "{}: the command writes this file itself; name another one for the page",
        path.display()
    )]
    OutIsOurs { path: PathBuf },
}

/// Finds out everything, tells it, and writes if that was asked for and nothing is in the way.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let root = root::find()?;
    refuse_ours(&root, args.out.as_deref())?;
    let new = NewDocument::read(&args.new)?;
    let adoption = examine(args, &root, &new)?;
    let compiled = match adoption.adoptable() {
        Some(_) if !args.no_compile => compile::check(&root, &adoption.document)?,
        _ => Compiled::Unknown,
    };
    let fits = adoption.adoptable();
    let fits = fits.filter(|_| !matches!(compiled, Compiled::No(_)));
    match fits {
        Some(generated) if args.write => {
            let page = adoption.page(&compiled, Progress::Written);
            put_in_place(args, &root, &new.text, &adoption, generated, &page)?;
        }
        _ => {
            let page = adoption.page(&compiled, Progress::Examined);
            output::deliver(&page, args.out.as_deref())?;
        }
    }
    Ok(ExitCode::from(u8::from(fits.is_none())))
}

/// The page must not go where something else does.
fn refuse_ours(root: &Path, out: Option<&Path>) -> Result<(), Error> {
    let Some(out) = out.and_then(|out| std::path::absolute(out).ok()) else {
        return Ok(());
    };
    let ours = ["spec", "generated", "CHANGELOG.md"].map(|name| root.join(name));
    if ours.iter().any(|ours| out.starts_with(ours)) {
        return Err(Error::OutIsOurs { path: out });
    }
    Ok(())
}

/// The new document.
struct NewDocument {
    name: String,
    /// As the checkout will have it: YAML, with the line ends of the rest.
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

fn examine(args: &Args, root: &Path, new: &NewDocument) -> Result<Adoption, Error> {
    // The patches may be those that the new document needs: the old one has its own, in git.
    let now = git::revision(root, &args.base)?;
    let now = Current {
        name: args.base.clone(),
        upstream: now.upstream.clone(),
        patched: now.patched()?,
    };
    let new = Candidate {
        name: new.name.clone(),
        document: new.document.clone(),
    };
    let mut patches = load_patches(&root.join("spec/patches"))?;
    for patch in &mut patches {
        let name = Path::new(&patch.name).strip_prefix(root);
        patch.name = name.map_or(patch.name.clone(), |name| name.display().to_string());
    }
    let accepted = lint::accepted(root)?;
    Ok(adopt::examine(&now, new, patches, &accepted)?)
}

/// Writes everything, or nothing.
fn put_in_place(
    args: &Args,
    root: &Path,
    text: &str,
    adoption: &Adoption,
    generated: &Generated,
    page: &str,
) -> Result<(), Error> {
    let out = root.join("generated");
    let generated = generated.clone().with_runtime_api(&out)?;
    let mut plan = write::plan(&generated.files, &out)?
        .with_file(&root.join("spec/hellodialog.yaml"), text.to_owned())?;
    if let Some(entry) = changelog::Entry::new(&adoption.diff) {
        let path = root.join("CHANGELOG.md");
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
