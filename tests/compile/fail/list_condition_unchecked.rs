//! A list of operands can be invalid, so the result must be checked.

use hellodialog::types::{Filter, ListContacts};

fn main() {
    let filter = Filter::new().equals_any("email", ["a@example.com"]);
    let _ = ListContacts::new().filter(filter);
}
