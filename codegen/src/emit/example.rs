//! Examples in the docs of methods: calls with the values of the document's examples, or placeholders, which rustdoc compiles.

use super::example_value::{Values, first_item};
use super::manifest::crate_name;
use super::request;
use crate::model::{Api, Batch, Body, Operation, Parameter, Resource, Type, Upsert};

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
        return if example.values.is_told {
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
    let told = first_item(body.example.as_ref());
    let item = example.values.owned(item, "item", told);
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
    values: Values<'a>,
}

impl<'a> Example<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            values: Values::new(api),
        }
    }

    /// A call of the method `name` with the arguments of an operation.
    fn call(&mut self, resource: &Resource, operation: &Operation, name: &str) -> String {
        let arguments = self.arguments(operation).join(", ");
        format!("client.{}().{name}({arguments})", resource.name)
    }

    /// The section with these statements; empty if the values are too many.
    fn section(&self, statements: &str) -> String {
        if self.values.are_too_many() {
            return String::new();
        }
        let krate = crate_name(self.api);
        let imports: Vec<&str> = self.values.imports.iter().map(String::as_str).collect();
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
            self.values.imports.insert(options.clone());
            arguments.push(format!("{options}::new()"));
        }
        arguments
    }

    /// As the method takes the body.
    fn body(&mut self, body: &Body, reference: &str) -> String {
        if !body.required {
            return "None".to_owned();
        }
        let told = body.example.as_ref();
        match &body.ty {
            Type::List(..) | Type::Map(..) | Type::OneOrMany(_) | Type::Scalar(_) => {
                self.values.setter(&body.ty, "body", told)
            }
            Type::Bytes | Type::Multipart => self.values.owned(&body.ty, "body", told),
            ty => format!("{reference}{}", self.values.owned(ty, "body", told)),
        }
    }

    /// As the method takes the parameter.
    fn parameter(&mut self, parameter: &Parameter) -> String {
        let (ty, name) = (&parameter.ty, &parameter.wire_name);
        let told = parameter.example.as_ref();
        if request::is_text(ty) {
            return self.values.setter(ty, name, told);
        }
        let value = match ty {
            Type::List(_, item) => format!("[{}]", self.values.owned(item, name, first_item(told))),
            ty => self.values.owned(ty, name, told),
        };
        if request::is_copy(self.api, ty) {
            value
        } else {
            format!("&{value}")
        }
    }
}
