//! The operations of the API, as the emulator routes them.

use std::fmt;
use std::str::FromStr;

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
            /// All of them, by resource.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The id, as the API's description has it: `postContact`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// The HTTP method.
            #[must_use]
            pub const fn method(self) -> Method {
                match self { $(Self::$variant => Method::$method,)* }
            }

            /// The path below the base URL, with `{name}` for what is filled in.
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
    GetUnsubscribers "getUnsubscribers" Get "/unsubscribers",
    GetUnsubscriber "getUnsubscriber" Get "/unsubscribers/{unsubscriberId}",
    GetStatistics "getStatistics" Get "/statistics",
    GetContactStatistics "getContactStatistics" Get "/statistics/contacts",
    GetCampaignStatistics "getCampaignStatistics" Get "/statistics/campaign/{campaignId}",
    PostTransactional "postTransactional" Post "/transactional",
}

impl Operation {
    /// The operation that answers `method` on `path`, and the value of its path parameter (empty
    /// if it has none). A fixed path goes before one with a parameter.
    #[must_use]
    pub fn route(method: Method, path: &str) -> Option<(Self, &str)> {
        let routed = Self::ALL
            .iter()
            .filter(|operation| operation.method() == method);
        routed
            .filter_map(|&operation| Some((operation, parameter(operation.path(), path)?)))
            .min_by_key(|(operation, _)| operation.path().contains('{'))
    }

    /// Whether any operation has `path`, whatever the method.
    #[must_use]
    pub(crate) fn knows_path(path: &str) -> bool {
        Self::ALL
            .iter()
            .any(|operation| parameter(operation.path(), path).is_some())
    }

    /// The first part of the path, by which the rights of a key go.
    pub(crate) fn endpoint(self) -> &'static str {
        self.path().split('/').nth(1).unwrap_or_default()
    }
}

/// Matches `path` with a template; the value of its one parameter, or nothing if it has none.
fn parameter<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let mut value = "";
    let mut parts = path.split('/');
    for wanted in template.split('/') {
        let part = parts.next()?;
        if wanted.starts_with('{') && !part.is_empty() {
            value = part;
        } else if wanted != part {
            return None;
        }
    }
    match parts.next() {
        None => Some(value),
        Some("") if parts.next().is_none() => Some(value),
        Some(_) => None,
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

/// The text names no operation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no operation {0:?}; operations go by their ids, such as getContacts")]
pub struct UnknownOperation(String);

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|operation| operation.id() == id);
        found
            .copied()
            .ok_or_else(|| UnknownOperation(id.to_owned()))
    }
}

/// The HTTP methods of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method by its name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.name().eq_ignore_ascii_case(name))
    }

    /// The name, in capitals.
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
