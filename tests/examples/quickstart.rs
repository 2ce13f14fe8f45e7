//! A first run without a real account: starts an emulated account on localhost, creates contacts,
//! searches and streams them, sends a mail, and prints the results.
//!
//! ```text
//! cargo run -p hellodialog --example quickstart
//! ```

use std::error::Error;
use std::io::{self, Write};

use hellodialog::types::{
    ContactState, Filter, MailAddress, NewContact, TemplateId, TemplateUse, TransactionalMail,
};
use hellodialog::{Client, Upserted};
use hellodialog_emulator::{Emulator, Mail};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    check_arguments(std::env::args().skip(1))?;
    run(&mut io::stdout()).await
}

/// Refuses arguments: whoever gives a key or a file would think that it was used.
///
/// # Errors
///
/// There is an argument.
pub fn check_arguments(mut arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    match arguments.next() {
        Some(argument) => Err(format!("`{argument}`: quickstart takes no arguments").into()),
        None => Ok(()),
    }
}

/// Runs all steps and prints their results to `out`.
///
/// # Errors
///
/// The emulator cannot be started, a call fails, or `out` cannot be written.
pub async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    // An emulated account with 250 contacts. For a real account, omit the base URL and read the key
    // from the environment: `Client::new(ApiKey::from_env("HELLODIALOG_API_KEY")?)`.
    let account = Emulator::builder().contacts(250).start()?;
    let client = Client::builder(account.key())
        .base_url(account.url())
        .build()?;
    let ping = client.ping().get().await?;
    let name = ping.account.unwrap_or_default();
    writeln!(out, "connected to {name} at {}", account.url())?;

    create_contacts(&client, out).await?;
    search(&client, out).await?;
    send_mail(&client, out).await?;

    for mail in account.outbox() {
        if let Mail::Transactional(mail) = mail {
            writeln!(out, "the account sent a mail to {}", mail.to)?;
        }
    }
    writeln!(out, "requests made: {}", account.journal().len())?;
    Ok(())
}

/// Creates two contacts, and updates one of them.
async fn create_contacts(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for (email, name) in [
        ("kevin@shop.example", "Kevin"),
        ("maria@shop.example", "Maria"),
        ("kevin@shop.example", "Kevin B."),
    ] {
        let contact = NewContact::new()
            .email(email)
            .voornaam(name)
            // Without the state, the contact gets a mail and must confirm first.
            .state(ContactState::Contact)
            .custom("customer_number", 43);
        match client.contacts().upsert(&contact).await? {
            Upserted::Created(_) => writeln!(out, "created {email}")?,
            // A contact who has unsubscribed stays unsubscribed.
            Upserted::Updated { id, .. } => writeln!(out, "updated {email}, id {id}")?,
            other => writeln!(out, "{email}: {other:?}")?,
        }
    }
    Ok(())
}

/// Searches for these two contacts, and streams all contacts.
async fn search(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let filter = Filter::new().ends_with("email", "@shop.example");
    for contact in client.contacts().list(filter).await? {
        let number: Option<u32> = contact.custom.get_as("customer_number")?;
        let name = contact.voornaam.unwrap_or_default();
        writeln!(out, "found {}: {name}, customer {number:?}", contact.id)?;
    }
    // The stream prefetches one page.
    let mut contacts = client.contacts().list(Filter::all()).prefetch(1).items();
    let (mut all, mut subscribed) = (0, 0);
    while let Some(contact) = contacts.next().await {
        all += 1;
        subscribed += u32::from(contact?.state == Some(ContactState::Contact));
    }
    writeln!(
        out,
        "streamed {all} contacts, {subscribed} of whom receive mailings"
    )?;
    Ok(())
}

/// Sends one mail to a valid address, and one to an invalid address.
async fn send_mail(client: &Client, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for to in ["kevin@shop.example", "nobody"] {
        let mail = TransactionalMail::new(
            to,
            MailAddress::new().email("orders@shop.example").name("Shop"),
            TemplateUse::new().id(TemplateId::new(12)),
            "order",
        );
        // The API reports failures with HTTP status 200; the client returns them as errors.
        match client.transactional().send(&mail).await {
            Ok(_) => writeln!(out, "mail to {to}: accepted")?,
            Err(error) => writeln!(out, "mail to {to}: {error}")?,
        }
    }
    Ok(())
}
