//! The directions in which a field exists.

use hellodialog_codegen::diff::{Level, Rule, Side};
use serde_json::json;

use crate::schema_changes;

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
