//! Values of a document with their places.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::sparse::{Empty, Sparse};
use crate::pointer::Pointer;

/// Stands for a member that a document does not have.
static NULL: Value = Value::Null;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<'d> {
    pub value: &'d Value,
    pub at: Pointer,
}

/// The `x-` members of an object, by name.
pub type Extensions<'d> = Sparse<IndexMap<&'d str, Node<'d>>>;

impl<'d> Empty for IndexMap<&'d str, Node<'d>> {
    fn empty<'a>() -> &'a Self
    where
        Self: 'a,
    {
        static EMPTY: LazyLock<IndexMap<&'static str, Node<'static>>> =
            LazyLock::new(IndexMap::new);
        &EMPTY
    }
}

impl<'d> Node<'d> {
    #[must_use]
    pub fn root(value: &'d Value) -> Self {
        let at = Pointer::root();
        Self { value, at }
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        let at = self.at.child(name);
        Some(Self { value, at })
    }

    /// The member, or `null` in its place.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        self.get(name).unwrap_or_else(|| Self {
            value: &NULL,
            at: self.at.child(name),
        })
    }

    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'d str> {
        self.value.get(name)?.as_str()
    }

    /// A text to read. Blank text says nothing, as if the member were absent.
    #[must_use]
    pub fn prose(&self, name: &str) -> Option<&'d str> {
        let blank = |one: char| one.is_whitespace() || is_invisible(one);
        self.text(name).filter(|text| !text.chars().all(blank))
    }

    /// Whether the member is `true`.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }

    /// The members; none where it is not an object.
    pub fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let at = self.at.clone();
        let members = self.value.as_object().into_iter().flat_map(Map::iter);
        members.map(move |(name, value)| {
            let at = at.child(name);
            (name.as_str(), Self { value, at })
        })
    }

    /// The entries; none where it is not an array.
    pub fn entries(&self) -> impl Iterator<Item = Self> + use<'d> {
        let at = self.at.clone();
        let entries = self.value.as_array().into_iter().flatten().enumerate();
        entries.map(move |(index, value)| {
            let at = at.child(index);
            Self { value, at }
        })
    }

    /// The entries that are strings.
    pub fn texts(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    #[must_use]
    pub fn extensions(&self) -> Extensions<'d> {
        self.members()
            .filter(|(name, _)| name.starts_with("x-"))
            .collect()
    }

    /// Tells the value apart from every other value of all documents.
    #[must_use]
    pub fn identity(&self) -> usize {
        std::ptr::from_ref(self.value) as usize
    }
}

/// Control and formatting characters, among them those that change the direction of text.
#[must_use]
pub fn is_invisible(one: char) -> bool {
    one.is_control()
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
