//! A call is sent when it is awaited, and a program that forgets to is told.

#![deny(unused_must_use)]

use hellodialog::Client;
use hellodialog::types::ContactId;

async fn example(client: Client) {
    client.contacts().delete(ContactId::new(7));
}

fn main() {}
