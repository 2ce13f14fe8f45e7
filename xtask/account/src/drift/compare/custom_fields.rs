//! The custom fields of an account.

use std::collections::BTreeSet;

use hellodialog_codegen::Pointer;
use serde_json::Value;

use super::observations::Observations;
use super::places::Places;
use super::sample::{Record, Sample};
use crate::drift::privacy::{NameContext, may_show_name};

/// The names of custom fields, by the object that may have them.
pub(crate) struct CustomFields {
    objects: Vec<CustomObject>,
}

struct CustomObject {
    at: Pointer,
    /// The described members.
    listed: BTreeSet<String>,
    names: BTreeSet<String>,
    /// Its `x-additional-properties`.
    rest: Value,
}

/// More names than this are keys of a map, if few objects share them.
const MAX_MEMBERS: usize = 100;

/// Which names of an object may be shown.
pub(crate) struct DisplayNames<'r> {
    pub(crate) listed: Vec<(&'r str, &'r Sample)>,
    /// The number of custom fields.
    pub(crate) custom: usize,
    /// The number of names that may be data.
    pub(crate) hidden: usize,
    /// Whether the names are keys of a map. Then none of them is listed.
    pub(crate) is_map: bool,
    /// The number of names that more than one object has.
    pub(crate) shared: usize,
    /// The `x-additional-properties` for the names that are not listed.
    pub(crate) rest: Option<Value>,
}

impl CustomFields {
    pub(crate) fn of(places: &Places<'_>, observations: &Observations) -> Self {
        let objects = observations.objects.iter();
        let objects = objects.filter_map(|(at, observed)| {
            let rest = at
                .get(places.document)?
                .get("x-additional-properties")?
                .clone();
            Some(CustomObject {
                at: at.clone(),
                listed: listed(places, at),
                names: observed.custom.clone(),
                rest,
            })
        });
        Self {
            objects: objects.collect(),
        }
    }

    /// The number of different names.
    pub(crate) fn count(&self) -> usize {
        let names = self.objects.iter().flat_map(|object| &object.names);
        names.collect::<BTreeSet<_>>().len()
    }

    /// A reference to the object with custom fields that this object looks like.
    pub(crate) fn reference(&self, record: &Record) -> Option<String> {
        let like = self.objects.iter().find(|object| object.is_like(record))?;
        Some(like.at.to_string())
    }

    /// Which names of an undescribed object may be shown.
    pub(crate) fn display_names<'r>(
        &self,
        record: &'r Record,
        place: NameContext,
    ) -> DisplayNames<'r> {
        let like = self.objects.iter().find(|object| object.is_like(record));
        let is_own = |name: &str| like.is_some_and(|object| object.names.contains(name));
        let (custom, others): (Vec<_>, Vec<_>) =
            record.members.iter().partition(|(name, _)| is_own(name));
        let shared = others.iter().filter(|(_, sample)| sample.total() > 1);
        let shared = shared.count();
        let is_map = custom.is_empty() && is_map(record.objects, others.len(), shared, place);
        let (listed, hidden): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(name, sample)| !is_map && may_show_name(name, sample.total(), place));
        let rest = match (custom.is_empty(), hidden.is_empty()) {
            (true, true) => None,
            (false, _) => like.map(|object| object.rest.clone()),
            (true, false) => Some(serde_json::json!({
                "name": "extra",
                "description": "Members whose names differ from object to object.",
            })),
        };
        DisplayNames {
            listed: listed
                .into_iter()
                .map(|(name, sample)| (name.as_str(), sample))
                .collect(),
            custom: custom.len(),
            hidden: hidden.len(),
            is_map,
            shared,
            rest,
        }
    }
}

/// Whether the names of objects are keys of a map. `shared` names are in several objects.
fn is_map(objects: usize, names: usize, shared: usize, place: NameContext) -> bool {
    if names > MAX_MEMBERS {
        return shared * 10 < names;
    }
    let may_be = match place {
        NameContext::Inside => true,
        NameContext::Described | NameContext::Undescribed => objects > 1,
        NameContext::Response => false,
    };
    may_be && names > 0 && shared == 0
}

impl CustomObject {
    /// Whether `record` has at least half of the described members.
    fn is_like(&self, record: &Record) -> bool {
        let shared = self.listed.iter();
        let shared = shared.filter(|name| record.members.contains_key(*name));
        !self.listed.is_empty() && shared.count() * 2 >= self.listed.len()
    }
}

fn listed(places: &Places<'_>, at: &Pointer) -> BTreeSet<String> {
    let object = places.object(at).into_iter();
    let members = object.flat_map(|object| &object.members);
    members.map(|member| member.name.clone()).collect()
}
