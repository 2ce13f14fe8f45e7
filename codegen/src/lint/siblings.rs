//! Whether fields of one name stand in objects that are alike: otherwise they say nothing about each other.

use std::collections::HashSet;

use serde_json::Map;

use super::index::SchemaIndex;
use super::kind::kind;
use crate::openapi::Node;
use crate::pointer::Pointer;

/// How many fields two objects must share to be alike: a few common names are shared by chance.
const LEAST: usize = 2;

/// The other fields of the object that a field belongs to, each with its kind. Objects with the same names and other kinds,
/// such as flags and the counts of the same things, are parallel and not alike.
#[derive(Clone, Debug)]
pub(super) struct Siblings<'a>(HashSet<(&'a str, Option<String>)>);

impl<'a> Siblings<'a> {
    /// Of the field at a place; `None` of a parameter, and of what is no field.
    pub(super) fn of(index: &SchemaIndex<'a>, field: &Pointer) -> Option<Self> {
        let (parent, own) = field.split_last()?;
        let (_, keyword) = parent.split_last()?;
        let siblings = parent
            .get(index.root())
            .filter(|_| keyword == "properties")?;
        let fields = siblings.as_object().into_iter().flat_map(Map::iter);
        let others = fields.filter(|(name, _)| **name != own);
        let kind_of = |name: &str, value| {
            let at = parent.child(name);
            let place = index.places.get(&Node { value, at }.identity())?;
            kind(index.schema(place.schema))
        };
        Some(Self(
            others
                .map(|(name, value)| (name.as_str(), kind_of(name, value)))
                .collect(),
        ))
    }

    /// Whether at least half of the fields are fields of both objects.
    pub(super) fn are_alike(&self, other: &Self) -> bool {
        let (shared, all) = self.shared(other);
        shared >= LEAST && 2 * shared >= all
    }

    /// Whether at least four fifths of the fields are fields of both objects.
    pub(super) fn are_nearly_equal(&self, other: &Self) -> bool {
        let (shared, all) = self.shared(other);
        shared >= LEAST && 5 * shared >= 4 * all
    }

    /// Whether at least half of the names are in both objects, and most of them are of another kind: an object of flags and one of
    /// the counts of the same things.
    pub(super) fn are_parallel(&self, other: &Self) -> bool {
        let others: HashSet<&str> = other.0.iter().map(|(name, _)| *name).collect();
        let named = self
            .0
            .iter()
            .filter(|(name, _)| others.contains(name))
            .count();
        let (shared, all) = self.shared(other);
        named >= LEAST && 2 * named >= all && 2 * shared < named
    }

    /// How many fields both objects have, of how many of the larger one.
    fn shared(&self, other: &Self) -> (usize, usize) {
        let shared = self.0.intersection(&other.0).count();
        (shared, self.0.len().max(other.0.len()))
    }
}
