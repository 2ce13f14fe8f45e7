//! What is retried, and what an error tells.
//!
//! ```text
//! cargo run -p hellodialog --example retries
//! ```

use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use hellodialog::types::{ContactId, NewContact};
use hellodialog::{Client, ErrorKind, Outcome};
use hellodialog_emulator::{Emulator, Fault, FaultPhase, Operation};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Makes calls that fail in several ways.
///
/// # Errors
///
/// The emulator cannot be started, or `out` cannot be written.
pub async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let account = Emulator::builder().contacts(10).start()?;
    let client = Client::builder(account.key())
        .base_url(account.url())
        .build()?;
    let contacts = client.contacts();

    // The connection breaks once. Reading a contact is idempotent: the call is sent again.
    account.inject_fault(Fault::reset_in_body().on(Operation::GetContact).nth(1));
    let contact = contacts.get(ContactId::new(1)).await?;
    writeln!(out, "got contact {} after a retry", contact.id)?;

    // Not so here: options of one call.
    account.inject_fault(Fault::reset_in_body().on(Operation::GetContact).nth(1));
    let call = contacts
        .get(ContactId::new(1))
        .retries(0)
        .timeout(Duration::from_secs(5));
    if let Err(error) = call.await {
        writeln!(
            out,
            "not retried: {:?}, {} attempt",
            error.kind(),
            error.attempts()
        )?;
    }

    // The contact may have been created before the connection broke: only looking tells.
    account.inject_fault(
        Fault::reset(FaultPhase::After)
            .on(Operation::PostContact)
            .nth(1),
    );
    let kevin = NewContact::new().email("kevin@shop.example");
    match contacts.create(&kevin).await {
        Err(error) if error.outcome() == Outcome::Unknown => {
            // An upsert finds the contact that exists, and may be sent again.
            let upserted = contacts.upsert(&kevin).await;
            writeln!(
                out,
                "unknown: {}",
                if upserted.is_ok() {
                    "settled by an upsert"
                } else {
                    "still"
                }
            )?;
        }
        Err(error) => writeln!(out, "certainly not created: {error}")?,
        Ok(_) => writeln!(out, "created")?,
    }

    // The API reports failures with HTTP status 200; the client returns them as errors.
    match contacts.create(NewContact::new().email("nobody")).await {
        Err(error) if error.is_not_found() => writeln!(out, "not there")?,
        Err(error) if error.kind() == ErrorKind::Api => {
            writeln!(out, "refused with code {:?}", error.code())?;
        }
        Err(error) if error.is_retryable() => writeln!(out, "later perhaps: {error}")?,
        Err(error) => writeln!(out, "{error}")?,
        Ok(_) => writeln!(out, "created")?,
    }
    Ok(())
}
