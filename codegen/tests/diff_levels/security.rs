//! Security requirements and schemes.

use hellodialog_codegen::diff::{Level, Rule, changes};
use serde_json::{Value, json};

use crate::{brief, document};

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
