//! A struct can gain fields, so a pattern needs `..`.

use hellodialog::types::OptinRequest;

fn take(OptinRequest { optin_language }: OptinRequest) {
    drop(optin_language);
}

fn main() {}
