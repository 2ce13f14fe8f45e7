//! A condition needs an operand.

use hellodialog::types::Filter;

fn main() {
    let _ = Filter::new().equals("email");
}
