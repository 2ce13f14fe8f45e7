//! A handler for each operation: it changes the state and returns a response.
#![allow(
    clippy::unnecessary_wraps,
    reason = "all handlers have the same signature"
)]

mod account_info;
mod contact_values;
mod contact_writes;
mod contacts;
mod fields;
mod groups;
mod lists;
mod newsletters;
mod orders;
pub(crate) mod request;
pub(crate) mod response;
mod statistics;
mod transactional;

use self::request::Request;
use self::response::HandlerResult;
use crate::account::Account;
use crate::operation::Operation;

type Handler = fn(&mut Account, &Request<'_>) -> HandlerResult;

/// The handler of an operation. The `match` is exhaustive, so every operation has one.
pub(crate) fn handler(operation: Operation) -> Handler {
    match operation {
        Operation::PostContact => contact_writes::create,
        Operation::GetContacts => contacts::list,
        Operation::PutContacts => contact_writes::update_many,
        Operation::PostExternalGroupContact => contact_writes::create_with_external_groups,
        Operation::GetContact => contacts::get,
        Operation::PutContact => contact_writes::update,
        Operation::DeleteContact => contact_writes::delete,
        Operation::PostContactOptin => contact_writes::send_optin,
        Operation::PostField => fields::create,
        Operation::GetFields => fields::list,
        Operation::GetField => fields::get,
        Operation::PutField => fields::update,
        Operation::DeleteField => fields::delete,
        Operation::PostGroup => groups::create,
        Operation::GetGroups => groups::list,
        Operation::GetExternalGroups => groups::list_external,
        Operation::GetExternalGroup => groups::get_by_external_id,
        Operation::GetGroupExternal => groups::get_external,
        Operation::GetGroup => groups::get,
        Operation::PutGroup => groups::update,
        Operation::DeleteGroup => groups::delete,
        Operation::PostList => lists::create,
        Operation::GetLists => lists::list,
        Operation::GetList => lists::get,
        Operation::PutList => lists::update,
        Operation::DeleteList => lists::delete,
        Operation::GetListCampaigns => lists::campaigns,
        Operation::GetLogin => account_info::login,
        Operation::PostNewsletter => newsletters::create,
        Operation::GetNewsletters => newsletters::list,
        Operation::GetNewsletter => newsletters::get,
        Operation::PutNewsletter => newsletters::update,
        Operation::DeleteNewsletter => newsletters::delete,
        Operation::PostOrders => orders::create,
        Operation::GetOrders => orders::search,
        Operation::PutOrders => orders::update_many,
        Operation::GetOrder => orders::get,
        Operation::PutOrder => orders::update,
        Operation::DeleteOrder => orders::delete,
        Operation::GetPing => account_info::ping,
        Operation::GetNps => statistics::nps,
        Operation::GetCampaigns => statistics::campaigns,
        Operation::GetCampaign => statistics::campaign,
        Operation::GetUnsubscribers => contacts::list_unsubscribers,
        Operation::GetUnsubscriber => contacts::get_unsubscriber,
        Operation::GetStatistics => statistics::statistics,
        Operation::GetContactStatistics => statistics::contact_statistics,
        Operation::GetCampaignStatistics => statistics::campaign_statistics,
        Operation::PostTransactional => transactional::send,
    }
}
