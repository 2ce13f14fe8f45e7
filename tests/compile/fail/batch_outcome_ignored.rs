//! Some of the items may have failed, and a program that does not look says so.

#![deny(unused_must_use)]

use std::num::NonZeroUsize;

use hellodialog::Client;
use hellodialog::types::ContactBatchItem;

async fn example(client: Client, items: Vec<ContactBatchItem>) {
    client.contacts().update_all(items, NonZeroUsize::MIN).await;
}

fn main() {}
