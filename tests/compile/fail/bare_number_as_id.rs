//! A number is not an id.

use hellodialog::Client;

fn get(client: &Client) {
    let _ = client.contacts().get(58328);
}

fn main() {}
