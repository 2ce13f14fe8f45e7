//! How far a target that selects nothing leads, and what is there instead.

use serde_json::Value;
use serde_json_path::JsonPath;
use similar::TextDiff;

use super::select::{Location, select};

/// How far a target leads.
pub(super) struct Missing<'a> {
    /// The longest beginning of the path that selects something.
    pub(super) path: &'a str,
    /// What it selects first.
    at: Location,
    /// The rest of the path, which selects nothing.
    pub(super) rest: &'a str,
    /// The name of the member that the rest begins with, if it does.
    name: Option<&'a str>,
    /// That name is all of the rest.
    pub(super) is_last: bool,
}

impl<'a> Missing<'a> {
    pub(super) fn of(path: &'a str, document: &Value) -> Option<Self> {
        let ends = path.char_indices().rev();
        let ends = ends.filter_map(|(at, letter)| matches!(letter, '.' | '[').then_some(at));
        for end in ends {
            let (path, rest) = path.split_at(end);
            // What ends within a name or filter is no path.
            let Ok(parsed) = JsonPath::parse(path) else {
                continue;
            };
            if let Some(at) = select(&parsed, document).into_iter().next() {
                let (name, behind) = member(rest).unzip();
                return Some(Self {
                    path,
                    at,
                    rest,
                    name,
                    is_last: behind == Some(""),
                });
            }
        }
        None
    }

    /// The member there whose name is most like the one that is missing.
    pub(super) fn nearest<'doc>(&self, document: &'doc Value) -> Option<&'doc str> {
        /// Below this, names have nothing to do with each other.
        const LIKE: f32 = 0.7;
        let wanted = self.name?;
        let members = self.at.get(document)?.as_object()?;
        let likeness = members.keys().map(|name| {
            let ratio = TextDiff::from_chars(wanted, name).ratio();
            (name.as_str(), ratio)
        });
        let best = likeness.max_by(|one, other| one.1.total_cmp(&other.1));
        best.filter(|(_, ratio)| *ratio >= LIKE)
            .map(|(name, _)| name)
    }
}

/// The name of the member that a path begins with, `.name` or `['name']`, and what comes behind.
fn member(path: &str) -> Option<(&str, &str)> {
    if let Some(rest) = path.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        return (!matches!(name, "" | "*")).then_some((name, behind));
    }
    let quoted = path.strip_prefix('[')?;
    let quote = quoted
        .chars()
        .next()
        .filter(|quote| "'\"".contains(*quote))?;
    let (name, behind) = quoted[1..].split_once(quote)?;
    Some((name, behind.strip_prefix(']')?))
}
