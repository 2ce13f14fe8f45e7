//! Making a change: the document before and after, and where the change is to be told.

use serde_json::{Map, Value, json};

/// A change to the document.
pub struct Edit {
    /// The document before: mostly the real one, sometimes one in which something was put that is
    /// then changed.
    pub old: Value,
    /// The document after.
    pub new: Value,
    /// Where the change was made, by the old document.
    pub site: String,
    /// Where it is to be told.
    pub forward: String,
    /// Where it is to be told when made backwards.
    pub back: String,
}

impl Edit {
    /// Nothing has been changed yet; whatever will be is told at the place itself.
    pub fn at(spec: &Value, site: &str) -> Self {
        Self {
            old: spec.clone(),
            new: spec.clone(),
            site: site.to_owned(),
            forward: site.to_owned(),
            back: site.to_owned(),
        }
    }

    /// It is told at a member of the place.
    pub fn told_at(mut self, rest: &str) -> Self {
        self.forward.push_str(rest);
        self.back.push_str(rest);
        self
    }

    /// It is told at these places.
    pub fn told(mut self, forward: &str, back: &str) -> Self {
        forward.clone_into(&mut self.forward);
        back.clone_into(&mut self.back);
        self
    }

    /// Puts a member into the old document, and into the new one.
    pub fn before(mut self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        insert(&mut self.old, &self.site, key, value.clone());
        insert(&mut self.new, &self.site, key, value);
        self
    }

    /// Puts a member into the new document, and tells it there.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        insert(&mut self.new, &self.site, key, value.into());
        self.told_at(&format!("/{}", escaped(key)))
    }

    /// Puts a member into the new document.
    pub fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        insert(&mut self.new, &self.site, key, value.into());
        self
    }

    /// Takes a member out of the old document, and of the new one.
    pub fn without(mut self, key: &str) -> Self {
        for document in [&mut self.old, &mut self.new] {
            members(document, &self.site).shift_remove(key);
        }
        self
    }

    /// Takes a member out of the new document.
    pub fn take(mut self, key: &str) -> Self {
        members(&mut self.new, &self.site).shift_remove(key);
        self
    }

    /// Puts an entry at the end of a list in the new document, and tells it there.
    pub fn push(mut self, list: &str, value: Value) -> Self {
        let site = members(&mut self.new, &self.site);
        let entries = site.entry(list).or_insert_with(|| Value::Array(Vec::new()));
        let entries = entries.as_array_mut().expect("a list");
        entries.push(value);
        let index = entries.len() - 1;
        self.told_at(&format!("/{list}/{index}"))
    }

    /// Puts a member below a member into the new document, and tells it there.
    pub fn set_below(mut self, key: &str, name: &str, value: Value) -> Self {
        insert(&mut self.new, &format!("{}/{key}", self.site), name, value);
        self.told_at(&format!("/{key}/{}", escaped(name)))
    }

    /// Lists a field among the required ones of the object at the place, in the new document.
    pub fn require(mut self, name: &str) -> Self {
        let site = self.site.clone();
        require(&mut self.new, &site, name);
        self
    }

    /// Takes the field at the place out of the required ones of its object.
    pub fn not_required(mut self) -> Self {
        let (object, name) = object_and_name(&self.site);
        for document in [&mut self.old, &mut self.new] {
            if let Some(Value::Array(names)) = members(document, &object).get_mut("required") {
                names.retain(|one| *one != name);
            }
        }
        self
    }

    /// Lists the field at the place among the required ones, in the new document.
    pub fn required_now(mut self) -> Self {
        let (object, name) = object_and_name(&self.site);
        require(&mut self.new, &object, &name);
        self
    }

    /// Makes the schema at the place a reference to a component, and to another one in the new
    /// document.
    pub fn behind_references(mut self) -> Self {
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
            let place = document.pointer_mut(&self.site).expect("it is there");
            *place = json!({"$ref": format!("#{schemas}/{name}")});
        }
        self
    }

    /// Gives the component at the place another name, and all that mentions it.
    pub fn renamed_everywhere(self) -> Self {
        let (_, old) = self.site.rsplit_once('/').expect("it has a name");
        let (old, name) = (old.to_owned(), format!("{old}Zz"));
        let mut edit = self.rename(&name);
        mention(&mut edit.new, &old, &name);
        edit
    }

    /// Gives what is at the place another name in the new document.
    pub fn rename(mut self, name: &str) -> Self {
        let (parent, old) = self.site.rsplit_once('/').expect("it has a name");
        let parent = parent.to_owned();
        let old = plain(old);
        let map = members(&mut self.new, &parent);
        *map = std::mem::take(map)
            .into_iter()
            .map(|(key, value)| (if key == old { name.to_owned() } else { key }, value))
            .collect();
        let site = self.site.clone();
        self.told(&format!("{parent}/{}", escaped(name)), &site)
    }

    /// Takes what is at the place out of the old document.
    pub fn new_there(mut self) -> Self {
        let (parent, name) = self.site.rsplit_once('/').expect("it has a name");
        members(&mut self.old, parent).shift_remove(&plain(name));
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

pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub fn plain(name: &str) -> String {
    name.replace("~1", "/").replace("~0", "~")
}

fn require(document: &mut Value, object: &str, name: &str) {
    let list = members(document, object)
        .entry("required")
        .or_insert_with(|| json!([]));
    list.as_array_mut().expect("a list").push(json!(name));
}

/// The place of the object that a field is in, and the name of the field.
fn object_and_name(site: &str) -> (String, String) {
    let (properties, name) = site.rsplit_once('/').expect("it has a name");
    let object = properties.strip_suffix("/properties").expect("a field");
    (object.to_owned(), plain(name))
}

/// Changes the name of a component wherever it is mentioned.
fn mention(value: &mut Value, old: &str, new: &str) {
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
                    _ => mention(member, old, new),
                }
            }
        }
        Value::Array(entries) => entries
            .iter_mut()
            .for_each(|entry| mention(entry, old, new)),
        _ => {}
    }
}
