//! Which documents are valid overlays, by the JSON schemas of versions 1.0 and 1.1.

use hellodialog_codegen::document::parse;
use hellodialog_codegen::overlay::Overlay;
use serde_json::json;

fn read(text: &str) -> Result<Overlay, String> {
    let value = parse("p.yaml", text).expect("the overlay of a case is YAML");
    Overlay::from_value("p.yaml", value).map_err(|error| error.to_string())
}

#[track_caller]
fn assert_error(text: &str, fragments: &[&str]) {
    let message = read(text).expect_err("the overlay is not valid");
    for fragment in ["p.yaml: "].iter().chain(fragments) {
        assert!(message.contains(fragment), "no `{fragment}` in: {message}");
    }
}

/// An overlay of version 1.1 with one more root member and these actions.
fn v1_1(member: &str, actions: &str) -> String {
    format!("{{overlay: 1.1.0, info: {{title: T, version: '1'}}, {member} actions: {actions}}}")
}

const UPDATE: &str = "[{target: $, update: {}}]";

#[test]
fn a_complete_overlay_is_read() {
    let text = "{overlay: 1.1.3, info: {title: T, version: '1', description: D, x-i: 1},
        extends: ./api.yaml, x-root: null,
        actions: [{target: $.a, description: D, update: 1, x-action: []}]}";
    let overlay = read(text).expect("it is valid");
    assert_eq!(overlay.file(), "p.yaml");
    assert_eq!(overlay.title(), "T");
    assert_eq!(overlay.extends(), Some("./api.yaml"));
}

#[test]
fn the_version_is_1_0_or_1_1() {
    let with = |version: &str| {
        format!("{{overlay: {version}, info: {{title: T, version: '1'}}, actions: {UPDATE}}}")
    };
    for version in ["1.0.0", "1.0.17", "1.1.0"] {
        assert!(read(&with(version)).is_ok(), "{version}");
    }
    for version in [
        "1.2.0", "2.0.0", "'1.1'", "1.1.x", "1.1.0.0", "'1.1.'", "''", "v1.1.0",
    ] {
        assert_error(&with(version), &["#/overlay", "1.0.x or 1.1.x"]);
    }
    assert_error(
        &with("1.1"),
        &["`overlay` to be a string", "the number 1.1", "quote it"],
    );
}

#[test]
fn the_root_is_an_object_with_its_required_members() {
    assert_error("[]", &["expected an object", "found an array"]);
    assert_error(
        "{info: {title: T, version: '1'}}",
        &["`overlay` is missing"],
    );
    assert_error("{overlay: 1.1.0}", &["`info` is missing"]);
    assert_error(
        "{overlay: 1.1.0, info: {title: T, version: '1'}}",
        &["`actions` is missing"],
    );
    assert_error(
        "{overlay: 1.1.0, info: 1}",
        &["#/info", "expected an object"],
    );
    assert_error(
        "{overlay: 1.1.0, info: {version: '1'}}",
        &["#/info", "`title` is missing"],
    );
    assert_error(
        "{overlay: 1.1.0, info: {title: T}}",
        &["#/info", "`version` is missing"],
    );
    assert_error(
        "{overlay: 1.1.0, info: {title: T, version: 1}}",
        &["#/info", "`version`", "number 1"],
    );
}

#[test]
fn actions_are_a_non_empty_list() {
    assert_error(&v1_1("", "[]"), &["#/actions", "at least one"]);
    assert_error(&v1_1("", "{}"), &["#/actions", "expected an array"]);
    assert_error(
        &v1_1("", "[1]"),
        &["action 1 (#/actions/0)", "expected an object"],
    );
}

#[test]
fn members_have_their_types() {
    assert_error(&v1_1("extends: 1,", UPDATE), &["`extends` to be a string"]);
    assert_error(
        &v1_1("", "[{update: {}}]"),
        &["action 1", "`target` is missing"],
    );
    assert_error(&v1_1("", "[{target: 1}]"), &["`target` to be a string"]);
    assert_error(
        &v1_1("", "[{target: $, description: []}]"),
        &["`description` to be a string"],
    );
    assert_error(
        &v1_1("", "[{target: $, remove: 'true'}]"),
        &["`remove` to be a boolean"],
    );
    assert_error(
        &v1_1("", "[{target: $, copy: {}}]"),
        &["`copy` to be a string"],
    );
}

#[test]
fn unknown_members_must_be_extensions() {
    assert_error(&v1_1("action: 1,", UPDATE), &["`action`", "x-"]);
    assert_error(
        "{overlay: 1.1.0, info: {title: T, version: '1', name: N}, actions: []}",
        &["#/info", "`name`"],
    );
    assert_error(
        &v1_1("", "[{target: $, update: {}}, {target: $.a, updates: {}}]"),
        &["action 2 (#/actions/1)", "`updates`"],
    );
}

#[test]
fn actions_are_unique() {
    let actions = "[{target: $.a, update: {x: 1, y: 2}}, {target: $.b, update: 1},
        {update: {y: 2, x: 1}, target: $.a}]";
    assert_error(&v1_1("", actions), &["action 3", "the same as action 1"]);
}

#[test]
fn features_of_1_1_are_errors_in_1_0() {
    let with = |info: &str, action: &str| {
        format!("{{overlay: 1.0.0, info: {{title: T, version: '1'{info}}}, actions: [{action}]}}")
    };
    assert_error(
        &with("", "{target: $.a, copy: $.b}"),
        &["action 1", "`copy`", "overlay: 1.1.0"],
    );
    assert_error(
        &with(", description: D", "{target: $, update: {}}"),
        &["#/info", "`description`"],
    );
}

#[test]
fn update_and_copy_exclude_each_other() {
    assert_error(
        &v1_1("", "[{target: $.a, update: 1, copy: $.b}]"),
        &["action 1", "`update` and `copy`"],
    );
}

#[test]
fn an_invalid_target_is_an_error_before_anything_is_applied() {
    for target in ["a", "'$.'", "'$[?]'", "$.a.x-b", "''", "' $'", "'$['"] {
        let actions = format!("[{{target: $, update: {{}}}}, {{target: {target}, update: 1}}]");
        assert_error(&v1_1("", &actions), &["action 2", "`target`", "RFC 9535"]);
    }
    // The error tells where it is in the text.
    let actions = "[{target: \"$.paths[?@.x == 'a'\", update: {}}]";
    assert_error(&v1_1("", actions), &["at position", ", at its end"]);
    let actions = "[{target: \"$.paths[?@.x != ] and more\", update: {}}]";
    assert_error(&v1_1("", actions), &["at position", "] and more`"]);
    assert_error(
        &v1_1("", "[{target: $, copy: b}]"),
        &["action 1", "`copy`", "RFC 9535"],
    );
}

/// The hint about a path that other implementations accept.
#[track_caller]
fn assert_hint(common: &str, hint: &str) {
    let actions = json!([{"target": common, "update": {}}]);
    assert_error(&v1_1("", &actions.to_string()), &["action 1", hint]);
}

#[test]
fn a_common_path_that_is_not_in_the_standard_gets_the_hint_how_to_write_it() {
    for (common, standard) in [
        (
            "$.paths[*][?@.x-name == 'a-b.c']",
            "$.paths[*][?@['x-name'] == 'a-b.c']",
        ),
        ("$..x-name", "$..['x-name']"),
        ("$.paths./pets/{id}.get", "$.paths['/pets/{id}'].get"),
        ("$.paths.'/pets'.get", "$.paths['/pets'].get"),
        ("$.paths[/pets].get", "$.paths['/pets'].get"),
        ("$.paths.*[get, post]", "$.paths.*['get', 'post']"),
        (
            "$.paths.*.get.responses.200",
            "$.paths.*.get.responses['200']",
        ),
        ("paths./pets.get", "$.paths['/pets'].get"),
        ("$paths", "$.paths"),
        (
            "#/paths/~1pets~1{id}/get",
            "$['paths']['/pets/{id}']['get']",
        ),
        (" $.info", "$.info"),
        (
            "$.a[?(@.isTrue === True and @.b !== 'x and y')]",
            "$.a[?(@.isTrue == true && @.b != 'x and y')]",
        ),
        ("$.a[?not @.b]", "$.a[?!@.b]"),
        ("$.a[(@.length-1)]", "$.a[-1]"),
        ("$.paths.**.get", "$.paths..get"),
        ("$.a[?@.name == “x”]", "$.a[?@.name == \"x\"]"),
    ] {
        assert_hint(common, &format!("`{standard}`"));
    }
}

#[test]
fn what_the_standard_has_not_gets_the_hint_what_to_write_instead() {
    for (common, hint) in [
        ("$.a[?(@.type =~ /b.*/)]", "search("),
        ("$.paths.*.get^", "a filter on what it contains"),
        ("$.paths.*~", "select their values"),
        ("$.paths.*[?(@property == 'get')]", "['get', 'post']"),
        ("$.a[?(@.tags contains 'x')]", "[?@.tags[?@ == 'a']]"),
        ("$.a[?(@.in in ['path'])]", "@.in == 'path' ||"),
        ("$.a[?(@.name.length() > 1)]", "length(@.name)"),
    ] {
        assert_hint(common, hint);
    }
}

#[test]
fn a_deeply_nested_path_is_an_error() {
    for open in ["(", "[?", "[?(!(", "[?@"] {
        let target = format!("'$[?{}'", open.repeat(50_000));
        assert_error(
            &v1_1("", &format!("[{{target: {target}, update: 1}}]")),
            &["nested deeper"],
        );
    }
}
