//! What requests and responses carry.

use std::fmt;

use indexmap::IndexMap;

use super::node::Node;
use super::schema::SchemaId;
use super::style::Style;
use crate::pointer::Pointer;

/// The media types of a body, in document order.
pub type Content<'d> = Vec<MediaType<'d>>;

/// A request body.
#[derive(Clone, Debug)]
pub struct Body<'d> {
    /// Where it is described, after references.
    pub at: Pointer,
    pub required: bool,
    pub content: Content<'d>,
    pub node: Node<'d>,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response<'d> {
    /// Where it is described, after references.
    pub at: Pointer,
    /// Where it is listed.
    pub listed_at: Pointer,
    pub status: Status,
    pub description: Option<&'d str>,
    /// By name in lower case; `content-type` is not one.
    pub headers: IndexMap<String, Header<'d>>,
    pub content: Content<'d>,
    pub node: Node<'d>,
}

/// A response header.
#[derive(Clone, Debug)]
pub struct Header<'d> {
    /// Where it is described, after references.
    pub at: Pointer,
    /// Where it is listed.
    pub listed_at: Pointer,
    pub required: bool,
    pub explode: bool,
    pub schema: Option<SchemaId>,
    pub content: Option<Box<MediaType<'d>>>,
    pub examples: Vec<Node<'d>>,
    pub node: Node<'d>,
}

/// A body in one media type.
#[derive(Clone, Debug)]
pub struct MediaType<'d> {
    pub at: Pointer,
    pub name: MediaTypeName,
    pub schema: Option<SchemaId>,
    /// How the members of a form or the parts of a multipart body are written, where it is described.
    pub encodings: Box<[(&'d str, Encoding)]>,
    /// The media types of the parts of a multipart body, where they are described.
    pub part_types: Box<[(&'d str, &'d str)]>,
    pub examples: Vec<Node<'d>>,
    pub node: Node<'d>,
}

/// How a member of a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    pub style: Style,
    pub explode: bool,
}

/// A media type or range: `application/json; charset=utf-8`, `text/*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MediaTypeName {
    /// Type and subtype in lower case.
    pub essence: String,
    /// Parameters, names in lower case, in order of their names; without `charset=utf-8`, which is the default.
    pub parameters: Vec<(String, String)>,
}

impl MediaTypeName {
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut parameters: Vec<(String, String)> = parts
            .filter_map(|part| part.split_once('='))
            .map(|(name, value)| {
                let value = value.trim().trim_matches('"').to_owned();
                (name.trim().to_ascii_lowercase(), value)
            })
            .filter(|(name, value)| !(name == "charset" && value.eq_ignore_ascii_case("utf-8")))
            .collect();
        parameters.sort();
        Self {
            essence,
            parameters,
        }
    }

    /// Whether it is a range that the other one is part of: `*/*`, `text/*`.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let in_range = match self.essence.strip_suffix("/*") {
            Some("*") => true,
            Some(group) => other
                .essence
                .strip_prefix(group)
                .is_some_and(|rest| rest.starts_with('/')),
            None => false,
        };
        in_range && self != other
    }

    /// JSON by itself or by its suffix (RFC 6839).
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.essence == "application/json"
            || self.essence == "text/json"
            || self.essence.ends_with("+json")
    }
}

impl fmt::Display for MediaTypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.essence)?;
        self.parameters
            .iter()
            .try_for_each(|(name, value)| write!(f, "; {name}={value}"))
    }
}

/// The statuses that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Code(u16),
    /// The first digit: `2` for `2XX`.
    Range(u8),
    /// Every status that no other response is for.
    Default,
}

impl Status {
    /// `None` for text that is no status; extensions among the responses are such.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "default" {
            return Some(Self::Default);
        }
        let bytes = text.as_bytes();
        match bytes {
            [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Self::Range(digit - b'0')),
            [b'1'..=b'9', _, _] => text.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// The first digit of a code.
    #[must_use]
    pub fn code_class(self) -> Option<u8> {
        match self {
            Self::Code(code) => u8::try_from(code / 100).ok(),
            _ => None,
        }
    }

    /// The first digit of a range.
    #[must_use]
    pub const fn range_class(self) -> Option<u8> {
        match self {
            Self::Range(class) => Some(class),
            _ => None,
        }
    }

    #[must_use]
    pub const fn is_redirect(self) -> bool {
        matches!(self, Self::Code(300..=399) | Self::Range(3))
    }

    /// Only successes have it.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
