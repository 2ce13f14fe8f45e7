//! Request types have no struct expressions, so that they can gain fields.

use hellodialog::types::OptinRequest;

fn main() {
    let _ = OptinRequest { optin_language: None };
}
