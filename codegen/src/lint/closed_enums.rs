//! Enums of responses that a later version of the service may extend.

use serde_json::{Value, json};

use super::finding::{Finding, listed, quoted};
use super::index::{Place, SchemaIndex};
use super::patch::{Action, Patch};
use super::rule::Rule;
use crate::pointer::Pointer;

/// Where the document says that enums are open, each closed one is a finding; where it never does, all are one: its authors
/// did not mean to say it.
pub(super) fn check(index: &SchemaIndex<'_>, findings: &mut Vec<Finding>) {
    let enums = index
        .places
        .values()
        .filter(|place| place.received && is_enum(place));
    let (open, closed): (Vec<_>, Vec<_>) =
        enums.partition(|place| place.node.is("x-extensible-enum"));
    let actions = closed.iter().map(|place| {
        let why = "A new value in a response is no error.";
        let update = json!({"x-extensible-enum": true});
        Action::update(index.root(), &place.node.at, why, update).absent(&["x-extensible-enum"])
    });
    let rule = Rule::ClosedEnumInResponse;
    if open.is_empty() && closed.len() > 2 {
        let at = Pointer::root().child("components");
        let message = format!("Each of the {} enums in responses is closed.", closed.len());
        findings.push(Finding::new(
            rule,
            &at,
            message,
            actions.fold(Patch::default(), Patch::with),
        ));
        return;
    }
    for (place, action) in closed.iter().zip(actions) {
        let values = listed(
            place
                .node
                .member("enum")
                .entries()
                .map(|one| quoted(one.value)),
        );
        let message = format!(
            "A response can have no other values of {} than {values}.",
            place.role.name()
        );
        findings.push(Finding::new(rule, &place.node.at, message, action.into()));
    }
}

/// Whether a schema lists several strings. A single one tells what kind of object it is in.
fn is_enum(place: &Place<'_>) -> bool {
    let values = place.node.member("enum");
    let values: Vec<&Value> = values.entries().map(|one| one.value).collect();
    let is_text = |value: &&Value| value.is_string() || value.is_null();
    let is_said = place
        .node
        .get("x-extensible-enum")
        .is_none_or(|said| said.value == true);
    is_said && values.iter().all(is_text) && values.iter().filter(|one| one.is_string()).count() > 1
}
