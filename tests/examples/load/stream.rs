//! Streams the whole account, with the client and with hand-written code.

use std::fmt;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use hellodialog::types::{Contact, ListContacts};
use hellodialog::{Client, ItemStream};

use crate::hand_written::HandWrittenClient;
use crate::support::Result;

/// The number of contacts on a page.
const PAGE: u32 = 100;
/// The number of parts. Client and hand-written loop alternate, part by part.
const PARTS: u32 = 100;

/// The measurements of both streams.
#[derive(Debug, Default)]
pub struct StreamStats {
    contacts: u32,
    client: Duration,
    hand_written: Duration,
    /// The memory of this process in KiB, after the first part and after the last.
    memory: (u32, u32),
}

impl StreamStats {
    pub fn memory_ratio(&self) -> f64 {
        f64::from(self.memory.1) / f64::from(self.memory.0)
    }

    pub fn speed_ratio(&self) -> f64 {
        self.hand_written.as_secs_f64() / self.client.as_secs_f64()
    }
}

impl fmt::Display for StreamStats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = |time: Duration| f64::from(self.contacts) / time.as_secs_f64();
        let (first, last) = self.memory;
        write!(
            f,
            "{} contacts streamed: {:.0} per second, hand-written {:.0}; {first} KiB, then {last} KiB",
            self.contacts,
            rate(self.client),
            rate(self.hand_written),
        )
    }
}

/// Streams the account in parts: each part with the client, then with hand-written code.
pub async fn measure(
    client: &Client,
    hand_written: &HandWrittenClient,
    contacts: u32,
) -> Result<StreamStats> {
    let mut stats = StreamStats::default();
    let mut stream = client.contacts().list(ListContacts::new()).items();
    let pages = contacts.div_ceil(PAGE);
    // Allocates the memory of the hand-written loop before the first measurement.
    read_hand_written(hand_written, 1..=1).await?;
    let per_part = pages.div_ceil(PARTS);
    for part in 0..pages.div_ceil(per_part) {
        let first = part * per_part + 1;
        let last = (first + per_part - 1).min(pages);
        let started = Instant::now();
        let count = take(&mut stream, (last - first + 1) * PAGE).await?;
        stats.client += started.elapsed();
        stats.contacts += count;
        let memory = resident_kib()?;
        if part == 0 {
            stats.memory.0 = memory;
        }
        stats.memory.1 = memory;
        let started = Instant::now();
        let expected = read_hand_written(hand_written, first..=last).await?;
        stats.hand_written += started.elapsed();
        if count != expected {
            return Err(format!(
                "pages {first} to {last}: {count} contacts, hand-written {expected}"
            )
            .into());
        }
    }
    if stream.next().await.is_some() || stats.contacts != contacts {
        return Err(format!("{} contacts or more, expected {contacts}", stats.contacts).into());
    }
    Ok(stats)
}

/// Reads up to `limit` contacts and returns their number.
async fn take(stream: &mut ItemStream<'_, Contact>, limit: u32) -> Result<u32> {
    for count in 0..limit {
        match stream.next().await {
            Some(contact) => drop(black_box(contact?)),
            None => return Ok(count),
        }
    }
    Ok(limit)
}

async fn read_hand_written(
    hand_written: &HandWrittenClient,
    pages: std::ops::RangeInclusive<u32>,
) -> Result<u32> {
    let mut count = 0;
    for page in pages {
        for contact in hand_written.contacts(page).await? {
            black_box(contact);
            count += 1;
        }
    }
    Ok(count)
}

/// The resident memory of this process, from `/proc` (Linux only).
fn resident_kib() -> Result<u32> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let line = line.ok_or("/proc/self/status has no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
