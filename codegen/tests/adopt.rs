//! The changelog entry for an adopted document, and its place.

use hellodialog_codegen::adopt::changelog::{Entry, with_entry};
use hellodialog_codegen::diff::{Input, compare};
use hellodialog_codegen::document::parse;

const ENTRY: &str = "- Pets 2, was 1:\n  - More.\n";

#[track_caller]
fn assert_inserted(text: &str, expected: &str) {
    let expected = expected.replace("ENTRY\n", ENTRY);
    assert_eq!(with_entry(text, ENTRY), expected);
}

#[test]
fn an_entry_comes_first_under_changed() {
    assert_inserted(
        "# C\n\n## Unreleased\n\n### Changed\n- Old.\n\n## 1.0.0\n\n### Changed\n- Older.\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n- Old.\n\n## 1.0.0\n\n### Changed\n- Older.\n",
    );
}

#[test]
fn a_missing_changed_heading_is_inserted_in_order() {
    assert_inserted(
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Fixed\n- F.\n\n## 1.0.0\n",
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Changed\nENTRY\n\n### Fixed\n- F.\n\n## 1.0.0\n",
    );
    assert_inserted(
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n\n## 1.0.0\n\n### Changed\n- Old.\n",
        "# C\n\n## Unreleased\n\n### Added\n- A.\n\n### Changed\nENTRY\n\n## 1.0.0\n\n### Changed\n- Old.\n",
    );
    assert_inserted(
        "# C\n\n## Unreleased\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n",
    );
}

#[test]
fn a_changelog_without_unreleased_gets_one() {
    assert_inserted(
        "# C\n\n## 1.0.0\n\n### Changed\n- Old.\n",
        "# C\n\n## Unreleased\n\n### Changed\nENTRY\n\n## 1.0.0\n\n### Changed\n- Old.\n",
    );
    assert_inserted("# C\n", "# C\n\n## Unreleased\n\n### Changed\nENTRY\n");
    assert_inserted(
        "# C\n\n## [Unreleased]\n\n### Changed\n- Old.\n",
        "# C\n\n## [Unreleased]\n\n### Changed\nENTRY\n- Old.\n",
    );
    assert_inserted("", "## Unreleased\n\n### Changed\nENTRY\n");
}

#[test]
fn an_existing_entry_is_not_added_again() {
    let text = format!("# C\n\n## Unreleased\n\n### Changed\n{ENTRY}");
    assert_eq!(with_entry(&text, ENTRY), text);
}

/// The entry for a change from one document to the other.
fn entry_of(old: &str, new: &str) -> Option<String> {
    let document = |text: &str| {
        let text = format!("openapi: 3.0.3\n{text}");
        parse("a document", &text).expect("it is YAML")
    };
    let (old, new) = (document(old), document(new));
    let input = |name, document| Input::new(name, document);
    let report = compare(&input("old", &old), &input("new", &new)).expect("they are compared");
    Entry::new(&report).map(|entry| entry.to_string())
}

#[test]
fn an_entry_lists_breaking_changes_first_and_no_texts() {
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
fn a_new_version_without_changes_is_one_line() {
    let document = "info: {title: Pets, version: '1'}\npaths: {}\n";
    assert_eq!(entry_of(document, document), None);
    let renumbered = document.replace("'1'", "'2'");
    let entry = entry_of(document, &renumbered);
    assert_eq!(
        entry.as_deref(),
        Some("- Pets 2, was 1: no change for callers.\n")
    );
}
