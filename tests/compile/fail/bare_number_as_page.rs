//! A number is not the number of a page, which is never zero.

use hellodialog::types::ListContacts;

fn main() {
    let _ = ListContacts::new().page(0);
}
