//! Runs the binary.

use std::path::{Path, PathBuf};
use std::process::Command;

use hellodialog_emulator::{Builder, Emulator};
use serde_json::Value;

/// The result of a run.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Options with ids of the demo account that no response has.
pub const GIVEN_IDS: [&str; 6] = [
    "--id",
    "OrderId=1",
    "--id",
    "OrderId=2",
    "--id",
    "externalId=EXT-1",
];

impl Run {
    /// The report of a run with `--format json`.
    #[track_caller]
    pub fn report(&self) -> Value {
        match serde_json::from_str(&self.stdout) {
            Ok(report) => report,
            Err(error) => panic!("{error}: {self:?}"),
        }
    }

    /// The findings, as `rule subject`.
    #[track_caller]
    pub fn findings(&self) -> Vec<String> {
        let text = |finding: &Value, key: &str| finding[key].as_str().map(str::to_owned);
        let report = self.report();
        let findings = report["findings"].as_array().into_iter().flatten();
        let found = findings.map(|finding| {
            let rule = text(finding, "rule").unwrap_or_default();
            format!("{rule} {}", text(finding, "subject").unwrap_or_default())
        });
        found.collect()
    }

    /// How many operations were skipped for this reason.
    pub fn skipped_because(&self, reason: &str) -> usize {
        let report = self.report();
        let skipped = report["skipped"].as_array().into_iter().flatten();
        skipped.filter(|entry| entry["reason"] == reason).count()
    }

    /// The notes on an operation, or the reason why it was skipped.
    #[track_caller]
    pub fn note(&self, operation: &str) -> String {
        let report = self.report();
        let lists = [&report["called"], &report["skipped"]];
        let entries = lists.into_iter().filter_map(Value::as_array).flatten();
        let entry = entries
            .into_iter()
            .find(|entry| entry["operation"] == operation);
        let entry = entry.unwrap_or_else(|| panic!("{operation} is not in the report"));
        if let Value::String(reason) = &entry["reason"] {
            return reason.clone();
        }
        let notes = entry["notes"].as_array().into_iter().flatten();
        let notes = notes.filter_map(Value::as_str);
        notes.collect::<Vec<_>>().join("; ")
    }
}

/// Runs `drift` with this key in the environment.
pub fn run(key: Option<&str>, args: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hellodialog-account"));
    command
        .arg("drift")
        .args(args)
        .env_remove("HELLODIALOG_API_KEY");
    if let Some(key) = key {
        command.env("HELLODIALOG_API_KEY", key);
    }
    let output = command.output().expect("the binary runs");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Runs `drift` against an account, without a noticeable rate limit, with JSON output.
pub fn drift(account: &Emulator, args: &[&str]) -> Run {
    let url = account.url();
    let options = ["--base-url", &url, "--rate", "1000"];
    let format = if args.contains(&"--format") {
        &[][..]
    } else {
        &["--format", "json"]
    };
    run(Some(account.key()), &[&options, format, args].concat())
}

/// The demo account.
pub fn demo() -> Builder {
    Emulator::builder().contacts(120)
}

pub fn start(builder: Builder) -> Emulator {
    builder.start().expect("the account starts")
}

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
