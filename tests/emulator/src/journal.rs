//! Records the requests that the emulator received.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

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
    /// The parts of a search that the API ignores without an error, each with the reason.
    pub ignored: Vec<String>,
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
            + self.ignored.iter().map(String::len).sum::<usize>()
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
        for part in &mut self.ignored {
            redact(part, key);
        }
        redact(&mut self.path, key);
        redact(&mut self.body, key);
    }
}

/// One line for a log: `12 GET /api/contacts?page=2 getContacts: 200`, then a line for each ignored
/// part.
impl fmt::Display for JournalEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = printable(&self.path);
        write!(
            formatter,
            "{} {} {path}",
            self.number,
            printable(&self.method)
        )?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            write!(
                formatter,
                "{separator}{}={}",
                printable(name),
                printable(value)
            )?;
        }
        if let Some(operation) = self.operation {
            write!(formatter, " {operation}")?;
        }
        match self.status {
            Some(status) => write!(formatter, ": {status}")?,
            None => formatter.write_str(": no response")?,
        }
        if self.effect == Effect::Done {
            formatter.write_str(", took effect")?;
        }
        if let Some(fault) = &self.fault {
            write!(formatter, ", fault {fault}")?;
        }
        for part in &self.ignored {
            write!(formatter, "\n  warning: ignored {}", printable(part))?;
        }
        Ok(())
    }
}

/// Escapes control characters, so that a request cannot write lines of its own, or colour a terminal.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() {
            printable.extend(character.escape_default());
        } else {
            printable.push(character);
        }
    }
    printable
}

/// Is called with each request, after it was handled.
#[derive(Clone)]
pub(crate) struct Observer(pub(crate) Arc<dyn Fn(&JournalEntry) + Send + Sync>);

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
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
    observer: Option<Observer>,
}

/// How many requests a journal keeps, and how large they are together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JournalLimits {
    pub(crate) requests: usize,
    pub(crate) bytes: usize,
}

impl Journal {
    pub(crate) fn new(limits: JournalLimits, observer: Option<Observer>) -> Self {
        Self {
            entries: VecDeque::new(),
            limits,
            bytes: 0,
            count: 0,
            observer,
        }
    }

    pub(crate) fn add(&mut self, mut entry: JournalEntry) {
        self.count += 1;
        entry.number = self.count;
        if let Some(observer) = &self.observer {
            (observer.0)(&entry);
        }
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
        self.iter().cloned().collect()
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &JournalEntry> {
        self.entries.iter()
    }

    /// The number of requests so far.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Removes all entries. Numbers go on.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}
