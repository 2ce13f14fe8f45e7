//! A number is no id until someone says of what.

use hellodialog::Client;

fn get(client: &Client) {
    let _ = client.contacts().get(58328);
}

fn main() {}
