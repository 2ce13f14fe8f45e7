//! What `lint` finds. Each rule has a document in `lint/` with quirks and similar constructs that are none; its
//! `x-finds` lists all findings.

use std::path::Path;

use hellodialog_codegen::lint::{Baseline, Finding, Report, Rule, Sources, Text, findings, lint};
use hellodialog_codegen::overlay::{Mode, Overlay, apply};
use hellodialog_codegen::{Error, document};
use serde_json::{Map, Value, json};

fn load(rule: Rule) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let path = folder.join(format!("{}.yaml", rule.id()));
    document::load(&path).unwrap_or_else(|error| panic!("every rule has a document: {error}"))
}

/// The document of a rule. Most are collections of schemas, so an extension names them all, which counts as use.
fn fixture(rule: Rule) -> Value {
    let mut document = load(rule);
    let root = document.as_object_mut().expect("an object");
    root.shift_remove("x-finds");
    if rule != Rule::UnusedSchema {
        let schemas = document.pointer("/components/schemas");
        let schemas = schemas.and_then(Value::as_object).into_iter().flatten();
        let names: Vec<String> = schemas.map(|(name, _)| name.clone()).collect();
        document["x-names"] = json!(names);
    }
    document
}

/// The pointers of what is found, by rule.
fn found(document: &Value) -> Value {
    let mut found = Map::new();
    for finding in findings(document) {
        let rule = found.entry(finding.rule.id()).or_insert(json!([]));
        let pointers = rule.as_array_mut().expect("a list");
        pointers.push(finding.pointer.to_string().into());
    }
    Value::Object(found)
}

/// The document with the suggested patch of a finding, pasted as it is printed.
fn patched(document: &Value, finding: &Finding) -> Value {
    let text = format!(
        "overlay: 1.1.0\ninfo: {{title: Pasted, version: '1'}}\nactions:\n{}",
        finding.patch.yaml()
    );
    let overlay = document::parse("pasted.yaml", &text).expect("YAML");
    let overlay = Overlay::from_value("pasted.yaml", overlay).expect("an overlay");
    let applied = apply(document.clone(), &overlay, Mode::Strict);
    applied
        .unwrap_or_else(|error| panic!("it fits: {error}\n{text}"))
        .document
}

#[test]
fn each_rule_finds_what_its_document_says_and_nothing_else() {
    for rule in Rule::ALL {
        let expected = &load(*rule)["x-finds"];
        assert!(expected.get(rule.id()).is_some(), "{rule:?}");
        assert_eq!(found(&fixture(*rule)), *expected, "{rule:?}");
    }
}

#[test]
fn a_suggested_patch_removes_its_finding() {
    for rule in Rule::ALL {
        let document = fixture(*rule);
        for finding in findings(&document) {
            let after = findings(&patched(&document, &finding));
            let same =
                |other: &&Finding| (other.rule, &other.pointer) == (finding.rule, &finding.pointer);
            let left = after.iter().find(same);
            assert!(left.is_none(), "{finding:?}\n{}", finding.patch.yaml());
        }
    }
}

#[test]
fn rule_ids_are_unique() {
    let ids: std::collections::BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    assert!(Rule::ALL.iter().all(|rule| rule.about().ends_with('.')));
}

#[test]
fn a_suggestion_quotes_the_examples_and_keeps_the_description() {
    let of = |rule: Rule, number: usize| findings(&fixture(rule)).swap_remove(number);
    let price = of(Rule::StringHoldsNumbers, 1);
    assert_eq!(
        price.message,
        "Every example of `price`, a string, is a number: `\"5\"`, `\"4.50\"`."
    );
    let action = json!({
        "target": "$.components.schemas.Item.properties.price",
        "description": "Every example is a number.",
        "x-expect": {"type": "string"},
        "x-expect-absent": ["format", "x-wire"],
        "update": {"type": "number", "format": "decimal", "x-wire": "string", "example": 4.5},
    });
    assert_eq!(price.patch.actions(), [action]);

    let union = findings(&fixture(Rule::ExampleContradictsSchema));
    let union = union.iter().map(|finding| finding.message.as_str());
    assert!(
        union.clone().any(|message| message
            == "the example contradicts its schema: it fits no branch of its schema: in the nearest, \
                #/components/schemas/Car, `doors` is `\"many\"` and no integer"),
        "{:?}",
        union.collect::<Vec<_>>()
    );

    let day = of(Rule::StringHoldsDates, 0);
    assert_eq!(
        day.patch.actions()[0]["update"],
        json!({"format": "date", "x-wire": "empties"})
    );
    let parameter = of(Rule::StringHoldsBooleans, 0);
    assert_eq!(
        parameter.patch.actions()[0]["update"],
        json!({"type": "boolean"})
    );
    let told = of(Rule::PageWithoutLimit, 1);
    assert_eq!(
        told.patch.actions()[0]["update"],
        json!({"x-pagination": {"size": 25}})
    );
    assert!(!told.patch.has_placeholder());
    assert!(of(Rule::PageWithoutLimit, 0).patch.has_placeholder());
    let id = of(Rule::OperationWithoutId, 0);
    assert_eq!(
        id.patch.actions()[0]["update"],
        json!({"operationId": "getThingsById"})
    );
    let after = patched(&fixture(Rule::TypeDiffers), &of(Rule::TypeDiffers, 0));
    assert_eq!(
        after["components"]["schemas"]["Third"]["properties"]["price"],
        json!({"type": "number", "description": "What it did cost."})
    );
}

#[test]
fn a_field_of_the_same_name_does_not_get_another_id_type() {
    let document = fixture(Rule::TypeDiffers);
    let finding = findings(&document).swap_remove(2);
    let after = patched(&document, &finding);
    let thing = &after["components"]["schemas"]["Third"]["properties"]["thing"];
    assert_eq!(
        *thing,
        json!({"type": "integer", "description": "Another thing."})
    );
}

fn accepted(entries: &Value) -> Result<Baseline, Error> {
    Baseline::from_value("accepted.yaml", entries)
}

fn report(rule: Rule, entries: &Value) -> Report {
    let accepted = accepted(entries).expect("acceptances");
    lint("spec.yaml", &fixture(rule), &accepted).expect("a report")
}

#[test]
fn accepted_findings_are_not_reported_and_stale_acceptances_are() {
    let pointers = ["#/paths/~1things/get/x-evidence", "#/gone"];
    let entry = json!({"rule": "inferred", "pointers": pointers, "reason": "Nobody knows."});
    let report = report(Rule::Inferred, &json!([entry]));
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.accepted.len(), 1);
    assert_eq!(report.accepted[0].reason, "Nobody knows.");
    assert_eq!(report.stale.len(), 1);
    assert_eq!(report.stale[0].pointer, "#/gone");
    assert!(!report.is_clean());
    let text = report.text();
    assert!(
        text.contains("error [inferred] The finding no longer exists"),
        "{text}"
    );
}

#[test]
fn a_stale_acceptance_says_why() {
    let causes = [
        ("#/paths/~1gone/get/x-evidence", "#/paths/~1gone is gone"),
        (
            "#/paths/~1things/get/responses",
            "what is there now has no such finding",
        ),
    ];
    for (pointer, cause) in causes {
        let entry = json!({"rule": "inferred", "pointers": [pointer], "reason": "Nobody knows."});
        let report = report(Rule::Inferred, &json!([entry]));
        assert_eq!(report.stale[0].cause, cause);
        let line = format!("    because {cause}\n");
        assert!(report.text().contains(&line), "{}", report.text());
    }
}

#[test]
fn an_acceptance_covers_only_its_rule_and_place() {
    let pointers = ["#/components/schemas/Thing"];
    let above = json!([{"rule": "inferred", "pointers": pointers, "reason": "It is so."}]);
    assert_eq!(report(Rule::Inferred, &above).findings.len(), 2);
    let pointers = ["#/components/schemas/Thing/x-evidence"];
    let other = json!([{"rule": "map-by-id", "pointers": pointers, "reason": "It is so."}]);
    assert_eq!(report(Rule::Inferred, &other).findings.len(), 2);
}

#[test]
fn invalid_acceptances_are_refused() {
    let entry = json!({"rule": "inferred", "pointers": ["#/a"], "reason": "It is so."});
    assert!(accepted(&json!([])).is_ok());
    assert!(accepted(&json!([entry])).is_ok());
    let with = |name: &str, value: Value| {
        let mut other = entry.clone();
        other[name] = value;
        json!([entry, other])
    };
    let refusals = [
        (json!({}), "accepted.yaml: .: invalid type: map"),
        (
            json!([{"rule": "inferred", "pointers": ["#/a"]}]),
            "[0]: missing field `reason`",
        ),
        (
            with("rule", json!("no-rule")),
            "[1].rule: no rule is called `no-rule`; the rules are string-holds-numbers,",
        ),
        (with("note", json!("x")), "[1].note: unknown field `note`"),
        (with("reason", json!(" ")), "[1]: the reason is empty"),
        (with("pointers", json!([])), "[1]: `pointers` is empty"),
        (
            with("pointers", json!(["/b"])),
            "[1]: expected a pointer as findings print it, `#/...`, found `/b`",
        ),
        (
            with("reason", json!("Again.")),
            "[1]: `#/a` is accepted already",
        ),
    ];
    for (entries, expected) in refusals {
        let message = accepted(&entries).expect_err("it is refused").to_string();
        assert!(message.contains(expected), "{message}");
        assert!(message.starts_with("accepted.yaml: "), "{message}");
    }
}

#[test]
fn errors_and_stale_acceptances_have_lines() {
    let text = "# Comment
- rule: inferred
  pointers:
    - '#/paths/~1things/get/x-evidence'
    - '#/gone'
  reason: Nobody knows.
";
    let accepted = Baseline::parse("accepted.yaml", text).expect("acceptances");
    let report = lint("spec.yaml", &fixture(Rule::Inferred), &accepted).expect("a report");
    assert_eq!(report.stale[0].place.as_deref(), Some("accepted.yaml:5"));
    assert!(
        report.text().contains("remove accepted.yaml:5"),
        "{}",
        report.text()
    );
    for (more, expected) in [
        (
            "- rule: no-rule\n  pointers: ['#/a']\n  reason: r\n",
            "accepted.yaml:7: [1].rule: no rule",
        ),
        (
            "- rule: inferred\n  pointers: ['#/a']\n  reason: ' '\n",
            "accepted.yaml:7: [1]: the reason is empty",
        ),
        (
            "- rule: inferred\n  pointers:\n    - '#/a'\n    - 7\n  reason: r\n",
            "accepted.yaml:10: [1].pointers[1]: invalid type",
        ),
        ("- {\n", "accepted.yaml:8:"),
    ] {
        let error = Baseline::parse("accepted.yaml", &format!("{text}{more}")).expect_err(more);
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn other_documents_are_refused() {
    for document in [json!([]), json!({}), json!({"openapi": "2.0"})] {
        let refused = lint("spec.yaml", &document, &Baseline::default());
        assert!(
            matches!(refused, Err(Error::NoOpenApi { .. })),
            "{document}"
        );
    }
}

/// A document of two files; the second marks a guess and adds a schema.
fn sources() -> Sources {
    let text = |file: &str, text: &str| Text {
        file: file.to_owned(),
        text: text.to_owned(),
    };
    Sources {
        spec: text(
            "my spec.yaml",
            "openapi: 3.0.3
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    A:
      x-evidence: inferred
    B: {type: string}
",
        ),
        patches: vec![text(
            "patches/1.yaml",
            "overlay: 1.1.0
info: {title: P, version: '1'}
actions:
  - target: $.components.schemas.B
    update:
      x-evidence: inferred
  - target: $.components.schemas
    update:
      C: {}
  - target: $.components.schemas.C
    copy: $.components.schemas.B
",
        )],
        accepted: Some(text(
            "accepted.yaml",
            "- rule: inferred
  pointers:
    - '#/gone'
    - '#/components/schemas/A/x-evidence'
  reason: It is so.
",
        )),
    }
}

fn sarif() -> Value {
    let sources = sources();
    let parse = |text: &Text| document::parse(&text.file, &text.text).expect("YAML");
    let overlay = Overlay::from_value("1.yaml", parse(&sources.patches[0])).expect("an overlay");
    let applied = apply(parse(&sources.spec), &overlay, Mode::Strict).expect("it fits");
    let accepted =
        accepted(&parse(sources.accepted.as_ref().expect("a file"))).expect("acceptances");
    let report = lint("spec", &applied.document, &accepted).expect("a report");
    serde_json::from_str(&report.sarif(&sources)).expect("JSON")
}

#[test]
fn sarif_has_the_required_members() {
    let log = sarif();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert!(driver["name"].is_string());
    let rules = driver["rules"].as_array().expect("rules");
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index");
        let rule = &rules[usize::try_from(index).expect("small")];
        assert_eq!(result["ruleId"], rule["id"]);
        assert!(["note", "warning", "error"].contains(&result["level"].as_str().expect("a level")));
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].is_string());
        assert!(place["region"]["startLine"].as_u64() > Some(0));
    }
}

#[test]
fn sarif_locates_findings_by_file_and_line() {
    let log = sarif();
    let results = log["runs"][0]["results"].as_array().expect("results");
    let places: Vec<_> = results
        .iter()
        .map(|result| {
            let location = &result["locations"][0];
            let place = &location["physicalLocation"];
            (
                location["logicalLocations"][0]["fullyQualifiedName"]
                    .as_str()
                    .expect("a pointer"),
                place["artifactLocation"]["uri"].as_str().expect("a file"),
                place["region"]["startLine"].as_u64().expect("a line"),
                result["suppressions"][0]["justification"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            (
                "#/components/schemas/B/x-evidence",
                "patches/1.yaml",
                6,
                None
            ),
            (
                "#/components/schemas/C/x-evidence",
                "patches/1.yaml",
                10,
                None
            ),
            (
                "#/components/schemas/A/x-evidence",
                "my%20spec.yaml",
                7,
                Some("It is so.")
            ),
            ("#/gone", "accepted.yaml", 3, None),
        ]
    );
}

#[test]
fn pointers_of_odd_names_are_escaped() {
    let name = "it's a \\ \"name\"/~ of\u{1} ours";
    let keyed = json!({"type": "object", "example": {"0": {}}});
    let document = json!({"components": {"schemas": {name: keyed}}, "paths": {}});
    let [finding] = findings(&document).try_into().expect("one finding");
    assert_eq!(findings(&patched(&document, &finding)), []);
}

#[test]
fn recursion_ends() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let document = json!({"components": {"schemas": {
        "A": {"allOf": [reference("B"), reference("A")], "example": {"a": {"a": {"a": {}}}}},
        "B": {"allOf": [reference("A")], "type": "object", "properties": {"a": reference("A")}},
        "C": reference("D"),
        "D": reference("C"),
    }}});
    assert_eq!(findings(&document), []);
}

/// A document with these schemas, and `count` operations without a description.
fn with_operations(count: usize, schemas: &Value) -> Value {
    let paths = (0..count).map(|number| {
        let id = format!("getThing{number}");
        let operation = json!({"operationId": id, "x-evidence": "documented", "responses": {"204": {"description": "It."}}});
        (format!("/things/{number}"), json!({"get": operation}))
    });
    let paths: Map<String, Value> = paths.collect();
    json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

#[test]
fn what_no_operation_has_is_one_finding() {
    let document = with_operations(4, &json!({}));
    let all = findings(&document);
    let [finding] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(finding.rule, Rule::OperationWithoutDescription);
    assert_eq!(finding.pointer.to_string(), "#/paths");
    assert_eq!(finding.patch.actions().len(), 4);
    assert_eq!(findings(&patched(&document, finding)), []);
}

#[test]
fn an_enum_does_not_miss_what_merely_resembles_it() {
    let text = json!({"type": "string"});
    let status = |values: Value| json!({"type": "string", "enum": values});
    let schemas = json!({
        // Fields of several kinds: the names are those of an object, not values.
        "Sort": {"type": "string", "enum": ["name", "size", "created"]},
        "File": {"type": "object", "properties": {"name": text, "size": {"type": "integer"}, "created": text, "id": text}},
        // Fields of one name in objects that are not alike.
        "Order": {"type": "object", "properties": {"status": status(json!(["open", "closed"])), "total": text, "lines": text}},
        "Ticket": {"type": "object", "properties": {"status": status(json!(["open", "closed", "spam"])), "subject": text, "agent": text}},
    });
    let missing = findings(&with_operations(0, &schemas));
    let missing = missing
        .iter()
        .filter(|one| one.rule == Rule::EnumMissesValue);
    assert_eq!(missing.count(), 0);
}
