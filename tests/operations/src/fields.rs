//! The fields of contacts.

use hellodialog::types::{FieldId, FieldOptions, FieldType, FieldUpdate, NewField};
use serde_json::{Value, json};

use crate::account::MISSING;
use crate::call;
use crate::row::Row;
use crate::samples::sample;

pub(crate) fn rows() -> Vec<Row> {
    let (gender, number) = (gender_field(), number_field());
    let gender_decoded = json!({"name": "Geslacht", "type": "Dropdown",
        "options": {"values": ["M", "F"]}, "columns": ["geslacht"], "removable": false,
        "user_viewable": true, "user_editable": true, "subscription_field_mandatory": false});
    let number_decoded = json!({"name": "Customer number", "type": "Integer",
        "columns": ["customer_number"], "removable": true, "user_viewable": true,
        "user_editable": false, "subscription_field_mandatory": false});
    vec![
        Row::write(
            "postField",
            "POST /fields",
            Some(json!({
                "name": "Colour",
                "type": "Multiselect",
                "options": {"values": ["red", "blue"]},
                "user_viewable": true,
                "user_editable": false,
            })),
            ("Field created", Some(13)),
            call!(client => client.fields().create(
                &NewField::new("Colour")
                    .r#type(FieldType::Multiselect)
                    .options(FieldOptions::new().values(["red", "blue"]))
                    .user_viewable(true)
                    .user_editable(false),
            )),
        )
        .refused(
            606,
            call!(client => client.fields().create(&NewField::new("Customer Number"))),
        ),
        Row::read(
            "getFields",
            "GET /fields",
            json!({"6": gender, "10": number}),
            json!({"6": gender_decoded, "10": number_decoded}),
            call!(client => client.fields().list()),
        ),
        Row::read(
            "getField",
            "GET /fields/10",
            json!({"10": number}),
            number_decoded,
            call!(client => client.fields().get(FieldId::new(10))),
        )
        .in_collection()
        .refused(
            604,
            call!(client => client.fields().get(FieldId::new(MISSING))),
        ),
        Row::write(
            "putField",
            "PUT /fields/10",
            Some(json!({"removable": true, "user_viewable": false, "user_editable": true})),
            ("Field updated", None),
            call!(client => client.fields().update(
                FieldId::new(10),
                &FieldUpdate::new().removable(true).user_viewable(false).user_editable(true),
            )),
        )
        .refused(
            604,
            call!(client => client.fields().update(FieldId::new(MISSING), &FieldUpdate::new())),
        ),
        Row::write(
            "deleteField",
            "DELETE /fields/10",
            None,
            ("Field deleted", None),
            call!(client => client.fields().delete(FieldId::new(10))),
        )
        // The address cannot be removed.
        .refused(
            606,
            call!(client => client.fields().delete(FieldId::new(1))),
        ),
    ]
}

/// Collections have empty entries, as in the docs, and booleans have three encodings.
pub(crate) fn variants() -> Vec<Row> {
    let colour = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": "1", "user_viewable": 0, "user_editable": false});
    let decoded = json!({"name": "Colour", "type": "Dropdown", "options": {"values": ["red"]},
        "columns": ["colour"], "removable": true, "user_viewable": false, "user_editable": false});
    let fields = crate::row("getFields");
    let mut rows = fields.empty(&json!({}));
    rows.extend([
        fields.with(sample("getFields"), sample("getFields")),
        fields.with(
            json!({"9": colour, "3": {}}),
            json!({"9": decoded, "3": {}}),
        ),
        crate::row("getField").with(json!({"10": colour}), decoded),
    ]);
    rows
}

/// A field that is built in, as the API prints it.
fn gender_field() -> Value {
    json!({"name": "Geslacht", "type": "Dropdown", "options": {"values": ["M", "F"]},
        "columns": ["geslacht"], "removable": "0", "user_viewable": "1", "user_editable": "1",
        "subscription_field_mandatory": "0"})
}

/// A custom field, as the API prints it.
fn number_field() -> Value {
    json!({"name": "Customer number", "type": "Integer", "options": [],
        "columns": ["customer_number"], "removable": "1", "user_viewable": "1",
        "user_editable": "0", "subscription_field_mandatory": "0"})
}
