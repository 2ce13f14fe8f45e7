//! Of every operation: a value that cannot be decoded is where the caller can read it.

use std::sync::{Arc, Mutex};

use hellodialog::DriftKind;
use hellodialog_operations::{Row, table};
use serde_json::{Value, json};

use crate::{builder, json_server};

/// The places of all members of objects, as the names and indexes that lead there.
fn places(value: &Value, before: &[String], all: &mut Vec<Vec<String>>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, v)| (i.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let place = [before, &[name]].concat();
        places(child, &place, all);
        if value.is_object() {
            all.push(place);
        }
    }
}

fn pointer(place: &[String]) -> String {
    format!("/{}", place.join("/"))
}

/// Whether `wanted` is `value` or a part of it.
fn has(value: &Value, wanted: &Value) -> bool {
    value == wanted
        || match value {
            Value::Array(items) => items.iter().any(|item| has(item, wanted)),
            Value::Object(members) => members.values().any(|member| has(member, wanted)),
            _ => false,
        }
}

/// The places whose odd value is not returned, with what is.
async fn lost(row: &Row) -> Vec<String> {
    let (part, mut all, mut lost) = (json!([[true]]), Vec::new(), Vec::new());
    let odd = json!({ "odd": part });
    places(&row.response, &[], &mut all);
    for place in all {
        let mut response = row.response.clone();
        if let Some(value) = response.pointer_mut(&pointer(&place)) {
            value.clone_from(&odd);
        }
        let told = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&told);
        let server = json_server(&response).await;
        let builder = builder(&server).on_drift(move |drift| {
            let is_entry = drift.path().starts_with("access.");
            if drift.kind() == DriftKind::Skipped || is_entry {
                let value = drift.value().cloned();
                sink.lock().expect("no panic").extend(value);
            }
        });
        let result = (row.call)(builder.build().expect("a client")).await;
        let told = told.lock().expect("no panic").clone();
        let is_identity = place.last().is_some_and(|name| name == "id");
        match result {
            Ok(decoded) if has(&decoded, &odd) => {}
            // The entry of a map has no other place.
            Ok(_) if told.contains(&odd) || told.contains(&part) => {}
            Err(error) if is_identity || error.to_string().contains("missing field `id`") => {}
            other => lost.push(format!("{} {place:?}: {other:?}", row.operation)),
        }
    }
    lost
}

#[tokio::test]
async fn a_value_that_cannot_be_decoded_is_kept_by_every_type() {
    let mut all = Vec::new();
    let reads = table()
        .into_iter()
        .filter(|row| row.request.starts_with("GET "));
    for row in reads {
        all.extend(lost(&row).await);
    }
    assert_eq!(all, [""; 0]);
}
