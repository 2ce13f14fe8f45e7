//! A list needs contacts, be it none.

use hellodialog::types::NewList;

fn main() {
    let _ = NewList::new("Regulars");
}
