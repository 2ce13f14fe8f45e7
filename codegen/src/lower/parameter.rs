//! Parameters.

use std::collections::HashMap;

use super::context::{Context, RUST_NAME};
use super::definition::define_pending;
use super::examples;
use super::extension;
use super::only_value;
use super::scalar;
use super::schema_type::type_of;
use crate::model::{
    Encoding, Evidence, Kind, Layout, ListForm, MapForm, Parameter, ParameterStyle, QueryNames,
    Scalar, ScalarKind, Type,
};
use crate::openapi::{self, JsonType, Location, SchemaId, Style, variable};
use crate::pointer::Pointer;
use crate::rust_name::{self, Scope};

/// The other arguments of a method, and the constructor of its options.
const RESERVED: [&str; 3] = ["body", "options", "new"];

/// The parameters of an operation.
#[derive(Default)]
pub(super) struct Parameters {
    /// In the order of the path template.
    pub(super) path: Vec<Parameter>,
    /// The others, in document order.
    pub(super) others: Vec<Parameter>,
}

pub(super) fn parameters(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    id: &str,
) -> Parameters {
    let mut parameters = Parameters::default();
    let mut names = Scope::with_reserved(RESERVED);
    for one in &described.parameters {
        let type_name = type_name(described, one, id);
        let lowered = parameter(context, one, &type_name, &mut names);
        if one.location == Location::Path {
            parameters.path.push(lowered);
        } else {
            parameters.others.push(lowered);
        }
    }
    sort_by_template(context, described, &mut parameters.path, &mut names);
    parameters
}

/// Sorts path parameters as the template has them. One that only the description has cannot be sent; one that
/// only the template has is a text.
fn sort_by_template(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    parameters: &mut Vec<Parameter>,
    names: &mut Scope,
) {
    let places: HashMap<&str, usize> = described.path_names().zip(0..).collect();
    for name in described.path_names() {
        let mut all = parameters.iter_mut();
        let is_plain = |one: &&mut Parameter| !places.contains_key(one.wire_name.as_str());
        // The path names a parameter by an expression.
        if let Some(one) = all.find(|one| is_plain(one) && one.wire_name == variable(name)) {
            name.clone_into(&mut one.wire_name);
        }
    }
    parameters.retain(|parameter| places.contains_key(parameter.wire_name.as_str()));
    let is_described = |name: &&str| !parameters.iter().any(|one| one.wire_name == **name);
    let missing: Vec<&str> = described.path_names().filter(is_described).collect();
    for name in missing {
        parameters.push(undescribed(context, described, name, names));
    }
    parameters.sort_by_key(|parameter| places.get(parameter.wire_name.as_str()).copied());
}

/// A path parameter that the operation does not describe, or that another document does.
fn undescribed(
    context: &mut Context<'_, '_>,
    described: &openapi::Operation<'_>,
    name: &str,
    names: &mut Scope,
) -> Parameter {
    Parameter {
        location: Location::Path,
        style: None,
        name: context.claim(
            names,
            rust_name::value_name(name),
            "parameter",
            &described.at,
        ),
        wire_name: name.to_owned(),
        docs: String::new(),
        required: true,
        deprecated: false,
        ty: scalar::text(),
        example: None,
        only_value: None,
        filter: None,
    }
}

fn parameter(
    context: &mut Context<'_, '_>,
    described: &openapi::Parameter<'_>,
    type_name: &str,
    names: &mut Scope,
) -> Parameter {
    let filter: Option<QueryNames> =
        extension::read(&described.extensions, "x-filter", context.problems);
    let json = json_schema(described);
    let ty = match described.schema.or(json) {
        Some(schema) => type_of(context, schema, type_name),
        None => parameter_content(context, described),
    };
    define_pending(context);
    let is_filter = matches!(kind(context, &ty), Some(Kind::Filter(_)));
    if filter.is_some() && !is_filter {
        context.problems.add(
            &described.at.child("x-filter"),
            "`x-filter` on a parameter whose schema is no filter",
            "refer to a component object with `x-filter`, which says the operators",
        );
    }
    if filter.is_some() && described.location != Location::Query {
        context.problems.add(
            &described.at.child("x-filter"),
            "`x-filter` on a parameter that is not in the query",
            "conditions are sent in the query: put the parameter there, or strike the key",
        );
    }
    let ty = if is_filter && filter.is_some() || json.is_some() {
        ty
    } else {
        in_parameter(context, described, ty)
    };
    let style = match json {
        Some(_) => Some(ParameterStyle::Json),
        None => style(context, described, &ty),
    };
    let only_value = described.schema.filter(|_| described.required);
    let only_value = only_value
        .and_then(|id| only_value::only_value(context, context.description.schema(id), &ty));
    let example = examples::of_parameter(context.description, described);
    let evidence = extension::evidence(&described.extensions, context.problems);
    let given: Option<String> = extension::read(&described.extensions, RUST_NAME, context.problems);
    let wanted = rust_name::value_name(given.as_deref().unwrap_or(described.name));
    Parameter {
        location: described.location,
        style,
        name: context.claim(names, wanted, "parameter", &described.at),
        wire_name: described.name.to_owned(),
        docs: with_evidence(described.description.unwrap_or_default(), &evidence),
        required: described.required,
        deprecated: described.deprecated,
        ty,
        example,
        only_value,
        filter,
    }
}

/// The name of an inline type. Operations can have parameters of one name and different types, so it is named after the
/// operation or path as well, unless all operations can share the parameter.
fn type_name(
    operation: &openapi::Operation<'_>,
    described: &openapi::Parameter<'_>,
    id: &str,
) -> String {
    let name = described.name;
    if described.at.is_within(&Pointer::root().child("components")) {
        name.to_owned()
    } else if described.listed_at.is_within(&operation.at) {
        format!("{id} {name}")
    } else {
        format!("{} {name}", path_words(operation.path))
    }
}

/// The schema of a query parameter that is JSON.
fn json_schema(described: &openapi::Parameter<'_>) -> Option<SchemaId> {
    let media = described.content.as_ref()?;
    let is_json = described.location == Location::Query && media.name.is_json();
    media.schema.filter(|_| is_json)
}

/// A parameter with other `content` is written as a whole: the caller passes the text.
fn parameter_content(context: &mut Context<'_, '_>, described: &openapi::Parameter<'_>) -> Type {
    let message = match described.content {
        Some(_) => "a parameter with `content` is the text of that content",
        None => "a parameter without `schema` is a text",
    };
    context.note(&described.listed_at, message);
    scalar::text()
}

/// The style of a parameter that is no plain scalar in the default style.
fn style(
    context: &Context<'_, '_>,
    described: &openapi::Parameter<'_>,
    ty: &Type,
) -> Option<ParameterStyle> {
    let is_plain = match ty {
        Type::Scalar(_) => true,
        _ => matches!(
            kind(context, ty),
            Some(Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_))
        ),
    };
    let has_default_style = matches!(described.style, Style::Form | Style::Simple);
    // It means nothing elsewhere.
    let reserved = described.allow_reserved && described.location == Location::Query;
    if is_plain && !reserved && (has_default_style || described.location == Location::Query) {
        return None;
    }
    Some(ParameterStyle::Styled(Layout {
        style: described.style,
        explode: described.explode,
        reserved,
    }))
}

fn kind<'c>(context: &'c Context<'_, '_>, ty: &Type) -> Option<&'c Kind> {
    context.definition(ty).map(|definition| &definition.kind)
}

/// The type that a value has in a parameter: encodings are of JSON, and so do not count here.
fn in_parameter(
    context: &mut Context<'_, '_>,
    described: &openapi::Parameter<'_>,
    ty: Type,
) -> Type {
    let in_parameter = |context: &mut Context<'_, '_>, ty: Box<Type>| {
        Box::new(in_parameter(context, described, *ty))
    };
    match ty {
        Type::Scalar(Scalar { kind, .. }) => {
            let kind = match kind {
                ScalarKind::UnixTime => ScalarKind::Int64,
                ScalarKind::CivilDateTime => ScalarKind::Text,
                other => other,
            };
            Type::Scalar(Scalar {
                kind,
                encoding: Encoding::Exact,
            })
        }
        Type::Nullable(inner) | Type::OrEmpty(inner) | Type::Boxed(inner) => {
            *in_parameter(context, inner)
        }
        Type::OneOrMany(inner) | Type::List(_, inner) => {
            Type::List(ListForm::Array, in_parameter(context, inner))
        }
        Type::Map(_, key, value) => Type::Map(
            MapForm::Object,
            in_parameter(context, key),
            in_parameter(context, value),
        ),
        Type::Any => {
            let types = described
                .schema
                .map(|id| context.description.schema(id).types);
            let is_text =
                types.is_none_or(|types| types.is_any() || types.contains(JsonType::String));
            if is_text {
                context.note(
                    &described.listed_at,
                    "a parameter of any or several types is a text",
                );
                scalar::text()
            } else {
                Type::Any
            }
        }
        other => other,
    }
}

/// The docs with the evidence appended, for things without a separate place for it.
pub(super) fn with_evidence(docs: &str, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Inferred(reason) => format!("{docs} (inferred: {reason})"),
        _ => docs.to_owned(),
    }
}

/// The words that a path consists of.
pub(super) fn path_words(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words = segments.map(|segment| match segment.strip_prefix('{') {
        Some(parameter) => format!("by {}", parameter.trim_end_matches('}')),
        None => segment.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
