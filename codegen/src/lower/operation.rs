//! Operations, grouped by resource.

use std::collections::HashMap;

use heck::ToLowerCamelCase;
use indexmap::IndexMap;

use super::context::Context;
use super::definition::define_pending;
use super::extension::{self, BatchKey, ErrorKey};
use super::{content, parameter, security};
use crate::model::{ApiError, Batch, Operation, Resource, ScalarKind, Type};
use crate::openapi::{self, Extensions};
use crate::pointer::Pointer;
use crate::rust_name::{self, Scope};

/// Names that a resource cannot have: those of the client's methods, and crates that its module would shadow.
const RESERVED_RESOURCES: [&str; 14] = [
    "new",
    "builder",
    "builder_without_key",
    "clone",
    "r#mod",
    "request",
    "runtime",
    "reqwest",
    "serde",
    "core",
    "std",
    "into",
    "try_into",
    "from",
];

/// Names that a method of a resource cannot have: those of traits that every type has.
const RESERVED_METHODS: [&str; 11] = [
    "new",
    "clone",
    "into",
    "try_into",
    "from",
    "borrow",
    "borrow_mut",
    "to_owned",
    "type_id",
    "clone_into",
    "fmt",
];

/// Names that the constant of an operation cannot have.
const RESERVED_CONSTANTS: [&str; 2] = ["OPERATIONS", "SERVICE"];

/// The names that are given to resources and operations.
struct Names {
    resources: Scope,
    /// The Rust names of resources, by the names that they are made from.
    by_wanted: HashMap<String, String>,
    /// The names of the methods, by resource.
    methods: HashMap<String, Scope>,
    constants: Scope,
}

/// Lowers all operations, in document order.
pub(super) fn resources(context: &mut Context<'_, '_>) -> Vec<Resource> {
    let mut names = Names {
        resources: Scope::with_reserved(RESERVED_RESOURCES),
        by_wanted: HashMap::new(),
        methods: HashMap::new(),
        constants: Scope::with_reserved(RESERVED_CONSTANTS),
    };
    let mut resources: IndexMap<String, Resource> = IndexMap::new();
    for described in &context.description.operations {
        if is_skipped(context, described) {
            continue;
        }
        let name = resource_name(context, described, &mut names);
        let operation = operation(context, described, &name, &mut names);
        define_pending(context);
        if let Some(resource) = resources.get_mut(&name) {
            resource.operations.push(operation);
        } else {
            let resource = Resource {
                handle: handle_name(context, &name, described),
                docs: resource_docs(context, &name, described),
                name: name.clone(),
                operations: vec![operation],
            };
            resources.insert(name, resource);
        }
    }
    resources.into_values().collect()
}

/// Whether the crate leaves an operation out, with a note of the reason.
fn is_skipped(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> bool {
    let Some(skip) = described.extensions.get("x-skip") else {
        return false;
    };
    match skip.value.as_str().map(str::trim) {
        Some(reason) if !reason.is_empty() => {
            let at = &described.at;
            context
                .problems
                .note(at, format!("the operation is skipped: {reason}"));
        }
        _ => context.problems.add(
            &skip.at,
            "expected the reason to skip the operation",
            "write why the crate leaves it out",
        ),
    }
    true
}

/// The resource that `x-resource` names, or the first tag, or else the first segment of the path.
fn resource_name(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    names: &mut Names,
) -> String {
    let wanted: Option<String> =
        extension::read(&described.extensions, "x-resource", context.problems);
    let wanted = wanted.unwrap_or_else(|| {
        let tag = described.tags.first().copied();
        let mut segments = described.path.split('/');
        let segment = || segments.find(|segment| !segment.is_empty() && !segment.starts_with('{'));
        tag.or_else(segment).unwrap_or("root").to_owned()
    });
    if let Some(name) = names.by_wanted.get(&wanted) {
        return name.clone();
    }
    let module = rust_name::module_name(&wanted);
    // Two spellings of a tag are one resource.
    let same = module
        .as_ref()
        .and_then(|module| names.by_wanted.get(module))
        .cloned();
    let name = same.unwrap_or_else(|| {
        let name = context.claim(
            &mut names.resources,
            module.clone(),
            "resource",
            &described.at,
        );
        names
            .by_wanted
            .extend(module.map(|module| (module, name.clone())));
        name
    });
    names.by_wanted.insert(wanted, name.clone());
    name
}

fn handle_name(
    context: &mut Context<'_, '_>,
    resource: &str,
    described: &openapi::Operation<'_>,
) -> String {
    let wanted = format!("{} Api", rust_name::without_raw_prefix(resource));
    context.new_type_name(&wanted, &described.at)
}

/// The description of the tag. Emitted code must have docs, even if the document has none.
fn resource_docs(
    context: &Context<'_, '_>,
    name: &str,
    described: &openapi::Operation<'_>,
) -> String {
    let first = described.tags.first();
    let mut tags = context.description.tags.iter();
    tags.find(|tag| Some(&tag.name) == first)
        .and_then(|tag| tag.description)
        .map_or_else(
            || format!("Operations of `{}`.", rust_name::without_raw_prefix(name)),
            str::to_owned,
        )
}

fn operation(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    resource: &str,
    names: &mut Names,
) -> Operation {
    let at = &described.at;
    let extensions = &described.extensions;
    let id = described
        .id
        .map_or_else(|| derived_id(context, described), str::to_owned);
    let constant = rust_name::operation_constant(&id);
    let constant = context.claim(&mut names.constants, constant, "OPERATION", at);
    let parameters = parameter::parameters(context, described, &id);
    let mut operation = Operation {
        at: at.clone(),
        constant,
        name: method_name(context, described, &id, resource, names),
        aliases: extension::aliases(extensions, context.problems),
        method: described.method.as_str().to_owned(),
        path: described.path.to_owned(),
        server: server(context, described),
        security: security::own_alternatives(context.description, described),
        summary: described.summary.map_or_else(|| id.clone(), str::to_owned),
        description: described.description.unwrap_or_default().to_owned(),
        deprecated: described.deprecated,
        evidence: extension::evidence(extensions, context.problems),
        path_parameters: parameters.path,
        parameters: parameters.others,
        options: None,
        body: content::body(context, described, &id),
        response: content::response(context, described, &id),
        pagination: extension::pagination(extensions, context.problems),
        errors: errors(context, extensions, at),
        idempotent: extension::flag(extensions, "x-idempotent", context.problems),
        batch: batch(context, extensions),
        upsert: extension::read(extensions, "x-upsert", context.problems),
        list_edit: extension::read(extensions, "x-list-edit", context.problems),
        id,
    };
    number_pages(&mut operation);
    operation
}

/// Gives the parameter that asks for a page the type of page numbers.
fn number_pages(operation: &mut Operation) {
    let Some(name) = operation.page_parameter().map(|one| one.name.clone()) else {
        return;
    };
    let mut parameters = operation.parameters.iter_mut();
    if let Some(parameter) = parameters.find(|one| one.name == name)
        && let Type::Scalar(scalar) = &mut parameter.ty
        && scalar.kind == ScalarKind::Unsigned
    {
        scalar.kind = ScalarKind::PageNumber;
    }
}

/// An id for an operation without `operationId`: its method and path.
fn derived_id(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> String {
    let has_own = described.node.get("operationId");
    if has_own.is_none_or(|id| id.value == "") {
        context.note(
            &described.at,
            "an operation without `operationId` is named after its method and path: `x-method` gives its method a name",
        );
    }
    let method = described.method.as_str().to_lowercase();
    format!("{method} {}", parameter::path_words(described.path)).to_lower_camel_case()
}

/// The name of the method.
fn method_name(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    id: &str,
    resource: &str,
    names: &mut Names,
) -> String {
    let given: Option<String> =
        extension::read(&described.extensions, "x-method", context.problems);
    let scope = names.methods.entry(resource.to_owned());
    let scope = scope.or_insert_with(|| Scope::with_reserved(RESERVED_METHODS));
    let wanted = rust_name::value_name(given.as_deref().unwrap_or(id));
    context.claim(scope, wanted, "operation", &described.at)
}

/// The server of an operation, where it is not that of the document.
fn server(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> Option<String> {
    let (own, common) = (
        described.servers.first()?,
        context.description.servers.first()?,
    );
    (own.at != common.at && own.url() != common.url()).then(|| own.url())
}

fn batch(context: &mut Context<'_, '_>, extensions: &Extensions<'_>) -> Option<Batch> {
    let key: BatchKey = extension::read(extensions, "x-batch", context.problems)?;
    let at = extensions
        .get("x-batch")
        .map_or_else(Pointer::root, |node| node.at.child("errors"));
    let errors = key.errors.iter().enumerate();
    Some(Batch {
        errors: errors
            .map(|(index, member)| context.value_name(member, &at.child(index)))
            .collect(),
        method: key.method,
    })
}

/// `x-errors` of `holder`, which is an operation or the document.
pub(super) fn errors(
    context: &mut Context<'_, '_>,
    extensions: &Extensions<'_>,
    holder: &Pointer,
) -> Vec<ApiError> {
    let keys: Vec<ErrorKey> =
        extension::read(extensions, "x-errors", context.problems).unwrap_or_default();
    let at = holder.child("x-errors");
    let keys = keys.into_iter().enumerate();
    keys.map(|(index, key)| {
        let at = at.child(index);
        if let Some(name) = &key.data {
            context.has_component(name, &at.child("data"));
        }
        let evidence = key
            .evidence
            .map(|value| extension::evidence_of(&value, &at.child("x-evidence"), context.problems));
        ApiError {
            code: key.code,
            description: key.description,
            data: key.data,
            meaning: key.means,
            evidence: evidence.unwrap_or_default(),
        }
    })
    .collect()
}
