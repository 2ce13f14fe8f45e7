//! The schemas that extend another one with `allOf`, where a discriminator tells which of them a value is.

use std::collections::{HashMap, HashSet};

use super::description::Description;
use super::schema::{Discriminator, SchemaId};

/// The component schemas that extend a schema, at any depth, with their names.
type Children<'d> = HashMap<SchemaId, Vec<(&'d str, SchemaId)>>;

/// Completes `subtypes` of all schemas: a discriminator counts for all schemas that extend the one that has it.
pub(super) fn find(description: &mut Description<'_>) {
    let mut schemas = description.schemas.iter();
    if schemas.all(|schema| schema.subtypes.is_none()) {
        return;
    }
    let mut children = Children::new();
    for (name, id) in &description.components {
        let schema = description.schema(*id);
        if schema.base.is_none() && schema.component == Some(name) {
            for parent in &schema.parts {
                let siblings = children.entry(*parent).or_default();
                if siblings.last() != Some(&(*name, *id)) {
                    siblings.push((name, *id));
                }
            }
        }
    }
    let found: Vec<Option<Box<Discriminator<'_>>>> = (0..description.schemas.len())
        .map(|index| subtypes(description, &children, SchemaId(index)))
        .collect();
    for (schema, subtypes) in description.schemas.iter_mut().zip(found) {
        schema.subtypes = subtypes;
    }
}

fn subtypes<'d>(
    description: &Description<'d>,
    children: &Children<'d>,
    id: SchemaId,
) -> Option<Box<Discriminator<'d>>> {
    let schema = description.schema(id);
    let extending = children.get(&id).map(Vec::as_slice).unwrap_or_default();
    let is_extending: HashSet<SchemaId> = extending.iter().map(|(_, id)| *id).collect();
    let in_branches = schema.alternatives.iter().flat_map(|group| &group.branches);
    // Branches that add to an object instead of extending it.
    if in_branches
        .into_iter()
        .any(|branch| !is_extending.contains(&branch.schema))
    {
        return None;
    }
    let mut discriminator = if let Some(own) = &schema.subtypes {
        own.clone()
    } else if extending.is_empty() {
        return None;
    } else {
        let mut parts = schema.parts.iter();
        let mut inherited = parts.find_map(|part| description.schema(*part).subtypes.clone())?;
        let mapping = &mut inherited.mapping;
        mapping.retain(|_, target| *target == id || is_extending.contains(target));
        inherited
    };
    for (name, child) in extending {
        if !discriminator.mapping.values().any(|other| other == child) {
            discriminator.mapping.insert((*name).to_owned(), *child);
        }
    }
    let tells_apart = discriminator.mapping.values().any(|target| *target != id);
    (schema.component.is_some() && tells_apart).then_some(discriminator)
}
