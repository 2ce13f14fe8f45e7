//! One table of the API's operations: for each the request, the response and the client's call.
//!
//! A row describes one exchange with the [demo account](account), from three sides:
//! - the client's tests send the call to a server that returns `response`, and compare the request
//!   and the decoded value;
//! - the end-to-end tests send the call to the emulator, and compare the decoded value;
//! - the emulator's tests send the request over a socket, and compare the response.
//!
//! A new operation needs one row. If the emulator does not have the operation, the row says so:
//! [`Row::not_emulated`].

pub mod account;
pub mod bodies;
mod compare;
mod contacts;
mod fields;
mod groups;
mod insight;
mod lists;
mod mailings;
mod orders;
mod row;
mod samples;
mod unsubscribers;

pub use compare::{matches, remove_members, same_order};
pub use groups::that_change_the_path;
pub use row::{Call, Media, Pending, Refusal, ResponseForm, Row, natural};
pub use samples::{inventory, sample};

/// A row for every operation, by resource.
#[must_use]
pub fn table() -> Vec<Row> {
    [
        contacts::rows(),
        unsubscribers::rows(),
        fields::rows(),
        groups::rows(),
        lists::rows(),
        mailings::rows(),
        orders::rows(),
        insight::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Further forms of requests and responses, for the tests of the client.
#[must_use]
pub fn variants() -> Vec<Row> {
    [
        contacts::variants(),
        unsubscribers::variants(),
        fields::variants(),
        groups::variants(),
        lists::variants(),
        mailings::variants(),
        orders::variants(),
        insight::variants(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The rows of the operations that the emulator has.
#[must_use]
pub fn emulated() -> Vec<Row> {
    let mut rows = table();
    rows.retain(|row| row.is_emulated);
    rows
}

/// The rows of the operations whose response is JSON.
#[must_use]
pub fn with_json() -> Vec<Row> {
    let mut rows = table();
    rows.retain(|row| row.media == Media::Json);
    rows
}

/// The rows of the writes that the API confirms.
#[must_use]
pub fn confirmed() -> Vec<Row> {
    let mut rows = table();
    rows.retain(|row| row.is_confirmed);
    rows
}

/// The rows of the operations whose response is the only item of a collection.
#[must_use]
pub fn in_collections() -> Vec<Row> {
    let mut rows = table();
    rows.retain(|row| row.is_in_collection);
    rows
}

/// The row of an operation.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn row(operation: &str) -> Row {
    let row = table().into_iter().find(|row| row.operation == operation);
    row.unwrap_or_else(|| panic!("no row for {operation}"))
}
