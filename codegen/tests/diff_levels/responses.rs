//! Responses, media types, and what clients do not read.

use hellodialog_codegen::diff::{Level, Rule, Side, changes};
use serde_json::{Value, json};

use crate::{brief, document, operation_changes, schema_changes};

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

/// What names the operation by its id follows it: the new id is the only change.
#[test]
fn what_names_an_operation_follows_its_new_id() {
    let document = |id: &str, named: &str| {
        let links = json!({"a": {"operationId": named}});
        let operation = json!({
            "operationId": id,
            "x-upsert": {"method": "save", "update": named, "keep": ["id"]},
            "x-list-edit": {"member": "ids", "read": named, "add": "add", "remove": "remove"},
            "responses": {"200": {"description": "It.", "links": links}},
        });
        document(&operation, &json!({"x-webhook": named}))
    };
    let old = document("postThing", "postThing");
    let id_changed = (Rule::OperationIdChanged, Level::Maybe);
    let followed = changes(&old, &document("saveThing", "saveThing"));
    assert_eq!(brief(&followed), [id_changed]);
    // The old id names nothing any more.
    let left = changes(
        &document("saveThing", "saveThing"),
        &document("saveThing", "postThing"),
    );
    assert_eq!(left.len(), 4, "{left:?}");
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
fn the_list_of_tags_only_describes_them() {
    let with = |tags: Value| document(&json!({"tags": ["a"]}), &json!({"tags": tags}));
    let (none, one) = (with(json!([])), with(json!([{"name": "a"}])));
    let changed = [(Rule::TagsChanged, Level::Compatible)];
    assert_eq!(brief(&changes(&none, &one)), changed);
    assert_eq!(brief(&changes(&one, &none)), changed);
    // The tag of an operation may be the name of its module.
    let tagged = |tag: &str| document(&json!({"tags": [tag]}), &json!({}));
    let changed = [(Rule::TagsChanged, Level::Maybe)];
    assert_eq!(brief(&changes(&tagged("a"), &tagged("b"))), changed);
}
