//! The samples that the docs print in full: each value is decoded and written back as the type has it.

use std::path::Path;

use hellodialog::types::{
    Account, CampaignStatistics, Contact, Group, GroupWithExternalId, List, ListWithCampaigns,
    Newsletter, NpsScore, Order,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{encode, read};

/// What differs between the sample that the docs of version 1.4.0 print for a type and what is written for it.
fn differences<T: DeserializeOwned + Serialize>(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples.json");
    let samples = std::fs::read_to_string(path).expect("the samples");
    let samples: Value = serde_json::from_str(&samples).expect("the samples are JSON");
    let sample = samples[name].as_object().expect("an object");
    let written = encode(&read::<T>(&samples[name]));
    let written = written.as_object().expect("an object");
    let mut found = Vec::new();
    for (member, printed) in sample {
        let value = written.get(member).unwrap_or(&Value::Null);
        if !is_same(printed, value) {
            found.push(format!("{name}.{member}: {printed} became {value}"));
        }
    }
    let more = written
        .keys()
        .filter(|member| !sample.contains_key(*member));
    found.extend(more.map(|member| format!("{name}.{member} came from nowhere")));
    found
}

/// Whether `value` is what PHP printed: a number or a boolean can be in a string, and no value can be an empty one.
fn is_same(printed: &Value, value: &Value) -> bool {
    match (printed, value) {
        (Value::String(text), Value::Number(number)) => text.parse::<f64>().ok() == number.as_f64(),
        (Value::String(text), Value::Bool(flag)) => *text == u8::from(*flag).to_string(),
        (Value::Number(number), Value::Bool(flag)) => number.as_u64() == Some(u64::from(*flag)),
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::String(text), Value::Null) => {
            ["", "0000-00-00", "0000-00-00 00:00:00"].contains(&text.as_str())
        }
        (Value::Array(one), Value::Object(other)) => one.is_empty() && other.is_empty(),
        (Value::Object(one), Value::Array(other)) => one.is_empty() && other.is_empty(),
        _ => printed == value,
    }
}

#[test]
fn samples_are_decoded_and_written_back() {
    let found = [
        differences::<Contact>("Contact"),
        differences::<Group>("Group"),
        differences::<GroupWithExternalId>("GroupWithExternalId"),
        differences::<List>("List"),
        differences::<ListWithCampaigns>("ListWithCampaigns"),
        differences::<Newsletter>("Newsletter"),
        differences::<Order>("Order"),
        differences::<Account>("Account"),
        differences::<NpsScore>("NpsScore"),
        differences::<CampaignStatistics>("CampaignStatistics"),
    ];
    let found = found.concat();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn another_value_is_not_the_same() {
    for (printed, other) in [
        (json!("1"), json!(2)),
        (json!("1"), json!(false)),
        (json!("49.99"), Value::Null),
        (json!("NL"), json!("BE")),
        (json!([1]), json!([])),
    ] {
        assert!(!is_same(&printed, &other), "{printed} {other}");
    }
}
