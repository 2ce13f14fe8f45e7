//! A `GroupId` is not a `ContactId` in a list.

use hellodialog::types::{GroupId, NewList};

fn main() {
    let _ = NewList::new("Regulars", [GroupId::new(1)]);
}
