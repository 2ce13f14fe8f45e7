//! The bodies that the client sends: for each operation with one, its type and the call.

use std::fmt::Debug;
use std::future::{Future, IntoFuture as _};
use std::pin::Pin;

use hellodialog::types::{
    ContactBatchItem, ContactId, ContactUpdate, FieldUpdate, GroupUpdate, ListUpdate, NewContact,
    NewExternalGroupContact, NewField, NewGroup, NewList, NewNewsletter, NewOrder,
    NewsletterUpdate, OptinRequest, OrderStatusItem, OrderStatusUpdate, TransactionalMail,
};
use hellodialog::{Client, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A call in progress.
pub type Sending<R> = Pin<Box<dyn Future<Output = Result<R, Error>> + Send>>;

/// The type of a body.
pub trait Body: Serialize + DeserializeOwned + PartialEq + Debug + Clone {}

impl<T: Serialize + DeserializeOwned + PartialEq + Debug + Clone> Body for T {}

/// How the names of custom fields are sent.
#[derive(Clone, Copy, Debug)]
pub enum Keys {
    Unchanged,
    /// In lower case, so those that are not do not read back.
    Lower,
}

/// What is checked of each body.
pub trait BodyCheck {
    fn body<T: Body, R>(
        &self,
        operation: &str,
        keys: Keys,
        send: impl Fn(&Client, T) -> Sending<R>,
    );
}

/// The bodies of contacts.
pub fn of_contacts(check: &impl BodyCheck) {
    let id = ContactId::new(7);
    check.body("postContact", Keys::Lower, |c, b: NewContact| {
        c.contacts().create(b).into_future()
    });
    check.body("putContacts", Keys::Lower, |c, b: Vec<ContactBatchItem>| {
        c.contacts().update_many(b).into_future()
    });
    check.body("putContact", Keys::Lower, move |c, b: ContactUpdate| {
        c.contacts().update(id, b).into_future()
    });
    check.body(
        "postContactOptin",
        Keys::Lower,
        move |c, b: OptinRequest| c.contacts().send_optin(id, &b).into_future(),
    );
    check.body(
        "postExternalGroupContact",
        Keys::Lower,
        |c, b: NewExternalGroupContact| c.contacts().create_with_external_groups(b).into_future(),
    );
}

/// The bodies of orders.
pub fn of_orders(check: &impl BodyCheck) {
    check.body("postOrders", Keys::Unchanged, |c, b: NewOrder| {
        c.orders().create(b).into_future()
    });
    check.body(
        "putOrders",
        Keys::Unchanged,
        |c, b: Vec<OrderStatusItem>| c.orders().update_many(b).into_future(),
    );
    check.body("putOrder", Keys::Unchanged, |c, b: OrderStatusUpdate| {
        c.orders().update(7.into(), b).into_future()
    });
}

/// The other bodies.
pub fn others(check: &impl BodyCheck) {
    check.body("postField", Keys::Unchanged, |c, b: NewField| {
        c.fields().create(b).into_future()
    });
    check.body("putField", Keys::Unchanged, |c, b: FieldUpdate| {
        c.fields().update(7.into(), b).into_future()
    });
    check.body("postGroup", Keys::Unchanged, |c, b: NewGroup| {
        c.groups().create(b).into_future()
    });
    check.body("putGroup", Keys::Unchanged, |c, b: GroupUpdate| {
        c.groups().update(7.into(), b).into_future()
    });
    check.body("postList", Keys::Unchanged, |c, b: NewList| {
        c.lists().create(b).into_future()
    });
    check.body("putList", Keys::Unchanged, |c, b: ListUpdate| {
        c.lists().update(7.into(), b).into_future()
    });
    check.body("postNewsletter", Keys::Unchanged, |c, b: NewNewsletter| {
        c.newsletters().create(b).into_future()
    });
    check.body(
        "putNewsletter",
        Keys::Unchanged,
        |c, b: NewsletterUpdate| c.newsletters().update(7.into(), b).into_future(),
    );
    check.body(
        "postTransactional",
        Keys::Unchanged,
        |c, b: TransactionalMail| c.transactional().send(b).into_future(),
    );
}
