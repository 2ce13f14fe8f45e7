//! A list holds contacts, not groups.

use hellodialog::types::{GroupId, NewList};

fn main() {
    let _ = NewList::new("Regulars", [GroupId::new(1)]);
}
