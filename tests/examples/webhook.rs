//! Receives webhook calls with axum, and gets the contact that has changed.
//!
//! It starts an emulated account on localhost and changes a contact. Against a real account, set the URL of the webhook
//! in the settings of the API key.
//!
//! ```text
//! cargo run -p hellodialog --example webhook
//! ```

use std::error::Error;
use std::io::{self, Write};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use hellodialog::types::{ContactId, ContactUpdate};
use hellodialog::webhook::{self, WebhookSender};
use hellodialog::{ApiKey, Client};
use hellodialog_emulator::{DEFAULT_KEY, Emulator};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

const SECRET: &str = "the webhook's secret";

/// What the handler needs.
#[derive(Clone)]
struct App {
    client: Client,
    sender: WebhookSender,
    /// Where it tells what it has seen.
    seen: mpsc::UnboundedSender<String>,
}

/// Answers a call. The service calls again after a failure, so a failure that passes is one.
async fn changed(State(app): State<App>, body: Bytes) -> StatusCode {
    let Ok(notice) = app.sender.notice(&body) else {
        return StatusCode::FORBIDDEN; // not from the service, or key or secret differ
    };
    let id = notice.id;
    // The call says only that something changed: the contact itself is fetched.
    let seen = match webhook::get(&app.client, notice).await {
        Ok(contact) => {
            let name = contact.voornaam.unwrap_or_default();
            format!("contact {id} is now {name}, {:?}", contact.state)
        }
        Err(error) if error.is_not_found() => format!("contact {id} is gone"),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE,
    };
    _ = app.seen.send(seen);
    StatusCode::NO_CONTENT
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Serves the webhook until it was called once.
///
/// # Errors
///
/// There is no port, or the contact cannot be changed.
pub async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/webhook", listener.local_addr()?);
    let account = Emulator::builder()
        .contacts(3)
        .webhook(url, SECRET)
        .start()?;
    let client = Client::builder(DEFAULT_KEY)
        .base_url(account.url())
        .build()?;

    let (seen, mut calls) = mpsc::unbounded_channel();
    let app = App {
        client: client.clone(),
        sender: WebhookSender::new(&ApiKey::new(DEFAULT_KEY)?, SECRET),
        seen,
    };
    let router = Router::new()
        .route("/webhook", post(changed))
        .with_state(app);
    let server = tokio::spawn(axum::serve(listener, router).into_future());

    let update = ContactUpdate::new().voornaam("Kevin");
    client.contacts().update(ContactId::new(1), &update).await?;
    let seen = calls.recv().await.unwrap_or_default();
    writeln!(out, "{seen}")?;
    server.abort();
    Ok(())
}
