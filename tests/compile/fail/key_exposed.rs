//! An `ApiKey` does not expose the key.

use hellodialog::ApiKey;

fn read(key: &ApiKey) -> &str {
    key.expose()
}

fn main() {}
