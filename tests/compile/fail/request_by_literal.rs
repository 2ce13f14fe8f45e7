//! A request is made by its constructor, so that it can get further fields.

use hellodialog::types::OptinRequest;

fn main() {
    let _ = OptinRequest { optin_language: None };
}
