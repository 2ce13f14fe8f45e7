//! Measures the requests that the emulator serves per second.

use std::time::Instant;

use futures_util::future::try_join_all;

use crate::hand_written::HandWrittenClient;
use crate::support::Result;

/// The number of concurrent connections.
const CONNECTIONS: u32 = 16;
/// The number of measurements; the best one counts.
const RUNS: usize = 3;
/// The number of requests in a measurement.
const CONTACTS: u32 = 20_000;
const PAGES: u32 = 4_000;
/// The number of contacts on a page.
const PAGE: u32 = 100;

/// Gets single contacts, spread over the account.
pub async fn contacts(hand_written: &HandWrittenClient, contacts: u32) -> Result<f64> {
    best(CONTACTS, async |number| {
        let id = 1 + scatter(number, contacts);
        let body = hand_written.contact(id).await?;
        let start = format!("{{\"id\":\"{id}\"");
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// Gets full pages, spread over the account.
pub async fn pages(hand_written: &HandWrittenClient, contacts: u32) -> Result<f64> {
    best(PAGES, async |number| {
        let page = scatter(number, contacts / PAGE);
        let body = hand_written.page(1 + page).await?;
        let start = format!("{{\"0\":{{\"id\":\"{}\"", page * PAGE + 1);
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// Maps consecutive numbers to scatter numbers below `limit`.
fn scatter(number: u32, limit: u32) -> u32 {
    const PRIME: u32 = 2_654_435_761;
    number.wrapping_mul(PRIME) % limit
}

/// The best rate of requests per second. `send` returns whether the response is correct.
async fn best(requests: u32, send: impl AsyncFn(u32) -> Result<bool>) -> Result<f64> {
    let mut best = 0.0_f64;
    for _ in 0..RUNS {
        let started = Instant::now();
        let connections = (0..CONNECTIONS).map(|first| {
            let send = &send;
            async move {
                for number in (first..requests).step_by(CONNECTIONS as usize) {
                    if !send(number).await? {
                        return Err(format!("request {number} has a wrong response").into());
                    }
                }
                Result::Ok(())
            }
        });
        try_join_all(connections).await?;
        best = best.max(f64::from(requests) / started.elapsed().as_secs_f64());
    }
    Ok(best)
}
