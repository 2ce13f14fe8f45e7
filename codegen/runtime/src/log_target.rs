//! The target of all spans and events.

pub(crate) const LOG_TARGET: &str = "hellodialog_runtime";
