//! Measures the time of whole processes, and compares it with targets.

use std::error;
use std::process::{Command, ExitCode, Output};
use std::time::{Duration, Instant};

/// Number of runs of each case.
const RUNS: usize = 10;
/// The maximum ratio for a document ten times as large: ten, and one for noise.
const TARGET_RATIO: f64 = 11.0;

pub type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

/// A process to measure.
pub trait Case {
    /// The name in the output.
    fn name(&self) -> &str;

    /// Runs the process once and returns its time.
    fn run(&self) -> Result<Duration>;
}

/// Runs `cargo xtask` with these arguments.
pub fn timed(arguments: impl FnOnce(&mut Command)) -> Result<(Duration, Output)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    arguments(&mut command);
    let start = Instant::now();
    let output = command.output()?;
    Ok((start.elapsed(), output))
}

/// Runs each case and returns its median time. The cases alternate, so that other load affects all of them.
pub fn measure<const N: usize>(cases: &[impl Case; N]) -> Result<[Duration; N]> {
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
            case.name(),
            times[0].as_millis(),
            times[RUNS / 2].as_millis()
        );
    }
    Ok(times.map(|times| times[RUNS / 2]))
}

/// Compares the times on this API with `target`, and the ratio of a large document to it with its own.
pub fn verdict(
    target: Duration,
    this_api: &[Duration],
    alone: Duration,
    large: Duration,
) -> ExitCode {
    let ratio = large.as_secs_f64() / alone.as_secs_f64();
    println!("this API: target {} ms", target.as_millis());
    println!("ten times as large: ratio {ratio:.1}, target {TARGET_RATIO:.0}");
    let passed = this_api.iter().all(|time| *time <= target) && ratio <= TARGET_RATIO;
    println!(
        "{}",
        if passed {
            "targets met"
        } else {
            "TARGET MISSED"
        }
    );
    ExitCode::from(u8::from(!passed))
}
