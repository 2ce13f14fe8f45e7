//! The text form of a fault, and its errors.

use std::time::Duration;

use hellodialog_emulator::{Calls, Fault, FaultPhase, Operation, ServerError};
use proptest::prelude::*;

fn phases() -> impl Strategy<Value = FaultPhase> {
    prop_oneof![Just(FaultPhase::Before), Just(FaultPhase::After)]
}

fn kinds() -> impl Strategy<Value = Fault> {
    let time = || any::<u32>().prop_map(|millis| Duration::from_millis(millis.into()));
    prop_oneof![
        time().prop_map(Fault::refuse),
        phases().prop_map(Fault::reset),
        phases().prop_map(Fault::close),
        (prop::sample::select(&ServerError::ALL[..]), phases())
            .prop_map(|(status, phase)| Fault::status(status, phase)),
        (any::<u32>(), phases()).prop_map(|(seconds, phase)| Fault::rate_limit(seconds, phase)),
        phases().prop_map(Fault::html),
        phases().prop_map(Fault::empty_body),
        phases().prop_map(Fault::invalid_json),
        (any::<u32>(), phases()).prop_map(|(bytes, phase)| Fault::large_body(bytes, phase)),
        Just(Fault::reset_in_body()),
        Just(Fault::reset_after_body()),
        Just(Fault::close_in_body()),
        Just(Fault::truncated_json()),
        time().prop_map(Fault::slow_headers),
        time().prop_map(Fault::slow_body),
        Just(Fault::php_warning()),
        Just(Fault::new_property()),
        Just(Fault::new_enum_value()),
        Just(Fault::changed_type()),
    ]
}

fn calls() -> impl Strategy<Value = Calls> {
    prop_oneof![
        Just(Calls::All),
        (1_u32..).prop_map(Calls::Nth),
        (1_u32..).prop_map(Calls::From),
        (1_u32..).prop_map(Calls::First),
    ]
}

fn faults() -> impl Strategy<Value = Fault> {
    let operation = prop::option::of(prop::sample::select(Operation::ALL));
    let chance = prop::option::of((0.0..=1.0_f64, any::<u64>()));
    (kinds(), operation, calls(), chance).prop_map(|(mut fault, operation, calls, chance)| {
        fault = fault.at(calls);
        if let Some(operation) = operation {
            fault = fault.on(operation);
        }
        match chance {
            Some((probability, seed)) => fault.chance(probability, seed),
            None => fault,
        }
    })
}

proptest! {
    #[test]
    fn a_fault_is_read_from_its_text_form(fault in faults()) {
        prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
    }

    #[test]
    fn no_text_causes_a_panic(text in ".{0,40}") {
        text.parse::<Fault>().ok();
    }
}

#[test]
fn the_documented_text_form_is_read() {
    let fault = "status:503, after, op=postContact, nth=2"
        .parse::<Fault>()
        .unwrap();
    let expected = Fault::status(ServerError::Unavailable, FaultPhase::After)
        .on(Operation::PostContact)
        .nth(2);
    assert_eq!(fault, expected);
}

#[test]
fn an_invalid_text_has_a_helpful_error() {
    for (text, word) in [
        ("", "unknown fault"),
        ("explode", "expected one of refuse"),
        ("status", "status:503"),
        (
            "status:418",
            "status takes 500, 502, 503 or 504 after a colon, such as status:503; found \"418\"",
        ),
        ("rate-limit:soon", "rate-limit:2"),
        ("rate-limit:0.5", "has no fraction"),
        ("rate-limit:0.5", "slow-headers:500"),
        ("slow-body:1.5", "whole milliseconds"),
        ("html:5", "does not take an argument"),
        ("html,nth=0", "of at least 1"),
        ("html,nth=1,first=2", "together"),
        ("html,before,after", "twice"),
        ("html,op=getNothing", "getNothing"),
        ("html,op=getContatcs", "did you mean getContacts?"),
        ("html,op=getcontacts", "did you mean getContacts?"),
        ("html,op=getNothing", "postTransactional"),
        ("html,chance=2", "from 0 to 1"),
        ("html,seed=2", "chance="),
        ("html,sometimes", "\"sometimes\""),
        (
            "truncated-json,before",
            "truncated-json does not take before",
        ),
        ("refuse:10,after", "refuse does not take"),
    ] {
        let error = text.parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains(word), "{text}: {error}");
    }
}
