//! A call must be awaited, because it is not sent before.

#![deny(unused_must_use)]

use hellodialog::Client;
use hellodialog::types::ContactId;

async fn example(client: Client) {
    client.contacts().delete(ContactId::new(7));
}

fn main() {}
