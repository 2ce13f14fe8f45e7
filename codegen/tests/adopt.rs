//! The entry of a changelog that an adopted document makes, and where it goes.

use hellodialog_codegen::adopt::changelog::{entry, with_entry};
use hellodialog_codegen::diff::{Input, compare};
use hellodialog_codegen::document::parse;

const ENTRY: &str = "- Pets 2, was 1:\n  - More.\n";

#[track_caller]
fn goes(text: &str, expected: &str) {
    let expected = expected.replace("ENTRY\n", ENTRY);
    assert_eq!(with_entry(text, ENTRY), expected);
}

#[test]
fn an_entry_goes_first_below_what_has_changed() {
    goes(
        "# C\n\n## Unreleased\n\n### Changed\n- Old.\n\n## 1.0.0\n\n### Changed\n- Older.\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n- Old.\n\n## 1.0.0\n\n### Changed\n- Older.\n",
    );
}

#[test]
fn what_has_changed_gets_its_heading_in_the_usual_order() {
    goes(
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Fixed\n- F.\n\n## 1.0.0\n",
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Changed\nENTRY\n\n### Fixed\n- F.\n\n## 1.0.0\n",
    );
    goes(
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n\n## 1.0.0\n\n### Changed\n- Old.\n",
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Changed\nENTRY\n\n## 1.0.0\n\n### Changed\n- Old.\n",
    );
    goes(
        "# C\n\n## Unreleased\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n",
    );
}

#[test]
fn a_changelog_without_a_next_release_gets_one() {
    goes(
        "# C\n\n## 1.0.0\n\n### Changed\n- Old.\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n\n## 1.0.0\n\n### Changed\n- Old.\n",
    );
    goes("# C\n", "# C\n\n## Unreleased\n\n### Changed\nENTRY\n");
    goes(
        "# C\n\n## [Unreleased]\n\n### Changed\n- Old.\n",
        "# C\n\n## [Unreleased]\n\n### Changed\nENTRY\n- Old.\n",
    );
    goes("", "## Unreleased\n\n### Changed\nENTRY\n");
}

#[test]
fn an_entry_that_is_there_is_not_added_again() {
    let text = format!("# C\n\n## Unreleased\n\n### Changed\n{ENTRY}");
    assert_eq!(with_entry(&text, ENTRY), text);
}

/// The entry for a release that changes the document from one to the other.
fn entry_of(old: &str, new: &str) -> Option<String> {
    let document = |text: &str| {
        let text = format!("openapi: 3.0.3\n{text}");
        parse("a document", &text).expect("it is YAML")
    };
    let (old, new) = (document(old), document(new));
    let input = |name, document| Input { name, document };
    let report = compare(&input("old", &old), &input("new", &new)).expect("they are compared");
    entry(&report)
}

#[test]
fn an_entry_has_what_breaks_first_and_no_news_of_texts() {
    let old = "
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {operationId: getPets, summary: Old, responses: {'200': {description: D.}}}}
  /cats: {get: {operationId: getCats, responses: {'200': {description: D.}}}}
";
    let new = "
info: {title: Pets, version: '2'}
paths:
  /pets: {get: {operationId: getPets, summary: New, responses: {'200': {description: D.}}}}
  /dogs/{id}/toys/{name}: {post: {operationId: postToys, responses: {'200': {description: D.}}}}
";
    let entry = entry_of(old, new).expect("there is news");
    let lines: Vec<&str> = entry.lines().collect();
    assert_eq!(lines[0], "- Pets 2, was 1:");
    assert!(
        lines[1].starts_with("  - Breaking: ") && lines[1].contains("/cats"),
        "{entry}"
    );
    assert!(
        lines[2].starts_with("  - ") && lines[2].contains("/dogs"),
        "{entry}"
    );
    assert!(!entry.contains("summary"), "{entry}");
    assert!(lines.iter().all(|line| line.len() <= 100), "{entry}");
}

#[test]
fn a_version_that_nobody_feels_is_all_there_is_to_say() {
    let document = "info: {title: Pets, version: '1'}\npaths: {}\n";
    assert_eq!(entry_of(document, document), None);
    let renumbered = document.replace("'1'", "'2'");
    let entry = entry_of(document, &renumbered);
    assert_eq!(
        entry.as_deref(),
        Some("- Pets 2, was 1: nothing that callers see.\n")
    );
}
