//! A key cannot be taken out again.

use hellodialog::ApiKey;

fn read(key: &ApiKey) -> &str {
    key.expose()
}

fn main() {}
