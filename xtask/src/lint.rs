//! `cargo xtask lint`: quirks that no patch treats.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::lint::{self, Baseline, Report, Sources, Text};
use hellodialog_codegen::{Source, load_patched, patch_files};

use crate::output::{self, OutputError};
use crate::regen::SourceArgs;
use crate::root::{self, RootError};

/// Find quirks of an OpenAPI 3.0 document that no patch treats
///
/// Without SPEC it looks at the description of the checkout with its patches.
/// Each finding has a rule, a place, and a patch to paste. What is let stand
/// is accepted in spec/accepted.yaml, a list of `{rule, pointers, reason}`;
/// an acceptance that applies to nothing any more is a finding itself.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask lint
  cargo xtask lint --format sarif --out lint.sarif
  cargo xtask lint api.yaml
  cargo xtask lint api.yaml --patches api-patches --accepted api-accepted.yaml

Exits with 0 when there is nothing to do, 1 when there are findings, or acceptances that
are stale, 2 when a document, a patch or an acceptance is at fault.")]
pub(crate) struct Args {
    /// The OpenAPI document, as it stands [default: spec/hellodialog.yaml of the checkout, patched]
    spec: Option<PathBuf>,
    /// The folder of patches to apply first
    #[arg(long, value_name = "DIR", requires = "spec")]
    patches: Option<PathBuf>,
    /// The findings that are accepted [default: spec/accepted.yaml of the checkout; none for SPEC]
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum FormatArg {
    /// Lines for a terminal
    Text,
    /// All there is, for programs
    Json,
    /// SARIF 2.1.0, which code hosts show beside a diff
    Sarif,
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
    Output(#[from] OutputError),
}

/// The files to look at.
struct Files {
    spec: PathBuf,
    patches: Option<PathBuf>,
    accepted: Option<PathBuf>,
    /// What their names in the report are relative to.
    base: PathBuf,
}

/// Lints, and delivers the report.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let files = files(args)?;
    let report = report(&files)?;
    let text = match args.format {
        FormatArg::Text => report.text(),
        FormatArg::Json => report.json(),
        FormatArg::Sarif => report.sarif(&files.sources()?),
    };
    output::deliver(&text, args.out.as_deref())?;
    Ok(ExitCode::from(u8::from(!report.is_clean())))
}

fn files(args: &Args) -> Result<Files, RootError> {
    if let Some(spec) = &args.spec {
        return Ok(Files {
            spec: spec.clone(),
            patches: args.patches.clone(),
            accepted: args.accepted.clone(),
            base: PathBuf::new(),
        });
    }
    let Source { spec, patches } = SourceArgs::default().resolve()?;
    let base = root::find()?;
    let usual = usual_acceptances(&base);
    Ok(Files {
        spec,
        patches: Some(patches),
        accepted: args.accepted.clone().or(usual),
        base,
    })
}

fn report(files: &Files) -> Result<Report, Error> {
    let document = match &files.patches {
        Some(patches) => load_patched(&Source {
            spec: files.spec.clone(),
            patches: patches.clone(),
        })?,
        None => document::load(&files.spec)?,
    };
    let accepted = load_accepted(files.accepted.as_deref())?;
    Ok(lint::lint(&files.name(&files.spec), &document, &accepted)?)
}

/// What the checkout accepts.
pub(crate) fn accepted(root: &Path) -> Result<Baseline, Error> {
    load_accepted(usual_acceptances(root).as_deref())
}

fn usual_acceptances(root: &Path) -> Option<PathBuf> {
    let usual = root.join("spec/accepted.yaml");
    usual.exists().then_some(usual)
}

fn load_accepted(path: Option<&Path>) -> Result<Baseline, Error> {
    Ok(match path {
        Some(path) => Baseline::from_value(&path.display().to_string(), &document::load(path)?)?,
        None => Baseline::default(),
    })
}

impl Files {
    fn name(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.base).unwrap_or(path);
        path.display().to_string()
    }

    /// The texts, which only some reports need.
    fn sources(&self) -> Result<Sources, Error> {
        let text = |path: &PathBuf| {
            let text = fs::read_to_string(path).map_err(|source| DocumentError::Read {
                path: path.clone(),
                source,
            })?;
            let file = self.name(path);
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
