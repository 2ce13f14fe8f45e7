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

/// The maximum time for a thousand operations.
const TARGET: Duration = Duration::from_secs(2);

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
        let runs = [generate(&path, out.path())?, generate(&path, out.path())?];
        match runs.into_iter().flatten().min_by_key(|run| run.time) {
            Some(fastest) => measured.push(fastest),
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
    fn each(&self) -> Duration {
        self.time / self.operations.max(1)
    }

    fn is_slow(&self) -> bool {
        self.time > TARGET * self.operations.div_ceil(1000).max(1)
    }
}

/// Generates a document; `None` if that is not possible.
fn generate(spec: &Path, folder: &Path) -> Result<Option<Measured>> {
    let out = folder.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let (time, output) = timed(|command| {
        command.args(["regen", "--spec"]).arg(spec);
        command.arg("--out").arg(&out);
    })?;
    if !output.status.success() {
        return Ok(None);
    }
    let name = spec.file_name().unwrap_or_default();
    Ok(Some(Measured {
        name: name.to_string_lossy().into_owned(),
        operations: operations(&String::from_utf8_lossy(&output.stdout))?,
        time,
    }))
}

/// The number in `<folder>: 49 operations, 85 types`.
fn operations(stdout: &str) -> Result<u32> {
    let printed = stdout.split_once(" operations, ");
    let (before, _) = printed.ok_or("`regen` does not print the number of operations")?;
    let number = before.rsplit(' ').next().unwrap_or_default();
    Ok(number.parse()?)
}
