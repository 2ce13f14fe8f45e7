//! A list needs contacts, possibly none.

use hellodialog::types::NewList;

fn main() {
    let _ = NewList::new("Regulars");
}
