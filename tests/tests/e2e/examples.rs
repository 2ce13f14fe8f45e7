//! The small examples, which users copy. The first one is the first run in the README.

use crate::example::{custom_fields, quickstart, retries, webhook};

#[tokio::test]
async fn quickstart_prints_every_step() {
    let mut out = Vec::new();
    quickstart::run(&mut out)
        .await
        .expect("quickstart succeeds");
    let text = String::from_utf8(out).expect("UTF-8");
    let expected = [
        "connected to Example account at http://127.0.0.1:",
        "created kevin@shop.example",
        "created maria@shop.example",
        "updated kevin@shop.example, id 251",
        "found 251: Kevin B., customer Some(43)",
        "found 252: Maria, customer Some(43)",
        "streamed 252 contacts, ",
        "mail to kevin@shop.example: accepted",
        "mail to nobody: postTransactional: the API refused the call with code 606",
        "the account sent a mail to kevin@shop.example",
        "requests made: ",
    ];
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{text}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "`{expected}` in `{line}`");
    }
    // One ping, three creations, one update, one search, three pages, two mails; and a fourth page if
    // its prefetch starts before the third page is known to be the last.
    let last = lines.last().copied().unwrap_or_default();
    assert!(
        ["requests made: 11", "requests made: 12"].contains(&last),
        "{last}"
    );
}

#[test]
fn quickstart_takes_no_arguments() {
    let check = |arguments: &[&str]| {
        quickstart::check_arguments(arguments.iter().map(|&argument| argument.to_owned()))
    };
    assert!(check(&[]).is_ok());
    let error = check(&["--key"]).expect_err("an argument");
    assert_eq!(error.to_string(), "`--key`: quickstart takes no arguments");
}

#[tokio::test]
async fn webhook_gets_the_contact_that_changed() {
    let mut out = Vec::new();
    webhook::run(&mut out).await.expect("it succeeds");
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.starts_with("contact 1 is now Kevin, Some("), "{text}");
}

#[tokio::test]
async fn custom_fields_are_written_and_read() {
    let mut out = Vec::new();
    custom_fields::run(&mut out).await.expect("it succeeds");
    let expected =
        "kevin@shop.example: Customer { customer_number: 43, points: None }, number Some(43)\n";
    assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
}

#[tokio::test]
async fn retries_shows_each_way_to_fail() {
    let mut out = Vec::new();
    retries::run(&mut out).await.expect("it succeeds");
    let expected = "\
        got contact 1 after a retry\n\
        not retried: Request, 1 attempt\n\
        unknown: settled by an upsert\n\
        refused with code Some(606)\n";
    assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
}
