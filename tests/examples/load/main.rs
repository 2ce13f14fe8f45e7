//! Measures the throughput of the emulator and of the client:
//!
//! ```text
//! cargo run --release -p hellodialog-tests --example load
//! ```
//!
//! - single contacts, and pages of 100, that the emulator serves per second on one core;
//! - a stream of the whole account through the client: its memory at the end relative to the memory
//!   after the first hundredth, and its speed relative to a hand-written loop over the same pages.
//!
//! The emulator runs in a separate process. The exit code is 1 if a target is missed. Run it on an
//! idle machine.

mod hand_written;
mod process;
mod stream;
#[allow(dead_code, reason = "the benchmarks use the rest")]
#[path = "../../benches/support.rs"]
mod support;
mod throughput;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use hellodialog::Client;

use self::hand_written::HandWrittenClient;
use self::process::Account;
use self::support::{Result, Target};

/// Measures the emulator and the client.
#[derive(Debug, Clone, Parser)]
#[command(name = "load")]
struct Options {
    /// Number of contacts in the account, at least 10000
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..))]
    contacts: u32,
    /// Serve the account to the parent process
    #[arg(long, hide = true)]
    serve: bool,
}

/// The requests that the emulator must serve per second.
const CONTACTS_PER_SECOND: Target = Target::AtLeast(5_000.0);
const PAGES_PER_SECOND: Target = Target::AtLeast(500.0);
/// The client's memory at the end of the stream, relative to that after its first hundredth.
const MEMORY: Target = Target::AtMost(1.1);
/// The client's speed, relative to that of the hand-written loop.
const SPEED: Target = Target::AtLeast(0.8);

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    if options.serve {
        return process::serve(options.contacts).map(|()| ExitCode::SUCCESS);
    }
    let started = Instant::now();
    let account = Account::start(options.contacts)?;
    println!(
        "account with {} contacts {}, created in {:.1?}",
        options.contacts,
        account.cores,
        started.elapsed()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let passed = runtime.block_on(measure(&account, options.contacts))?;
    Ok(ExitCode::from(u8::from(!passed)))
}

async fn measure(account: &Account, contacts: u32) -> Result<bool> {
    let hand_written = HandWrittenClient::new(&account.url)?;
    let rate = throughput::contacts(&hand_written, contacts).await?;
    let mut passed = CONTACTS_PER_SECOND.report("single contacts per second", rate);
    let rate = throughput::pages(&hand_written, contacts).await?;
    passed &= PAGES_PER_SECOND.report("pages per second", rate);

    let client = Client::builder(hellodialog_emulator::DEFAULT_KEY);
    let client = client.base_url(&account.url).build()?;
    let stream = stream::measure(&client, &hand_written, contacts).await?;
    println!("{stream}");
    let memory = stream.memory_ratio();
    passed &= MEMORY.report("memory at the end, relative to after a hundredth", memory);
    passed &= SPEED.report(
        "speed of the stream, relative to hand-written",
        stream.speed_ratio(),
    );
    Ok(passed)
}
