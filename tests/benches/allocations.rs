//! How often the client asks for memory in a call, as a ratio to a loop of reqwest and serde with
//! the same settings:
//!
//! ```text
//! cargo bench -p hellodialog-tests --bench allocations
//! ```
//!
//! It exits with 1 when the target is missed. The counts do not depend on what else the machine
//! does.

mod support;

use std::process::ExitCode;

use hellodialog::Client;
use hellodialog::types::ContactId;

use crate::support::{KEY, Result, Server, Target};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Calls of each kind.
const CALLS: u64 = 1_000;

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
    let http = support::by_hand()?;
    let _profiler = dhat::Profiler::builder().testing().build();
    let (mut ours, mut hand) = (0, 0);
    // The first of each makes the connection and is not counted.
    for round in [1, CALLS] {
        hand = runtime.block_on(counted(round, async || {
            support::get_by_hand(&http, &server.url).await?;
            Ok(())
        }))?;
        ours = runtime.block_on(counted(round, async || {
            client.contacts().get(ContactId::new(58328)).await?;
            Ok(())
        }))?;
    }
    println!(
        "allocations a call: {}, by hand {}",
        ours / CALLS,
        hand / CALLS
    );
    #[allow(clippy::cast_precision_loss, reason = "a ratio of counts")]
    let ratio = ours as f64 / hand as f64;
    let met = Target::AtMost(1.1).judge("allocations of a call, to by hand", ratio);
    Ok(ExitCode::from(u8::from(!met)))
}

/// How many blocks are allocated in so many calls.
async fn counted(calls: u64, call: impl AsyncFn() -> Result<()>) -> Result<u64> {
    let before = dhat::HeapStats::get().total_blocks;
    for _ in 0..calls {
        call().await?;
    }
    Ok(dhat::HeapStats::get().total_blocks - before)
}
