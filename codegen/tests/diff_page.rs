//! The page of `diff`: what a reviewer reads first, one row for one cause, and names that cannot break it.

use hellodialog_codegen::diff::{Input, Level, Report, compare};
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
    let input = |name, document| Input::new(name, document);
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
            // Code is between single backticks, or between two where it has a backtick.
            let outside: String = line.split("``").step_by(2).collect();
            let outside: String = outside.split('`').step_by(2).collect();
            let markup = outside.replace("<br>", "");
            assert!(!markup.contains('<'), "{line}");
        }
    }
}

/// A document with these members, which can be generated.
fn generated(members: &Value) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": "A", "version": "1", "x-crate": {
            "name": "a", "version": "0.1.0", "license": "MIT",
            "runtime": {"package": "hellodialog-runtime", "version": "0.1.0", "path": "../runtime"},
        }},
    });
    let object = document.as_object_mut().expect("an object");
    object.extend(members.as_object().cloned().unwrap_or_default());
    document
}

fn report(old: &Value, new: &Value) -> Report {
    let (old, new) = (generated(old), generated(new));
    compare(&Input::new("old", &old), &Input::new("new", &new)).expect("a report")
}

/// A document with an operation that has two required parameters and a body with two required fields.
fn in_order(names: [&str; 2], servers: [&str; 2]) -> Value {
    let text = json!({"type": "string"});
    let parameters =
        names.map(|name| json!({"name": name, "in": "query", "required": true, "schema": text}));
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), text.clone()))
        .collect();
    json!({
        "servers": servers.map(|url| json!({"url": url})),
        "paths": {"/things": {"post": {
            "operationId": "move",
            "parameters": parameters,
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Thing"}}}},
            "responses": {"204": {"description": "It."}},
        }}},
        "components": {"schemas": {"Thing": {
            "type": "object", "required": names, "properties": properties}}},
    })
}

#[test]
fn an_order_that_changes_the_meaning_of_code_is_a_break_of_the_crate() {
    let servers = ["https://a.example", "https://b.example"];
    let old = in_order(["from", "to"], servers);
    assert_eq!(report(&old, &old).worst(), None);

    let swapped = report(&old, &in_order(["to", "from"], servers));
    assert_eq!(swapped.changes, []);
    assert_eq!(swapped.worst(), Some(Level::Breaking));
    let page = swapped.markdown();
    for part in [
        "Nothing has changed in the API, but the crate has.",
        "0.1.0 → 0.2.0 (minor)",
        "`Thing::new` takes `to, from`; it took `from, to`.",
        "::move` takes `to, from, body`; it took `from, to, body`.",
    ] {
        let page = page.replace("r#move", "move").replace("move_", "move");
        assert!(page.contains(part), "no {part} in\n{page}");
    }

    let page = report(&old, &in_order(["from", "to"], [servers[1], servers[0]])).markdown();
    let part = "Calls go to `https://b.example` by default; they went to `https://a.example`.";
    assert!(page.contains(part), "{page}");
}

#[test]
fn the_listing_of_the_published_crate_counts() {
    let servers = ["https://a.example", "https://b.example"];
    let document = generated(&in_order(["from", "to"], servers));
    let old = Input {
        api: Some("# A comment.\n\nfn gone()\n"),
        ..Input::new("old", &document)
    };
    let report = compare(&old, &Input::new("new", &document)).expect("a report");
    assert_eq!(report.worst(), Some(Level::Breaking));
    let page = report.markdown();
    assert!(page.contains("\n- fn gone()\n"), "{page}");
    assert!(page.find("fn gone()") < page.find("## Breaking").or(Some(page.len())));
}

#[test]
fn the_values_that_an_enum_gained_are_one_row() {
    let document = |values: &[&str]| {
        json!({"paths": {"/things": {"get": {"responses": {"200": {"description": "It.", "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Color"}}}}}}}},
            "components": {"schemas": {"Color": {"type": "string", "enum": values}}}})
    };
    let (few, many) = (document(&["red"]), document(&["red", "green", "blue"]));
    let page = report(&few, &many).markdown();
    assert!(
        page.contains("| Added to `Color`: `green` and `blue`. |"),
        "{page}"
    );
    let page = report(&many, &few).markdown();
    assert!(
        page.contains("| Removed from `Color`: `green` and `blue`. |"),
        "{page}"
    );
}

/// An operation that receives these schemas, one below the other.
fn receiving(schemas: &Value) -> Value {
    let names = schemas.as_object().expect("schemas").keys();
    let fields: Map<String, Value> = names
        .map(|name| {
            (
                name.clone(),
                json!({"$ref": format!("#/components/schemas/{name}")}),
            )
        })
        .collect();
    json!({
        "paths": {"/things": {"get": {"responses": {"200": {"description": "It.", "content": {
            "application/json": {"schema": {"type": "object", "properties": fields}}}}}}}},
        "components": {"schemas": schemas},
    })
}

#[test]
fn the_members_of_one_object_are_one_row() {
    let object = |names: &[&str], required: &[&str]| {
        let fields = names.iter().map(|name| ((*name).to_owned(), json!({})));
        let fields: Map<String, Value> = fields.collect();
        json!({"type": "object", "properties": fields, "required": required})
    };
    let all = ["a", "b", "c"];
    let of = |thing: Value| receiving(&json!({"Thing": thing}));
    let row = |old: Value, new: Value| {
        let page = report(&of(old), &of(new)).markdown();
        let rows = rows(&page);
        assert_eq!(rows.len(), 1, "{page}");
        rows[0].split(" | ").next().map(str::to_owned)
    };
    let some = |text: &str| Some(format!("| {text}"));
    assert_eq!(
        row(object(&all, &all), object(&all, &[])),
        some("Now optional in `Thing`: `a`, `b` and `c`.")
    );
    assert_eq!(
        row(object(&all, &["a"]), object(&all, &all)),
        some("Now always present in `Thing`: `b` and `c`.")
    );
    assert_eq!(
        row(object(&all, &[]), object(&["a"], &[])),
        some("Removed from the fields of `Thing`: `b` and `c`.")
    );
    assert_eq!(
        row(object(&["a"], &[]), object(&all, &[])),
        some("`Thing` has new optional fields: `b` and `c`.")
    );
    let union = |titles: &[&str]| {
        let branches = titles.iter().map(|title| {
            let properties = json!({*title: {"type": "string"}});
            json!({"type": "object", "title": title, "properties": properties})
        });
        json!({"oneOf": branches.collect::<Vec<_>>()})
    };
    assert_eq!(
        row(union(&["a", "b"]), union(&["a", "b", "c", "d"])),
        some("Added to the alternatives of `Thing`: `c` and `d`.")
    );
    assert_eq!(
        row(object(&["a"], &[]), object(&["a", "b"], &[])),
        some("`Thing` has a new optional field `b`.")
    );
}

#[test]
fn a_row_about_several_objects_is_in_plural() {
    let old = receiving(
        &json!({"A": {"type": "object"}, "B": {"type": "object"}, "C": {"type": "object"}}),
    );
    let wide = json!({"type": "object", "nullable": true, "properties": {"x": {}}});
    let new = receiving(&json!({"A": wide, "B": wide, "C": wide}));
    let page = report(&old, &new).markdown();
    for part in [
        "| `A`, `B` and `C` are now nullable. |",
        "| `A`, `B` and `C` have a new optional field `x`. |",
    ] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
}

#[test]
fn a_component_is_called_what_it_is() {
    let document = |limit: u8| {
        json!({
            "paths": {"/things": {"get": {
                "parameters": [{"$ref": "#/components/parameters/limit"}],
                "responses": {"204": {"description": "It."}}}}},
            "components": {"parameters": {"limit": {"name": "limit", "in": "query", "schema": {
                "type": "integer", "maximum": limit}}}},
        })
    };
    let page = report(&document(200), &document(100)).markdown();
    let part = "`maximum` of the parameter `limit` changed from `200` to `100`.";
    assert!(page.contains(part), "{page}");
}

/// The page for two documents with these members.
fn page_of(old: &Value, new: &Value) -> String {
    let document = |members: &Value| {
        let mut document =
            json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}});
        let object = document.as_object_mut().expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
        document
    };
    let (old, new) = (document(old), document(new));
    let report = compare(&Input::new("old", &old), &Input::new("new", &new));
    report.expect("a report").markdown()
}

#[test]
fn one_cause_at_unlike_places_is_one_row() {
    let operation = |id: &str, schema: &str, since: usize| {
        let reference = format!("#/components/schemas/{schema}");
        let content = json!({"application/json": {"schema": {"$ref": reference}}});
        json!({
            "operationId": id,
            "x-since": since,
            "responses": {
                "200": {"description": "It.", "content": content},
                "400": {"description": "Wrong.", "content": content},
                "default": {"description": "Wrong.", "content": content},
            },
        })
    };
    let schemas = json!({"schemas": {
        "Fault": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
        "Problem": {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}},
    }});
    let both = json!({"get": operation("all", "Fault", 1), "put": operation("keep", "Problem", 2)});
    let old = json!({"paths": {"/a": {"get": operation("getA", "Fault", 1)}, "/b": both}, "components": schemas});
    let both =
        json!({"get": operation("listB", "Problem", 3), "put": operation("keep", "Problem", 4)});
    let new = json!({"paths": {"/a": {"get": operation("readA", "Problem", 2)}, "/b": both}, "components": schemas});
    let page = page_of(&old, &new);
    let rows = rows(&page);
    let with = |text: &str| rows.iter().filter(|row| row.contains(text)).count();
    assert_eq!(with("schema-replaced"), 1, "{page}");
    assert!(
        page.contains(
            "Schema changed from `Fault` to `Problem`: `200 response of GET /a`, `200 response of GET /b`, \
             `400 response of GET /a` and 3 more."
        ),
        "{page}"
    );
    assert_eq!(with("operation-id-changed"), 1, "{page}");
    assert!(
        page.contains("The operationId changed: `getA → readA` and `all → listB`."),
        "{page}"
    );
    assert_eq!(with("extension-changed"), 1, "{page}");
    assert!(
        page.contains("`x-since` changed: `GET /a`, `GET /b` and `PUT /b`."),
        "{page}"
    );
}

#[test]
fn what_needs_no_decision_comes_last() {
    let paths = |kind: &str, text: &str| {
        let get = |kind: &str| {
            json!({"get": {"description": text, "responses": {"200": {"description": "It.", "content": {
                "application/json": {"schema": {"type": kind}},
            }}}}})
        };
        let quiet = (0..30).map(|number| (format!("/quiet{number}"), get("string")));
        let loud = std::iter::once(("/loud".to_owned(), get(kind)));
        json!({"paths": quiet.chain(loud).collect::<Map<String, Value>>()})
    };
    let page = page_of(&paths("string", "One."), &paths("integer", "Another."));
    assert!(
        page.contains("| `GET /loud` | 1 | 0 | 1 |\n\n30 operations with compatible changes only."),
        "{page}"
    );
    assert!(!page.contains("| `GET /quiet1` | 0"), "{page}");
    // One row is read at once; and why no crates are compared comes after all changes.
    assert!(page.contains("## Breaking\n\n| change |"), "{page}");
    assert!(
        page.find("## The public API of the crate") > page.find("## Compatible"),
        "{page}"
    );
}

#[test]
fn names_of_several_objects_stand_in_a_correct_sentence() {
    let document = |schema: Value| {
        let body = json!({"type": "object", "properties": {"a": schema, "b": schema}});
        let content = json!({"application/json": {"schema": body}});
        let post = json!({"requestBody": {"content": content}, "responses": {"200": {"description": "It."}}});
        let limited =
            json!({"parameters": [{"name": "c", "in": "query", "schema": schema}], "post": post});
        json!({"paths": {"/things": limited}})
    };
    let page = page_of(
        &document(json!({"type": "string"})),
        &document(json!({"type": "string", "maxLength": 3})),
    );
    assert!(!page.contains(" ofs "), "{page}");
    assert!(page.contains("the parameter `c` of `/things`"), "{page}");
}

#[test]
fn renames_and_new_parts_are_lists() {
    let document = |names: [&str; 2], examples: &[&str], paths: &[&str]| {
        let refer = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let response = |name: &str| json!({"description": "It.", "content": {"application/json": {"schema": refer(name)}}});
        let get =
            json!({"get": {"responses": {"200": response(names[0]), "400": response(names[1])}}});
        let fields = |kind: &str| json!({"type": "object", "properties": {"a": {"type": kind}}});
        let schemas = json!({names[0]: fields("string"), names[1]: fields("integer")});
        let examples = examples
            .iter()
            .map(|name| ((*name).to_owned(), json!({"value": 1})));
        let examples: Map<String, Value> = examples.collect();
        let paths = paths.iter().map(|path| ((*path).to_owned(), get.clone()));
        let paths: Map<String, Value> = paths.collect();
        json!({"paths": paths, "components": {"schemas": schemas, "examples": examples}})
    };
    let page = page_of(
        &document(["One", "Two"], &[], &["/a"]),
        &document(["First", "Second"], &["x", "y"], &["/a", "/b", "/c"]),
    );
    for row in [
        "| Schemas were renamed: `One → First` and `Two → Second`. |",
        "| The examples `x` and `y` were added. |",
        "| New paths: `/b (GET)` and `/c (GET)`. |",
    ] {
        assert!(page.contains(row), "{row}\n{page}");
    }
}
