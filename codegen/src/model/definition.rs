//! Named types.

use serde_json::Value;

use super::operation::Evidence;
use super::value::Type;
use crate::openapi::Direction;

/// A named Rust type.
#[derive(Debug)]
pub struct TypeDef {
    pub name: String,
    /// Other words by which the docs are searched.
    pub aliases: Vec<String>,
    pub docs: String,
    pub evidence: Evidence,
    pub deprecated: bool,
    /// Name of the resource whose module defines it.
    pub module: String,
    /// Whether it can be part of a request.
    pub sent: bool,
    pub kind: Kind,
}

impl TypeDef {
    /// The Rust type is `Copy`.
    pub fn is_copy(&self) -> bool {
        match &self.kind {
            Kind::Id(kind) => *kind == IdKind::Number,
            Kind::Enum(values) => !values.open,
            _ => false,
        }
    }

    /// The named types in its definition.
    pub fn referenced_types(&self) -> Vec<String> {
        match &self.kind {
            Kind::Struct(object) | Kind::Options(object) | Kind::Parts(Parts { object, .. }) => {
                object
                    .fields
                    .iter()
                    .flat_map(|field| field.ty.referenced_types())
                    .collect()
            }
            Kind::Union(union) => union
                .variants
                .iter()
                .flat_map(|variant| variant.ty.referenced_types())
                .collect(),
            Kind::Enum(_) | Kind::Id(_) | Kind::Filter(_) => Vec::new(),
        }
    }
}

/// The kinds of named types.
#[derive(Debug)]
pub enum Kind {
    /// An object with known members.
    Struct(Struct),
    /// The optional query parameters of an operation.
    Options(Struct),
    /// A multipart body, of which each field is a part.
    Parts(Parts),
    /// A string enum.
    Enum(Enum),
    /// A number or string that identifies something.
    Id(IdKind),
    /// A union of several types.
    Union(Union),
    /// A search filter.
    Filter(Filter),
}

#[derive(Debug)]
pub struct Parts {
    pub object: Struct,
    /// The media types of parts, by their names on the wire.
    pub media_types: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub struct Struct {
    /// Fields in document order.
    pub fields: Vec<Field>,
    /// The field for members that the document does not list.
    pub additional_properties: Option<AdditionalProperties>,
}

impl Struct {
    /// The field of this name on the wire.
    pub fn field(&self, wire_name: &str) -> Option<&Field> {
        let mut fields = self.fields.iter();
        fields.find(|field| field.wire_name == wire_name)
    }
}

/// The field for members that the document does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdditionalProperties {
    pub name: String,
    /// Name of the setter for several members.
    pub name_of_all: String,
    /// Whether names of members are sent in lower case.
    pub lower_case: bool,
    pub docs: String,
    pub origin: Origin,
}

impl AdditionalProperties {
    /// The field for members that nothing describes.
    pub fn unknown() -> Self {
        Self {
            name: "extra".to_owned(),
            name_of_all: "extra_all".to_owned(),
            lower_case: false,
            docs: "Members that the API description does not list.".to_owned(),
            origin: Origin::Unknown,
        }
    }
}

/// Why an object can have members that the document does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `x-additional-properties` describes them.
    Described,
    /// The schema does not forbid them.
    Unknown,
}

/// A member of an object.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub wire_name: String,
    /// Other words by which the docs are searched.
    pub aliases: Vec<String>,
    pub docs: String,
    pub evidence: Evidence,
    pub deprecated: bool,
    /// Whether the member is required, in each direction in which it exists.
    pub required: bool,
    /// Whether the member may be `null`, or another value that means "no value".
    pub nullable: bool,
    /// The direction in which the member exists. If the type is only sent or only received, it has no members of the other
    /// direction, and the rest are `Both`.
    pub direction: Direction,
    pub ty: Type,
    /// The value in the document's examples.
    pub example: Option<Value>,
    /// The value that a request has, where the schema or a discriminator leaves no choice.
    pub only_value: Option<Value>,
    /// The setter for `null`, of a member that a request can leave out, set, or send as `null`.
    pub null_setter: Option<String>,
}

impl Field {
    /// Whether the Rust field is an `Option`.
    pub fn is_option(&self) -> bool {
        self.nullable || self.can_be_absent()
    }

    /// Whether the member can be absent, in at least one direction.
    pub fn can_be_absent(&self) -> bool {
        !self.required || self.direction != Direction::Both
    }

    /// Whether it is an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        self.is_sent_always() && self.only_value.is_none()
    }

    /// The value that the constructor sets by itself.
    pub fn set_value(&self) -> Option<&Value> {
        self.only_value.as_ref().filter(|_| self.is_sent_always())
    }

    pub fn has_setter(&self) -> bool {
        !self.is_sent_always() && self.direction != Direction::ReadOnly
    }

    /// Whether each request has a value for it.
    fn is_sent_always(&self) -> bool {
        self.required && !self.nullable && self.direction != Direction::ReadOnly
    }
}

/// A string enum.
#[derive(Debug)]
pub struct Enum {
    /// Values in document order.
    pub values: Vec<EnumValue>,
    /// Whether unknown values are accepted and kept.
    pub open: bool,
}

#[derive(Debug)]
pub struct EnumValue {
    /// Name of the variant.
    pub name: String,
    /// The string on the wire.
    pub value: String,
    pub docs: Option<String>,
}

/// The representation of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    Number,
    Text,
}

/// A union of several types.
#[derive(Debug)]
pub struct Union {
    /// Variants by name: the order of the branches means nothing.
    pub variants: Vec<Variant>,
    /// The discriminator. Without it, the variant is taken that a value fits best.
    pub discriminator: Option<Discriminator>,
}

#[derive(Debug)]
pub struct Variant {
    pub name: String,
    /// Where the branch stands in the document.
    pub place: usize,
    pub docs: String,
    pub ty: Type,
}

/// The discriminator: the member whose value selects the variant.
#[derive(Debug)]
pub struct Discriminator {
    /// Name of the member on the wire.
    pub property: String,
    /// Values with the names of their variants. The first value of a variant is sent for it. Of several variants for one
    /// value the one is taken that fits best.
    pub values: Vec<(String, String)>,
    /// The variant for other values.
    pub otherwise: Option<String>,
}

/// A search filter.
#[derive(Debug, Default)]
pub struct Filter {
    pub operators: Vec<FilterOperator>,
    /// The columns that are known, as constants.
    pub columns: Vec<FilterColumn>,
    /// The condition that matches everything, if a search without conditions does not.
    pub match_all: Option<MatchAll>,
}

/// `x-filter-all`: a condition that matches everything.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchAll {
    pub field: String,
    /// An operator, as on the wire.
    pub operator: String,
    pub operand: String,
}

#[derive(Debug)]
pub struct FilterOperator {
    /// Name of the method.
    pub name: String,
    /// The operator on the wire.
    pub value: String,
    pub operand: OperandKind,
    pub evidence: Evidence,
}

/// A column that a filter can search.
#[derive(Debug)]
pub struct FilterColumn {
    /// Name of the constant.
    pub name: String,
    /// The column on the wire.
    pub value: String,
    pub docs: String,
}

/// The operand of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OperandKind {
    Value,
    List,
    /// A date or date-time.
    Date,
}
