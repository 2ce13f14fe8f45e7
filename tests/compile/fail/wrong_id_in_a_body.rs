//! A `GroupId` is not a `ContactId` in a body.

use hellodialog::types::{ContactBatchItem, GroupId};

fn main() {
    let _ = ContactBatchItem::new(GroupId::new(1));
}
