//! Picks the fault that applies to a call.

use super::rule::Fault;
use crate::operation::Operation;

/// The faults of an account, each with the number of calls that it has counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct ActiveFaults(Vec<(Fault, u64)>);

impl ActiveFaults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push((fault, 0));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults, each with the number of calls that it has counted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(Fault, u64)> {
        self.0.iter()
    }

    /// Counts a call for each fault, and returns the first fault that applies to the call.
    pub(crate) fn next_match(&mut self, operation: Option<Operation>) -> Option<Fault> {
        let mut first = None;
        for (fault, calls) in &mut self.0 {
            if fault.operation.is_none() || fault.operation == operation {
                *calls += 1;
                if first.is_none() && fault.applies_to(*calls) {
                    first = Some(fault.clone());
                }
            }
        }
        first
    }
}
