//! A key is not shown.

use hellodialog::ApiKey;

fn show(key: &ApiKey) -> String {
    format!("{key}")
}

fn main() {}
