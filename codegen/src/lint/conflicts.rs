//! Patches that cannot be pasted together: both change one place.

use std::collections::HashMap;

use serde_json::Value;

use super::finding::Finding;
use super::patch::{Patch, Touched};
use crate::pointer::Pointer;

/// Takes the patch from each finding whose patch changes what an earlier one changes, and says so in its message.
pub(super) fn resolve(findings: &mut [Finding]) {
    let mut changes = Changes::default();
    for index in 0..findings.len() {
        let touched = findings[index].patch.touched();
        match touched.iter().find_map(|one| changes.conflict(one)) {
            Some(earlier) => {
                let (rule, at) = (findings[earlier].rule.id(), &findings[earlier].pointer);
                let again = format!(
                    " The patch for {rule} at {at} changes the same place: apply it and lint again."
                );
                findings[index].message.push_str(&again);
                findings[index].patch = Patch::default();
            }
            None => touched.iter().for_each(|one| changes.add(one, index)),
        }
    }
}

/// What the patches so far change, each place with the finding whose patch it is.
#[derive(Default)]
struct Changes {
    removed: HashMap<Pointer, usize>,
    written: HashMap<Pointer, (Value, usize)>,
    /// The places around those.
    around: HashMap<Pointer, usize>,
}

impl Changes {
    fn add(&mut self, touched: &Touched, finding: usize) {
        for at in &touched.removed {
            self.add_around(at, finding);
            self.removed.insert(at.clone(), finding);
        }
        for (at, value) in &touched.written {
            self.add_around(at, finding);
            self.written.insert(at.clone(), (value.clone(), finding));
        }
        for at in &touched.needed {
            self.add_around(&at.child(""), finding);
        }
    }

    fn add_around(&mut self, at: &Pointer, finding: usize) {
        for around in at.ancestors() {
            self.around.entry(around.clone()).or_insert(finding);
        }
    }

    /// The finding whose patch changes what this action changes or expects.
    fn conflict(&self, touched: &Touched) -> Option<usize> {
        let removed = |at: &Pointer| {
            let mut places = at.places();
            places.find_map(|at| self.removed.get(at))
        };
        let written_above = |at: &Pointer| {
            let mut places = at.ancestors();
            places.find_map(|at| self.written.get(at).map(|(_, finding)| finding))
        };
        // An array is appended to.
        let written_otherwise = |at: &Pointer, value: &Value| {
            let (written, finding) = self.written.get(at)?;
            (written.is_array() == (written == value)).then_some(finding)
        };
        let touched_below = |at: &Pointer| self.around.get(at);
        let by_target = removed(&touched.target);
        let by_removal = touched.removed.iter().find_map(|at| {
            let written = self.written.get(at).map(|(_, finding)| finding);
            written
                .or_else(|| removed(at))
                .or_else(|| touched_below(at))
                .or_else(|| written_above(at))
        });
        let leaves = touched.written.iter().chain(&touched.expected);
        let by_value = leaves.into_iter().find_map(|(at, value)| {
            written_otherwise(at, value)
                .or_else(|| removed(at))
                .or_else(|| touched_below(at))
                .or_else(|| written_above(at))
        });
        let by_absence = touched.absent.iter().find_map(|at| {
            let written = self.written.get(at).map(|(_, finding)| finding);
            written.or_else(|| touched_below(at))
        });
        let by_need = touched.needed.iter().find_map(removed);
        let all = [by_target, by_removal, by_value, by_absence, by_need];
        all.into_iter().flatten().next().copied()
    }
}
