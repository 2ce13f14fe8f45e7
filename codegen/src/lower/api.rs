//! What stands once in a document: the package, the server, the key, the envelope.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme};

use super::extension::Extensions;
use crate::finding::{Findings, Pointer};
use crate::model::{Api, ApiError, IdKind, Kind, Package, Resource, TypeDef};

/// What was lowered one by one.
pub(super) struct Parts {
    pub(super) resources: Vec<Resource>,
    pub(super) types: IndexMap<String, TypeDef>,
    pub(super) errors: Vec<ApiError>,
}

/// Puts the parts together.
pub(super) fn assemble(openapi: &OpenAPI, findings: &mut Findings, parts: Parts) -> Option<Api> {
    let base_url = base_url(openapi, findings);
    let key_parameter = key_parameter(openapi, findings);
    let root = Pointer::root();
    let extensions = Extensions::new(&openapi.extensions, &root);
    let envelope = extensions.read("x-envelope", findings);
    let method_parameter = extensions.read("x-method-override", findings);
    let webhook: Option<String> = extensions.read("x-webhook", findings);
    check_webhook(webhook.as_ref(), &parts.types, findings);
    Some(Api {
        package: package(openapi, findings)?,
        title: openapi.info.title.clone(),
        version: openapi.info.version.clone(),
        description: openapi.info.description.clone().unwrap_or_default(),
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

fn package(openapi: &OpenAPI, findings: &mut Findings) -> Option<Package> {
    let at = Pointer::root().child("info");
    if !openapi.info.extensions.contains_key("x-crate") {
        findings.add(
            &at,
            "expected `x-crate`, found none",
            "a patch says how the emitted crate presents itself: see codegen/EXTENSIONS.md",
        );
    }
    Extensions::new(&openapi.info.extensions, &at).read("x-crate", findings)
}

fn check_webhook(
    webhook: Option<&String>,
    types: &IndexMap<String, TypeDef>,
    findings: &mut Findings,
) {
    let Some(name) = webhook else { return };
    let is_id = |one: &TypeDef| matches!(one.kind, Kind::Id(IdKind::Number));
    if !types.get(name).is_some_and(is_id) {
        findings.add(
            &Pointer::root().child("x-webhook"),
            format!("there is no id of the name `{name}`"),
            "name a component schema with `x-id` that is a number",
        );
    }
}

fn base_url(openapi: &OpenAPI, findings: &mut Findings) -> String {
    let at = Pointer::root().child("servers");
    match openapi.servers.as_slice() {
        [server] => server.url.trim_end_matches('/').to_owned(),
        others => {
            findings.add(
                &at,
                format!("expected one server, found {}", others.len()),
                "name the server that calls go to when the user names no other",
            );
            String::new()
        }
    }
}

fn key_parameter(openapi: &OpenAPI, findings: &mut Findings) -> Option<String> {
    let at = Pointer::root().descend(["components", "securitySchemes"]);
    let schemes = openapi
        .components
        .iter()
        .flat_map(|components| &components.security_schemes);
    let mut parameter = None;
    for (name, scheme) in schemes {
        match scheme {
            ReferenceOr::Item(SecurityScheme::APIKey {
                location: APIKeyLocation::Query,
                name,
                ..
            }) if parameter.is_none() => parameter = Some(name.clone()),
            _ => findings.add(
                &at.child(name),
                "only one security scheme is supported, an `apiKey` in the query",
                "remove the others with a patch",
            ),
        }
    }
    parameter
}
