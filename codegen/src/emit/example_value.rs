//! Values in examples: the document's own, or placeholders.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::manifest::crate_name;
use super::{example_scalar, request};
use crate::model::{
    Api, Encoding, Field, IdKind, Kind, Parts, Scalar, ScalarKind, Struct, Type, TypeDef, Union,
};

/// The most values of an example. A larger one explains nothing.
const MAX_VALUES: usize = 40;

/// The most optional members that an object of an example has.
const MAX_SETTERS: usize = 4;

/// Writes the values of one example.
pub struct Values<'a> {
    api: &'a Api,
    krate: String,
    /// The types that the example names.
    pub imports: BTreeSet<String>,
    /// Without a limit, nested and recursive types would make an example endless.
    left: usize,
    /// Whether the document tells a value of it, so that it says more than the signature.
    pub is_told: bool,
}

impl<'a> Values<'a> {
    pub fn new(api: &'a Api) -> Self {
        Self {
            api,
            krate: crate_name(api),
            imports: BTreeSet::new(),
            left: MAX_VALUES,
            is_told: false,
        }
    }

    /// Whether the example is too long, so that values are missing.
    pub fn are_too_many(&self) -> bool {
        self.left == 0
    }

    /// An expression that a setter or constructor takes for this type: see `rust_type::setter_type`.
    pub fn setter(&mut self, ty: &Type, name: &str, told: Option<&Value>) -> String {
        match ty {
            Type::Scalar(Scalar { kind, .. }) => self.scalar(*kind, name, told),
            Type::OrEmpty(inner) => self.setter(inner, name, told),
            Type::Boxed(inner) => self.owned(inner, name, told),
            Type::OneOrMany(item) => self.owned(item, name, first_item(told).or(told)),
            Type::List(_, item) if request::is_text(item) => {
                format!("[{}]", self.setter(item, name, first_item(told)))
            }
            Type::List(_, item) => format!("[{}]", self.owned(item, name, first_item(told))),
            Type::Map(_, key, value) => self.entries(key, value, name),
            ty => self.owned(ty, name, told),
        }
    }

    /// An expression of just this type: see `rust_type::rust_type`.
    pub fn owned(&mut self, ty: &Type, name: &str, told: Option<&Value>) -> String {
        if self.left == 0 {
            return "()".to_owned();
        }
        let krate = &self.krate;
        match ty {
            Type::Scalar(scalar) => self.owned_scalar(scalar, name, told),
            Type::Named(name) => self.named(name, told),
            Type::Nullable(_) => "None".to_owned(),
            Type::OrEmpty(inner) => format!("Some({})", self.owned(inner, name, told)),
            Type::Boxed(inner) => format!("Box::new({})", self.owned(inner, name, told)),
            Type::OneOrMany(item) => {
                let item = self.owned(item, name, first_item(told).or(told));
                format!("{}::OneOrMany::One({item})", self.krate)
            }
            Type::List(_, item) => format!("vec![{}]", self.owned(item, name, first_item(told))),
            Type::Map(_, key, value) => {
                let entries = self.entries(key, value, name);
                format!("{}::IndexMap::from({entries})", self.krate)
            }
            Type::Any => format!("{krate}::Value::from({name:?})"),
            Type::Object => format!("{krate}::Extra::new()"),
            Type::Bytes => format!("{krate}::Bytes::from_static(b\"content\")"),
            Type::File => format!("{krate}::File::new(\"name\", \"content\")"),
            Type::Multipart => format!("{krate}::Multipart::new().text(\"name\", \"value\")"),
            Type::Unit => "()".to_owned(),
        }
    }

    /// The literal of the document, or a placeholder.
    fn scalar(&mut self, kind: ScalarKind, name: &str, told: Option<&Value>) -> String {
        self.left = self.left.saturating_sub(1);
        let literal = told.and_then(|told| example_scalar::literal(kind, told, &self.krate));
        self.is_told |= literal.is_some();
        literal.unwrap_or_else(|| example_scalar::placeholder(kind, name, &self.krate))
    }

    fn owned_scalar(&mut self, scalar: &Scalar, name: &str, told: Option<&Value>) -> String {
        let mut value = self.scalar(scalar.kind, name, told);
        if scalar.kind == ScalarKind::Text {
            value.push_str(".to_owned()");
        }
        match scalar.encoding {
            Encoding::Exact | Encoding::Lenient => value,
            Encoding::ExactOptional | Encoding::LenientOptional => format!("Some({value})"),
        }
    }

    /// An array with an entry of a map.
    fn entries(&mut self, key: &Type, value: &Type, name: &str) -> String {
        let (key, value) = (self.owned(key, "key", None), self.owned(value, name, None));
        format!("[({key}, {value})]")
    }

    fn named(&mut self, name: &str, told: Option<&Value>) -> String {
        let Some(TypeDef { kind, .. }) = self.api.types.get(name) else {
            return name.to_owned();
        };
        self.left = self.left.saturating_sub(1);
        self.imports.insert(name.to_owned());
        if let Some(value) = told.and_then(|told| told_constructor(name, kind, told)) {
            self.is_told = true;
            return value;
        }
        match kind {
            Kind::Id(IdKind::Number) => format!("{name}::new(1)"),
            Kind::Id(IdKind::Text) => format!("{name}::new(\"id\")"),
            Kind::Enum(values) => {
                let first = values.values.first();
                let first = first.map_or("", |value| value.name.as_str());
                format!("{name}::{first}")
            }
            Kind::Union(union) => self.variant(name, union),
            Kind::Struct(object) | Kind::Parts(Parts { object, .. }) => {
                self.object(name, object, told)
            }
            Kind::Options(_) | Kind::Filter(_) => format!("{name}::new()"),
        }
    }

    fn variant(&mut self, name: &str, union: &Union) -> String {
        let Some(first) = union.variants.first() else {
            return format!("{name}::Other({}::Value::Null)", self.krate);
        };
        let value = self.owned(&first.ty, "value", None);
        format!("{name}::{}({value})", first.name)
    }

    /// The constructor with the required members, and setters of simple ones that the document has examples of.
    fn object(&mut self, name: &str, object: &Struct, told: Option<&Value>) -> String {
        let required = object.fields.iter().filter(|field| field.is_argument());
        let values: Vec<String> = required
            .map(|field| self.setter(&field.ty, &field.name, told_of(field, told)))
            .collect();
        let mut text = format!("{name}::new({})", values.join(", "));
        let settable = object.fields.iter();
        let settable = settable.filter(|field| field.has_setter() && !field.deprecated);
        let told = settable.filter_map(|field| Some((field, told_of(field, told)?)));
        let told = told.filter(|(field, told)| self.is_simple(&field.ty, told));
        let told: Vec<_> = told.take(MAX_SETTERS).collect();
        for (field, told) in told {
            let value = self.setter(&field.ty, &field.name, Some(told));
            let _ = write!(text, ".{}({value})", field.name);
        }
        text
    }

    /// Whether this value of the document can be a value of a simple type.
    fn is_simple(&self, ty: &Type, told: &Value) -> bool {
        match ty {
            Type::Scalar(Scalar { kind, .. }) => {
                example_scalar::literal(*kind, told, &self.krate).is_some()
            }
            Type::Named(name) => {
                let named = self.api.types.get(name);
                named.is_some_and(|one| told_constructor(name, &one.kind, told).is_some())
            }
            _ => false,
        }
    }
}

/// The document's value of an id or an enum.
fn told_constructor(name: &str, kind: &Kind, told: &Value) -> Option<String> {
    match kind {
        Kind::Id(id) => {
            let kind = match id {
                IdKind::Number => ScalarKind::Unsigned,
                IdKind::Text => ScalarKind::Text,
            };
            let id = example_scalar::literal(kind, told, "")?;
            Some(format!("{name}::new({id})"))
        }
        Kind::Enum(values) => {
            let mut values = values.values.iter();
            let value = values.find(|value| told.as_str() == Some(&value.value))?;
            Some(format!("{name}::{}", value.name))
        }
        _ => None,
    }
}

/// The value of a member: in an example of the object, or else of the member itself.
fn told_of<'v>(field: &'v Field, object: Option<&'v Value>) -> Option<&'v Value> {
    let of_object = object.and_then(|object| object.get(&field.wire_name));
    of_object.or(field.example.as_ref())
}

/// The first item of a list.
pub fn first_item(told: Option<&Value>) -> Option<&Value> {
    told?.as_array()?.first()
}
