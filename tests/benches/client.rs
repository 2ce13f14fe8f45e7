//! How fast the client is, each time as a ratio to what a program without it would do:
//!
//! ```text
//! cargo bench -p hellodialog-tests --bench client [-- decode] [calls] [pages]
//! ```
//!
//! - reading a page of 100 contacts with 30 custom fields each, against structs written by hand;
//! - 10,000 calls for one contact, against a loop of reqwest and serde with the same settings;
//! - 100 pages from a server that takes 20 ms for each, four of them prefetched, against one by
//!   one.
//!
//! The two sides alternate, and each round has its own ratio, since the machine is not equally fast all the time. The
//! median of the ratios counts. It exits with 1 when a target is missed. The machine should have nothing else to do.

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hellodialog::Client;
use hellodialog::types::{Contact, ContactId, ListContacts};
use runtime::wire::{DecodedAs, SeqOrSingle};

use crate::support::{ByHand, KEY, PAGES, Result, Server, Target};

/// Rounds of decoding.
const RUNS: u32 = 20;
/// Pages that each side decodes in a round.
const DECODED: u32 = 50;
/// Rounds of calls: together they make ten thousand on each side.
const ROUNDS_OF_CALLS: u32 = 100;
/// Calls of each side in a round.
const CALLS: u32 = 100;
/// Rounds of streams.
const ROUNDS_OF_PAGES: u32 = 5;
/// Pages that are prefetched.
const AHEAD: usize = 4;

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
    let mut met = true;
    if support::is_asked_for("decode") {
        met &= decode()?;
    }
    if support::is_asked_for("calls") {
        met &= runtime.block_on(calls(&client, &server))?;
    }
    if support::is_asked_for("pages") {
        met &= runtime.block_on(pages(&client))?;
    }
    Ok(ExitCode::from(u8::from(!met)))
}

fn decode() -> Result<bool> {
    let page = support::page(1);
    let mut rounds = Rounds::default();
    for _ in 0..RUNS {
        let began = Instant::now();
        for _ in 0..DECODED {
            let read: BTreeMap<String, ByHand> = serde_json::from_str(black_box(&page))?;
            black_box(read);
        }
        let hand = began.elapsed();
        let began = Instant::now();
        for _ in 0..DECODED {
            let read: DecodedAs<Vec<Contact>, SeqOrSingle> =
                serde_json::from_str(black_box(&page))?;
            black_box(read.into_inner());
        }
        rounds.add(began.elapsed(), hand);
    }
    rounds.print(&format!("{DECODED} pages decoded"), "hand-written");
    Ok(Target::AtLeast(1.0).judge("speed of decoding a page, to hand-written", rounds.ratio()))
}

async fn calls(client: &Client, server: &Server) -> Result<bool> {
    let http = support::by_hand()?;
    let mut rounds = Rounds::default();
    for round in 0..ROUNDS_OF_CALLS {
        // Neither side is always the first.
        let hand_first = round % 2 == 0;
        let mut hand = Duration::ZERO;
        if hand_first {
            hand = calls_by_hand(&http, server).await?;
        }
        let began = Instant::now();
        for _ in 0..CALLS {
            black_box(client.contacts().get(ContactId::new(58328)).await?);
        }
        let ours = began.elapsed();
        if !hand_first {
            hand = calls_by_hand(&http, server).await?;
        }
        rounds.add(ours, hand);
    }
    rounds.print(&format!("{CALLS} calls"), "hand-written");
    Ok(Target::AtLeast(0.92).judge("calls per second, to hand-written", rounds.ratio()))
}

async fn calls_by_hand(http: &reqwest::Client, server: &Server) -> Result<Duration> {
    let began = Instant::now();
    for _ in 0..CALLS {
        black_box(support::get_by_hand(http, &server.url).await?);
    }
    Ok(began.elapsed())
}

async fn pages(client: &Client) -> Result<bool> {
    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS_OF_PAGES {
        let one_by_one = stream(client, 0).await?;
        rounds.add(stream(client, AHEAD).await?, one_by_one);
    }
    rounds.print(&format!("{PAGES} pages prefetched"), "one by one");
    Ok(Target::AtLeast(3.5).judge("speed of prefetched pages, to one by one", rounds.ratio()))
}

async fn stream(client: &Client, ahead: usize) -> Result<Duration> {
    let began = Instant::now();
    let contacts = client.contacts().list(ListContacts::new());
    let mut contacts = contacts.prefetch(ahead).items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        black_box(contact?);
        count += 1;
    }
    if count != PAGES * 100 {
        return Err(format!("{count} contacts came").into());
    }
    Ok(began.elapsed())
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
