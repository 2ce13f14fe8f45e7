//! What a fault makes of an answer.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{Bend, Replacement};
use crate::connection::End;
use crate::reply::{HTML, JSON, Manner, Reply};
use crate::wire;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Error</title></head>\
                    <body><h1>Something went wrong</h1></body></html>\n";

const WARNING: &str = "<br />\n<b>Warning</b>:  Undefined array key \"plan\" in \
                       <b>/var/www/api/index.php</b> on line <b>42</b><br />\n";

impl Replacement {
    /// What comes in place of an answer.
    pub(crate) fn reply(self) -> Reply {
        let page = |status, content_type, body: &str| Reply {
            content_type,
            ..Reply::json(status, body.as_bytes().to_vec())
        };
        let nothing = |end| Reply {
            manner: Manner::Nothing(end),
            ..page(200, JSON, "")
        };
        match self {
            Self::Reset => nothing(End::Reset),
            Self::Close => nothing(End::Close),
            Self::Status(status) => page(status.code(), HTML, PAGE),
            Self::RateLimit { seconds } => Reply {
                retry_after: Some(seconds),
                ..page(429, HTML, PAGE)
            },
            Self::Html => page(200, HTML, PAGE),
            Self::Empty => page(200, JSON, ""),
            Self::Invalid => page(200, JSON, "{\"result\": {status: OK,}}"),
            Self::Huge { bytes } => Reply {
                manner: Manner::Padded(bytes),
                ..page(
                    200,
                    JSON,
                    r#"{"result":{"status":"OK","code":200,"data":[],"message":""}}"#,
                )
            },
        }
    }
}

/// Bends an answer.
pub(crate) fn apply(bend: Bend, mut reply: Reply) -> Reply {
    let wait = |millis: u32| Duration::from_millis(millis.into());
    match bend {
        Bend::ResetInBody => reply.manner = Manner::Half(End::Reset),
        Bend::ResetAfterBody => reply.manner = Manner::WholeThen(End::Reset),
        Bend::CloseInBody => reply.manner = Manner::Half(End::Close),
        Bend::Truncated => reply.body.truncate(reply.body.len() / 2),
        Bend::SlowHeaders { millis } => reply.manner = Manner::Late(wait(millis)),
        Bend::SlowBody { millis } => reply.manner = Manner::Slow(wait(millis)),
        Bend::PhpWarning => {
            reply.body = [WARNING.as_bytes(), &reply.body].concat().into();
            reply.content_type = HTML;
        }
        Bend::NewMember => drift(&mut reply, add_member),
        Bend::NewEnumValue => drift(&mut reply, change_enum),
        Bend::ChangedType => drift(&mut reply, change_types),
    }
    reply
}

/// What a key may do goes by endpoint: another name in it is another endpoint, not a member.
const BY_ENDPOINT: &str = "access";

/// Applies `change` to every object in the body that has named members, as opposed to a collection
/// by index, id or endpoint.
fn drift(reply: &mut Reply, change: fn(&mut Map<String, Value>)) {
    if let Ok(mut body) = serde_json::from_slice(&reply.body) {
        walk(&mut body, change);
        reply.body = wire::to_bytes(&body).into();
    }
}

fn walk(value: &mut Value, change: fn(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if name != BY_ENDPOINT {
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

fn add_member(members: &mut Map<String, Value>) {
    members.insert("added_later".to_owned(), json!({"since": "2.0"}));
}

fn change_enum(members: &mut Map<String, Value>) {
    for name in [
        "_state",
        "_language",
        "geslacht",
        "type",
        "payment_status",
        "status",
    ] {
        // The status of an envelope says whether a call failed, which is no choice of words.
        if let Some(value) = members
            .get_mut(name)
            .filter(|value| *value != "OK" && *value != "ERROR")
        {
            *value = json!("Brandnew");
        }
    }
}

/// Changes the types of values, but not of those that make an envelope.
fn change_types(members: &mut Map<String, Value>) {
    for (name, value) in members.iter_mut() {
        let kept = matches!(name.as_str(), "id" | "status" | "code" | "message");
        *value = match value.take() {
            unchanged if kept => unchanged,
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
