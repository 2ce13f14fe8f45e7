//! How long `adopt` takes as a whole without compiling, from the start of the process to its end, and
//! how that grows with the document:
//!
//! ```text
//! cargo bench -p xtask --bench adopt
//! ```
//!
//! The checkout's own document is taken over, with its patches; then its patched document with
//! another version, and one ten times as large, each in a checkout of its own. It exits with 1 when a
//! target is missed. These are times of a machine, which should have nothing else to do, so no test
//! looks at them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use common::{Result, enlarged, measure, timed, verdict};
use hellodialog_codegen::{Source, document, load_patched};
use serde_json::{Value, json};

const SPEC: &str = "spec/hellodialog.yaml";

/// The most that a run on this API may take.
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
    let large = Case::of(folder.path(), "ten times as large", &enlarged(&spec))?;
    let [whole, alone, large] = measure(&[whole, alone, large])?;
    Ok(verdict(TARGET, &[whole], alone, large))
}

/// What is taken over.
struct Case {
    name: &'static str,
    checkout: PathBuf,
    new: PathBuf,
}

impl Case {
    /// A checkout with a document that needs no patches, in git, and its next version.
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
