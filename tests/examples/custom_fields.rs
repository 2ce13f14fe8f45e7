//! Writes and reads the custom fields of an account as a type of your own.
//!
//! `cargo xtask fields` writes such a type for the fields that your account has.
//!
//! ```text
//! cargo run -p hellodialog --example custom_fields
//! ```

use std::error::Error;
use std::io::{self, Write};

use hellodialog::types::{Filter, NewContact};
use hellodialog::{Client, Extra};
use hellodialog_emulator::Emulator;
use serde::{Deserialize, Serialize};

/// Custom fields. The API sends the number as a string, and no value as an empty string.
#[derive(Debug, Serialize, Deserialize)]
struct Customer {
    customer_number: u32,
    points: Option<u32>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run(&mut io::stdout()).await
}

/// Creates a contact with custom fields, and searches for it by one of them.
///
/// # Errors
///
/// The emulator cannot be started, a call fails, or `out` cannot be written.
pub async fn run(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let account = Emulator::builder().contacts(10).start()?;
    let client = Client::builder(account.key())
        .base_url(account.url())
        .build()?;

    // From a type, or one by one with `custom`.
    let customer = Customer {
        customer_number: 43,
        points: None,
    };
    let kevin = NewContact::new()
        .email("kevin@shop.example")
        .custom_all(Extra::from_serialize(&customer)?);
    client.contacts().create(&kevin).await?;

    // The API ignores a condition on a column that it does not know, and then selects everybody: check the name.
    let filter = Filter::new().equals("customer_number", 43);
    for contact in client.contacts().list(filter).await? {
        let customer: Customer = contact.custom.parse()?;
        let number: Option<u32> = contact.custom.get_as("customer_number")?;
        writeln!(
            out,
            "{}: {customer:?}, number {number:?}",
            contact.email.unwrap_or_default()
        )?;
    }
    Ok(())
}
