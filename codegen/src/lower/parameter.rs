//! Path and query parameters.

use std::collections::HashSet;

use super::context::Context;
use super::definition::define_pending;
use super::extension;
use super::schema_type::type_of;
use crate::model::{Evidence, Kind, Parameter, QueryNames, ScalarKind, Type};
use crate::openapi::{self, Location, Style};

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters {
    /// In the order of the path template.
    pub(super) path: Vec<Parameter>,
    /// In document order.
    pub(super) query: Vec<Parameter>,
}

pub(super) fn parameters(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
) -> Parameters {
    let mut parameters = Parameters::default();
    for one in &described.parameters {
        match (one.location, one.style) {
            (Location::Path, Style::Simple) => parameters.path.push(parameter(context, one)),
            (Location::Query, Style::Form) => parameters.query.push(parameter(context, one)),
            (Location::Path, _) => context.unsupported(
                &one.listed_at,
                "a path parameter of another style than `simple`",
                "describe it as a plain value",
            ),
            (Location::Query, _) => context.unsupported(
                &one.listed_at,
                "a query parameter of another style than `form`",
                "describe a search pair as one parameter with `x-filter`",
            ),
            (Location::Header | Location::Cookie, _) => context.unsupported(
                &one.listed_at,
                "a header or cookie parameter",
                "remove it with a patch",
            ),
        }
    }
    let names: Vec<&str> = described.path_names().collect();
    check_template(context, described, &names, &parameters.path);
    parameters
        .path
        .sort_by_key(|parameter| names.iter().position(|name| *name == parameter.wire_name));
    check_arguments(context, described, &parameters);
    parameters
}

/// Parameters and the body are arguments of one function, so their names must differ.
fn check_arguments(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    parameters: &Parameters,
) {
    let mut taken = HashSet::new();
    if described.body.is_some() {
        taken.insert("body");
    }
    let has_options = parameters.query.iter().any(|one| !one.required);
    for parameter in parameters.path.iter().chain(&parameters.query) {
        let name = parameter.name.as_str();
        let is_options = has_options && parameter.required && name == "options";
        if !taken.insert(name) || is_options {
            let of_document = described.parameters.iter();
            let at = of_document
                .rev()
                .find(|one| one.name == parameter.wire_name)
                .map_or(&described.at, |one| &one.listed_at);
            context.problems.add(
                at,
                format!(
                    "parameter `{}` and another argument become the same name `{name}`",
                    parameter.wire_name
                ),
                "remove one of them with a patch",
            );
        }
    }
}

fn check_template(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    names: &[&str],
    parameters: &[Parameter],
) {
    let is_described = |name: &str| {
        let mut all = described.parameters.iter();
        all.any(|one| one.location == Location::Path && one.name == name)
    };
    for name in names.iter().filter(|name| !is_described(name)) {
        context.problems.add(
            &described.at,
            format!("the path has `{{{name}}}`, and no path parameter describes it"),
            "add the parameter, or correct the name in one of the two places",
        );
    }
    for parameter in parameters {
        if !names.contains(&parameter.wire_name.as_str()) {
            context.problems.add(
                &described.at,
                format!(
                    "path parameter `{}` does not stand in the path",
                    parameter.wire_name
                ),
                "remove the parameter, or correct the name in one of the two places",
            );
        }
    }
}

/// Whether a value can be encoded in a URL. Only JSON adapters support custom formats for times.
fn is_query_value(context: &Context<'_, '_>, ty: &Type) -> bool {
    let own_format = [ScalarKind::UnixTime, ScalarKind::CivilDateTime];
    match ty {
        Type::Scalar(scalar) => {
            !scalar.encoding.is_optional() && !own_format.contains(&scalar.kind)
        }
        _ => matches!(kind(context, ty), Some(Kind::Enum(_) | Kind::Id(_))),
    }
}

fn kind<'c>(context: &'c Context<'_, '_>, ty: &Type) -> Option<&'c Kind> {
    context.definition(ty).map(|definition| &definition.kind)
}

fn parameter(context: &mut Context<'_, '_>, described: &openapi::Parameter<'_>) -> Parameter {
    let ty = if let Some(schema) = described.schema {
        type_of(context, schema, described.name)
    } else {
        let (what, hint) = match described.content {
            Some(_) => ("a parameter with `content`", "give it a `schema`"),
            None => ("a parameter without `schema`", "say which type it has"),
        };
        context.unsupported(&described.listed_at, what, hint);
        Type::Any
    };
    define_pending(context);
    let filter: Option<QueryNames> =
        extension::read(&described.extensions, "x-filter", context.problems);
    check_type(context, described, &ty, filter.is_some());
    let evidence = extension::evidence(&described.extensions, context.problems);
    Parameter {
        name: context.value_name(described.name, &described.at.child("name")),
        wire_name: described.name.to_owned(),
        docs: with_evidence(described.description.unwrap_or_default(), &evidence),
        required: described.required,
        deprecated: described.deprecated,
        ty,
        filter,
    }
}

fn check_type(
    context: &mut Context<'_, '_>,
    described: &openapi::Parameter<'_>,
    ty: &Type,
    has_names: bool,
) {
    if has_names && !matches!(kind(context, ty), Some(Kind::Filter(_))) {
        context.problems.add(
            &described.at.child("x-filter"),
            "`x-filter` on a parameter whose schema is no filter",
            "refer to a component object with `x-filter`, which says the operators",
        );
    }
    if !has_names && described.schema.is_some() && !is_query_value(context, ty) {
        context.unsupported(
            &described.at.child("schema"),
            "a parameter that is no plain scalar, id or enum",
            "describe a search pair with `x-filter`, and a time without format as a string",
        );
    }
}

/// The docs with the evidence appended, for things without a separate place for it.
pub(super) fn with_evidence(docs: &str, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Inferred(reason) => format!("{docs} (inferred: {reason})"),
        _ => docs.to_owned(),
    }
}
