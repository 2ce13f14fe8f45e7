//! Maps and sets that are empty in most places.

use std::hash::Hash;
use std::ops::Deref;
use std::sync::LazyLock;

use indexmap::{IndexMap, IndexSet};

/// A map or set that takes one word while it is empty: a large document has many schemas.
#[derive(Clone, Debug)]
pub struct Sparse<M>(Option<Box<M>>);

impl<K: Hash + Eq, V> FromIterator<(K, V)> for Sparse<IndexMap<K, V>> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut map: IndexMap<K, V> = members.into_iter().collect();
        map.shrink_to_fit();
        Self((!map.is_empty()).then(|| Box::new(map)))
    }
}

impl<T: Hash + Eq> FromIterator<T> for Sparse<IndexSet<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut set: IndexSet<T> = members.into_iter().collect();
        set.shrink_to_fit();
        Self((!set.is_empty()).then(|| Box::new(set)))
    }
}

/// A map or set that has an empty one to lend.
pub trait Empty {
    fn empty<'a>() -> &'a Self
    where
        Self: 'a;
}

impl Empty for IndexSet<&str> {
    fn empty<'a>() -> &'a Self
    where
        Self: 'a,
    {
        static EMPTY: LazyLock<IndexSet<&'static str>> = LazyLock::new(IndexSet::new);
        &EMPTY
    }
}

impl<M: Empty> Deref for Sparse<M> {
    type Target = M;

    fn deref(&self) -> &M {
        self.0.as_deref().unwrap_or_else(|| M::empty())
    }
}

#[expect(clippy::into_iter_without_iter, reason = "the map or set has `iter`")]
impl<'a, M: Empty> IntoIterator for &'a Sparse<M>
where
    &'a M: IntoIterator,
{
    type Item = <&'a M as IntoIterator>::Item;
    type IntoIter = <&'a M as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        (**self).into_iter()
    }
}
