//! A list of operands can be refused, so a search with one is not built in passing.

use hellodialog::types::{Filter, ListContacts};

fn main() {
    let filter = Filter::new().equals_any("email", ["a@example.com"]);
    let _ = ListContacts::new().filter(filter);
}
