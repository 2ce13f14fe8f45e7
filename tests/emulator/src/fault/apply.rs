//! Applies a fault to a response.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::kind::{Replacement, ResponseFault};
use crate::connection::CloseMode;
use crate::http_response::{Delivery, HTML, HttpResponse, JSON};
use crate::wire;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Error</title></head>\
                    <body><h1>Something went wrong</h1></body></html>\n";

const WARNING: &str = "<br />\n<b>Warning</b>:  Undefined array key \"plan\" in \
                       <b>/var/www/api/index.php</b> on line <b>42</b><br />\n";

const SUCCESS: &str = r#"{"result":{"status":"OK","code":200,"data":[],"message":""}}"#;

impl Replacement {
    pub(crate) fn response(self) -> HttpResponse {
        let with_body = |status, content_type, body: &str| HttpResponse {
            content_type,
            ..HttpResponse::json(status, body.as_bytes().to_vec())
        };
        match self {
            Self::Reset => HttpResponse::none(CloseMode::Reset),
            Self::Close => HttpResponse::none(CloseMode::Fin),
            Self::Status(status) => with_body(status.code(), HTML, PAGE),
            Self::RateLimit { seconds } => HttpResponse {
                retry_after: Some(seconds),
                ..with_body(429, HTML, PAGE)
            },
            Self::Html => with_body(200, HTML, PAGE),
            Self::EmptyBody => with_body(200, JSON, ""),
            Self::InvalidJson => with_body(200, JSON, "{\"result\": {status: OK,}}"),
            Self::LargeBody { bytes } => HttpResponse {
                delivery: Delivery::Padded(bytes),
                ..with_body(200, JSON, SUCCESS)
            },
        }
    }
}

/// Corrupts or delays a response.
pub(crate) fn apply(fault: ResponseFault, mut response: HttpResponse) -> HttpResponse {
    let time = |millis: u32| Duration::from_millis(millis.into());
    match fault {
        ResponseFault::ResetInBody => response.delivery = Delivery::HalfBody(CloseMode::Reset),
        ResponseFault::ResetAfterBody => {
            response.delivery = Delivery::CloseAfterBody(CloseMode::Reset);
        }
        ResponseFault::CloseInBody => response.delivery = Delivery::HalfBody(CloseMode::Fin),
        ResponseFault::TruncatedJson => response.body.truncate(response.body.len() / 2),
        ResponseFault::SlowHeaders { millis } => {
            response.delivery = Delivery::DelayHeaders(time(millis));
        }
        ResponseFault::SlowBody { millis } => response.delivery = Delivery::SlowBody(time(millis)),
        ResponseFault::PhpWarning => {
            response.body = [WARNING.as_bytes(), &response.body].concat().into();
            response.content_type = HTML;
        }
        ResponseFault::NewProperty => change_objects(&mut response, add_property),
        ResponseFault::NewEnumValue => change_objects(&mut response, change_enums),
        ResponseFault::ChangedType => change_objects(&mut response, change_types),
    }
    response
}

/// The keys of this object are endpoints: a new key is a new endpoint, not a new property.
const ENDPOINT_MAP: &str = "access";

/// Applies `change` to every object in the body, except collections keyed by index, id or endpoint.
fn change_objects(response: &mut HttpResponse, change: fn(&mut Map<String, Value>)) {
    if let Ok(mut body) = serde_json::from_slice(&response.body) {
        walk(&mut body, change);
        response.body = wire::to_bytes(&body).into();
    }
}

fn walk(value: &mut Value, change: fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name != ENDPOINT_MAP {
                    walk(member, change);
                }
            }
            let collection = members
                .keys()
                .all(|key| key.bytes().all(|byte| byte.is_ascii_digit()));
            if !collection {
                change(members);
            }
        }
        _ => {}
    }
}

fn add_property(members: &mut Map<String, Value>) {
    members.insert("added_later".to_owned(), json!({"since": "2.0"}));
}

fn change_enums(members: &mut Map<String, Value>) {
    for name in [
        "_state",
        "_language",
        "geslacht",
        "type",
        "payment_status",
        "status",
    ] {
        // `OK` and `ERROR` are the status of an envelope, which clients must be able to read.
        if let Some(value) = members
            .get_mut(name)
            .filter(|value| *value != "OK" && *value != "ERROR")
        {
            *value = json!("Brandnew");
        }
    }
}

/// Changes the types of all values except ids and the members of an envelope.
fn change_types(members: &mut Map<String, Value>) {
    for (name, value) in members.iter_mut() {
        let keep = matches!(name.as_str(), "id" | "status" | "code" | "message");
        *value = match value.take() {
            unchanged if keep => unchanged,
            Value::String(text) => match text.parse::<i64>() {
                Ok(number) => json!(number),
                Err(_) => json!([text]),
            },
            Value::Number(number) => json!(format!("about {number}")),
            Value::Bool(truth) => json!(if truth { "yes" } else { "no" }),
            other => other,
        };
    }
}
