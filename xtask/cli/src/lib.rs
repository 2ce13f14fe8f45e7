//! Code that the command line programs share: `xtask`, and `hellodialog-account`, which needs the
//! client and so is a binary of its own.

pub mod checkout;
pub mod exit;
pub mod output;
pub mod source;
