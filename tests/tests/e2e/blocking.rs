//! A program that uses blocking calls only.

use hellodialog::types::{ContactState, Filter, NewContact};
use hellodialog::{Client, Error, ErrorKind};
use hellodialog_emulator::{Emulator, Fault, FaultPhase, Operation, ServerError};

#[test]
fn a_program_with_blocking_calls() -> Result<(), Error> {
    let account = Emulator::builder().contacts(250).start().expect("a port");
    let client = Client::builder(account.key()).base_url(account.url());
    let client = client.build()?;
    let kevin = NewContact::new().email("kevin@example.com");
    let kevin = kevin.state(ContactState::Contact);
    client.contacts().create(&kevin).send_blocking()?;
    let twice = client.contacts().create(&kevin).send_blocking();
    assert!(twice.is_err_and(|error| error.is_duplicate()));
    let contacts = client.contacts().list(Filter::all()).prefetch(1).items();
    let contacts: Vec<_> = contacts.into_blocking_iter().collect::<Result<_, _>>()?;
    assert_eq!(contacts.len(), 251);

    // An idempotent call is retried, any other is not.
    let unavailable = Fault::status(ServerError::Unavailable, FaultPhase::Before);
    account.inject_fault(unavailable.clone().on(Operation::GetPing).nth(1));
    account.inject_fault(unavailable.on(Operation::PostContact).nth(1));
    // A page that was fetched ahead can still arrive.
    let others = || {
        let journal = account.journal().into_iter();
        journal
            .filter(|entry| entry.operation != Some(Operation::GetContacts))
            .count()
    };
    let sent = others();
    client.ping().get().send_blocking()?;
    let error = client
        .contacts()
        .create(&kevin)
        .send_blocking()
        .expect_err("a call that is not retried");
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(503))
    );
    assert_eq!(others(), sent + 3);
    Ok(())
}
