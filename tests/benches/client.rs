//! How fast the client is, each time as a ratio to what a program without it would do:
//!
//! ```text
//! cargo bench -p hellodialog-tests --bench client [-- decode] [calls] [pages]
//! ```
//!
//! - reading a page of 100 contacts with 30 custom fields each, against structs written by hand;
//! - 10,000 calls for one contact, against a loop of reqwest and serde with the same settings;
//! - 100 pages from a server that takes 20 ms for each, four of them fetched ahead, against one by
//!   one.
//!
//! The two sides take turns. The best of each counts; of calls, the median of the turns' ratios. It
//! exits with 1 when a target is missed. The machine should have nothing else to do.

mod support;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hellodialog::Client;
use hellodialog::types::{Contact, ContactId, ListContacts};
use runtime::wire::{DecodedAs, SeqOrSingle};

use crate::support::{ByHand, KEY, PAGES, Result, Server, Target};

/// How often each side is run.
const RUNS: u32 = 20;
/// Pages that are read in a run.
const DECODED: u32 = 50;
/// Calls in a turn: all turns make the ten thousand.
const CALLS: u32 = 100;
/// How often the two sides take turns with calls.
const TURNS: u32 = 100;
/// Pages fetched ahead.
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
    let (mut ours, mut hand) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        let began = Instant::now();
        for _ in 0..DECODED {
            let read: BTreeMap<String, ByHand> = serde_json::from_str(black_box(&page))?;
            black_box(read);
        }
        hand = hand.min(began.elapsed());
        let began = Instant::now();
        for _ in 0..DECODED {
            let read: DecodedAs<Vec<Contact>, SeqOrSingle> =
                serde_json::from_str(black_box(&page))?;
            black_box(read.into_inner());
        }
        ours = ours.min(began.elapsed());
    }
    let per_page = |time: Duration| time.as_micros() / u128::from(DECODED);
    println!(
        "a page read: {} µs, by hand {} µs",
        per_page(ours),
        per_page(hand)
    );
    let ratio = hand.as_secs_f64() / ours.as_secs_f64();
    Ok(Target::AtLeast(1.0).judge("speed of reading a page, to by hand", ratio))
}

async fn calls(client: &Client, server: &Server) -> Result<bool> {
    let http = support::by_hand()?;
    let mut times = Vec::new();
    for turn in 0..TURNS {
        // Neither side is always the first.
        let hand_first = turn % 2 == 0;
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
        times.push((ours, hand));
    }
    // Each turn has its own ratio: the machine is not equally fast all the time.
    let mut ratios: Vec<f64> = times
        .iter()
        .map(|(ours, hand)| hand.as_secs_f64() / ours.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let rate = |best: Option<Duration>| f64::from(CALLS) / best.unwrap_or_default().as_secs_f64();
    println!(
        "calls a second: {:.0}, by hand {:.0}",
        rate(times.iter().map(|(ours, _)| *ours).min()),
        rate(times.iter().map(|(_, hand)| *hand).min())
    );
    let ratio = ratios[ratios.len() / 2];
    Ok(Target::AtLeast(0.9).judge("calls a second, to by hand", ratio))
}

async fn calls_by_hand(http: &reqwest::Client, server: &Server) -> Result<Duration> {
    let began = Instant::now();
    for _ in 0..CALLS {
        black_box(support::get_by_hand(http, &server.url).await?);
    }
    Ok(began.elapsed())
}

async fn pages(client: &Client) -> Result<bool> {
    let (mut ahead, mut alone) = (Duration::MAX, Duration::MAX);
    for _ in 0..2 {
        alone = alone.min(stream(client, 0).await?);
        ahead = ahead.min(stream(client, AHEAD).await?);
    }
    println!("{PAGES} pages: {ahead:.2?}, one by one {alone:.2?}");
    let ratio = alone.as_secs_f64() / ahead.as_secs_f64();
    Ok(Target::AtLeast(3.5).judge("speed of pages, to one by one", ratio))
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
