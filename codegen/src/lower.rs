//! The lower stage: from the normal form of a document to the [model](crate::model). The only stage that reads
//! extensions.

mod api;
mod assign_modules;
mod content;
mod context;
mod definition;
mod derived_methods;
mod direction;
mod discriminator;
mod examples;
mod extension;
mod filter;
mod list_edit;
mod object;
mod only_value;
mod operation;
mod options;
mod parameter;
mod parts;
mod recursion;
mod scalar;
mod schema_type;
mod security;
mod shape;
mod union;

use context::Context;

use crate::model::Api;
use crate::openapi::Description;
use crate::problem::Problems;

/// Lowers a description and reports all problems. `None` if the package is missing, which everything else requires.
pub fn lower(description: &Description<'_>, problems: &mut Problems) -> Option<Api> {
    let mut context = Context::new(description, problems);
    definition::define_components(&mut context);
    let mut resources = operation::resources(&mut context);
    options::add_option_types(&mut context, &mut resources);
    let errors = operation::errors(&mut context, &description.extensions, &description.root.at);
    let mut types = context.types;
    parts::replace_components(&mut resources, &mut types, &context.parts);
    let received = direction::settle_directions(&resources, &errors, &mut types);
    union::keep_unknown_members(&mut types, &received);
    recursion::remove_circular_variants(&mut types);
    discriminator::settle(&mut types);
    recursion::box_members(&mut types);
    derived_methods::check(&resources, &types, problems);
    list_edit::check(&resources, &types, problems);
    let parts = api::Parts {
        resources,
        types,
        errors,
    };
    let mut api = api::assemble(description, problems, parts)?;
    // A new operation moves no resource, wherever it stands in the document.
    api.resources
        .sort_by(|one, other| one.name.cmp(&other.name));
    assign_modules::assign_modules(&mut api);
    Some(api)
}
