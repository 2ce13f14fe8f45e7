//! Whether fields of one name stand in objects that are alike: otherwise they say nothing about each other.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::problem::Pointer;

/// The names of all fields of the object that a field belongs to.
#[derive(Clone, Debug)]
pub(super) struct Siblings<'a>(HashSet<&'a str>);

impl<'a> Siblings<'a> {
    /// Of the field at a place; `None` of a parameter, and of what is no field.
    pub(super) fn of(root: &'a Value, field: &Pointer) -> Option<Self> {
        let (parent, _) = field.split_last()?;
        let (_, keyword) = parent.split_last()?;
        let siblings = parent.get(root).filter(|_| keyword == "properties")?;
        let names = siblings.as_object().into_iter().flat_map(Map::keys);
        Some(Self(names.map(String::as_str).collect()))
    }

    /// Whether at least half of the fields are fields of both objects.
    pub(super) fn are_alike(&self, other: &Self) -> bool {
        let shared = self.0.intersection(&other.0).count();
        2 * shared >= self.0.len().max(other.0.len())
    }
}
