//! Operations, grouped by resource.

use std::collections::HashMap;

use heck::ToSnakeCase;

use super::context::Context;
use super::definition::define_pending;
use super::extension::{self, BatchKey, ErrorKey, PaginationKey};
use super::{content, parameter};
use crate::model::{ApiError, Batch, Operation, Resource};
use crate::openapi::{self, Extensions};
use crate::problem::Pointer;
use crate::rust_name;

/// Lowers all operations, in document order.
pub(super) fn resources(context: &mut Context<'_, '_>) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    let mut methods: HashMap<(String, String), String> = HashMap::new();
    for described in &context.description.operations {
        let name = resource_name(context, described);
        let operation = operation(context, described);
        define_pending(context);
        let method = (name.clone(), operation.name.clone());
        if operation.name.is_empty() {
            // A missing operationId has been reported already.
        } else if let Some(other) = methods.get(&method) {
            context.problems.add(
                &described.at,
                format!(
                    "`{name}` has a method `{}` already: {other}",
                    operation.name
                ),
                "tell them apart with `x-method`",
            );
        } else {
            methods.insert(method, operation.id.clone());
        }
        match resources.iter_mut().find(|resource| resource.name == name) {
            Some(resource) => resource.operations.push(operation),
            None => resources.push(Resource {
                handle: rust_name::handle_name(&name).unwrap_or_default(),
                docs: resource_docs(context, &name, described),
                name,
                operations: vec![operation],
            }),
        }
    }
    resources
}

fn resource_name(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> String {
    let name: Option<String> =
        extension::read(&described.extensions, "x-resource", context.problems);
    let name = name
        .or_else(|| described.tags.first().map(|tag| tag.to_snake_case()))
        .unwrap_or_else(|| "operations".to_owned());
    context.value_name(&name, &described.at)
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

fn operation(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> Operation {
    let at = &described.at;
    let extensions = &described.extensions;
    let id = described.id.unwrap_or_default().to_owned();
    let snake_id = rust_name::snake_id(&id);
    let page: Option<PaginationKey> = extension::read(extensions, "x-pagination", context.problems);
    let parameters = parameter::parameters(context, described);
    Operation {
        at: at.clone(),
        constant: rust_name::constant_name(&snake_id),
        snake_id,
        name: method_name(context, described),
        method: described.method.as_str().to_owned(),
        path: described.path.to_owned(),
        summary: described.summary.map_or_else(|| id.clone(), str::to_owned),
        description: described.description.unwrap_or_default().to_owned(),
        deprecated: described.deprecated,
        evidence: extension::evidence(extensions, context.problems),
        path_parameters: parameters.path,
        query: parameters.query,
        options: None,
        body: content::body(context, described),
        response: content::response(context, described),
        page_size: page.map(|page| page.size),
        errors: errors(context, extensions, at),
        idempotent: extension::flag(extensions, "x-idempotent", context.problems),
        batch: batch(context, extensions),
        upsert: extension::read(extensions, "x-upsert", context.problems),
        list_edit: extension::read(extensions, "x-list-edit", context.problems),
        id,
    }
}

/// The name of the method. The operationId must also be a valid identifier, because progenitor uses it.
fn method_name(context: &mut Context<'_, '_>, described: &openapi::Operation<'_>) -> String {
    let at = &described.at;
    let name: Option<String> = extension::read(&described.extensions, "x-method", context.problems);
    let by_id = match described.id {
        Some(id) => context.value_name(id, &at.child("operationId")),
        // Already reported as invalid.
        None => String::new(),
    };
    match name {
        Some(name) => context.value_name(&name, &at.child("x-method")),
        None => by_id,
    }
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
