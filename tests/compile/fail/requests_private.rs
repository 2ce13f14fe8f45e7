//! The functions that build requests are private.

use hellodialog::requests::get_contact;

fn main() {}
