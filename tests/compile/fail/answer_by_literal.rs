//! An answer is made by the API alone, so that it can get further fields.

use hellodialog::types::Written;

fn copy(written: Written) -> Written {
    Written { ..written }
}

fn main() {}
