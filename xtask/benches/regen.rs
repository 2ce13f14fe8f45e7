//! How long `regen` takes as a whole, from the start of the process to its end, and how that grows
//! with the document:
//!
//! ```text
//! cargo bench -p xtask --bench regen
//! ```
//!
//! Two documents are generated again and again when nothing is left to write: that of this
//! checkout, and one ten times as large, with ten copies of every path, operation, resource and
//! schema. It exits with 1 when a target is missed. These are times of a machine, which should have
//! nothing else to do, so no test looks at them.

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
/// What a run that changes nothing may take.
const TARGET: Duration = Duration::from_millis(300);
/// How many times longer the large document may take: as many as it is larger, and one for noise.
const TARGET_RATIO: f64 = 11.0;

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

fn main() -> Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: root.join("spec/patches"),
    };
    let patched = patched(&source)?;
    let alone = Case::patched("this API, patched", folder.path(), "alone", &patched)?;
    let large = Case::patched(
        "ten times as large",
        folder.path(),
        "large",
        &enlarged(&patched),
    )?;
    let whole = Case {
        name: "this API",
        out: folder.path().join("whole"),
        source,
    };
    let [whole, alone, large] = measure(&[whole, alone, large])?;
    // The copies have no patches, so what they are held against has none either.
    let ratio = large.as_secs_f64() / alone.as_secs_f64();
    println!("this API: target {} ms", TARGET.as_millis());
    println!("ratio of the last two: {ratio:.1}, target {TARGET_RATIO:.0}");
    let met = whole <= TARGET && ratio <= TARGET_RATIO;
    println!("{}", if met { "targets met" } else { "TARGET MISSED" });
    Ok(ExitCode::from(u8::from(!met)))
}

/// Runs each case, first to write and then to find that there is nothing to write; the shortest
/// time of each. They take turns, so that whatever else the machine does slows all of them down.
fn measure<const N: usize>(cases: &[Case; N]) -> Result<[Duration; N]> {
    for case in cases {
        case.run(" 0 unchanged, 0 removed, ")?;
    }
    let mut times = [(); N].map(|()| Vec::new());
    for _ in 0..RUNS {
        for (case, times) in cases.iter().zip(&mut times) {
            times.push(case.run("\n0 files written, ")?);
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

/// A document to generate from, and where to.
struct Case {
    name: &'static str,
    source: Source,
    out: PathBuf,
}

impl Case {
    /// A document that needs no patches any more, written to a folder of its own.
    fn patched(name: &'static str, folder: &Path, stem: &str, document: &Value) -> Result<Self> {
        let folder = folder.join(stem);
        let source = Source {
            spec: folder.join("api.yaml"),
            patches: folder.join("patches"),
        };
        fs::create_dir_all(&source.patches)?;
        fs::write(&source.spec, document::to_yaml(document))?;
        let out = folder.join("out");
        Ok(Self { name, source, out })
    }

    fn run(&self, expected: &str) -> Result<Duration> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("regen");
        command.arg("--spec").arg(&self.source.spec);
        command.arg("--patches").arg(&self.source.patches);
        command.arg("--out").arg(&self.out);
        let start = Instant::now();
        let output = command.output()?;
        let time = start.elapsed();
        let printed = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() || !printed.contains(expected) {
            let message = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {printed}{message}", self.name).into());
        }
        Ok(time)
    }
}
