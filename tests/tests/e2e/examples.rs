//! The first run of the README.

#[tokio::test]
async fn the_first_run_tells_its_story() {
    let mut out = Vec::new();
    crate::quickstart::run(&mut out).await.expect("it runs");
    let text = String::from_utf8(out).expect("it is text");
    for line in [
        "connected to Example account",
        "created kevin@shop.example",
        "created maria@shop.example",
        "changed kevin@shop.example, which is 251",
        "found 251: Kevin B., customer Some(43)",
        "found 252: Maria, customer Some(43)",
        "streamed 252 contacts",
        "mail to kevin@shop.example: accepted",
        "mail to nobody: postTransactional: the API refused the call with code 606",
        "the account sent a mail to kevin@shop.example",
        // A ping, three creations and an update, a search, two mails, and three pages with one that
        // was got ahead in vain.
        "requests made: 1",
    ] {
        assert!(text.contains(line), "`{line}` is not in:\n{text}");
    }
}
