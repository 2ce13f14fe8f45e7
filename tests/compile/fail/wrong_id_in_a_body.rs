//! A group places no order.

use hellodialog::types::{ContactBatchItem, GroupId};

fn main() {
    let _ = ContactBatchItem::new(GroupId::new(1));
}
