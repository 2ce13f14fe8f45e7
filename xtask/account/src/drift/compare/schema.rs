//! What the description says of the values at a place.

use hellodialog_codegen::Pointer;
use serde_json::{Map, Value};

/// References and lone `allOf`s that lead from one to the next, before it is taken for a circle.
const MOST_STEPS: usize = 32;

/// A schema with what its references lead to.
pub(crate) struct Schema<'d> {
    /// Where what is said of the value stands in the end.
    pub(crate) target: Pointer,
    pub(crate) encoding: Encoding,
    pub(crate) nullable: bool,
    pub(crate) kind: Kind<'d>,
}

/// `x-wire`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub(crate) string: bool,
    pub(crate) digits: bool,
    pub(crate) empties: bool,
}

/// What a value is to be.
#[derive(Debug)]
pub(crate) enum Kind<'d> {
    Any,
    Scalar(Scalar),
    /// The id that goes by the name of its component.
    Id(Scalar, String),
    Enum(Vec<&'d str>),
    Object(Object<'d>),
    Collection(Collection<'d>),
    OneOf(Vec<Pointer>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Text,
    Date,
    DateTime,
    Instant,
    Integer,
    Number,
    Flag,
}

/// An object with members.
#[derive(Debug, Default)]
pub(crate) struct Object<'d> {
    pub(crate) members: Vec<Member<'d>>,
    /// Whether what is not listed is the account's own: `x-rest`.
    pub(crate) has_own: bool,
}

#[derive(Debug)]
pub(crate) struct Member<'d> {
    pub(crate) name: &'d str,
    pub(crate) at: Pointer,
    pub(crate) presence: Presence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// A list or map of values of one kind.
#[derive(Debug)]
pub(crate) struct Collection<'d> {
    pub(crate) item: Option<Pointer>,
    pub(crate) keys: Keys<'d>,
    /// Whether an item alone may stand for a list of one: `x-one-or-many`.
    pub(crate) or_one: bool,
}

/// What the keys of a collection are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Keys<'d> {
    /// It is an array.
    None,
    /// They count, and it may be an array as well.
    Index,
    /// They are text.
    Text,
    /// They are text, and without any it is an empty array.
    Name,
    /// They are values of this component.
    Component(&'d str),
}

impl<'d> Schema<'d> {
    /// The schema at `at`; anything goes where there is none.
    pub(crate) fn at(document: &'d Value, at: &Pointer) -> Self {
        let mut schema = Self {
            target: at.clone(),
            encoding: Encoding::default(),
            nullable: false,
            kind: Kind::Any,
        };
        for _ in 0..MOST_STEPS {
            let Some(node) = schema.target.get(document).and_then(Value::as_object) else {
                return schema;
            };
            schema.encoding.add(node.get("x-wire"));
            schema.nullable |= is_true(node, "nullable");
            let Some(next) = next(node, &schema.target) else {
                schema.kind = kind(document, node, &schema.target);
                return schema;
            };
            schema.target = next;
        }
        schema
    }
}

/// Where a reference or a lone `allOf` leads.
fn next(node: &Map<String, Value>, at: &Pointer) -> Option<Pointer> {
    if let Some(reference) = node.get("$ref") {
        return Some(Pointer::of(reference.as_str()?.strip_prefix('#')?));
    }
    let parts = node.get("allOf")?.as_array()?;
    (parts.len() == 1).then(|| at.join(["allOf", "0"]))
}

fn kind<'d>(document: &'d Value, node: &'d Map<String, Value>, at: &Pointer) -> Kind<'d> {
    if let Some(shapes) = node.get("oneOf").and_then(Value::as_array) {
        let shapes = (0..shapes.len()).map(|index| at.child("oneOf").child(index));
        return Kind::OneOf(shapes.collect());
    }
    if node.contains_key("allOf") {
        return Kind::Object(merged(document, node, at));
    }
    if let Some(values) = node.get("enum").and_then(Value::as_array) {
        return Kind::Enum(values.iter().filter_map(Value::as_str).collect());
    }
    match node.get("type").and_then(Value::as_str) {
        Some("array") => Kind::Collection(Collection {
            item: node.contains_key("items").then(|| at.child("items")),
            keys: match keyed_by(node) {
                Some(_) => Keys::Index,
                None => Keys::None,
            },
            or_one: is_true(node, "x-one-or-many"),
        }),
        Some("object") => of_object(node, at),
        Some(name) => of_scalar(name, node, at),
        None => Kind::Any,
    }
}

fn of_scalar(name: &str, node: &Map<String, Value>, at: &Pointer) -> Kind<'static> {
    let format = node.get("format").and_then(Value::as_str);
    let scalar = match (name, format) {
        ("integer", _) => Scalar::Integer,
        ("number", _) => Scalar::Number,
        ("boolean", _) => Scalar::Flag,
        ("string", Some("date")) => Scalar::Date,
        ("string", Some("civil-date-time")) => Scalar::DateTime,
        ("string", Some("date-time")) => Scalar::Instant,
        ("string", _) => Scalar::Text,
        _ => return Kind::Any,
    };
    match at.segments().last().filter(|_| is_true(node, "x-id")) {
        Some(component) => Kind::Id(scalar, component),
        None => Kind::Scalar(scalar),
    }
}

fn of_object<'d>(node: &'d Map<String, Value>, at: &Pointer) -> Kind<'d> {
    let value = node.get("additionalProperties").and_then(Value::as_object);
    let has_members = node
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| !properties.is_empty());
    let keys = match keyed_by(node) {
        Some("index") => Keys::Index,
        Some("name") => Keys::Name,
        Some(component) => Keys::Component(component),
        None if !has_members && value.is_some_and(|value| !value.is_empty()) => Keys::Text,
        None => return Kind::Object(object(node, at)),
    };
    Kind::Collection(Collection {
        item: value.map(|_| at.child("additionalProperties")),
        keys,
        or_one: is_true(node, "x-one-or-many"),
    })
}

fn object<'d>(node: &'d Map<String, Value>, at: &Pointer) -> Object<'d> {
    let required = names(node, "required");
    let properties = node.get("properties").and_then(Value::as_object);
    let members = properties.into_iter().flat_map(Map::keys);
    let members = members.map(|name| Member {
        name,
        at: at.join(["properties", name]),
        presence: if required.contains(&name.as_str()) {
            Presence::Required
        } else {
            Presence::Optional
        },
    });
    Object {
        members: members.collect(),
        has_own: node.contains_key("x-rest"),
    }
}

/// The object that the parts of an `allOf` make together.
fn merged<'d>(document: &'d Value, node: &'d Map<String, Value>, at: &Pointer) -> Object<'d> {
    let mut whole = Object::default();
    let mut required = names(node, "required");
    let parts = node.get("allOf").and_then(Value::as_array);
    for index in 0..parts.map_or(0, Vec::len) {
        let part = Schema::at(document, &at.child("allOf").child(index));
        if let Some(node) = part.target.get(document).and_then(Value::as_object) {
            required.extend(names(node, "required"));
        }
        if let Kind::Object(object) = part.kind {
            whole.members.extend(object.members);
            whole.has_own |= object.has_own;
        }
    }
    for member in &mut whole.members {
        if required.contains(&member.name) {
            member.presence = Presence::Required;
        }
    }
    whole
}

fn names<'d>(node: &'d Map<String, Value>, key: &str) -> Vec<&'d str> {
    let names = node.get(key).and_then(Value::as_array);
    let names = names.into_iter().flatten();
    names.filter_map(Value::as_str).collect()
}

fn keyed_by(node: &Map<String, Value>) -> Option<&str> {
    node.get("x-keyed-by").and_then(Value::as_str)
}

fn is_true(node: &Map<String, Value>, key: &str) -> bool {
    node.get(key) == Some(&Value::Bool(true))
}

impl Encoding {
    fn add(&mut self, key: Option<&Value>) {
        let encodings = match key {
            Some(Value::Array(encodings)) => encodings.as_slice(),
            Some(encoding) => std::slice::from_ref(encoding),
            None => &[],
        };
        for encoding in encodings {
            match encoding.as_str() {
                Some("string") => self.string = true,
                Some("digits") => self.digits = true,
                Some("empties") => self.empties = true,
                _ => {}
            }
        }
    }

    /// The names that `x-wire` has for it.
    pub(crate) fn names(self) -> Vec<&'static str> {
        let names = [
            (self.string, "string"),
            (self.digits, "digits"),
            (self.empties, "empties"),
        ];
        let worn = names.into_iter().filter(|(is_worn, _)| *is_worn);
        worn.map(|(_, name)| name).collect()
    }
}
