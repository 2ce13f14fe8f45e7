//! Search filters as the query parameters that are sent: for each column its condition and its operand.

use serde_json::{Map, Value, json};

use super::responses::operations_mut;
use crate::openapi::resolved;

pub(super) fn expand(document: &Value, result: &mut Value) {
    let Some(paths) = result.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for item in paths.values_mut() {
        expand_in(document, item);
    }
    operations_mut(result).for_each(|operation| expand_in(document, operation));
}

fn expand_in(document: &Value, holder: &mut Value) {
    let Some(parameters) = holder.get_mut("parameters").and_then(Value::as_array_mut) else {
        return;
    };
    let all = std::mem::take(parameters).into_iter();
    *parameters = all
        .flat_map(|parameter| {
            parameters_of(document, resolved(document, &parameter))
                .unwrap_or_else(|| vec![parameter])
        })
        .collect();
}

/// The parameters of a filter; `None` where the parameter is none.
fn parameters_of(document: &Value, parameter: &Value) -> Option<Vec<Value>> {
    let names = parameter.get("x-filter")?;
    let condition = names.get("condition")?.as_str()?;
    let operands = names.get("values")?.as_array()?;
    let schema = resolved(document, parameter.get("schema")?);
    let operators: Vec<&String> = schema.get("x-filter")?.as_object()?.keys().collect();
    let mut parameters = Vec::new();
    for column in columns(document, schema).into_iter().flat_map(Map::keys) {
        let operator = json!({"type": "string", "enum": operators});
        let about = format!("The operator of the condition on `{column}`.");
        parameters.push(query(&format!("{condition}[{column}]"), &about, &operator));
        for operand in operands.iter().filter_map(Value::as_str) {
            let about = format!("The operand of the condition on `{column}`.");
            let text = json!({"type": "string"});
            parameters.push(query(&format!("{operand}[{column}]"), &about, &text));
        }
    }
    Some(parameters)
}

fn columns<'d>(document: &'d Value, filter: &Value) -> Option<&'d Map<String, Value>> {
    let name = filter.get("x-filter-columns")?.as_str()?;
    let schema = document.get("components")?.get("schemas")?.get(name)?;
    resolved(document, schema).get("properties")?.as_object()
}

fn query(name: &str, description: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "description": description, "schema": schema})
}
