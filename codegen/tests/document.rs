//! Loading documents: their meaning, their errors, and the places of errors.

use hellodialog_codegen::document::{DocumentError, Format, load, parse, to_json, to_yaml};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::path::Path;

#[track_caller]
fn assert_meaning(text: &str, expected: &Value) {
    let value = parse("d.yaml", text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(value, *expected);
}

/// Parsing fails, with the place first in the message, and all `fragments`.
#[track_caller]
fn assert_error(name: &str, text: &str, place: &str, fragments: &[&str]) {
    let message = match parse(name, text) {
        Ok(value) => panic!("no error, but {value}"),
        Err(error) => error.to_string(),
    };
    let start = format!("{name}:{place}: ");
    assert!(message.starts_with(&start), "not at {start}: {message}");
    for fragment in fragments {
        assert!(message.contains(fragment), "no `{fragment}` in: {message}");
    }
    let (line, column) = place.split_once(':').expect("line and column");
    let again = format!("line {line} column {column}");
    assert!(!message.contains(&again), "the place twice: {message}");
}

#[test]
fn scalars_have_the_meaning_of_yaml_1_2() {
    assert_meaning(
        "{a: 1.10, b: no, c: 2019-07-25, d: yes, e: on, f: 12:30, g: 1_000, h: ~, i: , j: TRUE}",
        &json!({"a": 1.1, "b": "no", "c": "2019-07-25", "d": "yes", "e": "on", "f": "12:30",
            "g": "1_000", "h": null, "i": null, "j": true}),
    );
    assert_meaning(
        "['1.10', \"no\", '1', 'null', '']",
        &json!(["1.10", "no", "1", "null", ""]),
    );
    assert_meaning(
        "[0x1F, 0o17, -3, 1e3, 18446744073709551615]",
        &json!([31, 15, -3, 1000.0, u64::MAX]),
    );
    assert_meaning(
        "a: |\n  one\n  two\nb: >-\n  one\n  two\n",
        &json!({"a": "one\ntwo\n", "b": "one two"}),
    );
}

#[test]
fn an_unquoted_key_is_read_as_text() {
    assert_meaning(
        "{200: a, 1.10: b, no: c, null: d, 2019-07-25: e, true: f, 0x1F: g}",
        &json!({"200": "a", "1.10": "b", "no": "c", "null": "d", "2019-07-25": "e", "true": "f",
            "0x1F": "g"}),
    );
}

#[test]
fn keys_keep_their_order() {
    let value = parse("d.yaml", "{z: 1, a: 2, m: 3}").expect("it is YAML");
    assert_eq!(value.to_string(), r#"{"z":1,"a":2,"m":3}"#);
}

#[test]
fn json_is_read_as_json() {
    let text = "\u{feff}{\"\\ud83d\\ude00\": \"\\/\",\n\t\"<<\": {}}";
    assert_meaning(text, &json!({"😀": "/", "<<": {}}));
}

#[test]
fn aliases_are_replaced_by_their_nodes() {
    assert_meaning(
        "a: &x {b: 1}\nc: *x\n",
        &json!({"a": {"b": 1}, "c": {"b": 1}}),
    );
}

#[test]
fn a_duplicate_key_has_the_place_of_the_second_one() {
    assert_error(
        "d.yaml",
        "a: 1\nb:\n  c: 1\n  c: 2\n",
        "4:3",
        &["duplicate key `c`"],
    );
    assert_error(
        "d.yaml",
        "paths: {200: 1, '200': 2}",
        "1:17",
        &["duplicate key `200`"],
    );
    assert_error(
        "d.json",
        "{\n  \"a\": 1,\n  \"a\": 2\n}",
        "3:3",
        &["duplicate key `a`"],
    );
}

#[test]
fn a_value_that_json_cannot_represent_has_a_place() {
    assert_error("d.yaml", "a: .inf", "1:4", &["inf"]);
    assert_error("d.yaml", "a:\n  - .nan", "2:5", &["NaN"]);
    assert_error(
        "d.yaml",
        "a: 1\n[b]: 2\n",
        "2:1",
        &["sequence", "scalar as key"],
    );
    assert_error(
        "d.yaml",
        "a: 1\n{b: 1}: 2\n",
        "2:1",
        &["map", "scalar as key"],
    );
    assert_error("d.yaml", "a: !date 2019-07-25", "1:4", &["tag `!date`"]);
    assert_error("d.yaml", "a: !x {b: 1}", "1:4", &["tag `!x`"]);
}

#[test]
fn an_integer_beyond_64_bits_is_read_as_json_reads_it() {
    for text in [
        "18446744073709551616",
        "-9223372036854775809",
        "1180591620717411303424",
    ] {
        let yaml = parse("d.yaml", &format!("a: {text}")).expect("a document");
        let json = parse("d.json", &format!(r#"{{"a": {text}}}"#)).expect("a document");
        assert_eq!(yaml, json);
        assert!(yaml["a"].is_f64(), "{yaml}");
    }
}

#[test]
fn a_merge_key_adds_the_members_that_a_map_does_not_have() {
    let merged = |text| parse("d.yaml", text).expect("a document")["m"].clone();
    assert_eq!(
        merged("x: &x {a: 1, b: 2}\nm: {b: 3, <<: *x, c: 4}\n"),
        json!({"b": 3, "c": 4, "a": 1})
    );
    // The first of several maps wins, and the map itself before them.
    assert_eq!(
        merged("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nm: {<<: [*x, *y]}\n"),
        json!({"a": 1, "b": 2})
    );
    assert_error("d.yaml", "a: 1\nm: {<<: text}\n", "2:4", &["merge key"]);
    let json = parse("d.json", r#"{"<<": {"a": 1}}"#).expect("a document");
    assert_eq!(json, json!({"<<": {"a": 1}}));
}

#[test]
fn a_syntax_error_has_a_place() {
    assert_error("d.yaml", "a: 1\nb: [1, 2\nc: 3\n", "3:2", &[]);
    assert_error("d.yaml", "a: 'x\n", "2:1", &[]);
    assert_error("d.yaml", "a: *unknown", "1:4", &["unknown anchor"]);
    assert_error("d.json", "{\"a\": 1,}", "1:9", &["trailing comma"]);
    assert_error("d.json", "{\"a\": 1e400}", "1:11", &["out of range"]);
    assert_error("d.json", "{\"a\": 1}\n{}", "2:1", &["trailing"]);
    assert_error("d.yaml", "", "1:1", &["empty"]);
    assert_error(
        "d.yaml",
        "---\na: 1\n---\nb: 1\n",
        "3:1",
        &["more than one document"],
    );
    assert_error(
        "d.yaml",
        &"[".repeat(100_000),
        "1:129",
        &["nested more than 127 levels deep", "components/schemas"],
    );
    assert_error(
        "d.json",
        &"[".repeat(128),
        "1:128",
        &["nested more than 127 levels deep", "components/schemas"],
    );
    parse("d.json", &format!("{}{}", "[".repeat(127), "]".repeat(127))).expect("127 levels");
}

#[test]
fn exponential_aliases_are_an_error() {
    let levels = (1..12).map(|level| {
        let alias = format!("*a{}, ", level - 1).repeat(10);
        format!("a{level}: &a{level} [{alias}]\n")
    });
    let text = format!("a0: &a0 [x, x]\n{}", levels.collect::<String>());
    let error = parse("d.yaml", &text).expect_err("it is too large");
    assert!(error.to_string().contains("repetition limit"), "{error}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = load(Path::new("no/such.yaml")).expect_err("there is no such file");
    assert!(matches!(error, DocumentError::Read { .. }));
    assert!(error.to_string().starts_with("no/such.yaml: "), "{error}");
}

#[test]
fn a_file_in_another_encoding_has_a_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("latin.yaml");
    std::fs::write(&path, b"a: 1\nb\xe9: 2\n").expect("the file is written");
    let message = load(&path).expect_err("it is not UTF-8").to_string();
    assert!(
        message.contains("latin.yaml:2:2: ") && message.contains("UTF-8"),
        "{message}"
    );
}

#[test]
fn toml_is_named() {
    for (text, line, found) in [
        ("title = \"x\"\nversion = 1\n", 1, "title = \"x\""),
        ("# a comment\n\n[info]\ntitle = \"x\"\n", 3, "[info]"),
        ("[[actions]]\ntarget = \"$\"\n", 1, "[[actions]]"),
        ("info.title = \"x\"\n[paths]\n", 1, "info.title = \"x\""),
    ] {
        let message = parse("a.yaml", text).expect_err(text).to_string();
        let expected = format!(
            "a.yaml:{line}:1: expected YAML or JSON, found TOML: `{found}`; correct the document there, or name another one"
        );
        assert_eq!(message, expected);
    }
    // These are YAML.
    assert_eq!(parse("a.yaml", "a = b").ok(), Some(json!("a = b")));
    assert_eq!(parse("a.yaml", "[a]\n").ok(), Some(json!(["a"])));
    assert_eq!(
        parse("a.yaml", "a: b = c\nd: e\n").ok(),
        Some(json!({"a": "b = c", "d": "e"}))
    );
    let message = parse("a.yaml", "a: [\nb = c\n")
        .expect_err("a list without an end")
        .to_string();
    assert!(!message.contains("TOML"), "{message}");
}

#[test]
fn the_format_depends_on_the_file_name() {
    assert_eq!(Format::of(Path::new("a/b.json")), Format::Json);
    assert_eq!(Format::of(Path::new("b.JSON")), Format::Json);
    assert_eq!(Format::of(Path::new("b.yaml")), Format::Yaml);
    assert_eq!(Format::of(Path::new("json")), Format::Yaml);
    assert_eq!(Format::Json.write(&json!({"a": []})), "{\n  \"a\": []\n}\n");
    assert_eq!(Format::Yaml.write(&json!({"a": "1"})), "a: '1'\n");
}

/// Texts that a careless reader or writer of YAML misinterprets.
fn text() -> impl Strategy<Value = String> {
    let tricky = prop::sample::select(vec![
        "",
        " ",
        "~",
        "null",
        "Null",
        "true",
        "False",
        "yes",
        "no",
        "on",
        "1",
        "-1",
        "+1",
        "1.10",
        ".5",
        "1e3",
        "0x1F",
        "0o7",
        "0b1",
        "007",
        "1_000",
        ".inf",
        "-.INF",
        ".nan",
        "2019-07-25",
        "12:30:00",
        "- a",
        "? a",
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "!!str a",
        "|",
        ">",
        "%",
        "@a",
        "`a",
        "[a",
        "{a",
        "]",
        "}",
        ",",
        "'a",
        "\"a",
        "---",
        "...",
        "=",
        "\n",
        "a\n",
        "a\n\n",
        "\na",
        " a\n b\n",
        "a\n  b\nc",
        "a\tb",
        "\t",
        "a ",
        "\r",
        "a\r\nb",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{0}",
        "\u{7f}",
        "\u{1b}",
        "é",
        "😀",
        "\u{e000}",
        "\\",
        "\\n",
    ]);
    prop_oneof![
        2 => tricky.prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ -~\n]{0,200}",
        1 => "[0-9eE+._xo-]{1,8}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 64.0)),
        text().prop_map(Value::from),
    ];
    let key = text()
        .prop_filter("YAML's merge key", |key| key != "<<")
        .boxed();
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

/// A failure prints its case and writes no file.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

#[test]
fn a_yaml_line_break_in_a_json_string_is_kept() {
    let value = Value::String("a\u{85}b\u{2028}c".to_owned());
    assert_eq!(parse("x", &to_json(&value)).expect("it is JSON"), value);
    assert_eq!(parse("x", &to_yaml(&value)).expect("it is YAML"), value);
}

proptest! {
    #![proptest_config(config(1024))]

    #[test]
    fn yaml_round_trips(value in value()) {
        let text = to_yaml(&value);
        let again = parse("d.yaml", &text)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(to_json(&again), to_json(&value), "{}", text);
        prop_assert_eq!(to_yaml(&again), text);
    }

    #[test]
    fn json_round_trips(value in value()) {
        let text = to_json(&value);
        let again = parse("d.json", &text)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(to_json(&again), text);
    }

    #[test]
    fn no_text_panics(text in "[-a1\"'{}\\[\\],:&*!?|>%#\n\t ~<.]{0,40}|\\PC{0,40}") {
        let _ = parse("d.yaml", &text);
        let _ = parse("d.json", &text);
    }
}

/// Text that a reader of YAML 1.1 takes for a boolean, a null, a number, a date, or a merge key, if it is not quoted: the
/// regular expressions of the type repository of YAML 1.1.
fn read_differently() -> impl Strategy<Value = String> {
    let patterns = [
        "y|Y|n|N|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
        "~|null|Null|NULL|=|<<",
        "[-+]?0b[0-1_]{1,5}",
        "[-+]?0[0-7_]{1,5}",
        "[-+]?(0|[1-9][0-9_]{0,4})",
        "[-+]?0x[0-9a-fA-F_]{1,5}",
        "[-+]?[1-9][0-9_]{0,3}(:[0-5]?[0-9]){1,2}",
        "[-+]?[0-9][0-9_]{0,3}\\.[0-9]{0,4}([eE][-+][0-9]{1,2})?",
        "[-+]?\\.[0-9]{1,4}([eE][-+][0-9]{1,2})?",
        "[-+]?[0-9][0-9_]{0,3}(:[0-5]?[0-9]){1,2}\\.[0-9_]{0,3}",
        "[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]| )[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?( ?(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?",
    ];
    prop::sample::select(patterns.to_vec())
        .prop_flat_map(|pattern| prop::string::string_regex(pattern).expect("an expression"))
}

proptest! {
    #[test]
    fn text_that_yaml_1_1_reads_differently_is_quoted(text in read_differently()) {
        let yaml = to_yaml(&json!([text]));
        prop_assert!(yaml.starts_with("- '") || yaml.starts_with("- \""), "{yaml}");
        prop_assert_eq!(parse("a.yaml", &yaml).expect("a document"), json!([text]));
        // A merge key merges, quoted or not.
        prop_assume!(text != "<<");
        let yaml = to_yaml(&json!({text.as_str(): 1}));
        prop_assert!(yaml.starts_with('\'') || yaml.starts_with('"'), "{yaml}");
        prop_assert_eq!(parse("a.yaml", &yaml).expect("a document"), json!({text: 1}));
    }

    #[test]
    fn any_text_survives_yaml(text in "\\PC*|[\\x00-\\x7f\\u{e000}\\u{e001}\\u{85}\\u{2028}]{0,6}") {
        let document = json!({"text": text, "list": [text]});
        let yaml = to_yaml(&document);
        prop_assert_eq!(parse("a.yaml", &yaml).expect("a document"), document);
    }
}
