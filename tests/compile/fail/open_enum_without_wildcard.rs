//! The API may return unknown values, so a `match` needs a wildcard.

use hellodialog::types::PaymentStatus;

fn is_paid(status: PaymentStatus) -> bool {
    match status {
        PaymentStatus::Paid => true,
        PaymentStatus::Error
        | PaymentStatus::Refund
        | PaymentStatus::Cancelled
        | PaymentStatus::Pending
        | PaymentStatus::Denied
        | PaymentStatus::Other(_) => false,
    }
}

fn main() {}
