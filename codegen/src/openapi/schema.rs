//! What a schema says, in normal form.

use std::fmt;
use std::sync::LazyLock;

use indexmap::{IndexMap, IndexSet};

use super::node::{Extensions, Node};
use super::sparse::{Empty, Sparse};
use crate::pointer::Pointer;

/// A schema of one [`Description`](super::Description).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(super) usize);

/// A schema: references followed, `allOf` and a lone `oneOf` or `anyOf` merged into it. A large document has many, so
/// it is kept small.
#[derive(Debug)]
pub struct Schema<'d> {
    /// Where it stands, after references: all uses of a component share one schema.
    pub at: Pointer,
    /// The name of the component schema that it is.
    pub component: Option<&'d str>,
    /// The schema that this one only annotates: a reference with keywords like `description` or `nullable` beside it.
    pub base: Option<SchemaId>,
    /// The component schemas that its `allOf` merges, in order.
    pub parts: Box<[SchemaId]>,
    /// The types that a value may have besides `null`; inferred from other keywords where `type` is missing.
    pub types: JsonTypes,
    /// `null` is a value of it.
    pub nullable: bool,
    pub direction: Direction,
    pub title: Option<&'d str>,
    pub description: Option<&'d str>,
    pub deprecated: bool,
    /// `enum` or `const`, without `null`.
    pub values: Option<Box<[Node<'d>]>>,
    pub format: Option<&'d str>,
    pub(super) limits: Option<Box<Limits<'d>>>,
    pub items: Option<SchemaId>,
    /// Properties in document order.
    pub properties: Sparse<IndexMap<&'d str, Property>>,
    /// Names of required members, with or without a property.
    pub required: Sparse<IndexSet<&'d str>>,
    pub additional_properties: AdditionalProperties,
    /// `oneOf` and `anyOf` with several branches; a value must fit each group.
    pub alternatives: Box<[Alternatives<'d>]>,
    /// The component schemas that extend this one with `allOf`, if a discriminator tells which of them a value is.
    pub subtypes: Option<Box<Discriminator<'d>>>,
    pub not: Box<[SchemaId]>,
    pub extensions: Extensions<'d>,
    /// Its `$ref`, where that leads nowhere; nothing else is known of the schema then.
    pub unresolved: Option<Node<'d>>,
    /// How many objects it is the intersection of: several where several parts describe the same property.
    pub(super) described: usize,
    /// The objects of the document that it is merged from: itself, then the parts.
    pub(super) sources: Box<[Node<'d>]>,
}

/// What restricts the values of a type. Most schemas have none of it, and a large document has many schemas.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits<'d> {
    /// Every pattern that a string must match, sorted.
    pub patterns: Vec<&'d str>,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub multiple_of: Option<f64>,
    /// `minLength` and `maxLength`.
    pub length: Range,
    /// `minItems` and `maxItems`.
    pub item_count: Range,
    /// `minProperties` and `maxProperties`.
    pub property_count: Range,
    pub unique_items: bool,
}

impl Limits<'_> {
    /// Nothing is restricted.
    pub const NONE: Self = Self {
        patterns: Vec::new(),
        minimum: None,
        maximum: None,
        multiple_of: None,
        length: Range::ANY,
        item_count: Range::ANY,
        property_count: Range::ANY,
        unique_items: false,
    };
}

impl<'d> Schema<'d> {
    #[must_use]
    pub fn limits(&self) -> &Limits<'d> {
        self.limits.as_deref().unwrap_or(const { &Limits::NONE })
    }

    /// The objects of the document that it is merged from: itself, then the parts.
    #[must_use]
    pub fn sources(&self) -> &[Node<'d>] {
        &self.sources
    }

    /// The first statement of a keyword, in the schema or in a part of it.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<Node<'d>> {
        self.sources.iter().find_map(|source| source.get(name))
    }

    /// The statements of an annotation: the schema's own, or else those of all its parts.
    #[must_use]
    pub fn statements(&self, name: &str) -> Vec<Node<'d>> {
        let own = self.sources.first().filter(|_| self.described == 1);
        if let Some(own) = own.and_then(|own| own.get(name)) {
            return vec![own];
        }
        self.sources
            .iter()
            .filter_map(|source| source.get(name))
            .collect()
    }

    /// The place of a keyword, or else of the schema.
    #[must_use]
    pub fn place(&self, keyword: &str) -> Pointer {
        self.keyword(keyword)
            .map_or_else(|| self.at.clone(), |node| node.at)
    }

    /// The schemas in it, without those that it is merged from.
    pub fn inner(&self) -> impl Iterator<Item = SchemaId> {
        let additional = match self.additional_properties {
            AdditionalProperties::Schema(id) => Some(id),
            _ => None,
        };
        let branches = self.alternatives.iter().flat_map(|group| &group.branches);
        let properties = self
            .properties
            .values()
            .chain(branches)
            .map(|one| one.schema);
        let subtypes = self.subtypes.iter().flat_map(|one| one.mapping.values());
        properties
            .chain(subtypes.copied())
            .chain(self.items)
            .chain(additional)
            .chain(self.not.iter().copied())
    }

    /// Every text is a value of it, except perhaps for the empty one.
    #[must_use]
    pub fn is_any_text(&self) -> bool {
        self.types.single() == Some(JsonType::String)
            && self.values.is_none()
            && self.format.is_none()
            && self.limits().patterns.is_empty()
            && self.limits().length.min <= Some(1)
            && self.limits().length.max.is_none()
            && self.alternatives.is_empty()
            && self.not.is_empty()
    }

    /// Nothing restricts its values.
    #[must_use]
    pub fn is_anything(&self) -> bool {
        self.types.is_any()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.alternatives.is_empty()
            && self.not.is_empty()
    }
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// Where it stands, before references.
    pub at: Pointer,
    pub schema: SchemaId,
}

impl Empty for IndexMap<&str, Property> {
    fn empty<'a>() -> &'a Self
    where
        Self: 'a,
    {
        static EMPTY: LazyLock<IndexMap<&'static str, Property>> = LazyLock::new(IndexMap::new);
        &EMPTY
    }
}

/// Members of an object beside its properties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AdditionalProperties {
    /// Nothing is said; they may be there.
    #[default]
    Unspecified,
    /// `true` or `{}`.
    Any,
    /// Each fits a schema.
    Schema(SchemaId),
    /// `false`.
    Forbidden,
}

/// The branches of a `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub struct Alternatives<'d> {
    pub kind: AlternativesKind,
    /// Place of the keyword.
    pub at: Pointer,
    /// Each branch with the place where it is listed. A branch that only says `null` is in `nullable` instead.
    pub branches: Vec<Property>,
    pub discriminator: Option<Discriminator<'d>>,
}

/// How many branches a value must fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlternativesKind {
    OneOf,
    AnyOf,
}

impl AlternativesKind {
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// The member that tells which branch a value is.
#[derive(Clone, Debug)]
pub struct Discriminator<'d> {
    pub node: Node<'d>,
    pub property: &'d str,
    /// The branch for each value: explicit entries, and the component names of the other branches.
    pub mapping: IndexMap<String, SchemaId>,
}

impl Discriminator<'_> {
    /// Whether a value of the mapping is the name of a component, and the document does not list it.
    #[must_use]
    pub fn is_implicit(&self, value: &str) -> bool {
        self.node.member("mapping").get(value).is_none()
    }
}

/// The direction in which a member exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    #[default]
    Both,
    /// `readOnly`: only in responses.
    ReadOnly,
    /// `writeOnly`: only in requests.
    WriteOnly,
}

/// A limit of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    pub value: f64,
    /// The limit itself is excluded.
    pub exclusive: bool,
}

/// Limits of a length or count. A lower limit of 0 says nothing and is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Range {
    pub min: Option<u64>,
    pub max: Option<u64>,
}

impl Range {
    pub const ANY: Self = Self {
        min: None,
        max: None,
    };
}

/// A type of JSON values other than `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum JsonType {
    Boolean = 1,
    Integer = 2,
    Number = 4,
    String = 8,
    Array = 16,
    Object = 32,
}

impl JsonType {
    pub const ALL: [Self; 6] = [
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// A set of JSON types. A number may be an integer, so `number` contains `integer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JsonTypes(u8);

impl JsonTypes {
    /// Nothing is said about the type.
    pub const ANY: Self = Self(63);
    /// No value fits.
    pub const NONE: Self = Self(0);

    #[must_use]
    pub fn is_any(self) -> bool {
        self == Self::ANY
    }

    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    #[must_use]
    pub const fn contains(self, one: JsonType) -> bool {
        self.0 & one as u8 != 0
    }

    #[must_use]
    pub const fn with(self, one: JsonType) -> Self {
        let integer = if matches!(one, JsonType::Number) {
            JsonType::Integer as u8
        } else {
            0
        };
        Self(self.0 | one as u8 | integer)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The types, without `integer` where `number` is one.
    pub fn iter(self) -> impl Iterator<Item = JsonType> {
        JsonType::ALL.into_iter().filter(move |one| {
            let implied = *one == JsonType::Integer && self.contains(JsonType::Number);
            self.contains(*one) && !implied
        })
    }

    /// The type, where it is one.
    #[must_use]
    pub fn single(self) -> Option<JsonType> {
        let mut types = self.iter();
        types.next().filter(|_| types.next().is_none())
    }
}

impl FromIterator<JsonType> for JsonTypes {
    fn from_iter<I: IntoIterator<Item = JsonType>>(types: I) -> Self {
        types.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for JsonTypes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_any() {
            return f.write_str("anything");
        }
        let names: Vec<&str> = self.iter().map(JsonType::name).collect();
        f.write_str(&names.join(" or "))
    }
}
