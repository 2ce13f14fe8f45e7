//! Lowers scalars, with the encodings that `x-wire` specifies.

use super::context::Context;
use super::extension::WireForm;
use crate::model::{Encoding, Scalar, ScalarKind, Type};
use crate::openapi::{JsonType, Schema};

/// The type of a scalar schema of this JSON type; `None` for arrays and objects.
pub(super) fn scalar(schema: &Schema<'_>, json: JsonType) -> Option<Type> {
    let format = schema.format.unwrap_or_default();
    let is_unsigned = schema
        .limits()
        .minimum
        .is_some_and(|bound| bound.value >= 0.0);
    let kind = match (json, format) {
        (JsonType::Boolean, _) => ScalarKind::Boolean,
        (JsonType::Number, "decimal") => ScalarKind::Decimal,
        (JsonType::Number, _) => ScalarKind::Float,
        (JsonType::Integer, "unix-time") => ScalarKind::UnixTime,
        (JsonType::Integer, _) if is_unsigned => ScalarKind::Unsigned,
        (JsonType::Integer, "int32") => ScalarKind::Int32,
        (JsonType::Integer, _) => ScalarKind::Int64,
        (JsonType::String, "date") => ScalarKind::Date,
        (JsonType::String, "date-time") => ScalarKind::Instant,
        (JsonType::String, "civil-date-time") => ScalarKind::CivilDateTime,
        (JsonType::String, _) => ScalarKind::Text,
        (JsonType::Array | JsonType::Object, _) => return None,
    };
    Some(exact(kind))
}

pub(super) fn text() -> Type {
    exact(ScalarKind::Text)
}

fn exact(kind: ScalarKind) -> Type {
    let encoding = Encoding::Exact;
    Type::Scalar(Scalar { kind, encoding })
}

/// The type with the encoding that `x-wire` of the schema specifies.
pub(super) fn with_wire_forms(
    context: &mut Context<'_, '_>,
    ty: Type,
    forms: &[WireForm],
    schema: &Schema<'_>,
) -> Type {
    if forms.is_empty() {
        return ty;
    }
    match ty {
        Type::Scalar(scalar) => {
            if let Some(form) = forms.iter().find(|form| !fits(**form, scalar.kind)) {
                refuse(context, *form, schema);
            }
            let is_optional = forms.contains(&WireForm::Empties);
            let encoding = match (is_optional, forms.len()) {
                (true, 1) => Encoding::ExactOptional,
                (true, _) => Encoding::LenientOptional,
                (false, _) => Encoding::Lenient,
            };
            Type::Scalar(Scalar { encoding, ..scalar })
        }
        Type::Named(_) | Type::Object if forms == [WireForm::Empties] => {
            Type::OrEmpty(Box::new(ty))
        }
        other => without_wire_forms(context, other, forms, schema),
    }
}

/// The type of a schema for which `x-wire` is not allowed.
pub(super) fn without_wire_forms(
    context: &mut Context<'_, '_>,
    ty: Type,
    forms: &[WireForm],
    schema: &Schema<'_>,
) -> Type {
    if let Some(form) = forms.first() {
        refuse(context, *form, schema);
    }
    ty
}

fn refuse(context: &mut Context<'_, '_>, form: WireForm, schema: &Schema<'_>) {
    let at = schema.extensions.get("x-wire").map(|node| &node.at);
    context.problems.add(
        at.unwrap_or(&schema.at),
        format!("a value of this type cannot come as `{form:?}`"),
        "`string` goes with numbers, `digits` with booleans, `empties` with dates, numbers and objects; lists and \
         maps say how they come with `x-keyed-by`",
    );
}

fn fits(form: WireForm, kind: ScalarKind) -> bool {
    match form {
        WireForm::Empties => kind != ScalarKind::Text && kind != ScalarKind::Instant,
        WireForm::Digits => kind == ScalarKind::Boolean,
        WireForm::String => matches!(
            kind,
            ScalarKind::Int32
                | ScalarKind::Int64
                | ScalarKind::Unsigned
                | ScalarKind::PageNumber
                | ScalarKind::Float
                | ScalarKind::Decimal
                | ScalarKind::UnixTime
        ),
    }
}
