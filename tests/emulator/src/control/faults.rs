//! The faults of the account.

use serde::Deserialize;
use serde_json::{Value, json};

use super::input::Input;
use super::reply::{Problem, Reply, ReplyResult};
use crate::fault::Fault;
use crate::service::Service;
use crate::sync::lock;

pub(super) fn list(service: &Service, _: &Input<'_>) -> ReplyResult {
    Ok(listed(service))
}

fn listed(service: &Service) -> Reply {
    let faults = lock(&service.faults);
    let faults: Vec<Value> = faults
        .iter()
        .map(|(fault, calls)| json!({"fault": fault.to_string(), "calls": calls}))
        .collect();
    Reply::json(&json!({"faults": faults}))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFault {
    fault: Option<String>,
}

pub(super) fn add(service: &Service, input: &Input<'_>) -> ReplyResult {
    let text = input.json::<NewFault>()?.fault.ok_or_else(|| {
        Problem::bad_request("the body needs a fault, such as {\"fault\": \"status:503,nth=1\"}")
    })?;
    let fault: Fault = text
        .parse()
        .map_err(|error: crate::fault::ParseFaultError| Problem::bad_request(error.to_string()))?;
    lock(&service.faults).add(fault);
    Ok(listed(service))
}

pub(super) fn clear(service: &Service, _: &Input<'_>) -> ReplyResult {
    lock(&service.faults).clear();
    Ok(listed(service))
}
