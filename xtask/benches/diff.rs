//! How long `diff` takes as a whole, from the start of the process to its end, and how that grows
//! with the documents:
//!
//! ```text
//! cargo bench -p xtask --bench diff
//! ```
//!
//! A document is compared with one in which every type of a value is another one: that of this
//! checkout, and one ten times as large. Then git's HEAD is compared with the working tree. It exits
//! with 1 when a target is missed. These are times of a machine, which should have nothing else to
//! do, so no test looks at them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
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
    let alone = Case::of(folder.path(), "this API", &spec)?;
    let large = Case::of(folder.path(), "ten times as large", &enlarged(&spec))?;
    let git = Case {
        name: "git's HEAD and the working tree",
        arguments: Vec::new(),
    };
    let [alone, large, git] = measure(&[alone, large, git])?;
    Ok(verdict(TARGET, &[alone, git], alone, large))
}

/// What is compared.
struct Case {
    name: &'static str,
    arguments: Vec<PathBuf>,
}

impl Case {
    /// A document and what has become of it, written to a folder.
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

/// Makes a truth value of every number.
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
