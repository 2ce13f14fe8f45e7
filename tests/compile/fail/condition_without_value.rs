//! A condition compares with something.

use hellodialog::types::Filter;

fn main() {
    let _ = Filter::new().equals("email");
}
