//! A batch report must be used, because some items may have failed.

#![deny(unused_must_use)]

use std::num::NonZeroUsize;

use hellodialog::Client;
use hellodialog::types::ContactBatchItem;

async fn example(client: Client, items: Vec<ContactBatchItem>) {
    client.contacts().update_all(items, NonZeroUsize::MIN).await;
}

fn main() {}
