//! Imports and exports of contacts: what version 1.5.0 adds to the table of operations.

use hellodialog::File;
use hellodialog::types::{GetImports, NewImport};
use serde_json::{Value, json};

use crate::call;
use crate::row::{Media, Row};

pub(crate) fn rows() -> Vec<Row> {
    let import = json!({"id": 7, "state": "waiting"});
    let rows = vec![
        Row::read(
            "postImport",
            "POST /imports",
            import.clone(),
            import.clone(),
            call!(client => client.imports().create(
                &NewImport::new(File::new("a.csv", "email\r\na@b.nl")).group(2),
            )),
        )
        .form(&[("group", "2"), ("file", "email\r\na@b.nl")]),
        Row::read(
            "getImport",
            "GET /imports/7",
            import.clone(),
            import,
            call!(client => client.imports().get(7, GetImports::new().x_language("nl"))),
        )
        .headers(&[("x-language", "nl")]),
        Row::read(
            "deleteImport",
            "DELETE /imports/7",
            Value::Null,
            Value::Null,
            call!(client => client.imports().delete(7)),
        )
        .media(Media::Nothing),
        Row::read(
            "getImportMapping",
            "GET /imports/mapping",
            json!({"columns": ["email"]}),
            json!({"columns": ["email"]}),
            call!(client => client.imports().mapping("a1")),
        )
        .headers(&[("cookie", "upload=a1")]),
        Row::read(
            "getImportErrors",
            "GET /imports/errors",
            json!({"lines": 0}),
            json!({"lines": 0}),
            call!(client => client.imports().errors(&[7, 8])),
        )
        .query(&[("imports", "7,8")]),
        Row::read(
            "getContactExport",
            "GET /exports/contacts",
            json!("email\r\na@b.nl\r\n"),
            json!("email\r\na@b.nl\r\n"),
            call!(client => client.imports().export_contacts()),
        )
        .media(Media::Text("text/csv")),
    ];
    rows.into_iter().map(Row::not_emulated).collect()
}
