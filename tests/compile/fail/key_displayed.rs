//! An `ApiKey` has no `Display`.

use hellodialog::ApiKey;

fn show(key: &ApiKey) -> String {
    format!("{key}")
}

fn main() {}
