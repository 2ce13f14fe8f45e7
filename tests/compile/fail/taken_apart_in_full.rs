//! A struct can get further fields, so a pattern leaves room for them.

use hellodialog::types::OptinRequest;

fn take(OptinRequest { optin_language }: OptinRequest) {
    drop(optin_language);
}

fn main() {}
