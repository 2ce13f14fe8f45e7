//! What stands once in a document: the package, the server, the key, the envelope.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme};

use super::extension::Extensions;
use crate::finding::{Findings, Pointer};
use crate::model::{
    Api, ApiError, IdKind, Kind, Operation, Package, Resource, Type, TypeDef, Webhook,
};

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
    let get: Option<String> = extensions.read("x-webhook", findings);
    let webhook = get.and_then(|get| webhook(get, &parts, findings));
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

fn webhook(get: String, parts: &Parts, findings: &mut Findings) -> Option<Webhook> {
    let operations = parts
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let gets_by_id = |operation: &Operation| {
        let is_plain = operation.method == "GET" && operation.query.is_empty();
        match operation.path_parameters.as_slice() {
            [parameter] if is_plain => number_id(&parameter.ty, &parts.types),
            _ => None,
        }
    };
    let id = operations
        .filter(|operation| operation.id == get)
        .find_map(gets_by_id);
    if id.is_none() {
        findings.add(
            &Pointer::root().child("x-webhook"),
            format!("`{get}` is no operation that gets something by its id alone"),
            "name the GET operation for what has changed, whose one parameter is an `x-id` that is \
             a number",
        );
    }
    Some(Webhook { id: id?, get })
}

fn number_id(ty: &Type, types: &IndexMap<String, TypeDef>) -> Option<String> {
    let Type::Named(name) = ty else { return None };
    let is_id = matches!(types.get(name)?.kind, Kind::Id(IdKind::Number));
    is_id.then(|| name.clone())
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
    let at = Pointer::root().join(["components", "securitySchemes"]);
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
