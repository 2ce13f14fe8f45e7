//! Parameters of operations.

use super::content::MediaType;
use super::node::{Extensions, Node};
use super::schema::SchemaId;
use super::style::Style;
use crate::pointer::Pointer;

/// A parameter, with its defaults filled in.
#[expect(clippy::struct_excessive_bools, reason = "OpenAPI has as many")]
#[derive(Clone, Debug)]
pub struct Parameter<'d> {
    /// Where it is described, after references.
    pub at: Pointer,
    /// Where it is listed: in the operation or in its path item.
    pub listed_at: Pointer,
    /// Name on the wire.
    pub name: &'d str,
    pub location: Location,
    pub description: Option<&'d str>,
    /// Always true in the path.
    pub required: bool,
    pub deprecated: bool,
    pub allow_empty_value: bool,
    pub allow_reserved: bool,
    pub style: Style,
    pub explode: bool,
    /// What its value is, unless `content` describes it.
    pub schema: Option<SchemaId>,
    /// The one media type of a parameter that is serialised as a whole.
    pub content: Option<Box<MediaType<'d>>>,
    pub examples: Vec<Node<'d>>,
    pub extensions: Extensions<'d>,
    pub node: Node<'d>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Path, Self::Query, Self::Header, Self::Cookie]
            .into_iter()
            .find(|one| one.name() == name)
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    pub(super) const fn default_style(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::Cookie => Style::Form,
        }
    }
}
