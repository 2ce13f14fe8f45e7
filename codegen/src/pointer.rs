//! JSON pointers: where something stands in a document.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

/// A JSON pointer (RFC 6901) into the patched document.
///
/// A document has many places, most of them inside of each other, so pointers share their steps.
#[derive(Clone, Default)]
pub struct Pointer(Option<Arc<Step>>);

/// The last step of a pointer.
struct Step {
    parent: Pointer,
    /// The name of a member or the index of an entry, unescaped.
    name: Box<str>,
}

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Parses a pointer as RFC 6901 writes it, empty or with a `/` first, or as [`Display`](fmt::Display) does.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let names = text.split('/').skip(1);
        names.fold(Self::root(), |pointer, name| {
            pointer.child(name.replace("~1", "/").replace("~0", "~"))
        })
    }

    /// Parses the fragment of a reference, which is percent-encoded; `None` if it is another kind of name, an anchor.
    #[must_use]
    pub fn of_fragment(fragment: &str) -> Option<Self> {
        let text = percent_decode_str(fragment).decode_utf8_lossy();
        (text.is_empty() || text.starts_with('/')).then(|| Self::of(&text))
    }

    /// The member names and indices, unescaped.
    #[must_use]
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        let mut names: Vec<&str> = self.names().collect();
        names.reverse();
        names.into_iter()
    }

    /// The segments from the last to the first.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.places()
            .filter_map(|place| Some(place.split_last()?.1))
    }

    /// This place, the parent, its parent, and so on up to the whole document.
    pub fn places(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |place| Some(place.split_last()?.0))
    }

    /// The parent, its parent, and so on up to the whole document.
    pub fn ancestors(&self) -> impl Iterator<Item = &Self> {
        self.places().skip(1)
    }

    /// The parent and the last segment; `None` for the whole document.
    #[must_use]
    pub fn split_last(&self) -> Option<(&Self, &str)> {
        let step = self.0.as_deref()?;
        Some((&step.parent, &step.name))
    }

    /// Whether this is the place `other`, or inside it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let deeper = self.names().count().checked_sub(other.names().count());
        deeper.is_some_and(|steps| self.places().nth(steps) == Some(other))
    }

    /// The value at this place of a document.
    #[must_use]
    pub fn get<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(&self.text())
    }

    /// As RFC 6901 writes it.
    fn text(&self) -> String {
        let mut text = String::new();
        for name in self.segments() {
            text.push('/');
            text.push_str(&name.replace('~', "~0").replace('/', "~1"));
        }
        text
    }

    /// The member or entry `name` of this place.
    #[must_use]
    pub fn child(&self, name: impl fmt::Display) -> Self {
        let parent = self.clone();
        let name = name.to_string().into();
        Self(Some(Arc::new(Step { parent, name })))
    }

    /// The place that `path` leads to from here.
    #[must_use]
    pub fn join<const N: usize>(&self, path: [&str; N]) -> Self {
        path.iter()
            .fold(self.clone(), |pointer, name| pointer.child(name))
    }
}

// These go from step to step in a loop: recursion would exhaust the stack on the long pointer of a hostile document.

impl Drop for Step {
    fn drop(&mut self) {
        let mut next = self.parent.0.take();
        while let Some(mut step) = next.and_then(Arc::into_inner) {
            next = step.parent.0.take();
        }
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        let (mut one, mut other) = (self, other);
        loop {
            match (&one.0, &other.0) {
                (Some(own), Some(others)) if Arc::ptr_eq(own, others) => return true,
                (Some(own), Some(others)) if own.name == others.name => {
                    (one, other) = (&own.parent, &others.parent);
                }
                (None, None) => return true,
                _ => return false,
            }
        }
    }
}

impl Eq for Pointer {}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.names().for_each(|name| name.hash(state));
    }
}

/// A place comes before what is in it.
impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.segments().cmp(other.segments())
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6901, section 5.
    #[test]
    fn pointers_lead_where_the_standard_says() {
        let document = serde_json::json!({
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
        });
        let get = |text: &str| Pointer::of(text).get(&document);
        assert_eq!(get(""), Some(&document));
        assert_eq!(get("/foo"), document.get("foo"));
        assert_eq!(get("/foo/0"), Some(&"bar".into()));
        let texts = [
            "/", "/a~1b", "/c%d", "/e^f", "/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n",
        ];
        for (number, text) in texts.into_iter().enumerate() {
            assert_eq!(get(text), Some(&number.into()), "{text}");
            let printed = Pointer::of(text).to_string();
            assert_eq!(printed, format!("#{text}"));
            assert_eq!(Pointer::of(&printed), Pointer::of(text));
        }
        assert_eq!(Pointer::of("/~01").segments().collect::<Vec<_>>(), ["~1"]);
    }

    #[test]
    fn a_place_is_within_itself_and_what_contains_it() {
        let place = Pointer::of("/paths/~1a/get");
        for around in ["/paths/~1a/get", "/paths/~1a", "/paths", ""] {
            assert!(place.is_within(&Pointer::of(around)), "{around}");
        }
        for other in [
            "/paths/~1a/get/x",
            "/paths/~1a/g",
            "/paths/~1b",
            "/path",
            "/get",
        ] {
            assert!(!place.is_within(&Pointer::of(other)), "{other}");
        }
        let ancestors: Vec<String> = place.ancestors().map(Pointer::to_string).collect();
        assert_eq!(ancestors, ["#/paths/~1a", "#/paths", "#"]);
    }

    #[test]
    fn a_very_long_pointer_does_not_exhaust_the_stack() {
        let text = "/a".repeat(1_000_000);
        let (one, other) = (Pointer::of(&text), Pointer::of(&text));
        assert_eq!(one, other);
        let all = std::collections::HashSet::from([one]);
        assert!(all.contains(&other));
        assert_eq!(other.get(&Value::Null), None);
    }
}
