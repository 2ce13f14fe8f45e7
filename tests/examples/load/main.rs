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

mod by_hand;
mod process;
mod stream;
#[allow(dead_code, reason = "the benchmarks need more of it")]
#[path = "../../benches/support.rs"]
mod support;
mod throughput;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use hellodialog::Client;

use self::by_hand::ByHandLoop;
use self::process::Account;
use self::support::{Result, Target};

/// Measures the emulator and the client.
#[derive(Debug, Clone, Parser)]
#[command(name = "load")]
struct Options {
    /// How many contacts the account has: from 10000 up
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..))]
    contacts: u32,
    /// Serves the account, for another process of this program
    #[arg(long, hide = true)]
    serve: bool,
}

/// The requests that the emulator must serve per second.
const CONTACTS_A_SECOND: Target = Target::AtLeast(5_000.0);
const PAGES_A_SECOND: Target = Target::AtLeast(500.0);
/// The client's memory at the end of the stream, relative to that after its first hundredth.
const MEMORY: Target = Target::AtMost(1.1);
/// The client's speed, relative to that of the hand-written loop.
const SPEED: Target = Target::AtLeast(0.8);

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    if options.serve {
        return process::serve(options.contacts).map(|()| ExitCode::SUCCESS);
    }
    let began = Instant::now();
    let account = Account::start(options.contacts)?;
    println!(
        "an account of {} contacts {}, made in {:.1?}",
        options.contacts,
        account.cores,
        began.elapsed()
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let met = runtime.block_on(measure(&account, options.contacts))?;
    Ok(ExitCode::from(u8::from(!met)))
}

async fn measure(account: &Account, contacts: u32) -> Result<bool> {
    let by_hand = ByHandLoop::new(&account.url)?;
    let rate = throughput::contacts(&by_hand, contacts).await?;
    let mut met = CONTACTS_A_SECOND.judge("single contacts a second", rate);
    let rate = throughput::pages(&by_hand, contacts).await?;
    met &= PAGES_A_SECOND.judge("pages a second", rate);

    let client = Client::builder(hellodialog_emulator::DEFAULT_KEY);
    let client = client.base_url(&account.url).build()?;
    let streamed = stream::measure(&client, &by_hand, contacts).await?;
    println!("{streamed}");
    let memory = streamed.memory_ratio();
    met &= MEMORY.judge("memory at the end, to after a hundredth", memory);
    met &= SPEED.judge("speed of the stream, to by hand", streamed.speed_ratio());
    Ok(met)
}
