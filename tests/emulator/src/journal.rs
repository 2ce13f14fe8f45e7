//! What was asked of the account, and what came of it.

use std::collections::VecDeque;

use crate::fault::Fault;
use crate::handlers::Effect;
use crate::operation::Operation;

/// Stands where a key stood.
pub const REDACTED: &str = "[redacted]";

/// A request. No key is in it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Counts from 1.
    pub number: u64,
    /// The HTTP method, as it was sent.
    pub method: String,
    /// The path, from `/api` on.
    pub path: String,
    /// The parameters of the query.
    pub query: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
    /// The operation that was meant, if it is one.
    pub operation: Option<Operation>,
    /// Whether the request changed or sent anything.
    pub effect: Effect,
    /// What was answered.
    pub answered: Answered,
    /// The fault that struck.
    pub fault: Option<Fault>,
}

/// What a client got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answered {
    /// An answer with this HTTP status.
    Status(u16),
    /// Nothing: the connection ended.
    Nothing,
}

impl Entry {
    /// Takes `key` out of everything, and whatever is sent as a key.
    pub(crate) fn redact(&mut self, key: &str) {
        for (name, value) in &mut self.query {
            if name == "token" {
                REDACTED.clone_into(value);
            }
            redact(value, key);
            redact(name, key);
        }
        redact(&mut self.path, key);
        redact(&mut self.body, key);
    }
}

fn redact(text: &mut String, key: &str) {
    if !key.is_empty() && text.contains(key) {
        *text = text.replace(key, REDACTED);
    }
}

/// The latest requests.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    kept: usize,
    count: u64,
}

impl Journal {
    pub(crate) fn new(kept: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            kept,
            count: 0,
        }
    }

    pub(crate) fn add(&mut self, mut entry: Entry) {
        self.count += 1;
        entry.number = self.count;
        if self.kept == 0 {
            return;
        }
        if self.entries.len() == self.kept {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries.iter().cloned().collect()
    }
}
