//! Records the requests that the emulator received.

use std::collections::VecDeque;

use crate::fault::Fault;
use crate::handlers::response::Effect;
use crate::operation::Operation;

/// Replaces API keys in journal entries.
pub const REDACTED: &str = "[redacted]";

/// A recorded request. It contains no API key.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct JournalEntry {
    /// Counts from 1.
    pub number: u64,
    /// The HTTP method as sent; the query parameter `method` can override it.
    pub method: String,
    /// The decoded path, including `/api`.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub body: String,
    /// `None` if no operation has this method and path.
    pub operation: Option<Operation>,
    pub effect: Effect,
    /// The HTTP status, or `None` if the connection ended without a response.
    pub status: Option<u16>,
    /// The fault that was applied.
    pub fault: Option<Fault>,
}

impl JournalEntry {
    /// The memory that the entry uses, in bytes.
    fn size(&self) -> usize {
        let query = self.query.iter();
        let query =
            query.map(|(name, value)| size_of::<(String, String)>() + name.len() + value.len());
        size_of::<Self>()
            + self.method.len()
            + self.path.len()
            + self.body.len()
            + query.sum::<usize>()
    }

    /// Removes `key` everywhere, and the value of every `token` parameter.
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
    entries: VecDeque<JournalEntry>,
    limits: JournalLimits,
    /// The size of all entries.
    bytes: usize,
    count: u64,
}

/// How many requests a journal keeps, and how large they are together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JournalLimits {
    pub(crate) requests: usize,
    pub(crate) bytes: usize,
}

impl Journal {
    pub(crate) fn new(limits: JournalLimits) -> Self {
        Self {
            entries: VecDeque::new(),
            limits,
            bytes: 0,
            count: 0,
        }
    }

    pub(crate) fn add(&mut self, mut entry: JournalEntry) {
        self.count += 1;
        entry.number = self.count;
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > self.limits.requests || self.bytes > self.limits.bytes {
            let Some(oldest) = self.entries.pop_front() else {
                return;
            };
            self.bytes -= oldest.size();
        }
    }

    pub(crate) fn entries(&self) -> Vec<JournalEntry> {
        self.entries.iter().cloned().collect()
    }
}
