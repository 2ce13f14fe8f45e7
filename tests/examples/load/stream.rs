//! Streams the whole account, with the client and by hand.

use std::fmt;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use hellodialog::types::{Contact, ListContacts};
use hellodialog::{Client, ItemStream};

use crate::by_hand::ByHandLoop;
use crate::support::Result;

/// The number of contacts on a page.
const PAGE: u32 = 100;
/// The number of parts. Client and hand-written loop alternate, part by part.
const PARTS: u32 = 100;

/// The results of streaming.
#[derive(Debug, Default)]
pub struct Streamed {
    contacts: u32,
    client: Duration,
    by_hand: Duration,
    /// The memory of this process in KiB, after the first part and after the last.
    memory: (u32, u32),
}

impl Streamed {
    pub fn memory_ratio(&self) -> f64 {
        f64::from(self.memory.1) / f64::from(self.memory.0)
    }

    pub fn speed_ratio(&self) -> f64 {
        self.by_hand.as_secs_f64() / self.client.as_secs_f64()
    }
}

impl fmt::Display for Streamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = |time: Duration| f64::from(self.contacts) / time.as_secs_f64();
        let (first, last) = self.memory;
        write!(
            f,
            "{} contacts streamed: {:.0} a second, by hand {:.0}; {first} KiB, then {last} KiB",
            self.contacts,
            rate(self.client),
            rate(self.by_hand),
        )
    }
}

/// Streams the account in parts: each part with the client, then by hand.
pub async fn measure(client: &Client, by_hand: &ByHandLoop, contacts: u32) -> Result<Streamed> {
    let mut streamed = Streamed::default();
    let mut stream = client.contacts().list(ListContacts::new()).items();
    let pages = contacts.div_ceil(PAGE);
    // Allocates the memory of the hand-written loop before the first measurement.
    read_by_hand(by_hand, 1..=1).await?;
    let per_part = pages.div_ceil(PARTS);
    for part in 0..pages.div_ceil(per_part) {
        let first = part * per_part + 1;
        let last = (first + per_part - 1).min(pages);
        let began = Instant::now();
        let count = take(&mut stream, (last - first + 1) * PAGE).await?;
        streamed.client += began.elapsed();
        streamed.contacts += count;
        let memory = resident_kib()?;
        if part == 0 {
            streamed.memory.0 = memory;
        }
        streamed.memory.1 = memory;
        let began = Instant::now();
        let same = read_by_hand(by_hand, first..=last).await?;
        streamed.by_hand += began.elapsed();
        if same != count {
            return Err(
                format!("pages {first} to {last}: {count} contacts, by hand {same}").into(),
            );
        }
    }
    if stream.next().await.is_some() || streamed.contacts != contacts {
        return Err(format!("{} contacts came, or more", streamed.contacts).into());
    }
    Ok(streamed)
}

/// Reads up to `most` contacts and returns their number.
async fn take(stream: &mut ItemStream<'_, Contact>, most: u32) -> Result<u32> {
    for count in 0..most {
        match stream.next().await {
            Some(contact) => drop(black_box(contact?)),
            None => return Ok(count),
        }
    }
    Ok(most)
}

async fn read_by_hand(by_hand: &ByHandLoop, pages: std::ops::RangeInclusive<u32>) -> Result<u32> {
    let mut count = 0;
    for page in pages {
        for contact in by_hand.contacts(page).await? {
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
    let line = line.ok_or("the system does not tell the memory of a process")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
