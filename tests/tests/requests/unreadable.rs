//! Of every operation: a value that cannot be decoded is where the caller can read it: in the decoded value, or in the report
//! of drift if the type keeps no members that it does not know.

use std::sync::{Arc, Mutex};

use hellodialog::{Drift, DriftKind};
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
        let (result, told) = answer(row, &response).await;
        let of_value = told.iter().filter(|drift| {
            let value = drift.value();
            value == Some(&odd) || value == Some(&part)
        });
        let told: Vec<&Drift> = of_value.collect();
        let is_identity = place.last().is_some_and(|name| name == "id");
        match result {
            Ok(decoded) if has(&decoded, &odd) => {}
            Ok(_) if told.iter().any(|drift| has_no_other_place(drift)) => {}
            Ok(_) if !told.is_empty() && !keeps_members(row, &place).await => {}
            Err(error) if is_identity || error.to_string().contains("missing field `id`") => {}
            other => lost.push(format!(
                "{} {place:?}, which is neither in the value nor in `on_drift`: {other:?}",
                row.operation
            )),
        }
    }
    lost
}

/// An item that is skipped, and the entry of a map.
fn has_no_other_place(drift: &Drift) -> bool {
    drift.kind() == DriftKind::Skipped || drift.path().starts_with("access.")
}

/// The result of a call, and the drift that is reported.
async fn answer(row: &Row, response: &Value) -> (hellodialog::Result<Value>, Vec<Drift>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let server = json_server(response).await;
    let builder = builder(&server).on_drift(move |drift| {
        sink.lock().expect("no panic").push(drift.clone());
    });
    let result = (row.call)(builder.build().expect("a client")).await;
    let told = told.lock().expect("no panic").clone();
    (result, told)
}

/// Whether the type of the object at a place keeps members that it does not know.
async fn keeps_members(row: &Row, place: &[String]) -> bool {
    let mut response = row.response.clone();
    let object = place.split_last().map(|(_, parent)| pointer(parent));
    let object = object.as_deref().unwrap_or_default().trim_end_matches('/');
    if let Some(Value::Object(members)) = response.pointer_mut(object) {
        members.insert("unknown".to_owned(), json!("kept"));
    }
    let (result, _) = answer(row, &response).await;
    result.is_ok_and(|decoded| has(&decoded, &json!("kept")))
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
