//! The longest prefix of a target that still selects something.

use serde_json::Value;
use serde_json_path::JsonPath;
use similar::TextDiff;

use super::node_path::{NodePath, select};

/// Names that are less similar than this have nothing to do with each other.
const MIN_SIMILARITY: f32 = 0.7;

/// A target, split where it stops selecting anything.
pub(super) struct LongestMatch<'a> {
    /// The longest prefix of the target that selects a node.
    pub(super) prefix: &'a str,
    /// The first node that the prefix selects.
    node: NodePath,
    /// The rest of the target, which selects nothing.
    pub(super) rest: &'a str,
    /// The member name that the rest starts with.
    name: Option<&'a str>,
    /// Whether that name is all of the rest.
    pub(super) is_last: bool,
}

impl<'a> LongestMatch<'a> {
    pub(super) fn of(target: &'a str, document: &Value) -> Option<Self> {
        let ends = target.char_indices().rev();
        let ends = ends.filter_map(|(at, letter)| matches!(letter, '.' | '[').then_some(at));
        for end in ends {
            let (prefix, rest) = target.split_at(end);
            // A prefix that ends inside a name or filter does not parse.
            let Ok(path) = JsonPath::parse(prefix) else {
                continue;
            };
            if let Some(node) = select(&path, document).into_iter().next() {
                let (name, remainder) = first_member(rest).unzip();
                return Some(Self {
                    prefix,
                    node,
                    rest,
                    name,
                    is_last: remainder == Some(""),
                });
            }
        }
        None
    }

    /// The existing member whose name is most similar to the missing one.
    pub(super) fn similar_name<'doc>(&self, document: &'doc Value) -> Option<&'doc str> {
        let wanted = self.name?;
        let members = self.node.get(document)?.as_object()?;
        let similarities = members.keys().map(|name| {
            let ratio = TextDiff::from_chars(wanted, name).ratio();
            (name.as_str(), ratio)
        });
        let best = similarities.max_by(|one, other| one.1.total_cmp(&other.1));
        best.filter(|(_, ratio)| *ratio >= MIN_SIMILARITY)
            .map(|(name, _)| name)
    }
}

/// The member name that a path starts with, `.name` or `['name']`, and the remainder.
fn first_member(path: &str) -> Option<(&str, &str)> {
    if let Some(rest) = path.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, remainder) = rest.split_at(end);
        return (!matches!(name, "" | "*")).then_some((name, remainder));
    }
    let quoted = path.strip_prefix('[')?;
    let quote = quoted
        .chars()
        .next()
        .filter(|quote| "'\"".contains(*quote))?;
    let (name, remainder) = quoted[1..].split_once(quote)?;
    Some((name, remainder.strip_prefix(']')?))
}
