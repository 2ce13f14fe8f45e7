//! Which fault strikes a call.

use super::{Chance, Fault};
use crate::operation::Operation;
use crate::random::mixed;

/// The rules in force, each with the number of calls that it has counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Vec<(Fault, u64)>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push((fault, 0));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Counts a call; the fault that strikes it, if one does.
    pub(crate) fn strike(&mut self, operation: Option<Operation>) -> Option<Fault> {
        let mut struck = None;
        for (fault, calls) in &mut self.0 {
            if fault.operation.is_none() || fault.operation == operation {
                *calls += 1;
                if struck.is_none() && fault.strikes(*calls) {
                    struck = Some(fault.clone());
                }
            }
        }
        struck
    }
}

impl Fault {
    fn strikes(&self, call: u64) -> bool {
        self.calls.includes(call) && self.chance.is_none_or(|chance| chance.strikes(call))
    }
}

impl Chance {
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    fn strikes(self, call: u64) -> bool {
        let drawn = (mixed(self.seed ^ mixed(call)) >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < self.share
    }
}
