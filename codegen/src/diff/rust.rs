//! The public APIs of the two generated crates, compared, and the version that follows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::change::{Change, Document};
use super::input::Input;
use super::items::Items;
use super::rule::Level;
use crate::error::Error;
use crate::generate::lower_document;
use crate::listing::{self, Arguments};
use crate::{emit, openapi};

/// What the changes mean for the crate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Rust {
    /// Both documents can be generated.
    Compared(Comparison),
    /// One of the documents cannot.
    Refused(Refusal),
}

/// The public APIs of two crates, compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The version of the old crate.
    pub version: String,
    pub bump: Bump,
    pub next_version: String,
    /// Why the version follows.
    pub reason: String,
    /// Lines that only the old public API has.
    pub removed: Vec<String>,
    /// Lines that only the new public API has.
    pub added: Vec<String>,
    /// What changes for users of the crate although no line of the public API and no change of the API shows it, such as
    /// arguments in another order.
    pub reordered: Vec<String>,
    /// Whether code of the crate's users no longer compiles, or means something else.
    pub breaks: bool,
}

impl Comparison {
    /// Whether `version` is high enough for what has changed.
    #[must_use]
    pub fn allows(&self, version: &str) -> bool {
        match (numbers(version), numbers(&self.next_version)) {
            (Some(version), Some(least)) => version >= least,
            // Without three numbers there is no next version either.
            _ => true,
        }
    }
}

/// Why a document cannot be generated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Refusal {
    pub document: Document,
    /// The first problem.
    pub reason: String,
    /// The number of all problems.
    pub problems: usize,
}

/// The part of the version that is incremented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    None,
    Patch,
    Minor,
    Major,
}

/// Compares the two crates, and notes the items that each change affects.
pub(super) fn compare(
    old: &Input<'_>,
    new: &Input<'_>,
    changes: &mut [Change],
) -> Result<Rust, Error> {
    let (before, after) = (Crate::of(old)?, Crate::of(new)?);
    let none = Items::default();
    let items = |one: &Result<Crate, Reason>| {
        one.as_ref()
            .map_or_else(|_| none.clone(), |one| one.items.clone())
    };
    let (old_items, new_items) = (items(&before), items(&after));
    for change in changes.iter_mut() {
        change.rust = match change.document {
            Document::Old => old_items.of(&change.pointer, &change.operations),
            Document::New => new_items.of(&change.pointer, &change.operations),
        };
        if let Some(was) = &change.was {
            let was = old_items.of(was, &[]);
            change.rust.splice(0..0, was);
            change.rust.dedup();
        }
    }
    Ok(match (before, after) {
        (Ok(before), Ok(after)) => Rust::Compared(before.compared(&after, changes)),
        (Err(reason), _) => Rust::Refused(reason.of(Document::Old)),
        (_, Err(reason)) => Rust::Refused(reason.of(Document::New)),
    })
}

/// Why a document cannot be generated.
struct Reason {
    first: String,
    count: usize,
}

impl Reason {
    fn of(self, document: Document) -> Refusal {
        Refusal {
            document,
            reason: self.first,
            problems: self.count,
        }
    }
}

/// A generated crate.
struct Crate {
    version: String,
    api: BTreeSet<String>,
    arguments: BTreeMap<String, Arguments>,
    base_url: String,
    /// The URLs of all servers.
    servers: BTreeSet<String>,
    items: Items,
}

impl Crate {
    fn of(input: &Input<'_>) -> Result<Result<Self, Reason>, Error> {
        // Nobody generates a crate from it: lowering a large document to find that out takes longer than the comparison.
        if input.document.pointer("/info/x-crate").is_none() {
            return Ok(Err(Reason {
                first: "#/info: expected `x-crate`, found none".to_owned(),
                count: 1,
            }));
        }
        let api = match lower_document(input.name, input.document) {
            Ok((api, _)) => api,
            Err(Error::Invalid { problems, .. }) => {
                let first = problems.first();
                return Ok(Err(Reason {
                    first: first.map_or_else(String::new, |one| {
                        format!("{}: {}", one.pointer, one.message)
                    }),
                    count: problems.len(),
                }));
            }
            Err(other) => return Err(other),
        };
        let outlines = emit::sources(&api).map(|file| Ok(listing::outline(&file?)));
        let outlines = outlines.collect::<Result<Vec<_>, Error>>()?;
        Ok(Ok(Self {
            version: api.package.version.clone(),
            api: match input.api {
                Some(text) => listed(text),
                None => listing::public_api(&outlines).into_iter().collect(),
            },
            arguments: listing::arguments(&outlines),
            base_url: api.base_url.clone(),
            servers: openapi::server_urls(input.document),
            items: Items::new(&api),
        }))
    }

    fn compared(self, new: &Self, changes: &[Change]) -> Comparison {
        let removed: Vec<String> = self.api.difference(&new.api).cloned().collect();
        let added: Vec<String> = new.api.difference(&self.api).cloned().collect();
        let reordered = self.reordered(new);
        let (severity, reason) = severity(&removed, &added, &self.api, &reordered, changes);
        let (bump, next_version) = next(&self.version, severity);
        Comparison {
            bump,
            next_version,
            reason,
            removed,
            added,
            reordered,
            breaks: severity == Some(Level::Breaking),
            version: self.version,
        }
    }

    /// What follows from the order of a document although neither the listing nor a change shows it: arguments of the same
    /// types in another order, and another server to call by default.
    fn reordered(&self, new: &Self) -> Vec<String> {
        let arguments = self.arguments.iter().filter_map(|(method, was)| {
            let is = new.arguments.get(method)?;
            let names = |all: &Arguments| all.iter().map(|(name, _)| name.clone()).collect();
            let types = |all: &Arguments| all.iter().map(|(_, ty)| ty.clone()).collect();
            let (was_named, is_named): (Vec<String>, Vec<String>) = (names(was), names(is));
            let (was_typed, is_typed): (Vec<String>, Vec<String>) = (types(was), types(is));
            let is_same = |one: &[String], other: &[String]| {
                let sorted = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
                sorted(one) == sorted(other)
            };
            let is_swapped =
                was_named != is_named && is_same(&was_named, &is_named) && was_typed == is_typed;
            is_swapped.then(|| {
                let (was, is) = (was_named.join(", "), is_named.join(", "));
                format!("`{method}` takes `{is}`; it took `{was}`. The compiler does not notice.")
            })
        });
        // A server that is gone is a change of its own.
        let is_default_other =
            self.base_url != new.base_url && new.servers.contains(&self.base_url);
        let server = is_default_other.then(|| {
            let (was, is) = (&self.base_url, &new.base_url);
            format!("Calls go to `{is}` by default; they went to `{was}`.")
        });
        arguments.chain(server).collect()
    }
}

/// The items of a listing.
pub(super) fn listed(listing: &str) -> BTreeSet<String> {
    let lines = listing.lines().map(str::to_owned);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// How much the public API changed, and the reason in words.
pub(super) fn severity(
    removed: &[String],
    added: &[String],
    before: &BTreeSet<String>,
    reordered: &[String],
    changes: &[Change],
) -> (Option<Level>, String) {
    let lost = removed
        .iter()
        .filter(|line| !only_gains(line, added))
        .count();
    let closed = added
        .iter()
        .filter(|line| extends_closed(line, before))
        .count();
    if lost + closed > 0 {
        let lines = match lost + closed {
            1 => "1 line of the public API was".to_owned(),
            count => format!("{count} lines of the public API were"),
        };
        let reason = format!("{lines} changed or removed");
        (Some(Level::Breaking), reason)
    } else if !reordered.is_empty() {
        let reason = "the same code means something else: see the order of arguments".to_owned();
        (Some(Level::Breaking), reason)
    } else if !added.is_empty() {
        let reason = "the public API only has additions".to_owned();
        (Some(Level::Maybe), reason)
    } else if !changes.is_empty() {
        let reason = "the public API is unchanged; docs or behaviour changed".to_owned();
        (Some(Level::Compatible), reason)
    } else {
        (None, "nothing has changed".to_owned())
    }
}

/// Whether a line of derived traits is replaced by one that has all of them.
fn only_gains(line: &str, added: &[String]) -> bool {
    let Some((what, traits)) = line
        .split_once(": ")
        .filter(|_| line.starts_with("derive "))
    else {
        return false;
    };
    added.iter().any(|other| {
        other.split_once(": ").is_some_and(|(other, more)| {
            let more: Vec<&str> = more.split(" + ").collect();
            other == what && traits.split(" + ").all(|one| more.contains(&one))
        })
    })
}

/// Whether a line adds a variant or field to a type that is not `#[non_exhaustive]`.
fn extends_closed(line: &str, before: &BTreeSet<String>) -> bool {
    let owner = |word: &str| {
        let path = line.strip_prefix(word)?.split([' ', '(']).next()?;
        let (owner, _) = path.trim_end_matches(':').rsplit_once("::")?;
        Some(owner.to_owned())
    };
    let is_closed = |word: &str, owner: String| {
        let start = format!("{word} {owner}");
        let lines = before
            .range(start.clone()..)
            .map_while(|line| line.strip_prefix(&start));
        // With its generics, and without `#[non_exhaustive]`.
        let mut ends = lines.filter(|end| end.is_empty() || end.starts_with('<'));
        ends.any(|end| !end.ends_with("#[non_exhaustive]"))
    };
    owner("variant ").is_some_and(|owner| is_closed("enum", owner))
        || owner("field ").is_some_and(|owner| is_closed("struct", owner))
}

/// The next version by semver. Before 1.0, breaking changes increment the second number and all others the third.
pub(super) fn next(version: &str, severity: Option<Level>) -> (Bump, String) {
    let Some([major, minor, patch]) = numbers(version) else {
        return (Bump::None, version.to_owned());
    };
    let bump = match (severity, major) {
        (None, _) => Bump::None,
        (Some(Level::Breaking), 1..) => Bump::Major,
        (Some(Level::Breaking), 0) | (Some(Level::Maybe), 1..) => Bump::Minor,
        _ => Bump::Patch,
    };
    let next = match bump {
        Bump::None => version.to_owned(),
        Bump::Patch => format!("{major}.{minor}.{}", patch + 1),
        Bump::Minor => format!("{major}.{}.0", minor + 1),
        Bump::Major => format!("{}.0.0", major + 1),
    };
    (bump, next)
}

/// The three numbers of a version.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let release = version.split(['-', '+']).next()?;
    let numbers: Vec<u64> = release
        .split('.')
        .filter_map(|number| number.parse().ok())
        .collect();
    numbers.try_into().ok()
}
