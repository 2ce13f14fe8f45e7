//! Schemas to types.

use openapiv3::{
    AdditionalProperties, ArrayType, IntegerFormat, IntegerType, ObjectType, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringFormat, StringType, Type as OpenApiType, VariantOrUnknownOrEmpty,
};

use super::Lowering;
use super::extension::{Dress, Extensions};
use crate::finding::Pointer;
use crate::model::{Carrier, ListForm, MapForm, Scalar, ScalarKind, Type, Wire};

impl<'a> Lowering<'a> {
    /// Lowers all component schemas, in document order.
    pub(super) fn lower_components(&mut self) {
        let at = Pointer::root().join(["components", "schemas"]);
        for (name, schema) in self.components() {
            let at = at.child(name);
            match schema {
                ReferenceOr::Item(schema) if is_named(schema) => {
                    let name = self.type_name(name, &at);
                    self.define(name, schema, &at);
                }
                // Looked at even if nothing uses it, so that what is wrong with it is noted.
                _ => _ = self.alias(name, schema, &at),
            }
        }
    }

    /// The type of a schema. `hint` names it in case it needs a type of its own.
    pub(super) fn type_of(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        at: &Pointer,
        hint: &str,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.type_of_reference(reference, at),
            ReferenceOr::Item(schema) => self.type_of_item(schema, at, hint),
        }
    }

    /// As [`Self::type_of`], for the places where the document boxes its schemas.
    pub(super) fn type_of_boxed(
        &mut self,
        schema: &'a ReferenceOr<Box<Schema>>,
        at: &Pointer,
        hint: &str,
    ) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.type_of_reference(reference, at),
            ReferenceOr::Item(schema) => self.type_of_item(schema, at, hint),
        }
    }

    fn type_of_reference(&mut self, reference: &str, at: &Pointer) -> Type {
        let Some((name, schema)) = self.component(reference) else {
            // A dangling one has been noted by the check stage.
            let target = reference.strip_prefix('#');
            if target.is_some_and(|target| self.document.pointer(target).is_some()) {
                self.unsupported(
                    &at.child("$ref"),
                    "a reference to anything but a schema component",
                    "move the target to `#/components/schemas`",
                );
            }
            return Type::Any;
        };
        match schema {
            ReferenceOr::Item(schema) if is_named(schema) => Type::Named(self.type_name(name, at)),
            _ => self.alias(name, schema, at),
        }
    }

    /// What a component stands for that is no type of its own.
    fn alias(&mut self, name: &'a str, schema: &'a ReferenceOr<Schema>, at: &Pointer) -> Type {
        match self.aliases.get(name) {
            Some(Some(ty)) => ty.clone(),
            Some(None) => {
                self.unsupported(
                    at,
                    &format!("`{name}`, which is defined by itself,"),
                    "make one of the schemas in the circle an object",
                );
                Type::Any
            }
            None => {
                self.aliases.insert(name, None);
                let at = Pointer::root().join(["components", "schemas", name]);
                let ty = self.type_of(schema, &at, name);
                self.aliases.insert(name, Some(ty.clone()));
                ty
            }
        }
    }

    fn type_of_item(&mut self, schema: &'a Schema, at: &Pointer, hint: &str) -> Type {
        let extensions = Extensions::new(&schema.schema_data.extensions, at);
        let dresses = extensions.wire(self.findings);
        if is_named(schema) && !is_free_object(schema) {
            let title = schema.schema_data.title.as_deref().unwrap_or(hint);
            let name = self.type_name(title, at);
            self.define(name.clone(), schema, at);
            return self.undressed(Type::Named(name), &dresses, at);
        }
        match &schema.schema_kind {
            SchemaKind::Type(kind) => self.type_of_kind(kind, schema, &dresses, at, hint),
            SchemaKind::AllOf { all_of } if all_of.len() == 1 => {
                let inner = self.type_of(&all_of[0], &at.join(["allOf", "0"]), hint);
                self.dressed(inner, &dresses, at)
            }
            SchemaKind::Any(any) if *any == openapiv3::AnySchema::default() => {
                self.undressed(Type::Any, &dresses, at)
            }
            SchemaKind::Any(any) => {
                let (what, hint) = match &any.typ {
                    None => (
                        "a schema without `type`".to_owned(),
                        "say which type it has",
                    ),
                    Some(name) => (
                        format!("a schema of type `{name}` with these members"),
                        "its type must be one of OpenAPI 3.0, and each member a value that the \
                         type takes",
                    ),
                };
                self.unsupported(at, &what, hint);
                Type::Any
            }
            SchemaKind::AnyOf { .. } => {
                self.unsupported(
                    at,
                    "`anyOf`",
                    "use `oneOf`, or one object with optional members",
                );
                Type::Any
            }
            SchemaKind::Not { .. } => {
                self.unsupported(at, "`not`", "say what the value is");
                Type::Any
            }
            SchemaKind::AllOf { .. } | SchemaKind::OneOf { .. } => Type::Any,
        }
    }

    fn type_of_kind(
        &mut self,
        kind: &'a OpenApiType,
        schema: &'a Schema,
        dresses: &[Dress],
        at: &Pointer,
        hint: &str,
    ) -> Type {
        match kind {
            OpenApiType::Array(array) => {
                let list = self.list(array, &schema.schema_data, at, hint);
                self.undressed(list, dresses, at)
            }
            OpenApiType::Object(object) => {
                let map = self.map(object, &schema.schema_data, at, hint);
                self.dressed(map, dresses, at)
            }
            OpenApiType::String(string) => self.dressed(text(string), dresses, at),
            OpenApiType::Number(number) => {
                let kind = match &number.format {
                    VariantOrUnknownOrEmpty::Unknown(format) if format == "decimal" => {
                        ScalarKind::Decimal
                    }
                    _ => ScalarKind::Float,
                };
                self.dressed(plain(kind), dresses, at)
            }
            OpenApiType::Integer(integer) => {
                self.dressed(plain(integer_kind(integer)), dresses, at)
            }
            OpenApiType::Boolean(_) => self.dressed(plain(ScalarKind::Flag), dresses, at),
        }
    }

    fn list(&mut self, array: &'a ArrayType, data: &SchemaData, at: &Pointer, hint: &str) -> Type {
        let items = match &array.items {
            Some(items) => {
                let ty = self.type_of_boxed(items, &at.child("items"), &format!("{hint} Item"));
                self.nullable(ty, items)
            }
            None => Type::Any,
        };
        let extensions = Extensions::new(&data.extensions, at);
        let keyed_by: Option<String> = extensions.read("x-keyed-by", self.findings);
        let one = extensions.flag("x-one-or-many", self.findings);
        let form = match keyed_by.as_deref() {
            None if one => return Type::OneOrMany(Box::new(items)),
            None => ListForm::Array,
            Some("index") if one => ListForm::IndexedOrOne,
            Some("index") => ListForm::Indexed,
            Some(other) => {
                self.findings.add(
                    &at.child("x-keyed-by"),
                    format!("an array cannot be keyed by `{other}`"),
                    "say `index`, or describe the map as an object",
                );
                ListForm::Array
            }
        };
        Type::List(form, Box::new(items))
    }

    /// An object without members of its own: a list or map in the dress that `x-keyed-by` tells, a
    /// plain map, or free members.
    fn map(&mut self, object: &'a ObjectType, data: &SchemaData, at: &Pointer, hint: &str) -> Type {
        let value_at = at.child("additionalProperties");
        let extensions = Extensions::new(&data.extensions, at);
        let keyed_by: Option<String> = extensions.read("x-keyed-by", self.findings);
        let one = extensions.flag("x-one-or-many", self.findings);
        let value = match &object.additional_properties {
            Some(AdditionalProperties::Schema(schema)) => {
                let ty = self.type_of(schema, &value_at, &format!("{hint} Value"));
                Some(self.nullable(ty, schema))
            }
            Some(AdditionalProperties::Any(false)) => {
                self.unsupported(
                    at,
                    "an object that can have no members",
                    "describe its members",
                );
                None
            }
            _ => None,
        };
        match (keyed_by.as_deref(), value) {
            (None, None | Some(Type::Any)) => Type::Free,
            (None, Some(value)) => {
                Type::Map(MapForm::Object, Box::new(text_key()), Box::new(value))
            }
            (Some("index"), Some(value)) if one => {
                Type::List(ListForm::IndexedOrOne, Box::new(value))
            }
            (Some("index"), Some(value)) => Type::List(ListForm::Indexed, Box::new(value)),
            (Some("name"), Some(value)) => {
                Type::Map(MapForm::Keyed, Box::new(text_key()), Box::new(value))
            }
            (Some(key), Some(value)) => {
                self.named_component(key, &at.child("x-keyed-by"));
                let key = self.type_of_reference(&format!("#/components/schemas/{key}"), at);
                Type::Map(MapForm::Keyed, Box::new(key), Box::new(value))
            }
            (Some(_), None) => {
                self.findings.add(
                    at,
                    "`x-keyed-by` on an object whose values have no schema",
                    "give the values a schema under `additionalProperties`",
                );
                Type::Any
            }
        }
    }

    /// The type of an item or value, which is `null` where its schema or the component that it refers
    /// to says so.
    fn nullable<S: std::borrow::Borrow<Schema>>(&self, ty: Type, schema: &ReferenceOr<S>) -> Type {
        let is_nullable = match schema {
            ReferenceOr::Item(schema) => schema.borrow().schema_data.nullable,
            ReferenceOr::Reference { reference } => self
                .component(reference)
                .and_then(|(_, schema)| schema.as_item())
                .is_some_and(|schema| schema.schema_data.nullable),
        };
        let has_none = matches!(
            ty,
            Type::Any
                | Type::OrEmpty(_)
                | Type::Scalar(Scalar {
                    wire: Wire::Empties(_),
                    ..
                })
        );
        if is_nullable && !has_none {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// Puts the dress of `x-wire` on a type.
    fn dressed(&mut self, ty: Type, dresses: &[Dress], at: &Pointer) -> Type {
        if dresses.is_empty() {
            return ty;
        }
        match ty {
            Type::Scalar(scalar) => {
                if let Some(odd) = dresses.iter().find(|dress| !fits(**dress, scalar.kind)) {
                    self.odd_dress(*odd, at);
                }
                let is_carried = dresses.iter().any(|dress| *dress != Dress::Empties);
                let wire = if dresses.contains(&Dress::Empties) {
                    Wire::Empties(if is_carried {
                        Carrier::Other
                    } else {
                        Carrier::Natural
                    })
                } else {
                    Wire::Dressed
                };
                Type::Scalar(Scalar { wire, ..scalar })
            }
            Type::Named(_) | Type::Free if dresses == [Dress::Empties] => {
                Type::OrEmpty(Box::new(ty))
            }
            other => self.undressed(other, dresses, at),
        }
    }

    /// A type that cannot come in another dress.
    fn undressed(&mut self, ty: Type, dresses: &[Dress], at: &Pointer) -> Type {
        if let Some(dress) = dresses.first() {
            self.odd_dress(*dress, at);
        }
        ty
    }

    fn odd_dress(&mut self, dress: Dress, at: &Pointer) {
        self.findings.add(
            &at.child("x-wire"),
            format!("a value of this type cannot come as `{dress:?}`"),
            "`string` goes with numbers, `digits` with booleans, `empties` with dates, numbers \
             and objects; lists and maps say how they come with `x-keyed-by`",
        );
    }
}

/// Whether a schema makes a Rust type of its own. The others stand for the type of their content.
pub(super) fn is_named(schema: &Schema) -> bool {
    let extensions = &schema.schema_data.extensions;
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::Object(object)) => {
            extensions.contains_key("x-filter")
                || !object.properties.is_empty()
                || !matches!(
                    object.additional_properties,
                    Some(AdditionalProperties::Schema(ref schema)) if !is_anything(schema)
                ) && !extensions.contains_key("x-keyed-by")
        }
        SchemaKind::Type(OpenApiType::String(string)) => {
            !string.enumeration.is_empty() || extensions.contains_key("x-id")
        }
        SchemaKind::Type(OpenApiType::Integer(_)) => extensions.contains_key("x-id"),
        SchemaKind::OneOf { .. } => true,
        SchemaKind::AllOf { all_of } => all_of.len() > 1,
        _ => false,
    }
}

/// An object of which nothing is known: a type of its own as a component, free members elsewhere.
fn is_free_object(schema: &Schema) -> bool {
    matches!(
        &schema.schema_kind,
        SchemaKind::Type(OpenApiType::Object(object))
            if object.properties.is_empty()
                && !schema.schema_data.extensions.contains_key("x-filter")
    )
}

pub(super) fn is_anything(schema: &ReferenceOr<Schema>) -> bool {
    matches!(
        schema,
        ReferenceOr::Item(Schema { schema_kind: SchemaKind::Any(any), .. })
            if *any == openapiv3::AnySchema::default()
    )
}

fn fits(dress: Dress, kind: ScalarKind) -> bool {
    match dress {
        Dress::Empties => kind != ScalarKind::Text && kind != ScalarKind::Instant,
        Dress::Digits => kind == ScalarKind::Flag,
        Dress::String => matches!(
            kind,
            ScalarKind::Int32
                | ScalarKind::Int64
                | ScalarKind::Unsigned
                | ScalarKind::Float
                | ScalarKind::Decimal
                | ScalarKind::UnixTime
        ),
    }
}

fn plain(kind: ScalarKind) -> Type {
    let wire = Wire::Plain;
    Type::Scalar(Scalar { kind, wire })
}

fn text_key() -> Type {
    plain(ScalarKind::Text)
}

fn text(string: &StringType) -> Type {
    plain(match &string.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => ScalarKind::Date,
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => ScalarKind::Instant,
        VariantOrUnknownOrEmpty::Unknown(format) if format == "civil-date-time" => {
            ScalarKind::CivilDateTime
        }
        _ => ScalarKind::Text,
    })
}

fn integer_kind(integer: &IntegerType) -> ScalarKind {
    match &integer.format {
        VariantOrUnknownOrEmpty::Unknown(format) if format == "unix-time" => ScalarKind::UnixTime,
        _ if integer.minimum.is_some_and(|minimum| minimum >= 0) => ScalarKind::Unsigned,
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => ScalarKind::Int32,
        _ => ScalarKind::Int64,
    }
}
