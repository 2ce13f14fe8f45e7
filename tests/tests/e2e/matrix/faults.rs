//! Every fault, before and after the effect where that makes a difference.

use std::time::Duration;

use hellodialog_emulator::{Fault, FaultPhase, ServerError};

/// Longer than the timeout of any attempt.
const AN_HOUR: Duration = Duration::from_secs(3600);

/// How long connections are refused: shorter than any delay between two attempts, which is at least
/// half a second.
const A_WHILE: Duration = Duration::from_millis(50);

/// Larger than the body limit of the client.
pub(super) const LARGE_BODY: u32 = 1024 * 1024;

pub(super) fn all() -> Vec<Fault> {
    let mut faults = vec![
        Fault::refuse(A_WHILE),
        // The client assumes that a call rejected with 429 had no effect, so the fault after the effect
        // is not tested.
        Fault::rate_limit(0, FaultPhase::Before),
        Fault::reset_in_body(),
        Fault::reset_after_body(),
        Fault::close_in_body(),
        Fault::truncated_json(),
        Fault::slow_headers(AN_HOUR),
        Fault::slow_body(AN_HOUR),
        Fault::php_warning(),
        Fault::new_property(),
        Fault::new_enum_value(),
        Fault::changed_type(),
    ];
    for phase in [FaultPhase::Before, FaultPhase::After] {
        faults.extend([
            Fault::reset(phase),
            Fault::close(phase),
            Fault::html(phase),
            Fault::empty_body(phase),
            Fault::invalid_json(phase),
            Fault::large_body(LARGE_BODY, phase),
        ]);
        faults.extend(ServerError::ALL.map(|status| Fault::status(status, phase)));
    }
    faults
}
