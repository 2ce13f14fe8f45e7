//! Counts the allocations of a call, relative to hand-written reqwest and serde code with the same
//! settings:
//!
//! ```text
//! cargo bench -p hellodialog-tests --bench allocations
//! ```
//!
//! The exit code is 1 if the target is missed. The counts do not depend on the load of the machine.

mod support;

use std::process::ExitCode;

use hellodialog::Client;
use hellodialog::types::ContactId;

use crate::support::{KEY, Result, Server, Target};

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Counted calls on each side.
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
    let http = support::hand_written_client()?;
    let _profiler = dhat::Profiler::builder().testing().build();
    let (mut client_count, mut baseline_count) = (0, 0);
    // The first call on each side opens the connection and is not counted.
    for round in [1, CALLS] {
        baseline_count = runtime.block_on(count_allocations(round, async || {
            support::get_hand_written(&http, &server.url).await?;
            Ok(())
        }))?;
        client_count = runtime.block_on(count_allocations(round, async || {
            client.contacts().get(ContactId::new(58328)).await?;
            Ok(())
        }))?;
    }
    println!(
        "allocations per call: {}, hand-written {}",
        client_count / CALLS,
        baseline_count / CALLS
    );
    #[allow(clippy::cast_precision_loss, reason = "a ratio of counts")]
    let ratio = client_count as f64 / baseline_count as f64;
    let passed =
        Target::AtMost(1.1).report("allocations of a call, relative to hand-written", ratio);
    Ok(ExitCode::from(u8::from(!passed)))
}

/// The number of blocks that `calls` calls allocate.
async fn count_allocations(calls: u64, call: impl AsyncFn() -> Result<()>) -> Result<u64> {
    let before = dhat::HeapStats::get().total_blocks;
    for _ in 0..calls {
        call().await?;
    }
    Ok(dhat::HeapStats::get().total_blocks - before)
}
