//! A complete report, compared with a golden file.

use std::{env, fs};

use hellodialog_emulator::{Fault, FaultPhase, Operation, ServerError};
use similar::TextDiff;

use crate::process::{GIVEN_IDS, demo, root, run, start};

const UPDATE: &str = "UPDATE_GOLDEN=1 cargo test -p hellodialog-account --test drift";

#[test]
fn the_report_equals_the_golden_file() {
    let account = start(
        demo()
            .fault(Fault::new_property().on(Operation::GetGroups))
            .fault(Fault::new_enum_value().on(Operation::GetFields))
            .fault(Fault::changed_type().on(Operation::GetNps))
            .fault(
                Fault::status(ServerError::Unavailable, FaultPhase::Before).on(Operation::GetLists),
            ),
    );
    let url = account.url();
    let args = ["--base-url", &url, "--rate", "1000", "--requests", "33"];
    let run = run(Some(account.key()), &[&args, &GIVEN_IDS[..]].concat());
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let file = root().join("xtask/account/tests/drift/report.md");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &run.stdout).expect("the page is written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let diff = TextDiff::from_lines(&expected, &run.stdout)
        .unified_diff()
        .to_string();
    assert!(
        expected == run.stdout,
        "{diff}if this is intended, run\n  {UPDATE}"
    );
}
