//! Schemas of values.

/// A schema of one [`Schemas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(usize);

impl SchemaId {
    /// The number of the schema: schemas are numbered from 0 in the order in which they are added.
    #[must_use]
    pub fn index(self) -> usize {
        self.0
    }
}

/// Schemas that refer to each other by id.
#[derive(Debug, Clone, Default)]
pub struct Schemas(Vec<Schema>);

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    /// The type of the value.
    pub kind: Kind,
    /// Which other values mean "no value".
    pub absence: Absence,
    /// Which other JSON types carry a scalar.
    pub encoding: Encoding,
}

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kind {
    /// Any value.
    #[default]
    Any,
    /// A string, number or boolean.
    Scalar(Scalar),
    /// One of these strings.
    Enum(Vec<String>),
    /// An object with known members.
    Object(Object),
    /// A list.
    List(List),
    /// A map.
    Map(Map),
    /// One of several schemas.
    OneOf(Vec<SchemaId>),
    /// What another schema says.
    Reference(SchemaId),
}

/// The type of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// A string.
    String,
    /// A date: `2019-07-25`.
    Date,
    /// A date and time without a zone: `2019-02-25 10:39:49`.
    DateTime,
    /// A date and time with a zone, RFC 3339.
    Instant,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
}

/// Which values mean "no value".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Absence {
    /// None.
    #[default]
    Never,
    /// `null`.
    Null,
    /// `null`, `""`, `[]` and a date of zeros.
    Empty,
}

/// Which JSON types carry a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Encoding {
    /// The natural type.
    #[default]
    Exact,
    /// A number may be a string, a boolean may be 0 or 1, also in a string.
    Lenient,
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object {
    /// The members, in order.
    pub members: Vec<Member>,
    /// Whether other members are expected.
    pub openness: Openness,
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The key.
    pub name: String,
    /// The schema of the value.
    pub schema: SchemaId,
    /// Whether the member may be missing.
    pub presence: Presence,
}

/// Whether a member may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It must be present.
    Required,
    /// It may be missing or `null`.
    Optional,
}

/// Whether an object may have members that are not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Openness {
    /// Such a member is a difference.
    #[default]
    Closed,
    /// Such members are expected.
    Open,
}

/// A list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// The schema of the items.
    pub item: SchemaId,
    /// The JSON types of the list.
    pub form: ListForm,
}

/// The JSON types of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListForm {
    /// An array.
    Array,
    /// An array or a single item.
    ArrayOrSingle,
    /// An array or an object keyed by index.
    Indexed,
    /// An array, an object keyed by index, or a single item.
    IndexedOrSingle,
}

/// A map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Map {
    /// The schema of the keys, if it is known.
    pub key: Option<SchemaId>,
    /// The schema of the values.
    pub value: SchemaId,
    /// The JSON types of the map.
    pub form: MapForm,
}

/// The JSON types of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MapForm {
    /// An object.
    Object,
    /// An object, or `[]` if it is empty.
    ObjectOrEmptyList,
}

/// A schema with its references followed.
#[derive(Debug, Clone, Copy)]
pub struct Resolved<'s> {
    /// The schema at the end of the references.
    pub id: SchemaId,
    /// Its kind, which is not a reference.
    pub kind: &'s Kind,
    /// The most that one of the schemas grants.
    pub absence: Absence,
    /// The most that one of the schemas grants.
    pub encoding: Encoding,
}

/// The most references in a row; more are a cycle.
const MAX_REFERENCES: usize = 32;

impl Schemas {
    /// No schemas.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a schema.
    pub fn add(&mut self, schema: Schema) -> SchemaId {
        self.0.push(schema);
        SchemaId(self.0.len() - 1)
    }

    /// Replaces a schema, such as the placeholder of a recursive one.
    pub fn set(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.0.get_mut(id.0) {
            *slot = schema;
        }
    }

    /// Adds a member to an object. Does nothing for other kinds.
    pub(super) fn push_member(&mut self, id: SchemaId, member: Member) {
        if let Some(Kind::Object(object)) = self.0.get_mut(id.0).map(|schema| &mut schema.kind) {
            object.members.push(member);
        }
    }

    /// A schema; `None` if the id is of another `Schemas`.
    #[must_use]
    pub fn get(&self, id: SchemaId) -> Option<&Schema> {
        self.0.get(id.0)
    }

    /// Follows references. A cycle of references, and an unknown id, is [`Kind::Any`].
    #[must_use]
    pub fn resolve(&self, mut id: SchemaId) -> Resolved<'_> {
        let (mut absence, mut encoding) = (Absence::Never, Encoding::Exact);
        let mut kind = &Kind::Any;
        for _ in 0..MAX_REFERENCES {
            let Some(schema) = self.get(id) else { break };
            absence = absence.max(schema.absence);
            encoding = encoding.max(schema.encoding);
            let Kind::Reference(next) = &schema.kind else {
                kind = &schema.kind;
                break;
            };
            id = *next;
        }
        Resolved {
            id,
            kind,
            absence,
            encoding,
        }
    }
}

impl From<Kind> for Schema {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }
}
