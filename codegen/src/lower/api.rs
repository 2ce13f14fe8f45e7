//! Lowers the parts that a document has once: package, server, key, envelope.

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::extension;
use crate::model::{
    Api, ApiError, Credential, CredentialKind, IdKind, Kind, Operation, Package, Resource, Type,
    TypeDef, Webhook,
};
use crate::openapi::{self, Description, Location};
use crate::problem::{Pointer, Problems};

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
    let credentials = credentials(description, problems);
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
        security: security(description),
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

/// The alternatives of credentials that operations need that say nothing of their own.
fn security(description: &Description<'_>) -> Vec<Vec<String>> {
    let names = |one: &openapi::Requirement<'_>| {
        one.schemes.keys().map(|name| (*name).to_owned()).collect()
    };
    description.security.iter().map(names).collect()
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

/// The credentials of the API: those that operations need, the ones of the document's first alternative in front.
fn credentials(description: &Description<'_>, problems: &mut Problems) -> Vec<Credential> {
    let of_operations = description
        .operations
        .iter()
        .flat_map(|operation| &operation.security);
    let requirements = description.security.iter().chain(of_operations);
    let mut names: IndexSet<&str> = requirements
        .flat_map(|one| one.schemes.keys().copied())
        .collect();
    if description.operations.is_empty() || names.is_empty() {
        // A document that lists schemes and says nowhere where they hold means them for all of it.
        names = description.security_schemes.keys().copied().collect();
    }
    let credentials = names.into_iter().filter_map(|name| {
        let scheme = description.security_schemes.get(name)?;
        let kind = credential_kind(&scheme.credential);
        if kind.is_none() {
            problems.note(
                &scheme.at,
                "a security scheme that the client cannot serve is left to the caller",
            );
        }
        let name = name.to_owned();
        Some(Credential { name, kind: kind? })
    });
    credentials.collect()
}

fn credential_kind(credential: &openapi::Credential<'_>) -> Option<CredentialKind> {
    Some(match credential {
        openapi::Credential::ApiKey { location, name } => match location {
            Location::Query => CredentialKind::Query((*name).to_owned()),
            Location::Header => CredentialKind::Header((*name).to_owned()),
            Location::Cookie => CredentialKind::Cookie((*name).to_owned()),
            Location::Path => return None,
        },
        openapi::Credential::Http { scheme, .. } if scheme == "basic" => CredentialKind::Basic,
        openapi::Credential::Http { scheme, .. } if scheme == "bearer" => CredentialKind::Bearer,
        openapi::Credential::OAuth2 | openapi::Credential::OpenIdConnect { .. } => {
            CredentialKind::Bearer
        }
        _ => return None,
    })
}
