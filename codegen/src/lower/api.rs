//! Lowers the parts that a document has once: package, server, key, envelope.

use indexmap::IndexMap;
use serde_json::Value;

use super::{extension, security};
use crate::model::{
    Api, ApiError, IdKind, Kind, Operation, Package, Resource, Type, TypeDef, Webhook,
};
use crate::openapi::{self, Description};
use crate::pointer::Pointer;
use crate::problem::Problems;

/// The parts that have been lowered so far.
pub(super) struct Parts {
    pub(super) resources: Vec<Resource>,
    pub(super) types: IndexMap<String, TypeDef>,
    pub(super) errors: Vec<ApiError>,
}

/// Assembles the parts.
pub(super) fn assemble(
    description: &Description<'_>,
    problems: &mut Problems,
    parts: Parts,
) -> Option<Api> {
    let extensions = &description.extensions;
    let base_url = base_url(description, problems);
    let credentials = security::credentials(description, problems);
    let envelope = extension::read(extensions, "x-envelope", problems);
    let method_parameter = extension::read(extensions, "x-method-override", problems);
    let get: Option<String> = extension::read(extensions, "x-webhook", problems);
    let webhook = get.and_then(|get| webhook(get, &parts, problems));
    let text = |name: &str| match description.info.member(name).value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Some(Api {
        package: package(description, problems)?,
        title: text("title"),
        version: text("version"),
        description: text("description"),
        base_url,
        credentials,
        security: security::alternatives(&description.security),
        envelope,
        method_parameter,
        webhook,
        errors: parts.errors,
        resources: parts.resources,
        types: parts.types,
    })
}

fn package(description: &Description<'_>, problems: &mut Problems) -> Option<Package> {
    let extensions = description.info.extensions();
    if !extensions.contains_key("x-crate") {
        problems.add(
            &description.info.at,
            "expected `x-crate`, found none",
            "a patch says how the emitted crate presents itself: see codegen/EXTENSIONS.md",
        );
    }
    extension::read(&extensions, "x-crate", problems)
}

fn webhook(get: String, parts: &Parts, problems: &mut Problems) -> Option<Webhook> {
    let resources = parts.resources.iter();
    let mut operations = resources.flat_map(|resource| &resource.operations);
    let operation = operations.find(|operation| operation.id == get);
    let id = operation.and_then(|operation| only_id(operation, &parts.types));
    if id.is_none() {
        problems.add(
            &Pointer::root().child("x-webhook"),
            format!("`{get}` is no operation that gets something by its id alone"),
            "name the GET operation for what has changed, whose one parameter is an `x-id` that is a number",
        );
    }
    Some(Webhook { id: id?, get })
}

/// The type of the numeric id that is the only parameter of a read operation.
fn only_id(operation: &Operation, types: &IndexMap<String, TypeDef>) -> Option<String> {
    let is_plain = operation.method == "GET" && operation.parameters.is_empty();
    let [parameter] = operation.path_parameters.as_slice() else {
        return None;
    };
    let Type::Named(name) = &parameter.ty else {
        return None;
    };
    let is_id = matches!(types.get(name)?.kind, Kind::Id(IdKind::Number));
    (is_plain && is_id).then(|| name.clone())
}

/// The URL of the first server. Without one, the user names it.
fn base_url(description: &Description<'_>, problems: &mut Problems) -> String {
    let servers = &description.servers;
    if servers.len() > 1 {
        problems.note(
            &servers[1].at,
            "of several servers the first is the default; a client can be built with another one",
        );
    }
    let url = servers
        .first()
        .map(openapi::Server::url)
        .unwrap_or_default();
    if !url.contains("://") {
        let at = servers
            .first()
            .map_or(&description.root.at, |server| &server.at);
        problems.note(
            at,
            "without the host of a server, every client is built with a base URL",
        );
    }
    url
}
