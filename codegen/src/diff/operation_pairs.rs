//! Which operations of two documents are the same, and which paths were added, removed or moved as a whole.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::pairing::Pairs;
use crate::openapi::{Description, Fingerprint, Operation};

/// Operations of two documents.
pub(super) struct OperationPairs<'c, 'd> {
    /// With the same path and method, or reached at the same address by the same method.
    pub(super) same: Vec<(&'c Operation<'d>, &'c Operation<'d>)>,
    /// With another path or method.
    pub(super) moved: Vec<(&'c Operation<'d>, &'c Operation<'d>)>,
    pub(super) removed: Vec<&'c Operation<'d>>,
    pub(super) added: Vec<&'c Operation<'d>>,
}

/// Pairs operations by address and method, which also finds those whose path took over a part of the server's URL; then by
/// path and method, and what is left by `operationId` or else by what they say.
pub(super) fn pair<'c, 'd>(
    old: &'c Description<'d>,
    new: &'c Description<'d>,
) -> OperationPairs<'c, 'd> {
    let pairs = Pairs::new(&old.operations, &new.operations)
        .by(|one| Some((one.addresses(one.path), one.method)))
        .by(|one| Some((one.path, one.method)))
        .by(|one| Some((one.addresses(&one.path_shape()), one.method)))
        .by(|one| Some((one.path_shape(), one.method)));
    let same = pairs.both;
    let left = Pairs::new(pairs.removed, pairs.added)
        .by(|one| one.id)
        .by(|one| {
            let is_unnamed = one.id.is_none();
            is_unnamed.then(|| Fingerprint::of_unordered(one.node.value))
        });
    OperationPairs {
        same,
        moved: left.both,
        removed: left.removed,
        added: left.added,
    }
}

/// Whether calls of two operations go to the same place.
pub(super) fn is_same_address(old: &Operation<'_>, new: &Operation<'_>) -> bool {
    old.addresses(&old.path_shape()) == new.addresses(&new.path_shape())
}

/// Operations by path, where they are all that the path has; and the others.
pub(super) struct ByPath<'c, 'd> {
    pub(super) whole: IndexMap<&'d str, Vec<&'c Operation<'d>>>,
    pub(super) single: Vec<&'c Operation<'d>>,
}

pub(super) fn by_path<'c, 'd>(
    some: impl IntoIterator<Item = &'c Operation<'d>>,
    all: &Description<'d>,
) -> ByPath<'c, 'd>
where
    'd: 'c,
{
    let mut totals: HashMap<&str, usize> = HashMap::new();
    for one in &all.operations {
        *totals.entry(one.path).or_default() += 1;
    }
    let mut whole: IndexMap<&'d str, Vec<&'c Operation<'d>>> = IndexMap::new();
    for one in some {
        whole.entry(one.path).or_default().push(one);
    }
    let mut single = Vec::new();
    whole.retain(|path, operations| {
        let is_whole = totals.get(path) == Some(&operations.len());
        if !is_whole {
            single.extend(operations.iter().copied());
        }
        is_whole
    });
    ByPath { whole, single }
}

/// The paths that moved with all their operations, by their old name.
pub(super) fn moved_paths<'d>(
    moved: &[(&Operation<'d>, &Operation<'d>)],
    old: &ByPath<'_, 'd>,
    new: &ByPath<'_, 'd>,
) -> IndexMap<&'d str, &'d str> {
    let mut by_path: IndexMap<&'d str, Vec<(&Operation<'d>, &Operation<'d>)>> = IndexMap::new();
    for pair in moved {
        by_path.entry(pair.0.path).or_default().push(*pair);
    }
    let moved = by_path.into_iter().filter_map(|(from, pairs)| {
        let to = pairs.first()?.1.path;
        let is_whole = old.whole.contains_key(from)
            && new.whole.get(to).map(Vec::len) == Some(pairs.len())
            && pairs
                .iter()
                .all(|(was, is)| is.path == to && was.method == is.method);
        is_whole.then_some((from, to))
    });
    moved.collect()
}
