//! The members that an account has added to objects of the API.

use std::collections::BTreeSet;

use hellodialog_codegen::Pointer;
use serde_json::Value;

use super::observations::Observations;
use super::sample::{Record, Sample};
use super::schema::{Kind, Schema};
use crate::drift::privacy::{NameContext, may_show_name};

/// The names that are an account's own, by the object that may hold them.
pub(crate) struct CustomFields {
    objects: Vec<CustomObject>,
}

struct CustomObject {
    at: Pointer,
    /// What the description lists beside them.
    listed: BTreeSet<String>,
    names: BTreeSet<String>,
    /// Its `x-rest`.
    rest: Value,
}

/// More names than these are hardly members, if few objects share them.
const MOST_MEMBERS: usize = 100;

/// What may be shown of an object, and what not.
pub(crate) struct Shown<'r> {
    pub(crate) listed: Vec<(&'r str, &'r Sample)>,
    /// How many names are the account's own.
    pub(crate) custom: usize,
    /// How many names may be data.
    pub(crate) hidden: usize,
    /// Whether the names are keys of a map, which may be anything; then none is listed.
    pub(crate) is_map: bool,
    /// How many names were in more than one object.
    pub(crate) shared: usize,
    /// What `x-rest` is to say of those that are not listed.
    pub(crate) rest: Option<Value>,
}

impl CustomFields {
    pub(crate) fn of(document: &Value, observations: &Observations) -> Self {
        let objects = observations.objects.iter();
        let objects = objects.filter_map(|(at, seen)| {
            let rest = at.get(document)?.get("x-rest")?.clone();
            Some(CustomObject {
                at: at.clone(),
                listed: listed(document, at),
                names: seen.custom.clone(),
                rest,
            })
        });
        Self {
            objects: objects.collect(),
        }
    }

    /// How many names there are.
    pub(crate) fn count(&self) -> usize {
        let names = self.objects.iter().flat_map(|object| &object.names);
        names.collect::<BTreeSet<_>>().len()
    }

    /// A reference to the object that may hold an account's own members and looks like this one.
    pub(crate) fn reference(&self, record: &Record) -> Option<String> {
        let like = self.objects.iter().find(|object| object.is_like(record))?;
        Some(like.at.to_string())
    }

    /// What may be shown of an object of which nothing is described.
    pub(crate) fn shown<'r>(&self, record: &'r Record, place: NameContext) -> Shown<'r> {
        let like = self.objects.iter().find(|object| object.is_like(record));
        let is_own = |name: &str| like.is_some_and(|object| object.names.contains(name));
        let (custom, others): (Vec<_>, Vec<_>) =
            record.members.iter().partition(|(name, _)| is_own(name));
        let shared = others.iter().filter(|(_, sample)| sample.seen() > 1);
        let shared = shared.count();
        let is_map = custom.is_empty() && is_map(record.objects, others.len(), shared, place);
        let (listed, hidden): (Vec<_>, Vec<_>) = others
            .into_iter()
            .partition(|(name, sample)| !is_map && may_show_name(name, sample.seen(), place));
        let rest = match (custom.is_empty(), hidden.is_empty()) {
            (true, true) => None,
            (false, _) => like.map(|object| object.rest.clone()),
            (true, false) => Some(serde_json::json!({
                "name": "extra",
                "description": "Members whose names differ from object to object.",
            })),
        };
        Shown {
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

/// Whether `names` of so many `objects`, of which so many are `shared`, are keys of a map.
fn is_map(objects: usize, names: usize, shared: usize, place: NameContext) -> bool {
    if names > MOST_MEMBERS {
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
    /// Whether the object has at least half of the members that this one lists.
    fn is_like(&self, record: &Record) -> bool {
        let shared = self.listed.iter();
        let shared = shared.filter(|name| record.members.contains_key(*name));
        !self.listed.is_empty() && shared.count() * 2 >= self.listed.len()
    }
}

fn listed(document: &Value, at: &Pointer) -> BTreeSet<String> {
    match Schema::at(document, at).kind {
        Kind::Object(object) => object
            .members
            .iter()
            .map(|member| member.name.to_owned())
            .collect(),
        _ => BTreeSet::new(),
    }
}
