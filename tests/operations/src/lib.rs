//! One table of the API's operations: for each the request, the response and the client's call.
//!
//! A row describes one exchange with the [demo account](account), from three sides:
//! - the client's tests send the call to a server that returns `response`, and compare the request
//!   and the decoded value;
//! - the end-to-end tests send the call to the emulator, and compare the decoded value;
//! - the emulator's tests send the request over a socket, and compare the response.
//!
//! A new operation needs one row.

pub mod account;
mod audience;
mod compare;
mod contacts;
mod insight;
mod mailings;
mod orders;
mod row;

pub use compare::{matches, same_order};
pub use row::{Call, Pending, Refusal, Row, natural};

/// A row for every operation, by resource.
#[must_use]
pub fn table() -> Vec<Row> {
    [
        contacts::rows(),
        audience::rows(),
        mailings::rows(),
        orders::rows(),
        insight::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
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
