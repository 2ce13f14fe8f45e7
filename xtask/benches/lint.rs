//! Measures the time of a `lint` process, and how it grows with the document:
//!
//! ```text
//! cargo bench -p xtask --bench lint
//! ```
//!
//! Lints the checkout with its patches, in each format; then its patched document, and one ten times
//! as large. The exit code is 1 if a target is missed. Run it on an idle machine.

mod common;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use common::{Result, measure, ten_times_as_large, timed, verdict};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::Value;

/// The maximum time of a run on this API.
const TARGET: Duration = Duration::from_millis(300);

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = load_patched(&Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    })?;
    let [whole, sarif, alone, large] = measure(&[
        Case::checkout("this API", "text"),
        Case::checkout("this API, as SARIF", "sarif"),
        Case::patched("this API, patched", folder.path(), &spec)?,
        Case::patched(
            "ten times as large",
            folder.path(),
            &ten_times_as_large(&spec),
        )?,
    ])?;
    println!(
        "as SARIF: {} ms more",
        sarif.saturating_sub(whole).as_millis()
    );
    Ok(verdict(TARGET, &[whole], alone, large))
}

/// A document to lint.
struct Case {
    name: &'static str,
    arguments: Vec<OsString>,
}

impl Case {
    fn checkout(name: &'static str, format: &str) -> Self {
        let arguments = ["--format", format].map(OsString::from).to_vec();
        Self { name, arguments }
    }

    /// Writes a patched document to a folder.
    fn patched(name: &'static str, folder: &Path, document: &Value) -> Result<Self> {
        let path = folder.join(format!("{name}.yaml"));
        fs::write(&path, document::to_yaml(document))?;
        let arguments = vec![path.into()];
        Ok(Self { name, arguments })
    }
}

impl common::Case for Case {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&self) -> Result<Duration> {
        let (time, output) = timed(|command| {
            command.arg("lint").args(&self.arguments);
        })?;
        // Findings that the checkout accepts are reported in documents outside of it.
        if !matches!(output.status.code(), Some(0 | 1)) {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {message}", self.name).into());
        }
        Ok(time)
    }
}
