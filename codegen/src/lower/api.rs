//! Lowers the parts that a document has once: package, server, key, envelope.

use indexmap::IndexMap;

use super::extension;
use crate::finding::{Findings, Pointer};
use crate::model::{
    Api, ApiError, IdKind, Kind, Operation, Package, Resource, Type, TypeDef, Webhook,
};
use crate::openapi::{Credential, Description, Location};

/// The parts that have been lowered so far.
pub(super) struct Parts {
    pub(super) resources: Vec<Resource>,
    pub(super) types: IndexMap<String, TypeDef>,
    pub(super) errors: Vec<ApiError>,
}

/// Assembles the parts.
pub(super) fn assemble(
    description: &Description<'_>,
    findings: &mut Findings,
    parts: Parts,
) -> Option<Api> {
    let extensions = &description.extensions;
    let base_url = base_url(description, findings);
    let key_parameter = key_parameter(description, findings);
    let envelope = extension::read(extensions, "x-envelope", findings);
    let method_parameter = extension::read(extensions, "x-method-override", findings);
    let get: Option<String> = extension::read(extensions, "x-webhook", findings);
    let webhook = get.and_then(|get| webhook(get, &parts, findings));
    let text = |name: &str| description.info.text(name).unwrap_or_default().to_owned();
    Some(Api {
        package: package(description, findings)?,
        title: text("title"),
        version: text("version"),
        description: text("description"),
        base_url,
        key_parameter,
        envelope,
        method_parameter,
        webhook,
        errors: parts.errors,
        resources: parts.resources,
        types: parts.types,
    })
}

fn package(description: &Description<'_>, findings: &mut Findings) -> Option<Package> {
    let extensions = description.info.extensions();
    if !extensions.contains_key("x-crate") {
        findings.add(
            &description.info.at,
            "expected `x-crate`, found none",
            "a patch says how the emitted crate presents itself: see codegen/EXTENSIONS.md",
        );
    }
    extension::read(&extensions, "x-crate", findings)
}

fn webhook(get: String, parts: &Parts, findings: &mut Findings) -> Option<Webhook> {
    let resources = parts.resources.iter();
    let mut operations = resources.flat_map(|resource| &resource.operations);
    let operation = operations.find(|operation| operation.id == get);
    let id = operation.and_then(|operation| only_id(operation, &parts.types));
    if id.is_none() {
        findings.add(
            &Pointer::root().child("x-webhook"),
            format!("`{get}` is no operation that gets something by its id alone"),
            "name the GET operation for what has changed, whose one parameter is an `x-id` that is a number",
        );
    }
    Some(Webhook { id: id?, get })
}

/// The type of the numeric id that is the only parameter of a read operation.
fn only_id(operation: &Operation, types: &IndexMap<String, TypeDef>) -> Option<String> {
    let is_plain = operation.method == "GET" && operation.query.is_empty();
    let [parameter] = operation.path_parameters.as_slice() else {
        return None;
    };
    let Type::Named(name) = &parameter.ty else {
        return None;
    };
    let is_id = matches!(types.get(name)?.kind, Kind::Id(IdKind::Number));
    (is_plain && is_id).then(|| name.clone())
}

fn base_url(description: &Description<'_>, findings: &mut Findings) -> String {
    let described = description.root.get("servers");
    let count = description
        .servers
        .iter()
        .filter(|server| server.at != description.root.at)
        .count();
    if let ([server], 1) = (description.servers.as_slice(), count) {
        return server.url();
    }
    findings.add(
        described
            .as_ref()
            .map_or(&description.root.at, |node| &node.at),
        format!("expected one server, found {count}"),
        "name the server that calls go to when the user names no other",
    );
    String::new()
}

fn key_parameter(description: &Description<'_>, findings: &mut Findings) -> Option<String> {
    let mut parameter = None;
    for scheme in description.security_schemes.values() {
        match scheme.credential {
            Credential::ApiKey {
                location: Location::Query,
                name,
            } if parameter.is_none() => parameter = Some(name.to_owned()),
            _ => findings.add(
                &scheme.at,
                "only one security scheme is supported, an `apiKey` in the query",
                "remove the others with a patch",
            ),
        }
    }
    parameter
}
