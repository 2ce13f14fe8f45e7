//! How long `lint` takes as a whole, from the start of the process to its end, and how that grows
//! with the document:
//!
//! ```text
//! cargo bench -p xtask --bench lint
//! ```
//!
//! The checkout is linted, with its patches and in each format; then its patched document, and one
//! ten times as large. It exits with 1 when a target is missed. These are times of a machine, which
//! should have nothing else to do, so no test looks at them.

mod common;

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use common::{Result, enlarged, measure, timed, verdict};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::Value;

/// The most that a run on this API may take.
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
        Case::patched("ten times as large", folder.path(), &enlarged(&spec))?,
    ])?;
    println!(
        "as SARIF: {} ms more",
        sarif.saturating_sub(whole).as_millis()
    );
    Ok(verdict(TARGET, &[whole], alone, large))
}

/// What is linted.
struct Case {
    name: &'static str,
    arguments: Vec<OsString>,
}

impl Case {
    fn checkout(name: &'static str, format: &str) -> Self {
        let arguments = ["--format", format].map(OsString::from).to_vec();
        Self { name, arguments }
    }

    /// A document that needs no patches any more, written to a folder.
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
        // What the checkout accepts is found in the bare documents.
        if !matches!(output.status.code(), Some(0 | 1)) {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {message}", self.name).into());
        }
        Ok(time)
    }
}
