//! Webhooks: a change in the account, the call with its hash, and fetching the contact.

use hellodialog::types::{ContactId, ContactState, ContactUpdate, NewContact};
use hellodialog::webhook::{self, ChangeNotice, WebhookSender};
use hellodialog::{ApiKey, Client};
use hellodialog_emulator::{DEFAULT_KEY, Emulator};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::fixture::client;

const SECRET: &str = "the webhook's secret";

/// A receiver of calls, and an account that makes them.
pub(crate) async fn start() -> (MockServer, Emulator) {
    let receiver = MockServer::builder().start().await;
    let mock = Mock::given(any()).respond_with(ResponseTemplate::new(200));
    mock.mount(&receiver).await;
    let builder = Emulator::builder().contacts(250);
    let account = builder.webhook(receiver.uri(), SECRET).start();
    (receiver, account.expect("a port"))
}

/// The bodies of the first `count` calls.
pub(crate) async fn calls(receiver: &MockServer, count: usize) -> Vec<Vec<u8>> {
    loop {
        let requests = receiver.received_requests().await.expect("a record");
        if requests.len() >= count {
            return requests.into_iter().map(|request| request.body).collect();
        }
        tokio::task::yield_now().await;
    }
}

/// Checks a call with the secret, as a program that receives it would.
pub(crate) fn notice(body: &[u8], secret: &str) -> Result<ChangeNotice, webhook::WebhookError> {
    let key = ApiKey::new(DEFAULT_KEY).expect("a key");
    WebhookSender::new(&key, secret).notice(body)
}

async fn create(client: &Client) -> ContactId {
    let contact = NewContact::new().email("hook@example.com");
    let contact = contact.state(ContactState::Contact);
    let created = client.contacts().create(&contact).await.expect("created");
    let id = created.data.and_then(|data| data.id);
    id.expect("the id of the new contact")
}

#[tokio::test]
async fn a_change_is_sent_verified_and_fetched() {
    let (receiver, account) = start().await;
    let client = client(&account);
    let id = create(&client).await;
    let update = ContactUpdate::new().voornaam("Changed");
    client
        .contacts()
        .update(id, &update)
        .await
        .expect("changed");
    for body in calls(&receiver, 2).await {
        let notice = notice(&body, SECRET).expect("a genuine call");
        assert_eq!(notice.id, id);
        let contact = webhook::get(&client, notice)
            .await
            .expect("the contact exists");
        assert_eq!(contact.voornaam.as_deref(), Some("Changed"));
        assert!(self::notice(&body, "another secret").is_err());
    }
}
