//! The lower stage: from the typed document to the [model](crate::model). The only stage that
//! reads extensions.

mod answer;
mod api;
mod definition;
mod extension;
mod further;
mod names;
mod object;
mod operation;
mod parameter;
mod placement;
mod reserved;
mod schema;

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr, Schema};
use serde_json::Value;

use extension::Extensions;

use crate::finding::{Findings, Pointer};
use crate::model::{Api, Type, TypeDef};

/// Lowers the document. `None` when something that everything rests on is missing; whatever is
/// wrong is noted.
pub fn lower(document: &Value, openapi: &OpenAPI, findings: &mut Findings) -> Option<Api> {
    let mut lowering = Lowering {
        document,
        openapi,
        findings,
        types: IndexMap::new(),
        aliases: HashMap::new(),
        merging: Vec::new(),
    };
    lowering.lower_components();
    let mut resources = lowering.lower_operations();
    lowering.add_option_types(&mut resources);
    lowering.check_names(&resources);
    lowering.check_further_methods(&resources);
    let root = Pointer::root();
    let errors = lowering.errors(&Extensions::new(&openapi.extensions, &root), &root);
    let Lowering { types, .. } = lowering;
    let mut api = api::assemble(
        openapi,
        findings,
        api::Parts {
            resources,
            types,
            errors,
        },
    )?;
    placement::place_types(&mut api);
    Some(api)
}

/// What lowering carries along.
struct Lowering<'a> {
    /// The document before it was typed: it has the order of a path's methods.
    document: &'a Value,
    openapi: &'a OpenAPI,
    findings: &'a mut Findings,
    types: IndexMap<String, TypeDef>,
    /// What the components that are no types of their own stand for; `None` while one is being
    /// followed, so that a circle ends.
    aliases: HashMap<&'a str, Option<Type>>,
    /// The components whose members an `allOf` is taking over, so that a circle ends.
    merging: Vec<&'a str>,
}

impl<'a> Lowering<'a> {
    fn components(&self) -> impl Iterator<Item = (&'a String, &'a ReferenceOr<Schema>)> + use<'a> {
        self.openapi
            .components
            .iter()
            .flat_map(|components| &components.schemas)
    }

    /// The component that a reference leads to. A dangling one has been noted by the check stage.
    fn component(&self, reference: &str) -> Option<(&'a str, &'a ReferenceOr<Schema>)> {
        let name = reference.strip_prefix("#/components/schemas/")?;
        self.openapi
            .components
            .as_ref()?
            .schemas
            .get_key_value(name)
            .map(|(name, schema)| (name.as_str(), schema))
    }

    fn add_type(&mut self, definition: TypeDef, at: &Pointer) {
        if self.types.contains_key(&definition.name) {
            self.findings.add(
                at,
                format!("a second type of the name `{}`", definition.name),
                "rename one of the schemas, or give the inline one a `title` of its own",
            );
            return;
        }
        self.types.insert(definition.name.clone(), definition);
    }

    /// A type name out of `name`, or a finding.
    fn type_name(&mut self, name: &str, at: &Pointer) -> String {
        names::pascal(name).unwrap_or_else(|| {
            self.unnameable(name, at);
            "Unnameable".to_owned()
        })
    }

    /// A field, argument or method name out of `name`, or a finding.
    fn value_name(&mut self, name: &str, at: &Pointer) -> String {
        names::snake(name).unwrap_or_else(|| {
            self.unnameable(name, at);
            "unnameable".to_owned()
        })
    }

    fn unnameable(&mut self, name: &str, at: &Pointer) {
        self.findings.add(
            at,
            format!("`{name}` cannot be made a Rust identifier"),
            "rename it with a patch",
        );
    }

    fn unsupported(&mut self, at: &Pointer, what: &str, hint: &str) {
        self.findings
            .add(at, format!("{what} is not supported"), hint);
    }
}

/// The Rust name of a member, argument or method. Lowering has noted the names that have none.
pub(crate) fn field_name(wire_name: &str) -> String {
    names::snake(wire_name).unwrap_or_default()
}

/// The Rust name of an enum's value. Lowering has noted the values that have none.
pub(crate) fn variant_name(value: &str) -> String {
    names::pascal(value).unwrap_or_default()
}

/// The Rust name of the handle that has a resource's methods. Lowering has noted the names that
/// have none.
pub(crate) fn handle_name(resource: &str) -> String {
    let resource = resource.trim_start_matches("r#");
    names::pascal(&format!("{resource} Api")).unwrap_or_default()
}
