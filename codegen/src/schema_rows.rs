//! What responses hold, as rows of text: for the emitted crate, and for tools that compare responses
//! with a document. The notation is that of `schema::Row` in the runtime.

use std::collections::{BTreeSet, HashMap};

use crate::model::{
    Api, Encoding, Field, IdKind, Kind, ListForm, MapForm, Operation, Origin, Resource, Scalar,
    ScalarKind, Struct, Type, TypeDef,
};
use crate::openapi::Direction;

/// One row. A type is an expression in the notation of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaRow {
    /// The id of an operation, and the type of its response.
    Response(String, String),
    /// The id of an operation, and the only member of its response with its type.
    ResponseMember(String, String, String),
    /// The name of an object type. The rows of its fields follow.
    Object(String),
    /// As `Object`, and other members are expected.
    OpenObject(String),
    /// The name of a member of the object above, and its type.
    Field(String, String),
    /// The name of an enum, and its values.
    Enum(String, Vec<String>),
    /// The name of another type, and what it stands for.
    Type(String, String),
}

/// The rows of all resources.
pub fn all(api: &Api) -> Vec<SchemaRow> {
    let resources = by_resource(api).into_iter();
    resources.flat_map(|(_, rows)| rows).collect()
}

/// The rows of each resource: the responses of its operations, and the types of its file that stand
/// in a response.
pub fn by_resource(api: &Api) -> Vec<(&Resource, Vec<SchemaRow>)> {
    let in_responses = in_responses(api);
    let mut types: HashMap<&str, Vec<&TypeDef>> = HashMap::new();
    for definition in api.types.values() {
        if in_responses.contains(definition.name.as_str()) {
            let module = types.entry(&definition.module).or_default();
            module.push(definition);
        }
    }
    let mut rows = |resource: &Resource| {
        let types = types.remove(resource.name.as_str()).unwrap_or_default();
        let types = types.into_iter().flat_map(definition);
        let responses = resource.operations.iter().filter_map(response);
        responses.chain(types).collect()
    };
    let resources = api.resources.iter();
    resources
        .map(|resource| (resource, rows(resource)))
        .collect()
}

fn response(operation: &Operation) -> Option<SchemaRow> {
    let id = operation.id.clone();
    let (member, ty) = content(operation);
    let expression = expression(ty);
    match (member, ty) {
        (Some(member), _) => {
            let member = member.to_owned();
            Some(SchemaRow::ResponseMember(id, member, expression))
        }
        (None, Type::Unit) => None,
        (None, _) => Some(SchemaRow::Response(id, expression)),
    }
}

/// The member of a response that holds the content, if it is not the whole, and the type of the
/// content on the wire.
fn content(operation: &Operation) -> (Option<&str>, &Type) {
    let response = &operation.response;
    (response.member.as_deref(), response.wire_type())
}

/// The names of the types in responses, and in those types.
fn in_responses(api: &Api) -> BTreeSet<String> {
    let operations = api
        .resources
        .iter()
        .flat_map(|resource| &resource.operations);
    let mut open: Vec<String> = operations
        .flat_map(|operation| content(operation).1.referenced_types())
        .collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(definition) = api.types.get(&name).filter(|_| !found.contains(&name)) {
            open.extend(definition.referenced_types());
        }
        found.insert(name);
    }
    found
}

fn definition(definition: &TypeDef) -> Vec<SchemaRow> {
    let name = definition.name.clone();
    match &definition.kind {
        Kind::Struct(object) | Kind::Options(object) => object_rows(name, object),
        Kind::Enum(values) => {
            let values = values.values.iter().map(|value| value.value.clone());
            vec![SchemaRow::Enum(name, values.collect())]
        }
        Kind::Id(IdKind::Number) => vec![SchemaRow::Type(name, "lenient(integer)".to_owned())],
        Kind::Id(IdKind::Text) => vec![SchemaRow::Type(name, "string".to_owned())],
        Kind::Union(union) => {
            let variants = union.variants.iter().map(|variant| expression(&variant.ty));
            let one_of = format!("one_of({})", variants.collect::<Vec<_>>().join(", "));
            vec![SchemaRow::Type(name, one_of)]
        }
        Kind::Filter(_) | Kind::Parts(_) => Vec::new(),
    }
}

fn object_rows(name: String, object: &Struct) -> Vec<SchemaRow> {
    // Members that are not listed are drift only where some are listed, and no others are expected.
    let is_open = object
        .additional_properties
        .as_ref()
        .is_some_and(|rest| rest.origin == Origin::Described || object.fields.is_empty());
    let head = if is_open {
        SchemaRow::OpenObject(name)
    } else {
        SchemaRow::Object(name)
    };
    let fields = object.fields.iter().map(field);
    std::iter::once(head).chain(fields).collect()
}

fn field(field: &Field) -> SchemaRow {
    let mut ty = expression(&field.ty);
    if !field.required || field.direction == Direction::WriteOnly {
        ty.insert(0, '?');
    } else if field.nullable && !ty.starts_with("or_empty(") {
        ty = format!("nullable({ty})");
    }
    SchemaRow::Field(field.wire_name.clone(), ty)
}

fn expression(ty: &Type) -> String {
    let (form, inner) = match ty {
        Type::Scalar(scalar) => return scalar_expression(scalar),
        Type::Unit | Type::Any | Type::Bytes | Type::Multipart | Type::File => {
            return "any".to_owned();
        }
        Type::Object => return "object".to_owned(),
        Type::Named(name) => return name.clone(),
        Type::Boxed(inner) => return expression(inner),
        Type::Map(MapForm::Keyed, key, value) => {
            return format!("keyed({}, {})", expression(key), expression(value));
        }
        Type::Map(MapForm::Object, _, value) => ("map", value),
        Type::Nullable(inner) => ("nullable", inner),
        Type::OrEmpty(inner) => ("or_empty", inner),
        Type::OneOrMany(item) => ("list_or_single", item),
        Type::List(ListForm::Array, item) => ("list", item),
        Type::List(ListForm::Indexed, item) => ("indexed", item),
        Type::List(ListForm::IndexedOrOne, item) => ("indexed_or_single", item),
    };
    format!("{form}({})", expression(inner))
}

fn scalar_expression(scalar: &Scalar) -> String {
    let (name, is_text) = match scalar.kind {
        ScalarKind::Text => ("string", true),
        ScalarKind::Date => ("date", true),
        ScalarKind::CivilDateTime => ("date_time", true),
        ScalarKind::Instant => ("instant", true),
        ScalarKind::Int32
        | ScalarKind::Int64
        | ScalarKind::Unsigned
        | ScalarKind::PageNumber
        | ScalarKind::UnixTime => ("integer", false),
        ScalarKind::Float | ScalarKind::Decimal => ("number", false),
        ScalarKind::Boolean => ("boolean", false),
    };
    match (scalar.encoding, is_text) {
        (Encoding::Exact, _) | (Encoding::Lenient, true) => name.to_owned(),
        (Encoding::Lenient, false) => format!("lenient({name})"),
        (Encoding::LenientOptional, false) => format!("or_empty(lenient({name}))"),
        (Encoding::ExactOptional | Encoding::LenientOptional, _) => format!("or_empty({name})"),
    }
}
