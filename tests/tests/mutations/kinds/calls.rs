//! Changes to calls: operations, parameters, bodies, keys.

use hellodialog_codegen::diff::Rule;
use serde_json::{Value, json};

use super::place::*;
use super::{CrateEffect, Kind};
use crate::edit::{Edit, members, unescape};
use crate::sites::ChangeSide;

/// The kinds of changes.
pub const KINDS: &[Kind] = &[
    Kind {
        forward: Rule::OperationAdded,
        back: Rule::OperationRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[Rule::SchemaAdded, Rule::SchemaRemoved],
        make: |m| m.sibling().map(Edit::remove_from_old),
    },
    Kind {
        forward: Rule::PathAdded,
        back: Rule::PathRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[Rule::SchemaAdded, Rule::SchemaRemoved],
        make: |m| m.path().map(Edit::remove_from_old),
    },
    Kind {
        forward: Rule::OperationMoved,
        back: Rule::OperationMoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.sibling().map(|edit| edit.rename("patch")),
    },
    Kind {
        forward: Rule::PathMoved,
        back: Rule::PathMoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            let edit = m.path()?;
            let name = format!("{}Zz", unescape(edit.site.rsplit('/').next()?));
            Some(edit.rename(&name))
        },
    },
    Kind {
        forward: Rule::OperationIdChanged,
        back: Rule::OperationIdChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set("operationId", "somethingElse"))
        },
    },
    Kind {
        forward: Rule::ServerAdded,
        back: Rule::ServerRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Never(SERVER),
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
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.push("parameters", parameter(false)))
        },
    },
    Kind {
        forward: Rule::RequiredParameterAdded,
        back: Rule::ParameterRemoved,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.push("parameters", parameter(true)))
        },
    },
    Kind {
        forward: Rule::ParameterRenamed,
        back: Rule::ParameterRenamed,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.insert("name", "zz")),
    },
    Kind {
        forward: Rule::ParameterRelocated,
        back: Rule::ParameterRelocated,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.insert("in", "header")),
    },
    Kind {
        forward: Rule::PathParameterRenamed,
        back: Rule::PathParameterRenamed,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[Rule::PathParameterRenamed],
        make: rename_path_parameter,
    },
    Kind {
        forward: Rule::ParameterBecameRequired,
        back: Rule::ParameterBecameOptional,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.query(|one| one["required"] != true)
                .map(|edit| edit.insert("required", true))
        },
    },
    Kind {
        forward: Rule::SerialisationChanged,
        back: Rule::SerialisationChanged,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| m.query(any).map(|edit| edit.set("style", "spaceDelimited")),
    },
    Kind {
        forward: Rule::HeaderAdded,
        back: Rule::HeaderRemoved,
        side: ChangeSide::Received,
        crate_effect: CrateEffect::Never(HEADERS),
        also: &[],
        make: |m| {
            m.response().map(|edit| {
                edit.insert("headers", json!({"X-Zz": header(false)}))
                    .reported_below("/headers/X-Zz")
            })
        },
    },
    Kind {
        forward: Rule::HeaderBecameRequired,
        back: Rule::HeaderBecameOptional,
        side: ChangeSide::Received,
        crate_effect: CrateEffect::Never(HEADERS),
        also: &[],
        make: |m| {
            let edit = m
                .response()?
                .insert_in_both("headers", json!({"X-Zz": header(false)}));
            Some(
                edit.insert("headers", json!({"X-Zz": header(true)}))
                    .reported_below("/headers/X-Zz"),
            )
        },
    },
    Kind {
        forward: Rule::BodyAdded,
        back: Rule::BodyRemoved,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("requestBody").is_none())
                .map(|edit| edit.set("requestBody", body(false)))
        },
    },
    Kind {
        forward: Rule::RequiredBodyAdded,
        back: Rule::BodyRemoved,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("requestBody").is_none())
                .map(|edit| edit.set("requestBody", body(true)))
        },
    },
    Kind {
        forward: Rule::BodyBecameRequired,
        back: Rule::BodyBecameOptional,
        side: ChangeSide::Sent,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.body()
                .map(|edit| edit.remove_from_both("required").insert("required", true))
        },
    },
    Kind {
        forward: Rule::MediaTypeAdded,
        back: Rule::MediaTypeRemoved,
        side: ChangeSide::Place,
        crate_effect: CrateEffect::Never(MEDIA_TYPE),
        also: &[],
        make: |m| {
            m.contents()
                .map(|edit| edit.set("application/xml", json!({"schema": {"type": "string"}})))
        },
    },
    Kind {
        forward: Rule::SuccessStatusAdded,
        back: Rule::SuccessStatusRemoved,
        side: ChangeSide::Received,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            let spec = m.spec;
            m.operation(|operation| returns_json(spec, operation))
                .map(|edit| edit.set_below("responses", "299", json!({"description": "Zz."})))
        },
    },
    Kind {
        forward: Rule::FailureStatusAdded,
        back: Rule::FailureStatusRemoved,
        side: ChangeSide::Received,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| {
            m.operation(any)
                .map(|edit| edit.set_below("responses", "499", json!({"description": "Zz."})))
        },
    },
    Kind {
        forward: Rule::SecurityAlternativeAdded,
        back: Rule::SecurityAlternativeRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            Some(
                m.at("")
                    .insert("security", json!([{"ApiKeyAuth": []}, {"Zz": []}]))
                    .reported_below("/security"),
            )
        },
    },
    Kind {
        forward: Rule::SecurityIntroduced,
        back: Rule::SecurityLifted,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(any).map(|edit| {
                edit.insert_in_both("security", json!([]))
                    .set("security", json!([{"ApiKeyAuth": []}]))
            })
        },
    },
    Kind {
        forward: Rule::ScopeAdded,
        back: Rule::ScopeRemoved,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Never(SCOPE),
        also: &[],
        make: |m| {
            m.operation(any).map(|edit| {
                edit.insert_in_both("security", json!([{"ApiKeyAuth": []}]))
                    .set("security", json!([{"ApiKeyAuth": ["zz"]}]))
            })
        },
    },
    Kind {
        forward: Rule::SecuritySchemeChanged,
        back: Rule::SecuritySchemeChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
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
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("deprecated", true)),
    },
    Kind {
        forward: Rule::VersionChanged,
        back: Rule::VersionChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| Some(m.at("/info").set("version", "99.0")),
    },
    Kind {
        forward: Rule::TagsChanged,
        back: Rule::TagsChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Sometimes,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("tags", json!(["Zz"]))),
    },
    Kind {
        forward: Rule::GeneratedNameChanged,
        back: Rule::GeneratedNameChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("x-method", "zz")),
    },
    Kind {
        forward: Rule::BehaviourChanged,
        back: Rule::BehaviourChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            m.operation(|one| one.get("x-idempotent").is_none())
                .map(|edit| edit.set("x-idempotent", true))
        },
    },
    Kind {
        forward: Rule::CrateChanged,
        back: Rule::CrateChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Always,
        also: &[],
        make: |m| {
            Some(
                m.at("/info/x-crate")
                    .insert("license", "Zz")
                    .reported_at("/info/x-crate", "/info/x-crate"),
            )
        },
    },
    Kind {
        forward: Rule::ExtensionChanged,
        back: Rule::ExtensionChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Never(UNKNOWN),
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("x-zz", true)),
    },
    Kind {
        forward: Rule::OtherChanged,
        back: Rule::OtherChanged,
        side: ChangeSide::Call,
        crate_effect: CrateEffect::Never(UNKNOWN),
        also: &[],
        make: |m| m.operation(any).map(|edit| edit.set("zz", json!({}))),
    },
];

const HEADERS: &str = "the crate does not read response headers";
const MEDIA_TYPE: &str = "of several media types JSON is used";
const SCOPE: &str = "a client has a credential, whatever its scopes";
const SERVER: &str = "the first server is the default";
const UNKNOWN: &str = "the generator ignores it";

/// Renames a path parameter, in the path and in the parameters of its operations.
fn rename_path_parameter(places: &mut Places<'_>) -> Option<Edit> {
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
    Some(edit.rename(&unescape(&new)).reported_at(&forward, &site))
}
