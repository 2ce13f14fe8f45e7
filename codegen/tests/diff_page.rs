//! The page of `diff`: what a reviewer reads first, one row for one cause, and names that cannot break it.

use hellodialog_codegen::diff::{Input, compare};
use serde_json::{Map, Value, json};

/// The page for a document with these operations, each with a response of this type, that changes to another type.
fn page(paths: &[&str], old: &str, new: &str) -> String {
    let document = |kind: &str| {
        let operation = json!({"get": {"responses": {"200": {"description": "It.", "content": {
            "application/json": {"schema": {"type": kind}},
        }}}}});
        let paths = paths
            .iter()
            .map(|path| ((*path).to_owned(), operation.clone()));
        let paths: Map<String, Value> = paths.collect();
        json!({"openapi": "3.0.3", "info": {"title": "<b>A|`", "version": "1"}, "paths": paths})
    };
    let (old, new) = (document(old), document(new));
    let input = |name, document| Input { name, document };
    let report = compare(&input("old", &old), &input("new", &new));
    report.expect("a report").markdown()
}

/// The rows of all tables, without their heads.
fn rows(page: &str) -> Vec<&str> {
    let lines = page.lines().filter(|line| line.starts_with("| "));
    lines
        .filter(|line| !line.starts_with("| change |") && !line.starts_with("| operation |"))
        .collect()
}

#[test]
fn the_decision_comes_first_and_one_cause_is_one_row() {
    let page = page(&["/a", "/b", "/c", "/d", "/e"], "string", "integer");
    let decision = page.find("## To decide").expect("a decision");
    assert!(decision < page.find("## Breaking").expect("breaking changes"));
    assert!(page.contains("(1 cause in 5 places)"), "{page}");
    let rows = rows(&page);
    assert_eq!(rows.len(), 1, "{page}");
    assert!(
        rows[0]
            .contains("`GET /a`, `GET /b`, `GET /c` and 2 more changed from `string` to `integer`"),
        "{page}"
    );
}

#[test]
fn a_page_of_many_changes_stays_short() {
    let paths: Vec<String> = (0..1500).map(|number| format!("/p{number}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let page = page(&paths, "string", "integer");
    // Hosts of pull requests refuse pages above 65,536 characters.
    assert!(page.len() < 65_536, "{} bytes", page.len());
    assert!(page.contains("## By operation"), "{page}");
    assert!(page.contains("And 1470 more operations."), "{page}");
}

#[test]
fn names_of_documents_cannot_break_the_page() {
    let page = page(&["/a|b<img>", "/c`d", "/e\n\n# f"], "string", "integer");
    for line in page.lines() {
        assert!(!line.starts_with("# f"), "{page}");
        if line.starts_with("| ") {
            let cells = line.replace("\\|", "").matches('|').count();
            assert_eq!(cells, 6, "{line}");
            let outside: String = line.split('`').step_by(2).collect();
            let markup = outside.replace("<br>", "");
            assert!(!markup.contains('<'), "{line}");
        }
    }
}
