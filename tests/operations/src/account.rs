//! The account that the rows of the table are about: a demo account with three more contacts.

/// Contacts of the demo account. It has two orders then.
pub const DEMO_CONTACTS: u32 = 20;

/// The id of a contact in state `Optin`.
pub const OPTIN: u64 = 21;
/// The id of a contact in state `Unsubscriber`.
pub const UNSUBSCRIBED: u64 = 22;
/// The id of a contact in state `Contact`.
pub const KEVIN: u64 = 23;
/// The id that the next contact gets.
pub const NEXT: u64 = 24;
/// An id that nothing has.
pub const MISSING: u64 = 999_999;

/// E-mail address, first name and state of the three contacts, in the order of their ids.
pub const ADDED: [(&str, &str, &str); 3] = [
    ("optin@example.com", "Olga", "Optin"),
    ("gone@example.com", "Gone", "Unsubscriber"),
    ("kevin@example.com", "Kevin", "Contact"),
];
