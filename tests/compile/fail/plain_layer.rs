//! The plain layer is nobody's business.

use hellodialog::plain::Client;

fn main() {}
