//! Measures the time of a `regen` process, and how it grows with the document:
//!
//! ```text
//! cargo bench -p xtask --bench regen
//! ```
//!
//! Generates two documents repeatedly, with nothing to write: the document of this checkout, and one ten
//! times as large, with ten copies of every path, operation, resource and schema. The exit code is 1 if
//! a target is missed. Run it on an idle machine.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use common::{Result, measure, ten_times_as_large, timed, verdict};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::Value;

/// The maximum time of a run on this API.
const TARGET: Duration = Duration::from_millis(100);

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    };
    let patched = load_patched(&source)?;
    let alone = Case::patched("this API, patched", folder.path(), "alone", &patched)?;
    let large = Case::patched(
        "ten times as large",
        folder.path(),
        "large",
        &ten_times_as_large(&patched),
    )?;
    let whole = Case {
        name: "this API",
        out: folder.path().join("whole"),
        source,
    };
    let cases = [whole, alone, large];
    for case in &cases {
        case.generate(" 0 unchanged, 0 removed, ")?;
    }
    let [whole, alone, large] = measure(&cases)?;
    // The large document has no patches, so it is compared with the patched document.
    Ok(verdict(TARGET, &[whole], alone, large))
}

/// A document, and the folder to generate into.
struct Case {
    name: &'static str,
    source: Source,
    out: PathBuf,
}

impl Case {
    /// Writes a patched document to a folder.
    fn patched(name: &'static str, folder: &Path, stem: &str, document: &Value) -> Result<Self> {
        let folder = folder.join(stem);
        let source = Source {
            spec: folder.join("api.yaml"),
            patches: None,
        };
        fs::create_dir_all(&folder)?;
        fs::write(&source.spec, document::to_yaml(document))?;
        let out = folder.join("out");
        Ok(Self { name, source, out })
    }

    /// Generates the crate, and checks that the output contains `expected`.
    fn generate(&self, expected: &str) -> Result<Duration> {
        let (time, output) = timed(|command| {
            command.arg("regen");
            command.arg("--spec").arg(&self.source.spec);
            if let Some(patches) = &self.source.patches {
                command.arg("--patches").arg(patches);
            }
            command.arg("--out").arg(&self.out);
        })?;
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || !printed.contains(expected) {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {printed}{message}", self.name).into());
        }
        Ok(time)
    }
}

impl common::Case for Case {
    fn name(&self) -> &str {
        self.name
    }

    /// Generates without writing any file.
    fn run(&self) -> Result<Duration> {
        self.generate("\n0 files written, ")
    }
}
