//! Examples in the docs of methods: calls with placeholder values, which rustdoc compiles.

use std::collections::BTreeSet;

use super::manifest::crate_name;
use super::requests;
use crate::model::{
    Api, Batch, Body, Field, IdKind, Kind, Operation, Parameter, Parts, Resource, Scalar,
    ScalarKind, Type, TypeDef, Upsert,
};

/// The example of an operation's method, as a section of its docs. Empty if it would add nothing to
/// the signature.
pub fn section(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let mut example = Example::new(api);
    let call = example.call(resource, operation, &operation.name);
    if operation.page_size.is_some() {
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
        return String::new();
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
    let item = match operation.body.as_ref().map(|body| &body.ty) {
        Some(Type::List(_, item) | Type::OneOrMany(item)) => example.value(item, "item"),
        _ => return String::new(),
    };
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
}

/// The most values of an example. A larger one explains nothing.
const MAX_VALUES: usize = 40;

impl<'a> Example<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            imports: BTreeSet::new(),
            values_left: MAX_VALUES,
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
            let reference = if requests::is_borrowed(operation) {
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
        let value = self.value(&body.ty, "body");
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
        let value = self.value(&parameter.ty, &parameter.wire_name);
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

    /// An expression for a value of this type, as an argument of a setter or constructor.
    fn value(&mut self, ty: &Type, name: &str) -> String {
        let krate = crate_name(self.api);
        self.values_left = self.values_left.saturating_sub(1);
        if self.values_left == 0 {
            return "()".to_owned();
        }
        match ty {
            Type::Scalar(Scalar { kind, .. }) => scalar(*kind, name, &krate),
            Type::Named(name) => self.named(name),
            Type::Nullable(_) => "None".to_owned(),
            Type::OrEmpty(inner) | Type::OneOrMany(inner) | Type::Boxed(inner) => {
                self.value(inner, name)
            }
            Type::List(_, item) => format!("[{}]", self.value(item, name)),
            Type::Map(_, key, value) => {
                let (key, value) = (self.value(key, "key"), self.value(value, name));
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

    fn named(&mut self, name: &str) -> String {
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
                |first| format!("{name}::{}({})", first.name, self.value(&first.ty, "value")),
            ),
            Kind::Struct(object) | Kind::Parts(Parts { object, .. }) => {
                let required = object.fields.iter().filter(|field| field.is_argument());
                let values: Vec<String> = required.map(|field| self.field(field)).collect();
                format!("{name}::new({})", values.join(", "))
            }
            Kind::Options(_) | Kind::Filter(_) => format!("{name}::new()"),
        }
    }

    fn field(&mut self, field: &Field) -> String {
        self.value(&field.ty, &field.name)
    }
}

fn scalar(kind: ScalarKind, name: &str, krate: &str) -> String {
    match kind {
        ScalarKind::Text => format!("{name:?}"),
        ScalarKind::Int32 | ScalarKind::Int64 | ScalarKind::Unsigned => "1".to_owned(),
        ScalarKind::Float => "1.5".to_owned(),
        ScalarKind::Decimal => format!("{krate}::Decimal::new(4999, 2)"),
        ScalarKind::Boolean => "true".to_owned(),
        ScalarKind::Date => format!("{krate}::jiff::civil::date(2026, 1, 31)"),
        ScalarKind::CivilDateTime => {
            format!("{krate}::jiff::civil::date(2026, 1, 31).at(12, 30, 0, 0)")
        }
        ScalarKind::Instant | ScalarKind::UnixTime => {
            format!("{krate}::jiff::Timestamp::UNIX_EPOCH")
        }
    }
}
