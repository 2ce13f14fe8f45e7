//! Search filters.

use indexmap::IndexMap;
use serde_json::Value;

use super::context::Context;
use super::extension;
use crate::model::{Filter, FilterColumn, FilterOperator, MatchAll};
use crate::openapi::Schema;
use crate::rust_name::{self, Scope};

pub(super) fn filter(context: &mut Context<'_, '_>, schema: &Schema<'_>) -> Filter {
    let extensions = &schema.extensions;
    let operators: IndexMap<String, Value> =
        extension::read(extensions, "x-filter", context.problems).unwrap_or_default();
    let match_all: Option<MatchAll> = extension::read(extensions, "x-filter-all", context.problems);
    if let Some(match_all) = &match_all
        && !operators.contains_key(&match_all.operator)
    {
        context.problems.add(
            &schema.place("x-filter-all"),
            format!("`{}` is none of the operators", match_all.operator),
            "name one that `x-filter` lists",
        );
    }
    let mut names = Scope::with_reserved(["new", "all", "default", "conditions", "COLUMNS"]);
    Filter {
        operators: operators
            .into_iter()
            .filter_map(|(value, key)| operator(context, schema, &mut names, value, &key))
            .collect(),
        columns: columns(context, schema, &mut names),
        match_all,
    }
}

fn operator(
    context: &mut Context<'_, '_>,
    schema: &Schema<'_>,
    names: &mut Scope,
    value: String,
    key: &Value,
) -> Option<FilterOperator> {
    let at = schema.place("x-filter").child(&value);
    let (operand, evidence) = extension::operator(key, &at, context.problems)?;
    Some(FilterOperator {
        name: context.claim(names, rust_name::value_name(&value), "operator", &at),
        value,
        operand,
        evidence,
    })
}

/// The properties of the schema that `x-filter-columns` names.
fn columns(
    context: &mut Context<'_, '_>,
    schema: &Schema<'_>,
    names: &mut Scope,
) -> Vec<FilterColumn> {
    let name: Option<String> =
        extension::read(&schema.extensions, "x-filter-columns", context.problems);
    let Some(name) = name else { return Vec::new() };
    context.has_component(&name, &schema.place("x-filter-columns"));
    let Some((_, items)) = context.description.component(&name) else {
        return Vec::new();
    };
    let columns = items.properties.iter().map(|(value, property)| {
        let description = context.description.schema(property.schema).description;
        let name = rust_name::constant_name(value);
        FilterColumn {
            name: context.claim(names, Some(name), "COLUMN", &property.at),
            value: (*value).to_owned(),
            docs: description.map_or_else(|| format!("The column `{value}`."), str::to_owned),
        }
    });
    columns.collect()
}
