//! What the guide says of the log, for every operation: the target, the names and the fields.

use hellodialog_operations::with_json;
use serde_json::json;

use crate::log::Log;
use crate::{client, json_server, raw_server};

#[tokio::test]
async fn an_operation_has_one_name_in_logs_and_errors() {
    let report = json!({"status": "ERROR", "code": 604, "message": "", "data": []});
    let server = raw_server(200, json!({ "result": report }).to_string()).await;
    let client = client(&server);
    for row in with_json() {
        let name = row.operation;
        let log = Log::start();
        let error = (row.call)(client.clone()).await.expect_err(name);
        let logged = log.take();
        assert_eq!(error.operation(), Some(name));
        assert!(
            error.to_string().starts_with(&format!("{name}: ")),
            "{error}"
        );
        let span = format!("call{{operation={name:?} attempt=1 ");
        let closed = logged.lines().find(|line| line.contains(&span));
        let closed = closed.unwrap_or_else(|| panic!("{name}: {logged}"));
        for field in [" status=200", " code=604", " bytes=", " elapsed_ms="] {
            assert!(closed.contains(field), "{field}: {closed}");
        }
    }
}

#[tokio::test]
async fn a_span_and_an_event_have_the_fields_of_the_guide() {
    let server = json_server(&json!({})).await;
    let client = client(&server);
    let log = Log::start();
    client.ping().get().await.expect("an account");
    let logged = log.take();
    let own: Vec<&str> = logged
        .lines()
        .filter(|line| line.contains(" hellodialog_runtime: "))
        .collect();
    let [new, answered, close] = own.as_slice() else {
        panic!("{logged}")
    };
    assert!(new.contains("INFO call{operation=\"getPing\"}"), "{new}");
    assert!(answered.contains("DEBUG call{"), "{answered}");
    for field in [
        "answered",
        "attempt=1",
        "status=200",
        "bytes=2",
        "elapsed_ms=",
    ] {
        assert!(answered.contains(field), "{field}: {answered}");
    }
    for field in ["attempt=1", "status=200", "bytes=2", "elapsed_ms="] {
        assert!(close.contains(field), "{field}: {close}");
    }
}
