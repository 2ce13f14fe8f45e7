//! The recipes of the cookbook do what they say.

use hellodialog::types::{
    ContactId, ContactState, ContactUpdate, NewContact, NewOrder, TemplateId,
};
use hellodialog::webhook::WebhookSender;
use hellodialog::{Client, Decimal, jiff::Timestamp};
use hellodialog_emulator::{DEFAULT_KEY, Emulator, Mail};
use tokio::net::TcpListener;

use crate::recipes::{import_a_csv_file, import_orders, receive_webhook_calls, send_an_attachment};
use crate::{account, key};

const SECRET: &str = "a secret";

fn account() -> Emulator {
    Emulator::builder().contacts(25).start().expect("a port")
}

#[tokio::test]
async fn a_webhook_call_is_answered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (seen, mut requests) = tokio::sync::mpsc::unbounded_channel();
    let account = Emulator::builder()
        .contacts(3)
        .on_request(move |entry| _ = seen.send(entry.method.clone()))
        .webhook(format!("http://{address}/hellodialog"), SECRET)
        .start()
        .expect("a port");
    let client = account::client(&account);
    let app = receive_webhook_calls::App {
        client: client.clone(),
        sender: WebhookSender::new(&key(), SECRET),
    };
    let router = receive_webhook_calls::router(app);
    let server = tokio::spawn(async { axum::serve(listener, router).await });

    let update = ContactUpdate::new().voornaam("Kevin");
    let updated = client.contacts().update(ContactId::new(1), update).await;
    updated.expect("an update");
    let call = reqwest::Client::new().post(format!("http://{address}/hellodialog"));
    let forged = call.body("id=1&hash=0").send().await.expect("a response");
    assert_eq!(forged.status(), 403);
    // The account gets its contact again from the receiver, once the call is accepted.
    while requests.recv().await.expect("a request") != "GET" {}
    server.abort();
}

#[tokio::test]
async fn a_csv_file_is_imported_twice() {
    let account = account();
    let client = account::client(&account);
    let table = "email,voornaam,plaats\n\
        kevin@shop.example,Kevin,Amsterdam\n\
        not an address,Maria,Utrecht\n";
    for _ in 0..2 {
        let refused = import_a_csv_file::import(&client, table.as_bytes()).await;
        let refused = refused.expect("an import");
        let lines: Vec<u64> = refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3]);
    }
    let kevin = client
        .contacts()
        .get(ContactId::new(26))
        .await
        .expect("Kevin");
    assert_eq!(kevin.voornaam.as_deref(), Some("Kevin"));
    assert_eq!(kevin.state, Some(ContactState::Contact));
    assert_eq!(account.outbox(), []);
}

#[tokio::test]
async fn one_bad_order_keeps_no_other_out() {
    let account = account();
    let client = account::client(&account);
    let order = |contact, number: usize| {
        let contact = ContactId::new(contact);
        NewOrder::new(
            contact,
            format!("N{number}"),
            Timestamp::UNIX_EPOCH,
            Decimal::ONE,
        )
    };
    let mut orders: Vec<NewOrder> = (0..120).map(|number| order(1, number)).collect();
    orders[7] = order(999_999, 7);
    let missing = import_orders::import(&client, orders).await;
    let missing = missing.expect("an import");
    let numbers: Vec<&str> = missing
        .iter()
        .map(|order| order.order_number.as_str())
        .collect();
    assert_eq!(numbers, ["N7"]);
}

#[tokio::test]
async fn an_attachment_goes_out() {
    let account = account();
    let client = account::client(&account);
    let kevin = NewContact::new()
        .email("kevin@shop.example")
        .state(ContactState::Unsubscriber);
    client.contacts().create(kevin).await.expect("a contact");
    let mail = send_an_attachment::invoice("kevin@shop.example", TemplateId::new(1), b"%PDF");
    client.transactional().send(mail).await.expect("it is sent");
    let outbox = account.outbox();
    let [Mail::Transactional(mail)] = outbox.as_slice() else {
        panic!("{outbox:?}")
    };
    assert_eq!(mail.attachments[0]["name"], "invoice.pdf");
    assert_eq!(mail.attachments[0]["content"], "JVBERg==");
}

#[tokio::test]
async fn a_test_has_an_account_of_its_own() {
    let account = account();
    let client = Client::builder(DEFAULT_KEY).base_url(account.url());
    let client = client.build().expect("a client");
    let subscribed = crate::recipes::test_your_program::subscribe(&client, "a@shop.example");
    subscribed.await.expect("a contact");
}
