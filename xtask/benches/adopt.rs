//! Measures the time of an `adopt` process without compiling, and how it grows with the document:
//!
//! ```text
//! cargo bench -p xtask --bench adopt
//! ```
//!
//! Adopts the document of the checkout, with its patches; then its patched document with another
//! version, and one ten times as large, each in a temporary checkout. The exit code is 1 if a target is
//! missed. Run it on an idle machine.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use common::{Result, measure, ten_times_as_large, timed, verdict};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::{Value, json};

const SPEC: &str = "spec/hellodialog.yaml";

/// The maximum time of a run on this API.
const TARGET: Duration = Duration::from_millis(300);

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = load_patched(&Source {
        spec: root.join(SPEC),
        patches: Some(root.join("spec/patches")),
    })?;
    let whole = Case {
        name: "this API",
        new: SPEC.into(),
        checkout: root,
    };
    let alone = Case::of(folder.path(), "this API, patched", &spec)?;
    let large = Case::of(
        folder.path(),
        "ten times as large",
        &ten_times_as_large(&spec),
    )?;
    let [whole, alone, large] = measure(&[whole, alone, large])?;
    Ok(verdict(TARGET, &[whole], alone, large))
}

/// A document to adopt.
struct Case {
    name: &'static str,
    checkout: PathBuf,
    new: PathBuf,
}

impl Case {
    /// A checkout in git with a document that needs no patches, and its next version.
    fn of(folder: &Path, name: &'static str, document: &Value) -> Result<Self> {
        let checkout = folder.join(name);
        fs::create_dir_all(checkout.join("spec/patches"))?;
        fs::write(checkout.join(SPEC), document::to_yaml(document))?;
        for arguments in [
            &["init", "--quiet"][..],
            &["add", "."],
            &["commit", "--quiet", "--message", "All"],
        ] {
            git(&checkout, arguments)?;
        }
        let mut next = document.clone();
        next["info"]["version"] = json!("next");
        let new = checkout.join("new.yaml");
        fs::write(&new, document::to_yaml(&next))?;
        Ok(Self {
            name,
            checkout,
            new,
        })
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<()> {
    let status = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(arguments)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("git {} failed", arguments.join(" ")).into())
    }
}

impl common::Case for Case {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&self) -> Result<Duration> {
        let (time, output) = timed(|command| {
            command.current_dir(&self.checkout);
            command.arg("adopt").arg(&self.new).arg("--no-compile");
        })?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {message}", self.name).into());
        }
        Ok(time)
    }
}
