//! Measures the speed of the client relative to hand-written code:
//!
//! ```text
//! cargo bench -p hellodialog-tests --bench client [-- decode] [calls] [pages]
//! ```
//!
//! - decoding a page of 100 contacts with 30 custom fields each, against hand-written structs;
//! - 10,000 calls for one contact, against a loop of reqwest and serde with the same settings;
//! - a stream of 100 pages from a server with a latency of 20 ms, with four pages prefetched, against
//!   no prefetch.
//!
//! Both sides alternate in rounds, because the speed of the machine varies. The result is the median
//! of the rounds' ratios. The exit code is 1 if a target is missed. Run it on an idle machine.

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hellodialog::Client;
use hellodialog::types::{Contact, ContactId, ListContacts};
use runtime::wire::{DecodedAs, SeqOrSingle};

use crate::support::{HandWrittenContact, KEY, PAGES, Result, Server, Target};

/// Number of decoding rounds.
const DECODE_ROUNDS: u32 = 20;
/// Pages that each side decodes per round.
const PAGES_PER_ROUND: u32 = 50;
/// Number of rounds of calls: 10,000 calls on each side in total.
const CALL_ROUNDS: u32 = 100;
/// Calls of each side per round.
const CALLS: u32 = 100;
/// Number of rounds of streams.
const STREAM_ROUNDS: u32 = 5;
/// Number of prefetched pages.
const PREFETCH: usize = 4;

fn main() -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if support::is_server() {
        runtime.block_on(support::serve())?;
        return Ok(ExitCode::SUCCESS);
    }
    let server = Server::start()?;
    let client = Client::builder(KEY).base_url(&server.url).build()?;
    let mut passed = true;
    if support::is_selected("decode") {
        passed &= decode()?;
    }
    if support::is_selected("calls") {
        passed &= runtime.block_on(calls(&client, &server))?;
    }
    if support::is_selected("pages") {
        passed &= runtime.block_on(pages(&client))?;
    }
    Ok(ExitCode::from(u8::from(!passed)))
}

fn decode() -> Result<bool> {
    let page = support::page(1);
    let mut rounds = Rounds::default();
    for _ in 0..DECODE_ROUNDS {
        let started = Instant::now();
        for _ in 0..PAGES_PER_ROUND {
            let decoded: BTreeMap<String, HandWrittenContact> =
                serde_json::from_str(black_box(&page))?;
            black_box(decoded);
        }
        let baseline = started.elapsed();
        let started = Instant::now();
        for _ in 0..PAGES_PER_ROUND {
            let decoded: DecodedAs<Vec<Contact>, SeqOrSingle> =
                serde_json::from_str(black_box(&page))?;
            black_box(decoded.into_inner());
        }
        rounds.add(started.elapsed(), baseline);
    }
    rounds.print(&format!("{PAGES_PER_ROUND} pages decoded"), "hand-written");
    Ok(Target::AtLeast(1.0).report(
        "speed of decoding a page, relative to hand-written",
        rounds.ratio(),
    ))
}

async fn calls(client: &Client, server: &Server) -> Result<bool> {
    let http = support::hand_written_client()?;
    let mut rounds = Rounds::default();
    for round in 0..CALL_ROUNDS {
        // The sides take turns in going first.
        let baseline_first = round % 2 == 0;
        let mut baseline = Duration::ZERO;
        if baseline_first {
            baseline = hand_written_calls(&http, server).await?;
        }
        let started = Instant::now();
        for _ in 0..CALLS {
            black_box(client.contacts().get(ContactId::new(58328)).await?);
        }
        let ours = started.elapsed();
        if !baseline_first {
            baseline = hand_written_calls(&http, server).await?;
        }
        rounds.add(ours, baseline);
    }
    rounds.print(&format!("{CALLS} calls"), "hand-written");
    Ok(Target::AtLeast(0.92).report("calls per second, relative to hand-written", rounds.ratio()))
}

async fn hand_written_calls(http: &reqwest::Client, server: &Server) -> Result<Duration> {
    let started = Instant::now();
    for _ in 0..CALLS {
        black_box(support::get_hand_written(http, &server.url).await?);
    }
    Ok(started.elapsed())
}

async fn pages(client: &Client) -> Result<bool> {
    let mut rounds = Rounds::default();
    for _ in 0..STREAM_ROUNDS {
        let sequential = stream(client, 0).await?;
        rounds.add(stream(client, PREFETCH).await?, sequential);
    }
    rounds.print(&format!("{PAGES} pages prefetched"), "no prefetch");
    Ok(Target::AtLeast(3.5).report(
        "speed of prefetched pages, relative to no prefetch",
        rounds.ratio(),
    ))
}

async fn stream(client: &Client, prefetch: usize) -> Result<Duration> {
    let started = Instant::now();
    let contacts = client.contacts().list(ListContacts::new());
    let mut contacts = contacts.prefetch(prefetch).items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        black_box(contact?);
        count += 1;
    }
    if count != PAGES * 100 {
        return Err(format!("{count} contacts, expected {}", PAGES * 100).into());
    }
    Ok(started.elapsed())
}

/// The times of both sides in each round.
#[derive(Default)]
struct Rounds(Vec<(Duration, Duration)>);

impl Rounds {
    fn add(&mut self, ours: Duration, baseline: Duration) {
        self.0.push((ours, baseline));
    }

    /// The median of the rounds' ratios: over 1 if the client is faster than the baseline.
    fn ratio(&self) -> f64 {
        let ratio =
            |(ours, baseline): &(Duration, Duration)| baseline.as_secs_f64() / ours.as_secs_f64();
        let mut ratios: Vec<f64> = self.0.iter().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    }

    fn print(&self, what: &str, baseline: &str) {
        let median = |times: Vec<Duration>| {
            let mut times = times;
            times.sort();
            times[times.len() / 2]
        };
        let ours = median(self.0.iter().map(|(ours, _)| *ours).collect());
        let other = median(self.0.iter().map(|(_, other)| *other).collect());
        println!("{what}: {ours:.2?}, {baseline} {other:.2?}");
    }
}
