//! Examples in the docs of methods: calls with the values of the document's examples, or placeholders, which rustdoc compiles.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::manifest::crate_name;
use super::{example_value, request};
use crate::model::{
    Api, Batch, Body, Field, IdKind, Kind, Operation, Parameter, Parts, Resource, Scalar,
    ScalarKind, Struct, Type, TypeDef, Upsert,
};

/// The example of an operation's method, as a section of its docs. Empty if it would add nothing to
/// the signature.
pub fn section(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let mut example = Example::new(api);
    let call = example.call(resource, operation, &operation.name);
    if operation.pagination.is_some() {
        let stream = format!(
            "let mut items = {call}.items();
             while let Some(item) = items.next().await {{
                 let item = item?;
                 println!(\"{{item:?}}\");
             }}"
        );
        return example.section(&stream);
    }
    let Some(known) = operation.errors.first() else {
        return if example.is_told {
            example.section(&format!(
                "let response = {call}.await?; println!(\"{{response:?}}\");"
            ))
        } else {
            String::new()
        };
    };
    let code = known.code;
    let matched = format!(
        "match {call}.await {{
             Ok(response) => println!(\"{{response:?}}\"),
             Err(error) if error.code() == Some({code}) => println!(\"{{:?}}\", error.data()),
             Err(error) => return Err(error),
         }}"
    );
    example.section(&matched)
}

/// The example of a batch.
pub fn batch(api: &Api, resource: &Resource, operation: &Operation, batch: &Batch) -> String {
    let mut example = Example::new(api);
    let Some(body) = &operation.body else {
        return String::new();
    };
    let (Type::List(_, item) | Type::OneOrMany(item)) = &body.ty else {
        return String::new();
    };
    let item = example.value(item, "item", first_item(body.example.as_ref()));
    let statements = format!(
        "let size = std::num::NonZeroUsize::new(100).expect(\"it is not zero\");
         let report = client.{}().{}([{item}], size).await;
         println!(\"to be sent again: {{:?}}\", report.into_failed());",
        resource.name, batch.method
    );
    example.section(&statements)
}

/// The example of an upsert.
pub fn upsert(api: &Api, resource: &Resource, operation: &Operation, upsert: &Upsert) -> String {
    let mut example = Example::new(api);
    let call = example.call(resource, operation, &upsert.method);
    let krate = crate_name(api);
    let statements = format!(
        "if let {krate}::Upserted::Updated {{ id, .. }} = {call}.await? {{
             println!(\"existed already: {{id}}\");
         }}"
    );
    example.section(&statements)
}

/// Statements formatted as in a function; unchanged if they do not parse.
fn formatted(statements: &str) -> String {
    let Ok(file) = syn::parse_file(&format!("async fn example() {{ {statements} }}")) else {
        return format!("{statements}\n");
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let body = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let mut dedented = String::new();
    for line in body {
        dedented.push_str(line.strip_prefix("    ").unwrap_or(line));
        dedented.push('\n');
    }
    dedented
}

struct Example<'a> {
    api: &'a Api,
    /// The types that the example names.
    imports: BTreeSet<String>,
    /// How many values it may still contain. Without a limit, nested and recursive types would make it endless.
    values_left: usize,
    /// Whether the document tells a value of it, so that it says more than the signature.
    is_told: bool,
}

/// The most values of an example. A larger one explains nothing.
const MAX_VALUES: usize = 40;

/// The most optional members that an object of an example has.
const MAX_SETTERS: usize = 4;

impl<'a> Example<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            imports: BTreeSet::new(),
            values_left: MAX_VALUES,
            is_told: false,
        }
    }

    /// A call of the method `name` with the arguments of an operation.
    fn call(&mut self, resource: &Resource, operation: &Operation, name: &str) -> String {
        let arguments = self.arguments(operation).join(", ");
        format!("client.{}().{name}({arguments})", resource.name)
    }

    /// The section with these statements; empty if the values are too many.
    fn section(&self, statements: &str) -> String {
        if self.values_left == 0 {
            return String::new();
        }
        let krate = crate_name(self.api);
        let imports: Vec<&str> = self.imports.iter().map(String::as_str).collect();
        let imports = match imports.as_slice() {
            [] => String::new(),
            [name] => format!("use {krate}::types::{name};"),
            names => format!("use {krate}::types::{{{}}};", names.join(", ")),
        };
        format!(
            "# Example\n\n```no_run\n\
             # async fn example(client: {krate}::Client) -> {krate}::Result<()> {{\n\
             {}\
             # Ok(())\n# }}\n```",
            formatted(&format!("{imports}{statements}")),
        )
    }

    fn arguments(&mut self, operation: &Operation) -> Vec<String> {
        let mut arguments: Vec<String> = operation
            .argument_parameters()
            .map(|parameter| self.parameter(parameter))
            .collect();
        if let Some(body) = &operation.body {
            let reference = if request::is_borrowed(operation) {
                ""
            } else {
                "&"
            };
            arguments.push(self.body(body, reference));
        }
        if let Some(options) = &operation.options {
            self.imports.insert(options.clone());
            arguments.push(format!("{options}::new()"));
        }
        arguments
    }

    fn body(&mut self, body: &Body, reference: &str) -> String {
        if !body.required {
            return "None".to_owned();
        }
        let value = self.value(&body.ty, "body", body.example.as_ref());
        let by_value = matches!(
            body.ty,
            Type::List(..)
                | Type::Map(..)
                | Type::OneOrMany(_)
                | Type::Scalar(_)
                | Type::Bytes
                | Type::Multipart
        );
        if by_value {
            value
        } else {
            format!("{reference}{value}")
        }
    }

    fn parameter(&mut self, parameter: &Parameter) -> String {
        let value = self.value(
            &parameter.ty,
            &parameter.wire_name,
            parameter.example.as_ref(),
        );
        let by_reference = match &parameter.ty {
            Type::Named(name) => self.api.types.get(name).is_some_and(|one| !one.is_copy()),
            _ => false,
        };
        if by_reference {
            format!("&{value}")
        } else {
            value
        }
    }

    /// An expression for a value of this type, as an argument of a setter or constructor: the one of the document's
    /// examples if it can be one.
    fn value(&mut self, ty: &Type, name: &str, told: Option<&Value>) -> String {
        let krate = crate_name(self.api);
        self.values_left = self.values_left.saturating_sub(1);
        if self.values_left == 0 {
            return "()".to_owned();
        }
        if let Some(value) = told.and_then(|told| self.told(ty, told)) {
            self.is_told = true;
            return value;
        }
        match ty {
            Type::Scalar(Scalar { kind, .. }) => example_value::placeholder(*kind, name, &krate),
            Type::Named(name) => self.named(name, told),
            Type::Nullable(_) => "None".to_owned(),
            Type::OrEmpty(inner) | Type::Boxed(inner) => self.value(inner, name, told),
            Type::OneOrMany(inner) => self.value(inner, name, first_item(told).or(told)),
            Type::List(_, item) => {
                format!("[{}]", self.value(item, name, first_item(told)))
            }
            Type::Map(_, key, value) => {
                let (key, value) = (self.value(key, "key", None), self.value(value, name, None));
                format!("[({key}.into(), {value})]")
            }
            Type::Any => format!("{krate}::Value::from({name:?})"),
            Type::Object => format!("{krate}::Extra::new()"),
            Type::Bytes => format!("{krate}::Bytes::from_static(b\"content\")"),
            Type::File => format!("{krate}::File::new(\"name\", \"content\")"),
            Type::Multipart => format!("{krate}::Multipart::new().text(\"name\", \"value\")"),
            Type::Unit => "()".to_owned(),
        }
    }

    /// The document's value, if it is a simple one of this type.
    fn told(&mut self, ty: &Type, told: &Value) -> Option<String> {
        match ty {
            Type::Scalar(Scalar { kind, .. }) => {
                example_value::literal(*kind, told, &crate_name(self.api))
            }
            Type::Named(name) => {
                let value = match &self.api.types.get(name)?.kind {
                    Kind::Id(IdKind::Number) => {
                        let id = example_value::literal(ScalarKind::Unsigned, told, "")?;
                        format!("{name}::new({id})")
                    }
                    Kind::Id(IdKind::Text) => {
                        let id = example_value::literal(ScalarKind::Text, told, "")?;
                        format!("{name}::new({id})")
                    }
                    Kind::Enum(values) => {
                        let mut values = values.values.iter();
                        let told = values.find(|value| told.as_str() == Some(&value.value))?;
                        format!("{name}::{}", told.name)
                    }
                    _ => return None,
                };
                self.imports.insert(name.clone());
                Some(value)
            }
            _ => None,
        }
    }

    fn named(&mut self, name: &str, told: Option<&Value>) -> String {
        let Some(TypeDef { kind, .. }) = self.api.types.get(name) else {
            return name.to_owned();
        };
        self.imports.insert(name.to_owned());
        match kind {
            Kind::Id(IdKind::Number) => format!("{name}::new(1)"),
            Kind::Id(IdKind::Text) => format!("{name}::new(\"id\")"),
            Kind::Enum(values) => {
                let first = values.values.first();
                let first = first.map_or("", |value| value.name.as_str());
                format!("{name}::{first}")
            }
            Kind::Union(union) => union.variants.first().map_or_else(
                || {
                    format!(
                        "{name}::Other({krate}::Value::Null)",
                        krate = crate_name(self.api)
                    )
                },
                |first| {
                    let mut value = self.value(&first.ty, "value", None);
                    // A setter takes any text; a variant holds one.
                    if request::is_text(&first.ty) && value.starts_with('"') {
                        value.push_str(".into()");
                    }
                    format!("{name}::{}({value})", first.name)
                },
            ),
            Kind::Struct(object) | Kind::Parts(Parts { object, .. }) => {
                self.object(name, object, told)
            }
            Kind::Options(_) | Kind::Filter(_) => format!("{name}::new()"),
        }
    }

    /// The constructor with the required members, and setters of simple ones that the document has examples of.
    fn object(&mut self, name: &str, object: &Struct, told: Option<&Value>) -> String {
        let required = object.fields.iter().filter(|field| field.is_argument());
        let values: Vec<String> = required
            .map(|field| self.value(&field.ty, &field.name, told_of(field, told)))
            .collect();
        let mut text = format!("{name}::new({})", values.join(", "));
        let settable = object.fields.iter();
        let settable = settable.filter(|field| field.has_setter() && !field.deprecated);
        let mut setters = 0;
        for field in settable {
            let told = told_of(field, told).filter(|_| setters < MAX_SETTERS);
            if let Some(value) = told.and_then(|told| self.told(&field.ty, told)) {
                let _ = write!(text, ".{}({value})", field.name);
                setters += 1;
                self.is_told = true;
                self.values_left = self.values_left.saturating_sub(1);
            }
        }
        text
    }
}

/// The value of a member: in an example of the object, or else of the member itself.
fn told_of<'v>(field: &'v Field, object: Option<&'v Value>) -> Option<&'v Value> {
    let of_object = object.and_then(|object| object.get(&field.wire_name));
    of_object.or(field.example.as_ref())
}

/// The first item of a list.
fn first_item(told: Option<&Value>) -> Option<&Value> {
    told?.as_array()?.first()
}
