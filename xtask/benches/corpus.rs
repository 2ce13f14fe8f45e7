//! Measures the time of a `regen` process for each document of a folder, per operation:
//!
//! ```text
//! cargo bench -p xtask --bench corpus -- FOLDER
//! ```
//!
//! Generates each document twice, into an empty folder, and prints the shorter time, the largest document
//! first. A document that cannot be generated is left out. The exit code is 1 if one takes longer than two
//! seconds for each thousand operations that are begun. Run it on an idle machine.

#[allow(
    dead_code,
    unused_imports,
    reason = "the other benchmarks use the rest"
)]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use common::{Result, timed};
use hellodialog_codegen::document;
use serde_json::Value;

/// The maximum time for a thousand operations.
const TARGET: Duration = Duration::from_secs(2);

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

fn main() -> Result<ExitCode> {
    let given = std::env::args().skip(1).find(|one| !one.starts_with("--"));
    let Some(folder) = given else {
        println!("no folder of documents: nothing to measure");
        return Ok(ExitCode::SUCCESS);
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let out = tempfile::tempdir()?;
    let mut measured = Vec::new();
    let mut left_out = 0;
    for path in paths {
        let times = [generate(&path, out.path())?, generate(&path, out.path())?];
        match times.into_iter().flatten().min() {
            Some(time) => measured.push(Measured::of(&path, time)?),
            None => left_out += 1,
        }
    }
    measured.sort_by_key(|one| std::cmp::Reverse(one.operations));
    println!("operations       ms  ms each  document");
    for one in &measured {
        let all = one.time.as_secs_f64() * 1000.0;
        let each = one.each().as_secs_f64() * 1000.0;
        println!(
            "{:>10} {all:>8.0} {each:>8.2}  {}",
            one.operations, one.name
        );
    }
    println!("{} documents, {left_out} left out", measured.len());
    let slow = measured.iter().filter(|one| one.is_slow()).count();
    if slow == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{slow} take longer than {} s for 1,000 operations",
        TARGET.as_secs()
    );
    Ok(ExitCode::FAILURE)
}

struct Measured {
    name: String,
    operations: u32,
    time: Duration,
}

impl Measured {
    fn of(path: &Path, time: Duration) -> Result<Self> {
        let document = document::load(path)?;
        let items = document.get("paths").and_then(Value::as_object);
        let items = items.into_iter().flat_map(|paths| paths.values());
        let operations = items.map(|item| {
            METHODS
                .iter()
                .filter(|one| item.get(**one).is_some())
                .count()
        });
        Ok(Self {
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            operations: u32::try_from(operations.sum::<usize>())?,
            time,
        })
    }

    fn each(&self) -> Duration {
        self.time / self.operations.max(1)
    }

    fn is_slow(&self) -> bool {
        self.time > TARGET * self.operations.div_ceil(1000).max(1)
    }
}

/// The time to generate a document; `None` if that is not possible.
fn generate(spec: &Path, folder: &Path) -> Result<Option<Duration>> {
    let out = folder.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let (time, output) = timed(|command| {
        command.args(["regen", "--spec"]).arg(spec);
        command.arg("--out").arg(&out);
    })?;
    Ok(output.status.success().then_some(time))
}
