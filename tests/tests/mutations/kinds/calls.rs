//! Changes to calls: operations, parameters, bodies, keys.

use hellodialog_codegen::diff::Rule;
use serde_json::{Value, json};

use super::place::*;
use super::{Kind, Noticed};
use crate::edit::{Edit, members, plain};
use crate::sites::Of;

/// The kinds of changes.
pub const KINDS: &[Kind] = &[
    Kind {
        forward: Rule::OperationAdded,
        back: Rule::OperationRemoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[Rule::SchemaAdded, Rule::SchemaRemoved],
        make: |m| m.sibling().map(Edit::new_there),
    },
    Kind {
        forward: Rule::PathAdded,
        back: Rule::PathRemoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[Rule::SchemaAdded, Rule::SchemaRemoved],
        make: |m| m.path().map(Edit::new_there),
    },
    Kind {
        forward: Rule::OperationMoved,
        back: Rule::OperationMoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.sibling().map(|edit| edit.rename("patch")),
    },
    Kind {
        forward: Rule::PathMoved,
        back: Rule::PathMoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            let edit = m.path()?;
            let name = format!("{}Zz", plain(edit.site.rsplit('/').next()?));
            Some(edit.rename(&name))
        },
    },
    Kind {
        forward: Rule::OperationIdChanged,
        back: Rule::OperationIdChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set("operationId", "somethingElse"))
        },
    },
    Kind {
        forward: Rule::ServerAdded,
        back: Rule::ServerRemoved,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            Some(
                m.at("")
                    .push("servers", json!({"url": "https://other.example"})),
            )
        },
    },
    Kind {
        forward: Rule::ParameterAdded,
        back: Rule::ParameterRemoved,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.push("parameters", parameter(false)))
        },
    },
    Kind {
        forward: Rule::RequiredParameterAdded,
        back: Rule::ParameterRemoved,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.push("parameters", parameter(true)))
        },
    },
    Kind {
        forward: Rule::ParameterRenamed,
        back: Rule::ParameterRenamed,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.put("name", "zz")),
    },
    Kind {
        forward: Rule::ParameterRelocated,
        back: Rule::ParameterRelocated,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.put("in", "header")),
    },
    Kind {
        forward: Rule::PathParameterRenamed,
        back: Rule::PathParameterRenamed,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[Rule::PathParameterRenamed],
        make: path_parameter_renamed,
    },
    Kind {
        forward: Rule::ParameterBecameRequired,
        back: Rule::ParameterBecameOptional,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.query(|one| one["required"] != true)
                .map(|edit| edit.put("required", true))
        },
    },
    Kind {
        forward: Rule::SerialisationChanged,
        back: Rule::SerialisationChanged,
        side: Of::Sent,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.set("style", "spaceDelimited")),
    },
    Kind {
        forward: Rule::HeaderAdded,
        back: Rule::HeaderRemoved,
        side: Of::Received,
        noticed: Noticed::Never(HEADERS),
        also: &[],
        make: |m| {
            m.answer().map(|edit| {
                edit.put("headers", json!({"X-Zz": header(false)}))
                    .told_at("/headers/X-Zz")
            })
        },
    },
    Kind {
        forward: Rule::HeaderBecameRequired,
        back: Rule::HeaderBecameOptional,
        side: Of::Received,
        noticed: Noticed::Never(HEADERS),
        also: &[],
        make: |m| {
            let edit = m
                .answer()?
                .before("headers", json!({"X-Zz": header(false)}));
            Some(
                edit.put("headers", json!({"X-Zz": header(true)}))
                    .told_at("/headers/X-Zz"),
            )
        },
    },
    Kind {
        forward: Rule::BodyAdded,
        back: Rule::BodyRemoved,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("requestBody").is_none())
                .map(|edit| edit.set("requestBody", body(false)))
        },
    },
    Kind {
        forward: Rule::RequiredBodyAdded,
        back: Rule::BodyRemoved,
        side: Of::Sent,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("requestBody").is_none())
                .map(|edit| edit.set("requestBody", body(true)))
        },
    },
    Kind {
        forward: Rule::BodyBecameRequired,
        back: Rule::BodyBecameOptional,
        side: Of::Sent,
        noticed: Noticed::Never(BODY),
        also: &[],
        make: |m| {
            m.body()
                .map(|edit| edit.without("required").put("required", true))
        },
    },
    Kind {
        forward: Rule::MediaTypeAdded,
        back: Rule::MediaTypeRemoved,
        side: Of::Place,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.contents()
                .map(|edit| edit.set("application/xml", json!({"schema": {"type": "string"}})))
        },
    },
    Kind {
        forward: Rule::SuccessStatusAdded,
        back: Rule::SuccessStatusRemoved,
        side: Of::Received,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set_below("responses", "299", json!({"description": "Zz."})))
        },
    },
    Kind {
        forward: Rule::FailureStatusAdded,
        back: Rule::FailureStatusRemoved,
        side: Of::Received,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set_below("responses", "499", json!({"description": "Zz."})))
        },
    },
    Kind {
        forward: Rule::SecurityAlternativeAdded,
        back: Rule::SecurityAlternativeRemoved,
        side: Of::Call,
        noticed: Noticed::Never(KEY),
        also: &[],
        make: |m| {
            Some(
                m.at("")
                    .put("security", json!([{"ApiKeyAuth": []}, {"Zz": []}]))
                    .told_at("/security"),
            )
        },
    },
    Kind {
        forward: Rule::SecurityIntroduced,
        back: Rule::SecurityLifted,
        side: Of::Call,
        noticed: Noticed::Never(KEY),
        also: &[],
        make: |m| {
            m.operation(any).map(|edit| {
                edit.before("security", json!([]))
                    .set("security", json!([{"ApiKeyAuth": []}]))
            })
        },
    },
    Kind {
        forward: Rule::ScopeAdded,
        back: Rule::ScopeRemoved,
        side: Of::Call,
        noticed: Noticed::Never(KEY),
        also: &[],
        make: |m| {
            m.operation(any).map(|edit| {
                edit.before("security", json!([{"ApiKeyAuth": []}]))
                    .set("security", json!([{"ApiKeyAuth": ["zz"]}]))
            })
        },
    },
    Kind {
        forward: Rule::SecuritySchemeChanged,
        back: Rule::SecuritySchemeChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            Some(
                m.at("/components/securitySchemes/ApiKeyAuth")
                    .set("name", "zz"),
            )
        },
    },
    Kind {
        forward: Rule::Deprecated,
        back: Rule::Undeprecated,
        side: Of::Call,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("deprecated", true)),
    },
    Kind {
        forward: Rule::VersionChanged,
        back: Rule::VersionChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| Some(m.at("/info").set("version", "99.0")),
    },
    Kind {
        forward: Rule::TagsChanged,
        back: Rule::TagsChanged,
        side: Of::Call,
        noticed: Noticed::Sometimes,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("tags", json!(["Zz"]))),
    },
    Kind {
        forward: Rule::GeneratedNameChanged,
        back: Rule::GeneratedNameChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("x-method", "zz")),
    },
    Kind {
        forward: Rule::BehaviourChanged,
        back: Rule::BehaviourChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("x-idempotent").is_none())
                .map(|edit| edit.set("x-idempotent", true))
        },
    },
    Kind {
        forward: Rule::CrateChanged,
        back: Rule::CrateChanged,
        side: Of::Call,
        noticed: Noticed::Always,
        also: &[],
        make: |m| {
            Some(
                m.at("/info/x-crate")
                    .put("license", "Zz")
                    .told("/info/x-crate", "/info/x-crate"),
            )
        },
    },
    Kind {
        forward: Rule::ExtensionChanged,
        back: Rule::ExtensionChanged,
        side: Of::Call,
        noticed: Noticed::Never(UNKNOWN),
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("x-zz", true)),
    },
    Kind {
        forward: Rule::OtherChanged,
        back: Rule::OtherChanged,
        side: Of::Call,
        noticed: Noticed::Never(UNKNOWN),
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set("callbacks", json!({})))
        },
    },
];

const HEADERS: &str = "the crate reads no headers";
const BODY: &str = "a body is an argument in any case";
const KEY: &str = "the key goes with every call";
const UNKNOWN: &str = "the generator knows nothing of it";

/// The name of a part of the path, there and in the parameter of each of its operations.
fn path_parameter_renamed(places: &mut Places<'_>) -> Option<Edit> {
    let mut edit = places.path_parameter()?;
    let site = edit.site.clone();
    let name = places.spec.pointer(&site)?["name"].as_str()?;
    let path = site.split('/').nth(2)?;
    edit.site = format!("/paths/{path}");
    for operation in members(&mut edit.new, &edit.site).values_mut() {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            if parameter["name"] == name {
                parameter["name"] = json!("zz");
            }
        }
    }
    let new = path.replace(&format!("{{{name}}}"), "{zz}");
    let forward = site.replacen(path, &new, 1);
    Some(edit.rename(&plain(&new)).told(&forward, &site))
}
