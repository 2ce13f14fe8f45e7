//! Security: what a call must prove.

use indexmap::IndexMap;
use serde_json::Value;

use super::node::Node;
use super::parameter::Location;
use crate::pointer::Pointer;

/// A security scheme.
#[derive(Clone, Debug)]
pub struct SecurityScheme<'d> {
    pub at: Pointer,
    pub credential: Credential<'d>,
    /// The flows of OAuth 2.0, by name.
    pub flows: IndexMap<&'d str, Flow<'d>>,
    pub node: Node<'d>,
}

/// A flow of OAuth 2.0.
#[derive(Clone, Debug)]
pub struct Flow<'d> {
    pub node: Node<'d>,
    /// Its URLs by member: `authorizationUrl`, `tokenUrl`, `refreshUrl`.
    pub urls: IndexMap<&'d str, Node<'d>>,
    /// The scopes that it lists, each with its description.
    pub scopes: IndexMap<&'d str, Node<'d>>,
}

/// What a scheme asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential<'d> {
    /// A key in a parameter.
    ApiKey {
        location: Location,
        name: &'d str,
    },
    /// An `Authorization` header of this scheme, in lower case.
    Http {
        scheme: String,
        bearer_format: Option<&'d str>,
    },
    OAuth2,
    OpenIdConnect {
        url: &'d str,
    },
    /// A client certificate (3.1).
    MutualTls,
    /// Anything else.
    Unknown,
}

/// Schemes that a call needs together, with the scopes of each. Without any scheme, a call needs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Requirement<'d> {
    pub schemes: IndexMap<&'d str, Vec<&'d str>>,
}

impl<'d> SecurityScheme<'d> {
    pub(super) fn read(node: &Node<'d>) -> Self {
        Self {
            at: node.at.clone(),
            credential: credential(node),
            flows: node
                .member("flows")
                .members()
                .filter(|(name, flow)| !name.starts_with("x-") && flow.value.is_object())
                .map(|(name, flow)| (name, Flow::read(&flow)))
                .collect(),
            node: node.clone(),
        }
    }
}

impl<'d> Flow<'d> {
    fn read(node: &Node<'d>) -> Self {
        let urls = ["authorizationUrl", "tokenUrl", "refreshUrl"].into_iter();
        Self {
            urls: urls
                .filter_map(|name| Some((name, node.get(name)?)))
                .collect(),
            scopes: node.member("scopes").members().collect(),
            node: node.clone(),
        }
    }
}

fn credential<'d>(node: &Node<'d>) -> Credential<'d> {
    let known = match node.text("type") {
        Some("apiKey") => node
            .text("in")
            .and_then(Location::from_name)
            .zip(node.text("name"))
            .map(|(location, name)| Credential::ApiKey { location, name }),
        Some("http") => node.text("scheme").map(|scheme| Credential::Http {
            scheme: scheme.to_ascii_lowercase(),
            bearer_format: node.text("bearerFormat"),
        }),
        Some("oauth2") => Some(Credential::OAuth2),
        Some("openIdConnect") => node
            .text("openIdConnectUrl")
            .map(|url| Credential::OpenIdConnect { url }),
        Some("mutualTLS") => Some(Credential::MutualTls),
        _ => None,
    };
    known.unwrap_or(Credential::Unknown)
}

/// The requirements of an object, any of which is enough; `None` where it says nothing, so that those of the document
/// hold. `[]` and `[{}]` both mean that nothing is needed.
pub(super) fn requirements<'d>(holder: &Node<'d>) -> Option<Vec<Requirement<'d>>> {
    let list = holder
        .get("security")
        .filter(|node| node.value.is_array())?;
    let requirements = list.entries().map(|entry| Requirement {
        schemes: entry
            .members()
            .map(|(name, scopes)| (name, sorted(&scopes)))
            .collect(),
    });
    let requirements: Vec<Requirement<'d>> = requirements.collect();
    let none_needed = requirements.iter().all(|one| one.schemes.is_empty());
    Some(if none_needed {
        Vec::new()
    } else {
        requirements
    })
}

fn sorted<'d>(scopes: &Node<'d>) -> Vec<&'d str> {
    let scopes = scopes.value.as_array().into_iter().flatten();
    let mut scopes: Vec<&str> = scopes.filter_map(Value::as_str).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}
