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

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{error, fs};

use common::enlarged;
use hellodialog_codegen::{Source, document, patched};
use serde_json::Value;

/// How often each is run.
const RUNS: usize = 10;
/// What a comparison on this API may take.
const TARGET: Duration = Duration::from_millis(300);
/// How many times longer the large documents may take: as many as they are larger, and one for
/// noise.
const TARGET_RATIO: f64 = 11.0;

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = patched(&Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: root.join("spec/patches"),
    })?;
    let alone = Case::of(folder.path(), "this API", &spec)?;
    let large = Case::of(folder.path(), "ten times as large", &enlarged(&spec))?;
    let git = Case {
        name: "git's HEAD and the working tree",
        arguments: Vec::new(),
    };
    let [alone, large, git] = measure(&[alone, large, git])?;
    let ratio = large.as_secs_f64() / alone.as_secs_f64();
    println!("this API: target {} ms", TARGET.as_millis());
    println!("ratio of the first two: {ratio:.1}, target {TARGET_RATIO:.0}");
    let met = alone <= TARGET && git <= TARGET && ratio <= TARGET_RATIO;
    println!("{}", if met { "targets met" } else { "TARGET MISSED" });
    Ok(ExitCode::from(u8::from(!met)))
}

/// Runs each case; the shortest time of each. They take turns, so that whatever else the machine
/// does slows all of them down.
fn measure<const N: usize>(cases: &[Case; N]) -> Result<[Duration; N]> {
    let mut times = [(); N].map(|()| Vec::new());
    for _ in 0..RUNS {
        for (case, times) in cases.iter().zip(&mut times) {
            times.push(case.run()?);
        }
    }
    for (case, times) in cases.iter().zip(&mut times) {
        times.sort();
        println!(
            "{}: minimum {} ms, median {} ms of {RUNS} runs",
            case.name,
            times[0].as_millis(),
            times[RUNS / 2].as_millis()
        );
    }
    Ok(times.map(|times| times[0]))
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

    fn run(&self) -> Result<Duration> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args(&self.arguments);
        let start = Instant::now();
        let output = command.output()?;
        let time = start.elapsed();
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
