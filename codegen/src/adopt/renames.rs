//! Names that a new document replaces, as the targets of patches use them.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diff::Change;
use crate::openapi::{self, Operation};
use crate::pointer::Pointer;
use crate::suggest;
use crate::vocabulary::RUST_NAMES;

/// A name and the one that replaces it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rename {
    pub(super) was: String,
    pub(super) is: String,
}

/// The targets that select more in the new document once they have the new names, with the first of these.
pub(super) fn follow(
    targets: &HashSet<String>,
    renames: &[Rename],
    new: &Value,
) -> HashMap<String, (Rename, String)> {
    let followed = targets.iter().filter_map(|target| {
        let (rename, followed) = followed(target, renames, new)?;
        Some((target.clone(), (rename.clone(), followed)))
    });
    followed.collect()
}

/// The names of fields, schemas, operations, tags and path parameters that a new document replaces.
pub(super) fn of(old: &Value, new: &Value, changes: &[Change]) -> Vec<Rename> {
    let mut renames = IndexSet::new();
    let mut add = |was: &str, is: &str| {
        if was != is {
            let (was, is) = (was.to_owned(), is.to_owned());
            renames.insert(Rename { was, is });
        }
    };
    for change in changes {
        let last = |pointer: &str| Some(Pointer::of(pointer).split_last()?.1.to_owned());
        let was = change.was.as_deref().and_then(last);
        if let (Some(was), Some(is)) = (was, last(&change.pointer)) {
            add(&was, &is);
        }
    }
    let ((old, _), (new, _)) = (openapi::read(old), openapi::read(new));
    let old = old.operations.iter().map(|one| (one.shape(), one));
    let old: HashMap<String, &Operation<'_>> = old.collect();
    for is in &new.operations {
        let Some(was) = old.get(&is.shape()) else {
            continue;
        };
        add(was.path, is.path);
        was.path_names()
            .zip(is.path_names())
            .chain(was.id.zip(is.id))
            .for_each(|(was, is)| add(was, is));
        if was.tags.len() == is.tags.len() {
            was.tags
                .iter()
                .zip(&is.tags)
                .for_each(|(was, is)| add(was, is));
        }
    }
    renames.into_iter().collect()
}

/// A pointer in a URI fragment with the new names.
pub(super) fn follow_pointer(pointer: &str, renames: &[Rename]) -> String {
    let pointer = Pointer::of(pointer);
    let segments = pointer.segments().map(|segment| {
        let rename = renames.iter().find(|one| one.was == segment);
        rename.map_or(segment, |rename| &rename.is)
    });
    let now = segments.fold(Pointer::root(), |now, segment| now.child(segment));
    now.to_string()
}

/// The names that an action writes although a new document has them no more.
pub(super) fn written<'r>(
    update: &Value,
    renames: &'r [Rename],
    new: &HashSet<String>,
) -> Vec<&'r Rename> {
    let mut written = HashSet::new();
    add_names(update, &mut written);
    let is_old = |one: &&Rename| written.contains(&one.was) && !new.contains(&one.was);
    renames.iter().filter(is_old).collect()
}

/// All names in a value: keys, whole strings, and the parts of references. What a patch calls something in Rust is its
/// own choice.
pub(super) fn add_names(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::String(text) if text.starts_with("#/") => {
            names.extend(Pointer::of(text).segments().map(str::to_owned));
        }
        Value::String(text) => {
            names.insert(text.clone());
        }
        Value::Array(entries) => entries.iter().for_each(|entry| add_names(entry, names)),
        Value::Object(members) => {
            let is_of_document = |name: &str| !RUST_NAMES.contains(&name) && name != "x-aliases";
            for (name, member) in members.iter().filter(|(name, _)| is_of_document(name)) {
                names.insert(name.clone());
                add_names(member, names);
            }
        }
        _ => {}
    }
}

/// How many nodes a target selects.
pub(super) fn count(target: &str, document: &Value) -> usize {
    JsonPath::parse(target).map_or(0, |target| target.query(document).len())
}

/// A target with the new names, and the first of them; `None` if that selects no more.
fn followed<'r>(
    target: &str,
    renames: &'r [Rename],
    document: &Value,
) -> Option<(&'r Rename, String)> {
    let now = count(target, document);
    let used: Vec<&Rename> = renames
        .iter()
        .filter(|one| one.applied(target) != target)
        .collect();
    let all = used
        .iter()
        .fold(target.to_owned(), |target, one| one.applied(&target));
    let singles = used.iter().map(|one| (*one, one.applied(target)));
    let all = used.first().map(|one| (*one, all));
    all.into_iter()
        .chain(singles)
        .find(|(_, target)| count(target, document) > now)
}

impl Rename {
    /// A target with the new name for the old one, in quotes or after a dot.
    fn applied(&self, target: &str) -> String {
        let mut target = target.to_owned();
        for quote in ['\'', '"'] {
            let quoted = |name: &str| format!("{quote}{name}{quote}");
            target = target.replace(&quoted(&self.was), &quoted(&self.is));
        }
        let dotted = format!(".{}", self.was);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut result = String::new();
        let mut rest = target.as_str();
        while let Some((before, after)) = rest.split_once(&dotted) {
            let is_name = !after.starts_with(is_word);
            let name = if is_name {
                suggest::member(&self.is)
            } else {
                dotted.clone()
            };
            result.extend([before, &name]);
            rest = after;
        }
        result + rest
    }
}
