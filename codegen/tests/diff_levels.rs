//! What `diff` takes for no change at all, and the levels of what depends on more than its rule.

use hellodialog_codegen::diff::{Change, Level, Rule, Side, changes};
use serde_json::{Value, json};

/// A document with one operation, whose members are merged with `operation`, and with `members` at the root.
fn document(operation: &Value, members: &Value) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Things", "version": "1"},
        "paths": {"/things/{id}": {"post": {
            "operationId": "postThing",
            "responses": {"200": {"description": "It."}},
        }}},
    });
    for (place, members) in [("/paths/~1things~1{id}/post", operation), ("", members)] {
        let object = document.pointer_mut(place).and_then(Value::as_object_mut);
        let object = object.expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
    }
    document
}

/// A document that receives `Root` of these schemas, or sends it.
fn with_schemas(side: Side, schemas: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/Root"}}});
    let operation = match side {
        Side::Sent => json!({"requestBody": {"content": content}}),
        _ => json!({"responses": {"200": {"description": "It.", "content": content}}}),
    };
    document(&operation, &json!({"components": {"schemas": schemas}}))
}

/// The rules and levels of the changes between two schemas.
fn schema_changes(side: Side, old: &Value, new: &Value) -> Vec<(Rule, Level)> {
    let root = |schema: &Value| with_schemas(side, &json!({"Root": schema}));
    brief(&changes(&root(old), &root(new)))
}

fn operation_changes(old: &Value, new: &Value) -> Vec<(Rule, Level)> {
    let of = |operation: &Value| document(operation, &json!({}));
    brief(&changes(&of(old), &of(new)))
}

fn brief(changes: &[Change]) -> Vec<(Rule, Level)> {
    let changes = changes.iter();
    changes.map(|change| (change.rule, change.level)).collect()
}

fn parameters(parameter: &Value) -> Value {
    json!({"parameters": [parameter]})
}

#[test]
fn a_default_that_is_spelled_out_is_no_change() {
    let query = json!({"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}});
    let full = json!({
        "name": "q", "in": "query", "required": false, "style": "form", "explode": true, "allowReserved": false,
        "allowEmptyValue": false, "deprecated": false,
        "schema": {"type": "array", "items": {"type": "string", "minLength": 0, "nullable": false}, "minItems": 0,
                   "uniqueItems": false},
    });
    let responses = |headers: Value, media_type: &str| json!({"responses": {"200": {"description": "It.", "headers": headers, "content": {media_type: {}}}}});
    let pairs = [
        (parameters(&query), parameters(&full)),
        (
            json!({}),
            json!({"security": [], "deprecated": false, "tags": [], "parameters": []}),
        ),
        (
            json!({"tags": ["a", "b"]}),
            json!({"tags": ["b", "a", "b"]}),
        ),
        (
            responses(
                json!({"X-Total": {"schema": {"type": "integer"}}}),
                "application/json",
            ),
            responses(
                json!({"x-total": {"schema": {"type": "integer"}, "required": false, "style": "simple"}}),
                "application/json; charset=utf-8",
            ),
        ),
        (
            parameters(&json!({"name": "X-Trace", "in": "header", "schema": {"type": "string"}})),
            parameters(&json!({"name": "x-trace", "in": "header", "schema": {"type": "string"}})),
        ),
        (
            json!({"requestBody": {"content": {}}}),
            json!({"requestBody": {"content": {}, "required": false}}),
        ),
    ];
    for (old, new) in &pairs {
        assert_eq!(operation_changes(old, new), [], "{new}");
        assert_eq!(operation_changes(new, old), [], "{new}");
    }
    let roots = [
        (
            json!({}),
            json!({"security": [], "servers": [{"url": "/"}], "tags": []}),
        ),
        (json!({"security": [{}]}), json!({"security": []})),
        (
            json!({"servers": [{"url": "https://a.example/v1/"}, {"url": "https://b.example"}]}),
            json!({"servers": [{"url": "https://b.example/"}, {"url": "https://a.example/v1"}, {"url": "https://b.example"}]}),
        ),
        (
            json!({"tags": [{"name": "a"}, {"name": "b"}]}),
            json!({"tags": [{"name": "b"}, {"name": "a"}, {"name": "a"}]}),
        ),
    ];
    for (old, new) in &roots {
        let of = |members: &Value| document(&json!({}), members);
        assert_eq!(brief(&changes(&of(old), &of(new))), [], "{new}");
    }
}

#[test]
fn schemas_of_the_same_structure_are_no_change() {
    let object =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    let pet = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let union = |branches: Value| json!({"oneOf": branches});
    let discriminated = |discriminator: Value| json!({"oneOf": [reference("Cat"), reference("Dog")], "discriminator": discriminator});
    let with = |root: Value| json!({"Root": root, "Part": object, "Cat": pet, "Dog": pet});
    let pairs = [
        (reference("Part"), object.clone()),
        (json!({"allOf": [reference("Part")]}), object.clone()),
        (union(json!([reference("Part")])), object.clone()),
        (json!({"anyOf": [object]}), object.clone()),
        (
            json!({"type": "object", "properties": {"p": reference("Part")}}),
            json!({"type": "object", "properties": {"p": object}}),
        ),
        (
            union(
                json!([{"type": "string"}, {"type": "integer"}, {"type": "object", "properties": {"a": {}}}]),
            ),
            union(
                json!([{"type": "object", "properties": {"a": {}}}, {"type": "integer"}, {"type": "string"}, {"type": "integer"}]),
            ),
        ),
        (
            discriminated(json!({"propertyName": "kind"})),
            discriminated(json!({"propertyName": "kind", "mapping": {
                "Dog": "#/components/schemas/Dog", "Cat": "#/components/schemas/Cat",
            }})),
        ),
        (
            json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}),
            object.clone(),
        ),
        (
            json!({"enum": ["a", "b"]}),
            json!({"type": "string", "enum": ["b", "a"]}),
        ),
        (
            json!({"type": "string", "pattern": ".*"}),
            json!({"type": "string"}),
        ),
    ];
    for side in [Side::Sent, Side::Received] {
        for (old, new) in &pairs {
            let of = |root: &Value| with_schemas(side, &with(root.clone()));
            assert_eq!(brief(&changes(&of(old), &of(new))), [], "{old} {new}");
            assert_eq!(brief(&changes(&of(new), &of(old))), [], "{new} {old}");
        }
    }
}

#[test]
fn a_path_with_a_twin_of_the_same_shape_is_paired_by_its_name() {
    let item = |text: &str| json!({"get": {"operationId": text, "responses": {"200": {"description": text}}}});
    let paths = |names: [&str; 2]| {
        let paths: Value = names
            .iter()
            .map(|name| (format!("/a/{{{name}}}"), item(name)))
            .collect();
        json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": paths})
    };
    assert_eq!(changes(&paths(["x", "y"]), &paths(["y", "x"])), []);
}

#[test]
fn a_base_path_that_moves_between_servers_and_paths_is_no_change() {
    let api = |servers: &Value, path: &str, other: &str| {
        let operation =
            |id: &str| json!({"operationId": id, "responses": {"200": {"description": "It."}}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1"},
            "servers": servers,
            "paths": {path: {"get": operation("getIt")}, other: {"get": operation("getOther")}},
        })
    };
    let url = |url: &str| json!([{"url": url}]);
    for (host, root) in [
        (
            "https://api.example.com",
            json!([{"url": "https://api.example.com/"}]),
        ),
        ("", json!([])),
        ("https://{host}", url("https://{host}")),
    ] {
        let short = api(&url(&format!("{host}/v1")), "/x/{id}", "/y");
        let long = api(&root, "/v1/x/{key}", "/v1/y");
        assert_eq!(changes(&short, &long), []);
        assert_eq!(changes(&long, &short), []);
        // `/y` is reached elsewhere now.
        let half = api(&root, "/v1/x/{id}", "/y");
        let rules = [
            (Rule::ServerRemoved, Level::Breaking),
            (Rule::ServerAdded, Level::Compatible),
        ];
        let expected = &rules[..if host.is_empty() { 1 } else { 2 }];
        assert_eq!(brief(&changes(&short, &half)), expected, "{host}");
    }
}

#[test]
fn a_field_counts_only_in_the_directions_in_which_it_exists() {
    let field = |direction: &str, required: bool| {
        let required: &[&str] = if required { &["a"] } else { &[] };
        let kind = if direction == "none" {
            "string"
        } else {
            "integer"
        };
        json!({"type": "object", "required": required, "properties": {"a": {"type": kind, direction: true}}})
    };
    let (read_only, write_only) = (field("readOnly", true), field("writeOnly", true));
    let both =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}});
    let optional = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
    let changed =
        json!({"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}});
    let cases = [
        (
            Side::Sent,
            &read_only,
            &both,
            vec![(Rule::BecameWritable, Level::Breaking)],
        ),
        (
            Side::Received,
            &read_only,
            &both,
            vec![(Rule::BecameWritable, Level::Compatible)],
        ),
        (
            Side::Sent,
            &read_only,
            &optional,
            vec![(Rule::BecameWritable, Level::Compatible)],
        ),
        (
            Side::Received,
            &write_only,
            &both,
            vec![(Rule::BecameReadable, Level::Compatible)],
        ),
        (
            Side::Sent,
            &write_only,
            &both,
            vec![(Rule::BecameReadable, Level::Compatible)],
        ),
        // The other changes of the field do not count where it is gone.
        (
            Side::Sent,
            &changed,
            &read_only,
            vec![(Rule::BecameReadOnly, Level::Maybe)],
        ),
        (
            Side::Received,
            &changed,
            &write_only,
            vec![(Rule::BecameWriteOnly, Level::Breaking)],
        ),
    ];
    for (side, old, new, expected) in cases {
        assert_eq!(
            schema_changes(side, old, new),
            expected,
            "{side}: {old} {new}"
        );
    }
}

#[test]
fn a_union_widens_what_is_sent_and_narrows_what_is_received() {
    let text = json!({"type": "string"});
    let union = |keyword: &str| json!({keyword: [{"type": "string"}, {"type": "integer"}]});
    let widened = [(Rule::TypeWidened, Level::Compatible)];
    let narrowed = [(Rule::TypeNarrowed, Level::Compatible)];
    for keyword in ["oneOf", "anyOf"] {
        assert_eq!(schema_changes(Side::Sent, &text, &union(keyword)), widened);
        assert_eq!(
            schema_changes(Side::Received, &union(keyword), &text),
            narrowed
        );
    }
    let (a, b) = (
        json!({"properties": {"a": {}}}),
        json!({"properties": {"b": {}}}),
    );
    let added = [(Rule::AlternativeAdded, Level::Compatible)];
    assert_eq!(
        schema_changes(Side::Sent, &a, &json!({"oneOf": [b, a]})),
        added
    );
    let removed = [(Rule::AlternativeRemoved, Level::Compatible)];
    assert_eq!(
        schema_changes(Side::Received, &json!({"anyOf": [a, b]}), &a),
        removed
    );
}

#[test]
fn unnamed_branches_are_paired_by_likeness() {
    let branch = |name: &str, kind: &str| json!({"type": "object", "properties": {name: {"type": "string"}, "size": {"type": kind}}});
    let old = json!({"oneOf": [branch("cat", "integer"), branch("dog", "integer"), {"type": "string", "format": "date"}]});
    let new = json!({"oneOf": [{"type": "string", "format": "uuid"}, branch("dog", "string"), branch("cat", "string")]});
    let expected = [
        (Rule::FormatChanged, Level::Breaking),
        (Rule::TypeChanged, Level::Breaking),
        (Rule::TypeChanged, Level::Breaking),
    ];
    let mut found = schema_changes(Side::Received, &old, &new);
    found.sort_by_key(|(rule, _)| rule.id());
    assert_eq!(found, expected);
}

#[test]
fn another_discriminator_breaks_clients() {
    let pet = json!({"type": "object", "properties": {"kind": {"type": "string"}, "sort": {"type": "string"}}});
    let schemas = |property: &str| {
        json!({"Cat": pet, "Dog": pet, "Root": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": property},
        }})
    };
    let of = |property: &str| with_schemas(Side::Received, &schemas(property));
    let found = changes(&of("kind"), &of("sort"));
    assert_eq!(brief(&found), [(Rule::CompositionChanged, Level::Breaking)]);
    let lone =
        |property: &str| json!({"type": "object", "discriminator": {"propertyName": property}});
    let found = schema_changes(Side::Received, &lone("kind"), &lone("sort"));
    assert_eq!(found, [(Rule::CompositionChanged, Level::Breaking)]);
}

#[test]
fn more_freedom_for_a_parameter_is_compatible() {
    let parameter = |members: Value| {
        let mut parameter = json!({"name": "q", "in": "query", "schema": {"type": "string"}});
        let object = parameter.as_object_mut().expect("an object");
        object.extend(members.as_object().cloned().unwrap_or_default());
        parameters(&parameter)
    };
    let plain = parameter(json!({}));
    let serialised = |level| vec![(Rule::SerialisationChanged, level)];
    let with_default = |required: bool| {
        parameter(json!({"required": required, "schema": {"type": "string", "default": "a"}}))
    };
    let cases = [
        (
            plain.clone(),
            parameter(json!({"allowReserved": true})),
            serialised(Level::Compatible),
        ),
        (
            plain.clone(),
            parameter(json!({"allowEmptyValue": true})),
            serialised(Level::Compatible),
        ),
        (
            parameter(json!({"allowReserved": true})),
            plain.clone(),
            serialised(Level::Breaking),
        ),
        (
            plain.clone(),
            parameter(json!({"style": "pipeDelimited"})),
            serialised(Level::Breaking),
        ),
        (plain.clone(), parameter(json!({"explode": false})), vec![]),
        (
            parameter(json!({"schema": {"type": "array"}})),
            parameter(json!({"schema": {"type": "array"}, "explode": false})),
            serialised(Level::Breaking),
        ),
        (
            parameter(json!({"schema": {"type": "string", "pattern": "a+"}})),
            parameter(json!({"schema": {"type": "string", "pattern": ".*"}})),
            vec![(Rule::BoundLoosened, Level::Compatible)],
        ),
        (
            plain.clone(),
            with_default(false),
            vec![(Rule::DefaultChanged, Level::Maybe)],
        ),
        (
            parameter(json!({"required": true})),
            with_default(true),
            vec![(Rule::DefaultChanged, Level::Compatible)],
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(operation_changes(&old, &new), expected, "{new}");
    }
}

#[test]
fn a_required_header_is_missed_and_an_id_may_be() {
    let with_header = |required: bool| {
        let headers = json!({"X-Total": {"required": required, "schema": {"type": "integer"}}});
        json!({"responses": {"200": {"description": "It.", "headers": headers}}})
    };
    let without = json!({});
    let removed = |level| [(Rule::HeaderRemoved, level)];
    assert_eq!(
        operation_changes(&with_header(true), &without),
        removed(Level::Breaking)
    );
    assert_eq!(
        operation_changes(&with_header(false), &without),
        removed(Level::Maybe)
    );
    let changed = [(Rule::OperationIdChanged, Level::Maybe)];
    let without_id = json!({"operationId": ""});
    assert_eq!(operation_changes(&without_id, &without), changed);
    assert_eq!(operation_changes(&without, &without_id), changed);
}

#[test]
fn security_that_asks_for_no_more_is_compatible() {
    let schemes = |more: &Value| {
        let flow = json!({
            "authorizationUrl": "https://a.example", "tokenUrl": "https://b.example", "scopes": {"read": "Read."},
        });
        let mut login = json!({"type": "oauth2", "flows": {"authorizationCode": flow}});
        let flow = &mut login["flows"]["authorizationCode"];
        let flow = flow.as_object_mut().expect("an object");
        flow.extend(more.as_object().cloned().unwrap_or_default());
        json!({
            "login": login, "key": {"type": "apiKey", "in": "query", "name": "token"},
            "unused": {"type": "http", "scheme": if more["unused"] == true { "bearer" } else { "basic" }},
        })
    };
    let of = |security: Value, more: Value| {
        document(
            &json!({}),
            &json!({"security": security, "components": {"securitySchemes": schemes(&more)}}),
        )
    };
    let login = json!([{"login": ["read"]}]);
    let old = of(login.clone(), json!({}));
    let changed = |level| vec![(Rule::SecuritySchemeChanged, level)];
    let scopes = json!({"scopes": {"read": "Read.", "write": "Write."}});
    let cases = [
        (
            of(login.clone(), scopes.clone()),
            changed(Level::Compatible),
        ),
        (
            of(login.clone(), json!({"refreshUrl": "https://c.example"})),
            changed(Level::Compatible),
        ),
        (
            of(login.clone(), json!({"unused": true})),
            changed(Level::Compatible),
        ),
        (
            of(login.clone(), json!({"tokenUrl": "https://c.example"})),
            changed(Level::Breaking),
        ),
        (
            of(json!([{"login": ["read"]}, {"key": []}]), json!({})),
            vec![(Rule::SecurityAlternativeAdded, Level::Compatible)],
        ),
        (
            of(json!([{"login": []}]), json!({})),
            vec![(Rule::ScopeRemoved, Level::Compatible)],
        ),
        (
            of(json!([{"key": []}]), json!({})),
            vec![
                (Rule::SecurityAlternativeRemoved, Level::Breaking),
                (Rule::SecurityAlternativeAdded, Level::Compatible),
            ],
        ),
    ];
    for (new, expected) in cases {
        assert_eq!(brief(&changes(&old, &new)), expected, "{new}");
    }
    let scopes_removed = changes(&of(login.clone(), scopes), &old);
    assert_eq!(brief(&scopes_removed), changed(Level::Breaking));
    // Of a flow that was added or removed, its parts are not reported.
    let flows = |flows: Value| {
        let schemes = json!({"login": {"type": "oauth2", "flows": flows}});
        document(
            &json!({}),
            &json!({"security": [{"login": []}], "components": {"securitySchemes": schemes}}),
        )
    };
    let flow = json!({"tokenUrl": "https://a.example", "scopes": {"read": "Read."}});
    let (one, two) = (
        flows(json!({"password": flow})),
        flows(json!({"password": flow, "clientCredentials": flow})),
    );
    assert_eq!(brief(&changes(&one, &two)), changed(Level::Compatible));
    assert_eq!(brief(&changes(&two, &one)), changed(Level::Breaking));
    // Who has both credentials has one of them.
    let found = changes(
        &of(json!([{"login": ["read"], "key": []}]), json!({})),
        &old,
    );
    assert_eq!(
        brief(&found),
        [(Rule::SecurityAlternativeAdded, Level::Compatible)]
    );
}

#[test]
fn a_parameter_that_takes_the_same_texts_and_more_widens() {
    let query = |schema: &Value| parameters(&json!({"name": "q", "in": "query", "schema": schema}));
    let widened = [(Rule::TypeWidened, Level::Compatible)];
    let (text, list) = (
        json!({"type": "string"}),
        json!({"type": "array", "items": {"type": "string"}}),
    );
    for (old, new) in [
        (&json!({"type": "integer"}), &text),
        (&json!({"type": "boolean"}), &text),
        (&json!({"type": "string", "enum": ["a"]}), &list),
        (&json!({"type": "integer"}), &list),
    ] {
        assert_eq!(
            operation_changes(&query(old), &query(new)),
            widened,
            "{old} {new}"
        );
    }
    let changed = [(Rule::TypeChanged, Level::Breaking)];
    for (old, new) in [
        (&text, &json!({"type": "integer"})),
        (
            &json!({"type": "integer"}),
            &json!({"type": "string", "pattern": "^a"}),
        ),
        (
            &json!({"type": "integer"}),
            &json!({"type": "string", "format": "date"}),
        ),
        (
            &text,
            &json!({"type": "array", "items": {"type": "integer"}}),
        ),
        (
            &text,
            &json!({"type": "array", "minItems": 2, "items": {"type": "string"}}),
        ),
        (&list, &text),
    ] {
        assert_eq!(
            operation_changes(&query(old), &query(new)),
            changed,
            "{old} {new}"
        );
    }
    // A body is JSON, where the types differ.
    let root = |schema: &Value| with_schemas(Side::Sent, &json!({"Root": schema}));
    let of_body = changes(&root(&json!({"type": "integer"})), &root(&text));
    assert_eq!(brief(&of_body), changed);
}

#[test]
fn a_parameter_written_as_a_whole_is_written_otherwise() {
    let text = json!({"type": "string"});
    let styled = parameters(&json!({"name": "q", "in": "query", "schema": text}));
    let whole = parameters(
        &json!({"name": "q", "in": "query", "content": {"application/json": {"schema": text}}}),
    );
    let rules = [(Rule::SerialisationChanged, Level::Breaking)];
    assert_eq!(operation_changes(&styled, &whole), rules);
    assert_eq!(operation_changes(&whole, &styled), rules);
}

#[test]
fn a_status_and_its_range_are_the_same_response() {
    let responses = |statuses: &[&str]| {
        let responses: Value = statuses
            .iter()
            .map(|status| ((*status).to_owned(), json!({"description": "It."})))
            .collect();
        json!({"responses": responses})
    };
    let (code, range) = (responses(&["200"]), responses(&["2XX"]));
    assert_eq!(
        operation_changes(&code, &range),
        [(Rule::SuccessStatusAdded, Level::Maybe)]
    );
    assert_eq!(
        operation_changes(&range, &code),
        [(Rule::SuccessStatusRemoved, Level::Compatible)]
    );
    // Another code is another response.
    assert_eq!(
        operation_changes(&code, &responses(&["201"])),
        [
            (Rule::SuccessStatusRemoved, Level::Breaking),
            (Rule::SuccessStatusAdded, Level::Maybe)
        ]
    );
}

#[test]
fn a_media_range_is_more_than_a_media_type_in_it() {
    let request =
        |name: &str| json!({"requestBody": {"content": {name: {"schema": {"type": "string"}}}}});
    let response = |name: &str| json!({"responses": {"200": {"description": "It.", "content": {name: {"schema": {"type": "string"}}}}}});
    for range in ["*/*", "application/*"] {
        let json = "application/json";
        let added = |level| [(Rule::MediaTypeAdded, level)];
        let removed = |level| [(Rule::MediaTypeRemoved, level)];
        let of = |content: &dyn Fn(&str) -> Value, old, new| {
            operation_changes(&content(old), &content(new))
        };
        assert_eq!(of(&request, json, range), added(Level::Compatible));
        assert_eq!(of(&request, range, json), removed(Level::Breaking));
        assert_eq!(of(&response, json, range), added(Level::Breaking));
        assert_eq!(of(&response, range, json), removed(Level::Compatible));
    }
    assert_eq!(
        operation_changes(&request("text/*"), &request("application/json")),
        [
            (Rule::MediaTypeRemoved, Level::Breaking),
            (Rule::MediaTypeAdded, Level::Compatible)
        ]
    );
}

#[test]
fn the_default_encoding_of_a_part_is_no_change() {
    let body = |encoding: Value| {
        let properties = json!({
            "file": {"type": "string", "format": "binary"},
            "data": {"type": "object"},
            "name": {"type": "string"},
            "list": {"type": "array", "items": {"type": "string"}},
        });
        let media =
            json!({"schema": {"type": "object", "properties": properties}, "encoding": encoding});
        json!({"requestBody": {"content": {"multipart/form-data": media}}})
    };
    let none = body(json!({}));
    let said = body(json!({
        "file": {"contentType": "application/octet-stream"},
        "data": {"contentType": "application/json"},
        "name": {"contentType": "text/plain", "allowReserved": false},
        "list": {"style": "form", "explode": true},
    }));
    assert_eq!(operation_changes(&none, &said), []);
    let other = body(json!({"data": {"contentType": "application/xml"}}));
    let rules = [(Rule::SerialisationChanged, Level::Breaking)];
    assert_eq!(operation_changes(&none, &other), rules);
}

#[test]
fn what_clients_do_not_read_is_compatible() {
    let scheme = |scheme: Value| {
        let members =
            json!({"components": {"securitySchemes": {"k": scheme}}, "security": [{"k": []}]});
        document(&json!({}), &members)
    };
    let (plain, hinted) = (
        scheme(json!({"type": "http", "scheme": "bearer"})),
        scheme(json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})),
    );
    let level = |old: &Value, new: &Value| {
        let changes = changes(old, new);
        changes.iter().map(|change| change.level).max()
    };
    assert_eq!(level(&plain, &hinted), Some(Level::Compatible));
    let with = |operation: Value| document(&operation, &json!({}));
    let links = json!({"responses": {"200": {"description": "It.", "links": {"a": {"operationId": "postThing"}}}}});
    assert_eq!(
        level(&with(json!({})), &with(links)),
        Some(Level::Compatible)
    );
    let vendor = with(json!({"x-vendor": 1}));
    assert_eq!(level(&with(json!({})), &vendor), Some(Level::Compatible));
    let hidden = |format: Value| schema_changes(Side::Sent, &json!({"type": "string"}), &format);
    let password = json!({"type": "string", "format": "password"});
    assert_eq!(hidden(password), [(Rule::FormatAdded, Level::Compatible)]);
}

#[test]
fn what_a_union_or_a_negation_allows_more_harms_one_side_only() {
    let one = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
    let any = json!({"anyOf": [{"type": "string"}, {"type": "integer"}]});
    let all = json!({"type": "string"});
    let some = json!({"type": "string", "not": {"enum": ["a"]}});
    let rule = |level| [(Rule::CompositionChanged, level)];
    for (narrow, wide) in [(&one, &any), (&some, &all)] {
        assert_eq!(
            schema_changes(Side::Sent, narrow, wide),
            rule(Level::Compatible)
        );
        assert_eq!(
            schema_changes(Side::Received, narrow, wide),
            rule(Level::Maybe)
        );
        assert_eq!(schema_changes(Side::Sent, wide, narrow), rule(Level::Maybe));
        assert_eq!(
            schema_changes(Side::Received, wide, narrow),
            rule(Level::Compatible)
        );
    }
}
