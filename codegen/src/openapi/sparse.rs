//! Maps and sets that are empty in most places.

use std::hash::Hash;
use std::ops::Deref;
use std::sync::LazyLock;

use indexmap::{IndexMap, IndexSet};

use super::node::Node;
use super::schema::Property;

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

macro_rules! deref {
    ($target:ty, $empty:ty) => {
        impl<'d> Deref for Sparse<$target> {
            type Target = $target;

            fn deref(&self) -> &$target {
                static EMPTY: LazyLock<$empty> = LazyLock::new(<$empty>::new);
                self.0.as_deref().unwrap_or_else(|| &EMPTY)
            }
        }

        impl<'a, 'd> IntoIterator for &'a Sparse<$target> {
            type Item = <&'a $target as IntoIterator>::Item;
            type IntoIter = <&'a $target as IntoIterator>::IntoIter;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

deref!(
    IndexMap<&'d str, Property>,
    IndexMap<&'static str, Property>
);
deref!(
    IndexMap<&'d str, Node<'d>>,
    IndexMap<&'static str, Node<'static>>
);
deref!(IndexSet<&'d str>, IndexSet<&'static str>);
