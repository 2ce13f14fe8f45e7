//! Whether an example fits a branch of a union.

use std::collections::HashMap;

use serde_json::Value;

use super::fit::{arrives_otherwise, fits_itself, says_nothing};
use super::index::SchemaIndex;
use crate::openapi::{Schema, SchemaId};

/// How deep a value is held against its schema. What is deeper counts as fitting.
const MAX_DEPTH: usize = 32;

/// Whether of each `oneOf` and `anyOf` of a schema one branch takes a value, as far as that can be told.
pub(super) fn fits(index: &SchemaIndex<'_>, schema: &Schema<'_>, value: &Value) -> bool {
    Search::new(index, Enums::AsSaid).fits_branches(schema, value, MAX_DEPTH)
}

/// The branches of a schema that describe a value: a value of an enum tells them apart, also of one that may have others.
pub(super) fn taking<'a>(
    index: &SchemaIndex<'a>,
    schema: &'a Schema<'a>,
    value: &Value,
) -> Vec<&'a Schema<'a>> {
    let mut search = Search::new(index, Enums::Closed);
    let branches = schema.alternatives.iter().flat_map(|group| &group.branches);
    let branches = branches.filter(|branch| search.takes(branch.schema, value, MAX_DEPTH));
    branches.map(|branch| index.schema(branch.schema)).collect()
}

/// The values that an enum takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Enums {
    /// Others than those that it lists, if it says so.
    AsSaid,
    /// Those that it lists.
    Closed,
}

struct Search<'s, 'a> {
    index: &'s SchemaIndex<'a>,
    enums: Enums,
    /// The result for each schema and value, so that branches which refer to each other are tried once.
    tried: HashMap<(SchemaId, usize), bool>,
}

impl<'s, 'a> Search<'s, 'a> {
    fn new(index: &'s SchemaIndex<'a>, enums: Enums) -> Self {
        Self {
            index,
            enums,
            tried: HashMap::new(),
        }
    }

    fn fits_branches(&mut self, schema: &Schema<'_>, value: &Value, depth: usize) -> bool {
        let groups = schema.alternatives.iter();
        let mut groups = groups.filter(|group| !group.branches.is_empty());
        value.is_null() && schema.nullable
            || groups.all(|group| {
                let mut branches = group.branches.iter();
                branches.any(|branch| self.takes(branch.schema, value, depth))
            })
    }

    /// Whether a value fits a schema, with all that is in it.
    fn takes(&mut self, id: SchemaId, value: &Value, depth: usize) -> bool {
        let key = (id, std::ptr::from_ref(value) as usize);
        if let Some(known) = self.tried.get(&key) {
            return *known;
        }
        self.tried.insert(key, true);
        let schema = self.index.schema(id);
        let Some(depth) = depth.checked_sub(1) else {
            return true;
        };
        let fits = says_nothing(schema)
            || arrives_otherwise(schema, value)
            || (fits_itself(self.index, schema, value)
                && self.has_value(schema, value)
                && self.takes_inside(schema, value, depth)
                && self.fits_branches(schema, value, depth));
        self.tried.insert(key, fits);
        fits
    }

    /// Whether a value is one of the enum of a schema.
    fn has_value(&self, schema: &Schema<'_>, value: &Value) -> bool {
        let is_open = self.enums == Enums::AsSaid && schema.keyword("x-extensible-enum").is_some();
        let values = schema.values.as_deref().filter(|_| !is_open);
        value.is_null() || values.is_none_or(|all| all.iter().any(|one| one.value == value))
    }

    fn takes_inside(&mut self, schema: &Schema<'_>, value: &Value, depth: usize) -> bool {
        let members = value.as_object().into_iter().flatten();
        let members = members.filter_map(|(name, member)| {
            let property = schema.properties.get(name.as_str())?;
            Some((property.schema, member))
        });
        let entries = value.as_array().into_iter().flatten();
        let entries = entries.filter_map(|entry| Some((schema.items?, entry)));
        let mut inside = members.chain(entries);
        inside.all(|(id, value)| self.takes(id, value, depth))
    }
}
