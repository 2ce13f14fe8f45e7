//! Values that leave no choice: a constant, or an enum of one value.

use serde_json::Value;

use super::context::Context;
use crate::model::{Encoding, Scalar, ScalarKind, Type};
use crate::openapi::{JsonType, Schema};

/// The only value of a schema of this type. An enum that can have other values leaves a choice.
pub(super) fn only_value(
    context: &Context<'_, '_>,
    schema: &Schema<'_>,
    ty: &Type,
) -> Option<Value> {
    let Some([only]) = schema.values.as_deref() else {
        return None;
    };
    let is_value = match ty {
        Type::Named(_) => schema.types.single() == Some(JsonType::String) && only.value.is_string(),
        Type::Scalar(Scalar {
            kind,
            encoding: Encoding::Exact,
        }) => match kind {
            ScalarKind::Boolean => only.value.is_boolean(),
            ScalarKind::Int32 => fits::<i32>(only.value),
            ScalarKind::Int64 => fits::<i64>(only.value),
            ScalarKind::Unsigned => fits::<u64>(only.value),
            _ => false,
        },
        _ => false,
    };
    (is_value && !is_extensible(context, schema)).then(|| only.value.clone())
}

fn fits<T: for<'v> serde::Deserialize<'v>>(value: &Value) -> bool {
    T::deserialize(value).is_ok()
}

fn is_extensible(context: &Context<'_, '_>, schema: &Schema<'_>) -> bool {
    let mut named = Some(schema);
    while let Some(one) = named {
        if one.extensions.contains_key("x-extensible-enum") {
            return true;
        }
        named = one.base.map(|base| context.description.schema(base));
    }
    false
}
