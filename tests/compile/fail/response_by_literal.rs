//! Response types have no struct expressions, so that they can gain fields.

use hellodialog::types::Written;

fn copy(written: Written) -> Written {
    Written { ..written }
}

fn main() {}
