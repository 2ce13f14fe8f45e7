//! The operations of the API, and how requests are routed to them.

use std::fmt;
use std::str::FromStr;

use crate::did_you_mean::did_you_mean;

/// Declares the operations: variant, id, method and path.
macro_rules! operations {
    ($($variant:ident $id:literal $method:ident $path:literal,)*) => {
        /// An operation of the API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(#[doc = concat!("`", stringify!($method), " ", $path, "`")] $variant,)*
        }

        impl Operation {
            /// All operations, grouped by resource.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The operation id in the OpenAPI document, such as `postContact`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            #[must_use]
            pub const fn method(self) -> Method {
                match self { $(Self::$variant => Method::$method,)* }
            }

            /// The path template below the base URL, such as `/contacts/{contactId}`.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)* }
            }
        }
    };
}

operations! {
    PostContact "postContact" Post "/contacts",
    GetContacts "getContacts" Get "/contacts",
    PutContacts "putContacts" Put "/contacts",
    PostExternalGroupContact "postExternalGroupContact" Post "/contacts/external_groups",
    GetContact "getContact" Get "/contacts/{contactId}",
    PutContact "putContact" Put "/contacts/{contactId}",
    DeleteContact "deleteContact" Delete "/contacts/{contactId}",
    PostContactOptin "postContactOptin" Post "/contacts/{contactId}/optin",
    PostField "postField" Post "/fields",
    GetFields "getFields" Get "/fields",
    GetField "getField" Get "/fields/{fieldId}",
    PutField "putField" Put "/fields/{fieldId}",
    DeleteField "deleteField" Delete "/fields/{fieldId}",
    PostGroup "postGroup" Post "/groups",
    GetGroups "getGroups" Get "/groups",
    GetExternalGroups "getExternalGroups" Get "/groups/external",
    GetExternalGroup "getExternalGroup" Get "/groups/external/{externalId}",
    GetGroupExternal "getGroupExternal" Get "/groups/{groupId}/external",
    GetGroup "getGroup" Get "/groups/{groupId}",
    PutGroup "putGroup" Put "/groups/{groupId}",
    DeleteGroup "deleteGroup" Delete "/groups/{groupId}",
    PostList "postList" Post "/lists",
    GetLists "getLists" Get "/lists",
    GetList "getList" Get "/lists/{listId}",
    PutList "putList" Put "/lists/{listId}",
    DeleteList "deleteList" Delete "/lists/{listId}",
    GetListCampaigns "getListCampaigns" Get "/lists/{listId}/campaigns",
    GetLogin "getLogin" Get "/login",
    PostNewsletter "postNewsletter" Post "/newsletters",
    GetNewsletters "getNewsletters" Get "/newsletters",
    GetNewsletter "getNewsletter" Get "/newsletters/{newsletterId}",
    PutNewsletter "putNewsletter" Put "/newsletters/{newsletterId}",
    DeleteNewsletter "deleteNewsletter" Delete "/newsletters/{newsletterId}",
    PostOrders "postOrders" Post "/orders",
    GetOrders "getOrders" Get "/orders",
    PutOrders "putOrders" Put "/orders",
    GetOrder "getOrder" Get "/orders/{orderId}",
    PutOrder "putOrder" Put "/orders/{orderId}",
    DeleteOrder "deleteOrder" Delete "/orders/{orderId}",
    GetPing "getPing" Get "/ping",
    GetNps "getNps" Get "/nps",
    GetCampaigns "getCampaigns" Get "/campaigns",
    GetCampaign "getCampaign" Get "/campaigns/{campaignId}",
    GetUnsubscribers "getUnsubscribers" Get "/unsubscribers",
    GetUnsubscriber "getUnsubscriber" Get "/unsubscribers/{unsubscriberId}",
    GetStatistics "getStatistics" Get "/statistics",
    GetContactStatistics "getContactStatistics" Get "/statistics/contacts",
    GetCampaignStatistics "getCampaignStatistics" Get "/statistics/campaign/{campaignId}",
    PostTransactional "postTransactional" Post "/transactional",
}

impl Operation {
    /// Finds the operation of a request, and the value of its path parameter (empty if it has none).
    #[must_use]
    pub fn route(method: Method, path: &str) -> Option<(Self, &str)> {
        Self::at(path).find(|(operation, _)| operation.method() == method)
    }

    /// The methods that a path supports; none if it is unknown.
    pub(crate) fn methods(path: &str) -> impl Iterator<Item = Method> {
        Self::at(path).map(|(operation, _)| operation.method())
    }

    /// The operations of a path, each with the value of its path parameter. As in OpenAPI, a fixed path hides
    /// a path with a parameter that matches too.
    fn at(path: &str) -> impl Iterator<Item = (Self, &str)> {
        let matching = move || {
            let operations = Self::ALL.iter();
            operations.filter_map(move |&operation| {
                Some((operation, match_template(operation.path(), path)?))
            })
        };
        let is_fixed = |operation: Self| !operation.path().contains('{');
        let has_fixed = matching().any(|(operation, _)| is_fixed(operation));
        matching().filter(move |&(operation, _)| is_fixed(operation) == has_fixed)
    }

    /// The first segment of the path. [`crate::Access`] uses it.
    pub(crate) fn endpoint(self) -> &'static str {
        self.path().split('/').nth(1).unwrap_or_default()
    }
}

/// Matches a path with a template. Returns the value of the parameter, empty if there is none.
fn match_template<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let mut value = "";
    let mut segments = path.split('/');
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') && !segment.is_empty() {
            value = segment;
        } else if expected != segment {
            return None;
        }
    }
    match segments.next() {
        None => Some(value),
        Some("") if segments.next().is_none() => Some(value),
        Some(_) => None,
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

/// The text is not an operation id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown operation {0:?}{hint}; expected one of {ids}",
    hint = did_you_mean(.0, ids()),
    ids = ids().collect::<Vec<_>>().join(", ")
)]
pub struct UnknownOperation(String);

fn ids() -> impl Iterator<Item = &'static str> {
    Operation::ALL.iter().map(|operation| operation.id())
}

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|operation| operation.id() == id);
        found
            .copied()
            .ok_or_else(|| UnknownOperation(id.to_owned()))
    }
}

/// The HTTP methods that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    const ALL: [Self; 4] = [Self::Get, Self::Post, Self::Put, Self::Delete];

    /// Parses a name; case does not matter.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|method| method.name().eq_ignore_ascii_case(name))
    }

    /// The name in upper case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
