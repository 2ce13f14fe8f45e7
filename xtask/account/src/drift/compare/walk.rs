//! Walking an answer along its schema.

use hellodialog_codegen::Pointer;
use serde_json::{Map, Value};

use super::form::{Form, is_numbered};
use super::observations::Observations;
use super::schema::{Collection, Encoding, Keys, Kind, Member, Object, Presence, Scalar, Schema};

/// Notes what is in an answer of `operation`, whose schema stands at `at`.
pub(crate) fn observe(
    document: &Value,
    operation: &str,
    at: &Pointer,
    answer: &Value,
    observations: &mut Observations,
) {
    let mut walk = Walk {
        document,
        operation,
        observations,
        differences: 0,
    };
    walk.value(at, answer);
    let whole = Schema::at(document, at).target;
    if let Some(objects) = walk.observations.objects.get_mut(&whole) {
        objects.is_answer = true;
    }
}

struct Walk<'w> {
    document: &'w Value,
    operation: &'w str,
    observations: &'w mut Observations,
    /// How much was not as described.
    differences: usize,
}

/// Objects inside of objects are looked into as deep as this for what they must have.
const DEEPEST: u8 = 4;

impl Walk<'_> {
    fn value(&mut self, at: &Pointer, value: &Value) {
        let schema = Schema::at(self.document, at);
        if is_absent(&schema, value) {
            return self.observations.fits(at, value);
        }
        match (schema.kind, value) {
            (Kind::Any, _) => self
                .observations
                .anything(&schema.target, value, self.operation),
            (Kind::Scalar(scalar), _) => {
                self.judge(at, value, fits(scalar, schema.encoding, value));
            }
            (Kind::Id(scalar, component), _) => self.id(at, value, scalar, &component),
            (Kind::Enum(words), Value::String(word)) if !word.is_empty() => {
                self.observations.fits(at, value);
                self.word(&schema.target, &words, word);
            }
            (Kind::Object(object), Value::Object(members)) => {
                self.observations.fits(at, value);
                self.object(&schema.target, &object, members);
            }
            (Kind::Collection(collection), _) => {
                self.collection(at, &schema.target, &collection, value);
            }
            (Kind::OneOf(shapes), _) => self.nearest(&shapes, value),
            (Kind::Enum(_) | Kind::Object(_), _) => self.judge(at, value, false),
        }
    }

    fn judge(&mut self, at: &Pointer, value: &Value, fits: bool) {
        if fits {
            self.observations.fits(at, value);
        } else {
            self.differences += 1;
            self.observations.record_mismatch(at, value, self.operation);
        }
    }

    /// An id may always come in a string.
    fn id(&mut self, at: &Pointer, value: &Value, scalar: Scalar, component: &str) {
        let encoding = Encoding {
            string: true,
            ..Encoding::default()
        };
        let fits = fits(scalar, encoding, value);
        if fits && let Some(id) = text_of(value) {
            self.observations.id(component, &id);
        }
        self.judge(at, value, fits);
    }

    fn word(&mut self, at: &Pointer, words: &[&str], word: &str) {
        if !words.contains(&word) {
            self.differences += 1;
            self.observations.unknown_word(at, word, self.operation);
        }
    }

    fn object(&mut self, at: &Pointer, object: &Object<'_>, members: &Map<String, Value>) {
        let place = self.observations.object(at, self.operation);
        for member in &object.members {
            if members.contains_key(member.name) {
                *place.present.entry(member.name.to_owned()).or_default() += 1;
            }
        }
        let is_listed = |name: &str| object.members.iter().any(|member| member.name == name);
        for (name, value) in members.iter().filter(|(name, _)| !is_listed(name)) {
            if object.has_own {
                place.custom.insert(name.clone());
            } else {
                place.unlisted.add(name, value);
                let sources = place.sources.entry(name.clone()).or_default();
                sources.insert(self.operation.to_owned());
                self.differences += usize::from(!object.members.is_empty());
            }
        }
        for member in &object.members {
            self.member(member, members.get(member.name));
        }
    }

    fn member(&mut self, member: &Member<'_>, value: Option<&Value>) {
        match (member.presence, value) {
            (Presence::Required, None) => self.differences += 1,
            // What may be left out may be null.
            (Presence::Optional, None | Some(Value::Null)) => {}
            (_, Some(value)) => self.value(&member.at, value),
        }
    }

    fn collection(
        &mut self,
        at: &Pointer,
        target: &Pointer,
        collection: &Collection<'_>,
        value: &Value,
    ) {
        let in_order = matches!(collection.keys, Keys::None | Keys::Index);
        let numbered = collection.keys == Keys::Index;
        match value {
            Value::Array(items) if in_order || items.is_empty() && collection.is_php_map() => {
                self.observations.fits(at, value);
                self.items(collection, items);
            }
            Value::Object(entries) if !in_order => {
                self.observations.fits(at, value);
                self.entries(target, collection, entries);
            }
            Value::Object(entries) if numbered && is_numbered(entries) => {
                self.observations.fits(at, value);
                self.items(collection, entries.values());
            }
            _ if collection.or_one => self.item(collection, value),
            _ => self.judge(at, value, false),
        }
    }

    fn items<'v>(
        &mut self,
        collection: &Collection<'_>,
        items: impl IntoIterator<Item = &'v Value>,
    ) {
        for item in items {
            self.item(collection, item);
        }
    }

    fn item(&mut self, collection: &Collection<'_>, value: &Value) {
        if let Some(at) = &collection.item {
            self.value(at, value);
        }
    }

    fn entries(
        &mut self,
        map: &Pointer,
        collection: &Collection<'_>,
        entries: &Map<String, Value>,
    ) {
        let Keys::Component(component) = collection.keys else {
            return self.items(collection, entries.values());
        };
        let at = Pointer::root().join(["components", "schemas", component]);
        let schema = Schema::at(self.document, &at);
        for (key, value) in entries {
            match &schema.kind {
                Kind::Enum(words) if !words.contains(&key.as_str()) => {
                    // What stands under a key that is not known is not known either; but if it is no
                    // value of the map's, the key is hardly one.
                    let item = collection.item.as_ref();
                    if item.is_none_or(|item| self.differences(item, value) == 0) {
                        self.word(&schema.target, words, key);
                    } else {
                        self.differences += 1;
                        self.observations
                            .record_unknown_key(map, key, value, self.operation);
                    }
                    continue;
                }
                Kind::Id(_, component) => self.observations.id(component, key),
                _ => {}
            }
            self.item(collection, value);
        }
    }

    /// How much of a value is not as described.
    fn differences(&self, at: &Pointer, value: &Value) -> usize {
        let mut walk = Walk {
            document: self.document,
            operation: self.operation,
            observations: &mut Observations::default(),
            differences: 0,
        };
        walk.value(at, value);
        walk.differences
    }

    /// How many members an object must have, with those of objects in them.
    fn required(&self, at: &Pointer, depth: u8) -> usize {
        let Kind::Object(object) = Schema::at(self.document, at).kind else {
            return 0;
        };
        let members = object.members.iter();
        let required = members.filter(|member| member.presence == Presence::Required);
        required
            .map(|member| match depth {
                0 => 1,
                _ => 1 + self.required(&member.at, depth - 1),
            })
            .sum()
    }

    /// Goes along the one of `shapes` that the value is the least different from; of several, along
    /// the one that asks for least, as what is empty is rather of that.
    fn nearest(&mut self, shapes: &[Pointer], value: &Value) {
        let rank = |at: &&Pointer| (self.differences(at, value), self.required(at, DEEPEST));
        if let Some(at) = shapes.iter().min_by_key(rank) {
            self.value(at, value);
        }
    }
}

impl Collection<'_> {
    /// Whether it is a map that PHP prints as an empty array when it is empty.
    fn is_php_map(&self) -> bool {
        matches!(self.keys, Keys::Name | Keys::Component(_))
    }
}

/// Whether the value says, in a way that the schema grants, that there is none.
fn is_absent(schema: &Schema<'_>, value: &Value) -> bool {
    (schema.nullable && value.is_null()) || (schema.encoding.empties && Form::of(value).is_empty())
}

fn fits(scalar: Scalar, encoding: Encoding, value: &Value) -> bool {
    let form = Form::of(value);
    match (scalar, value) {
        (Scalar::Text, Value::String(_))
        | (Scalar::Flag, Value::Bool(_))
        | (Scalar::Number, Value::Number(_)) => true,
        (Scalar::Date, _) => form == Form::Date,
        (Scalar::DateTime, _) => form == Form::DateTime,
        (Scalar::Instant, _) => form == Form::Instant,
        (Scalar::Integer, Value::Number(number)) => !number.is_f64(),
        (Scalar::Integer, Value::String(text)) => encoding.string && text.parse::<i128>().is_ok(),
        (Scalar::Number, Value::String(text)) => {
            encoding.string && text.parse::<f64>().is_ok_and(f64::is_finite)
        }
        (Scalar::Flag, Value::String(text)) => {
            encoding.digits && matches!(text.as_str(), "0" | "1")
        }
        (Scalar::Flag, Value::Number(number)) => {
            encoding.digits && matches!(number.as_u64(), Some(0 | 1))
        }
        _ => false,
    }
}

/// An id as it goes into a path.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
