//! The first run of the README.

#[tokio::test]
async fn the_first_run_prints_every_step() {
    let mut out = Vec::new();
    crate::quickstart::run(&mut out).await.expect("it runs");
    let text = String::from_utf8(out).expect("it is text");
    let expected = [
        "connected to Example account at http://127.0.0.1:",
        "created kevin@shop.example",
        "created maria@shop.example",
        "changed kevin@shop.example, which is 251",
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
    // A ping, three creations and an update, a search, three pages and two mails; and a fourth page
    // if its prefetch began before the end of the third was seen.
    let last = lines.last().copied().unwrap_or_default();
    assert!(
        ["requests made: 11", "requests made: 12"].contains(&last),
        "{last}"
    );
}
