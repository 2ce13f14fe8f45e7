//! The page at `/`: what it shows, and that no value becomes markup.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use hellodialog_emulator::Emulator;
use serde_json::json;

use crate::{parse, send, send_raw, write_ok};

/// Markup that a browser would run if the page did not escape it.
const MARKUP: &str =
    r#"</td><script>document.title='run'</script><img src=x onerror="document.title='run'">'&amp;"#;

fn page(account: &Emulator, target: &str) -> String {
    let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    let (received, end) = send_raw(account.address(), &request);
    end.unwrap();
    let response = parse(&received);
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(
        response.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    response.text().to_owned()
}

/// An account with markup in every place that the page shows.
fn account_with_markup() -> Emulator {
    let account = Emulator::builder()
        .fault("php-warning,op=getNps".parse().unwrap())
        .start()
        .unwrap();
    let email = r#""<b>x</b>"@example.com"#;
    write_ok(
        &account,
        "POST /fields",
        &json!({"name": "<i>Size</i>", "type": "Text"}),
    );
    write_ok(
        &account,
        "POST /contacts",
        &json!({"email": email, "voornaam": MARKUP, "achternaam": "Smith"}),
    );
    let mail = json!({
        "to": email,
        "from": {"email": "c@example.com", "name": MARKUP},
        "template": {"id": 1, "replaces": []},
        "subject": MARKUP,
        "tag": MARKUP,
    });
    write_ok(&account, "POST /transactional", &mail);
    send(
        &account,
        "GET /contacts?condition[%3Cscript%3E]=equals&%3Cb%3E=1",
        "",
    );
    send(&account, "GET /nps", "");
    account
}

/// The parts of a page: tags, and the text between them with its references resolved.
#[derive(Debug, PartialEq)]
enum Token {
    Tag(String),
    Text(String),
}

fn tokens(page: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = page;
    while !rest.is_empty() {
        let (text, after) = rest.split_once('<').unwrap_or((rest, ""));
        assert!(
            !text.contains('>') || text.contains('{'),
            "markup in text: {text}"
        );
        let text = ["&lt;<", "&gt;>", "&quot;\"", "&#39;'", "&amp;&"]
            .iter()
            .fold(text.to_owned(), |text, pair| {
                let (reference, character) = pair.split_at(pair.len() - 1);
                text.replace(reference, character)
            });
        tokens.push(Token::Text(text));
        if after.is_empty() {
            break;
        }
        let (tag, after) = after.split_once('>').expect("a complete tag");
        tokens.push(Token::Tag(tag.to_owned()));
        rest = after;
    }
    tokens
}

/// The text of the cells of each row in the section with this id.
fn rows(tokens: &[Token], section: &str) -> Vec<Vec<String>> {
    let start = tokens
        .iter()
        .position(|token| *token == Token::Tag(format!("h2 id=\"{section}\"")));
    let table = &tokens[start.expect("a section")..];
    let end = table
        .iter()
        .position(|token| *token == Token::Tag("/table".to_owned()));
    let mut rows = Vec::new();
    for token in &table[..end.expect("a table")] {
        match token {
            Token::Tag(tag) if tag.starts_with("tr") => rows.push(Vec::new()),
            Token::Tag(tag) if tag == "td" || tag == "th" => {
                rows.last_mut().expect("a row").push(String::new());
            }
            Token::Text(text) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(text.trim_end_matches('\n'));
                }
            }
            Token::Tag(_) => {}
        }
    }
    rows
}

#[test]
fn it_shows_the_account() {
    let account = account_with_markup();
    let page = tokens(&page(&account, "/"));
    let contacts = rows(&page, "contacts");
    assert_eq!(contacts[0][..3], ["id", "groups", "email"]);
    assert_eq!(contacts[1][0], "1");
    assert_eq!(contacts[1][2], r#""<b>x</b>"@example.com"#);
    assert!(contacts[1].contains(&MARKUP.to_owned()), "{contacts:?}");
    let outbox = rows(&page, "outbox");
    // The latest mail is first.
    assert_eq!(
        outbox[1][..2],
        ["transactional", r#""<b>x</b>"@example.com"#]
    );
    assert!(outbox[1][2].contains("<script>"), "{outbox:?}");
    assert_eq!(outbox[2][..1], ["optin"]);
    let journal = rows(&page, "journal");
    assert_eq!(journal[1][0], "5");
    assert_eq!(journal[1][6], "php-warning,op=getNps");
    assert!(
        journal[2][7].contains("condition[<script>]: unknown column"),
        "{journal:?}"
    );
    assert!(journal[4][2].contains("Smith"), "{journal:?}");
    assert_eq!(rows(&page, "faults")[1], ["php-warning,op=getNps", "1"]);
    assert_eq!(rows(&page, "webhook").len(), 1, "no call");
}

#[test]
fn no_value_becomes_markup() {
    let account = account_with_markup();
    let target = format!(
        "/?email={}&page=2",
        url::form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect::<String>()
    );
    for target in ["/", &target] {
        let page = page(&account, target);
        assert!(!page.contains(account.key()), "the key is not shown");
        let tags: BTreeSet<_> = tokens(&page)
            .into_iter()
            .filter_map(|token| match token {
                Token::Tag(tag) => Some(tag.split(' ').next().unwrap().to_owned()),
                Token::Text(_) => None,
            })
            .collect();
        for tag in ["script", "img", "b", "i"] {
            assert!(!tags.contains(tag), "{target}: {tags:?}");
        }
        // An input's value ends at a quote: the quote of a value must not end it.
        assert!(!page.contains("onerror=\""), "{target}");
    }
}

#[test]
fn contacts_are_searched_and_paged() {
    let account = Emulator::builder().contacts(250).start().unwrap();
    let first = page(&account, "/");
    assert!(first.contains("Contacts (250)"));
    assert_eq!(rows(&tokens(&first), "contacts").len(), 101);
    assert!(first.contains("page=2#contacts") && !first.contains("Previous"));
    let last = page(&account, "/?page=3");
    assert_eq!(rows(&tokens(&last), "contacts").len(), 51);
    assert!(last.contains("page=2#contacts") && !last.contains("Next"));
    let found = page(&account, "/?email=%40EXAMPLE.");
    let count = rows(&tokens(&found), "contacts").len() - 1;
    assert!(count > 0);
    assert!(page(&account, "/?email=nobody").contains("Contacts (0)"));
}

#[test]
fn the_icon_that_a_browser_requests_is_not_in_the_journal() {
    let account = Emulator::start().unwrap();
    let request = "GET /favicon.ico HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let (received, end) = send_raw(account.address(), request);
    end.unwrap();
    assert_eq!(parse(&received).status, 404);
    assert_eq!(account.journal(), []);
}

/// A browser runs nothing of what the page shows. Runs where Chromium is installed.
#[test]
fn a_browser_runs_no_script() {
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let Some(chromium) = names.iter().find(|name| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    }) else {
        return;
    };
    let account = account_with_markup();
    let profile = tempfile::tempdir().unwrap();
    let mut browser = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("http://{}/", account.address()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut printed = browser.stdout.take().unwrap();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut page = String::new();
        printed.read_to_string(&mut page).unwrap();
        sender.send(page)
    });
    // A browser that cannot start here must not hold up all tests.
    let page = receiver.recv_timeout(Duration::from_secs(120));
    browser.kill().ok();
    browser.wait().unwrap();
    let page = page.expect("the browser prints the page within two minutes");
    assert!(
        page.contains("<title>Hellodialog emulator</title>"),
        "{page}"
    );
    assert_eq!(page.matches("<script").count(), 0, "{page}");
    assert!(page.contains("&lt;script&gt;"), "{page}");
}
