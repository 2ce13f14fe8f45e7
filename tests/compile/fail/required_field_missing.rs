//! An order needs a price.

use hellodialog::jiff::Timestamp;
use hellodialog::types::{ContactId, NewOrder};

fn main() {
    let _ = NewOrder::new(ContactId::new(1), "A-1", Timestamp::UNIX_EPOCH);
}
