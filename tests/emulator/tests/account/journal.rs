//! The journal records requests and their effects, without any key.

use hellodialog_emulator::{Effect, Emulator, Operation, REDACTED};

use crate::{get, send, send_raw};

#[test]
fn an_entry_has_the_whole_request() {
    let account = Emulator::start().unwrap();
    send(
        &account,
        "POST /contacts?method=POST",
        r#"{"email":"a@example.com"}"#,
    );
    get(&account, "/contacts/1");
    send(&account, "POST /contacts", r#"{"email":"a@example.com"}"#);
    send(&account, "GET /odd", "");
    let journal = account.journal();
    let summary: Vec<_> = journal
        .iter()
        .map(|entry| (entry.number, entry.operation, entry.effect, entry.status))
        .collect();
    let expected = [
        (1, Some(Operation::PostContact), Effect::Done, Some(200)),
        (2, Some(Operation::GetContact), Effect::None, Some(200)),
        (3, Some(Operation::PostContact), Effect::None, Some(200)),
        (4, None, Effect::None, Some(404)),
    ];
    assert_eq!(summary, expected);
    let first = &journal[0];
    assert_eq!(
        (first.method.as_str(), first.path.as_str()),
        ("POST", "/api/contacts")
    );
    assert_eq!(first.body, r#"{"email":"a@example.com"}"#);
    let query = [("method", "POST"), ("token", REDACTED)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(first.query, query);
}

#[test]
fn keys_are_redacted_everywhere() {
    let key = "00112233445566778899aabbccddeeff";
    let account = Emulator::builder().key(key).start().unwrap();
    send(
        &account,
        &format!("POST /contacts/{key}/x?a={key}&{key}=b"),
        &format!(r#"{{"email":"{key}"}}"#),
    );
    send(
        &account,
        &format!("GET /contacts?condition[{key}]=x&token={key}"),
        "",
    );
    // A percent-encoded key, and another key.
    let encoded = key.replace('0', "%30");
    for query in [
        format!("token={encoded}&a={encoded}"),
        "token=ffffffffffffffffffffffffffffffff".to_owned(),
    ] {
        let request =
            format!("GET /api/{encoded}?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        send_raw(account.address(), &request).1.unwrap();
    }
    let journal = account.journal();
    assert_eq!(journal.len(), 4);
    let printed = format!("{journal:?}");
    assert!(!printed.contains(key), "{printed}");
    assert!(!printed.contains(&encoded), "{printed}");
    assert!(!printed.contains("ffffffff"), "{printed}");
    assert!(printed.contains(REDACTED));
    assert!(!format!("{account:?}").contains(key), "{account:?}");
    let state = String::from_utf8(account.snapshot().to_json()).unwrap();
    assert!(!state.contains(key));
}

#[test]
fn it_keeps_the_latest_entries() {
    let account = Emulator::builder().journal_size(2).start().unwrap();
    for _ in 0..5 {
        get(&account, "/ping");
    }
    let numbers: Vec<_> = account.journal().iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, [4, 5]);
}

#[test]
fn what_a_search_ignores_is_named() {
    let account = Emulator::start().unwrap();
    for (query, part, reason) in [
        (
            "condition[emial]=equals&values[emial]=x",
            "condition[emial]",
            "unknown column; did you mean email?",
        ),
        (
            "condition[email]=equal&values[email]=x",
            "condition[email]",
            "unknown operator \"equal\"; did you mean equals?",
        ),
        ("condition[email]=equals", "condition[email]", "no operand"),
        (
            "condition[email]=equals&value[email]=x",
            "value[email]",
            "operands are read from values[email]",
        ),
        ("values[email]=x", "values[email]", "condition[email]"),
        (
            "condition[email]=contains&values[email]=a&condition[email]=equals",
            "condition[email]",
            "two conditions",
        ),
        ("page=-1", "page=-1", "page 1"),
        ("email=x", "email", "unknown parameter"),
    ] {
        send(&account, &format!("GET /contacts?{query}"), "");
        let entry = account.journal().pop().unwrap();
        let found = entry
            .ignored
            .iter()
            .find(|text| text.starts_with(&format!("{part}: ")));
        let text = found.unwrap_or_else(|| panic!("{query}: {:?}", entry.ignored));
        assert!(text.contains(reason), "{query}: {text}");
    }
    for target in [
        "GET /contacts?condition[email]=equals&values[email]=x&page=2",
        "GET /unsubscribers?condition[email]=equals&value[email]=x",
        "GET /unsubscribers?condition[email]=equals&values[email]=x",
        "POST /contacts?method=GET&condition[groups]=contains&values[groups]=",
    ] {
        send(&account, target, "");
        let entry = account.journal().pop().unwrap();
        assert_eq!(entry.ignored, Vec::<String>::new(), "{target}");
    }
}

#[test]
fn an_entry_is_a_line_of_a_log() {
    let account = Emulator::builder()
        .fault("php-warning,nth=3".parse().unwrap())
        .fault("reset,nth=4".parse().unwrap())
        .start()
        .unwrap();
    send(&account, "POST /contacts", r#"{"email":"a@example.com"}"#);
    get(
        &account,
        "/contacts?condition[emial]=equals&values[emial]=x",
    );
    send(&account, "GET /odd%0A12%1b[31m", "");
    send_raw(
        account.address(),
        &crate::request(account.key(), "GET /ping", ""),
    )
    .1
    .ok();
    let lines = account.journal().into_iter().map(|entry| entry.to_string());
    let expected = [
        "1 POST /api/contacts?token=[redacted] postContact: 200, took effect",
        "2 GET /api/contacts?condition[emial]=equals&values[emial]=x&token=[redacted] getContacts: 200\n  \
         warning: ignored condition[emial]: unknown column; did you mean email?; the other conditions \
         select alone",
        "3 GET /api/odd\\n12\\u{1b}[31m?token=[redacted]: 404, fault php-warning,nth=3",
        "4 GET /api/ping?token=[redacted] getPing: no response, fault reset,nth=4",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

#[test]
fn an_observer_sees_every_request_in_order() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let account = Emulator::builder()
        .journal_size(0)
        .on_request(move |entry| sender.send(entry.number).unwrap())
        .start()
        .unwrap();
    for _ in 0..3 {
        get(&account, "/ping");
    }
    assert_eq!(receiver.iter().take(3).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn it_has_a_limit_in_bytes() {
    let account = Emulator::builder().journal_bytes(100_000).start().unwrap();
    let body = "x".repeat(30_000);
    for _ in 0..10 {
        send(&account, "POST /contacts", &body);
    }
    let numbers = |account: &Emulator| {
        let entries = account.journal().into_iter();
        entries.map(|entry| entry.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&account), [8, 9, 10]);
    // An entry that is larger than the limit is not kept, and the others make room for it.
    send(&account, "POST /contacts", &"x".repeat(110_000));
    assert_eq!(numbers(&account), [] as [u64; 0]);
    // Small requests count too.
    for _ in 0..1_000 {
        get(&account, "/ping");
    }
    let kept = account.journal();
    assert_eq!(kept.last().unwrap().number, 1_011);
    assert!(kept.len() < 1_000, "{}", kept.len());
}
