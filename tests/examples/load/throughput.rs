//! Measures the requests that the emulator serves per second.

use std::time::Instant;

use futures_util::future::try_join_all;

use crate::by_hand::ByHandLoop;
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
pub async fn contacts(by_hand: &ByHandLoop, contacts: u32) -> Result<f64> {
    best(CONTACTS, async |number| {
        let id = 1 + scattered(number, contacts);
        let body = by_hand.contact(id).await?;
        let start = format!("{{\"id\":\"{id}\"");
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// Gets full pages, spread over the account.
pub async fn pages(by_hand: &ByHandLoop, contacts: u32) -> Result<f64> {
    best(PAGES, async |number| {
        let page = scattered(number, contacts / PAGE);
        let body = by_hand.page(1 + page).await?;
        let start = format!("{{\"0\":{{\"id\":\"{}\"", page * PAGE + 1);
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// A number below `most`, far from that of the preceding `number`.
fn scattered(number: u32, most: u32) -> u32 {
    const PRIME: u32 = 2_654_435_761;
    number.wrapping_mul(PRIME) % most
}

/// The best rate of requests per second. `send` returns whether the response is correct.
async fn best(requests: u32, send: impl AsyncFn(u32) -> Result<bool>) -> Result<f64> {
    let mut best = 0.0_f64;
    for _ in 0..RUNS {
        let began = Instant::now();
        let lanes = (0..CONNECTIONS).map(|first| {
            let send = &send;
            async move {
                for number in (first..requests).step_by(CONNECTIONS as usize) {
                    if !send(number).await? {
                        return Err(format!("request {number} was answered wrongly").into());
                    }
                }
                Result::Ok(())
            }
        });
        try_join_all(lanes).await?;
        best = best.max(f64::from(requests) / began.elapsed().as_secs_f64());
    }
    Ok(best)
}
