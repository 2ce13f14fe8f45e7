//! Measures the time of a `diff` process, and how it grows with the documents:
//!
//! ```text
//! cargo bench -p xtask --bench diff
//! ```
//!
//! Compares a document with a copy in which every number has become a boolean: the document of this
//! checkout, and one ten times as large. Then compares git's HEAD with the working tree. The exit code
//! is 1 if a target is missed. Run it on an idle machine.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
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
    let alone = Case::of(folder.path(), "this API", &spec)?;
    let large = Case::of(
        folder.path(),
        "ten times as large",
        &ten_times_as_large(&spec),
    )?;
    let git = Case {
        name: "git's HEAD and the working tree",
        arguments: Vec::new(),
    };
    let [alone, large, git] = measure(&[alone, large, git])?;
    Ok(verdict(TARGET, &[alone, git], alone, large))
}

/// Two documents to compare.
struct Case {
    name: &'static str,
    arguments: Vec<PathBuf>,
}

impl Case {
    /// Writes a document and its changed copy to a folder.
    fn of(folder: &Path, name: &'static str, spec: &Value) -> Result<Self> {
        let mut changed = spec.clone();
        retype(&mut changed);
        let arguments = ["old", "new"].map(|which| folder.join(format!("{name} {which}.yaml")));
        for (path, document) in arguments.iter().zip([spec, &changed]) {
            fs::write(path, document::to_yaml(document))?;
        }
        let arguments = arguments.to_vec();
        Ok(Self { name, arguments })
    }
}

impl common::Case for Case {
    fn name(&self) -> &str {
        self.name
    }

    fn run(&self) -> Result<Duration> {
        let (time, output) = timed(|command| {
            command.arg("diff").args(&self.arguments);
        })?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {message}", self.name).into());
        }
        Ok(time)
    }
}

/// Changes the type of every number to boolean.
fn retype(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if members.get("type").is_some_and(|kind| kind == "number") {
                for name in ["format", "x-wire"] {
                    members.shift_remove(name);
                }
                members.insert("type".to_owned(), "boolean".into());
            }
            members.values_mut().for_each(retype);
        }
        Value::Array(entries) => entries.iter_mut().for_each(retype),
        _ => {}
    }
}
