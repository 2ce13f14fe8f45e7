//! A `GroupId` is not a `ContactId` in a path.

use hellodialog::Client;
use hellodialog::types::GroupId;

fn get(client: &Client) {
    let _ = client.contacts().get(GroupId::new(1));
}

fn main() {}
