//! A change: the document before and after it, and where `diff` must report it.

use serde_json::{Map, Value, json};

/// A change to the document.
pub struct Edit {
    /// The document before the change: the real document, or one with additional members that the
    /// change needs.
    pub old: Value,
    /// The document after the change.
    pub new: Value,
    /// The pointer to the changed place in the old document.
    pub site: String,
    /// Where `diff` must report the change.
    pub forward: String,
    /// Where `diff` must report the reverse change.
    pub back: String,
}

impl Edit {
    /// Both documents are equal. Changes are reported at `site` unless another place is set.
    pub fn at(spec: &Value, site: &str) -> Self {
        Self {
            old: spec.clone(),
            new: spec.clone(),
            site: site.to_owned(),
            forward: site.to_owned(),
            back: site.to_owned(),
        }
    }

    /// Appends `rest` to the places at which `diff` must report.
    pub fn reported_below(mut self, rest: &str) -> Self {
        self.forward.push_str(rest);
        self.back.push_str(rest);
        self
    }

    /// Sets the places at which `diff` must report.
    pub fn reported_at(mut self, forward: &str, back: &str) -> Self {
        forward.clone_into(&mut self.forward);
        back.clone_into(&mut self.back);
        self
    }

    /// Inserts a member into both documents.
    pub fn insert_in_both(mut self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        insert(&mut self.old, &self.site, key, value.clone());
        insert(&mut self.new, &self.site, key, value);
        self
    }

    /// Inserts a member into the new document, which is reported there.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        insert(&mut self.new, &self.site, key, value.into());
        self.reported_below(&format!("/{}", escape(key)))
    }

    /// Inserts a member into the new document.
    pub fn insert(mut self, key: &str, value: impl Into<Value>) -> Self {
        insert(&mut self.new, &self.site, key, value.into());
        self
    }

    /// Removes a member from both documents.
    pub fn remove_from_both(mut self, key: &str) -> Self {
        for document in [&mut self.old, &mut self.new] {
            members(document, &self.site).shift_remove(key);
        }
        self
    }

    /// Removes a member from the new document.
    pub fn remove(mut self, key: &str) -> Self {
        members(&mut self.new, &self.site).shift_remove(key);
        self
    }

    /// Appends an entry to a list in the new document, which is reported there.
    pub fn push(mut self, list: &str, value: Value) -> Self {
        let site = members(&mut self.new, &self.site);
        let entries = site.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        let entries = entries.as_array_mut().expect("a list");
        entries.push(value);
        let index = entries.len() - 1;
        self.reported_below(&format!("/{list}/{index}"))
    }

    /// Inserts a member of a member into the new document, which is reported there.
    pub fn set_below(mut self, key: &str, name: &str, value: Value) -> Self {
        insert(&mut self.new, &format!("{}/{key}", self.site), name, value);
        self.reported_below(&format!("/{key}/{}", escape(name)))
    }

    /// Makes a field of the object at the place required in the new document.
    pub fn require(mut self, name: &str) -> Self {
        let site = self.site.clone();
        require(&mut self.new, &site, name);
        self
    }

    /// Makes the field at the place optional in both documents.
    pub fn optional_in_both(mut self) -> Self {
        let (object, name) = object_and_name(&self.site);
        for document in [&mut self.old, &mut self.new] {
            if let Some(Value::Array(names)) = members(document, &object).get_mut("required") {
                names.retain(|one| *one != name);
            }
        }
        self
    }

    /// Makes the field at the place required in the new document.
    pub fn require_field(mut self) -> Self {
        let (object, name) = object_and_name(&self.site);
        require(&mut self.new, &object, &name);
        self
    }

    /// Replaces the schema at the place by a reference, to different components in the two documents.
    pub fn replace_by_references(mut self) -> Self {
        let schemas = "/components/schemas";
        for document in [&mut self.old, &mut self.new] {
            insert(document, schemas, "ZzOld", json!({"type": "boolean"}));
            insert(
                document,
                schemas,
                "ZzNew",
                json!({"type": "array", "items": {"type": "string"}}),
            );
        }
        for (document, name) in [(&mut self.old, "ZzOld"), (&mut self.new, "ZzNew")] {
            let place = document.pointer_mut(&self.site).expect("the place exists");
            *place = json!({"$ref": format!("#{schemas}/{name}")});
        }
        self
    }

    /// Renames the component at the place, and all references to it.
    pub fn rename_with_references(self) -> Self {
        let (_, old) = self.site.rsplit_once('/').expect("a place below the root");
        let (old, name) = (old.to_owned(), format!("{old}Zz"));
        let mut edit = self.rename(&name);
        rename_references(&mut edit.new, &old, &name);
        edit
    }

    /// Renames the member at the place in the new document.
    pub fn rename(mut self, name: &str) -> Self {
        let (parent, old) = self.site.rsplit_once('/').expect("a place below the root");
        let parent = parent.to_owned();
        let old = unescape(old);
        let map = members(&mut self.new, &parent);
        *map = std::mem::take(map)
            .into_iter()
            .map(|(key, value)| (if key == old { name.to_owned() } else { key }, value))
            .collect();
        let site = self.site.clone();
        self.reported_at(&format!("{parent}/{}", escape(name)), &site)
    }

    /// Removes the member at the place from the old document.
    pub fn remove_from_old(mut self) -> Self {
        let (parent, name) = self.site.rsplit_once('/').expect("a place below the root");
        members(&mut self.old, parent).shift_remove(&unescape(name));
        self
    }
}

pub fn members<'a>(document: &'a mut Value, site: &str) -> &'a mut Map<String, Value> {
    let place = document
        .pointer_mut(site)
        .unwrap_or_else(|| panic!("nothing at {site}"));
    place.as_object_mut().expect("an object")
}

fn insert(document: &mut Value, site: &str, key: &str, value: Value) {
    members(document, site).insert(key.to_owned(), value);
}

pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub fn unescape(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

fn require(document: &mut Value, object: &str, name: &str) {
    let list = members(document, object)
        .entry("required")
        .or_insert_with(|| json!([]));
    list.as_array_mut().expect("a list").push(json!(name));
}

/// The place of the object of a field, and the name of the field.
fn object_and_name(site: &str) -> (String, String) {
    let (properties, name) = site.rsplit_once('/').expect("a place below the root");
    let object = properties.strip_suffix("/properties").expect("a field");
    (object.to_owned(), unescape(name))
}

/// Renames a component in all references to it.
fn rename_references(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), &*member) {
                    ("$ref", Value::String(text)) if text.ends_with(&format!("/{old}")) => {
                        *member = json!(format!("#/components/schemas/{new}"));
                    }
                    ("x-keyed-by" | "data" | "x-webhook", Value::String(text)) if text == old => {
                        *member = json!(new);
                    }
                    _ => rename_references(member, old, new),
                }
            }
        }
        Value::Array(entries) => entries
            .iter_mut()
            .for_each(|entry| rename_references(entry, old, new)),
        _ => {}
    }
}
