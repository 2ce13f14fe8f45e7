//! How much the emulator answers in a second.

use std::time::Instant;

use futures_util::future::try_join_all;

use crate::by_hand::ByHandLoop;
use crate::support::Result;

/// Connections that ask at once.
const CONNECTIONS: u32 = 16;
/// How often each is measured; the best counts.
const RUNS: usize = 3;
/// How many requests are made in a run.
const CONTACTS: u32 = 20_000;
const PAGES: u32 = 4_000;
/// How many contacts a page has.
const PAGE: u32 = 100;

/// Single contacts, from all over the account.
pub async fn contacts(by_hand: &ByHandLoop, contacts: u32) -> Result<f64> {
    best(CONTACTS, async |number| {
        let id = 1 + scattered(number, contacts);
        let body = by_hand.contact(id).await?;
        let start = format!("{{\"id\":\"{id}\"");
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// Full pages, from all over the account.
pub async fn pages(by_hand: &ByHandLoop, contacts: u32) -> Result<f64> {
    best(PAGES, async |number| {
        let page = scattered(number, contacts / PAGE);
        let body = by_hand.page(1 + page).await?;
        let start = format!("{{\"0\":{{\"id\":\"{}\"", page * PAGE + 1);
        Ok(body.starts_with(start.as_bytes()))
    })
    .await
}

/// A number below `most`, far from that of the number before.
fn scattered(number: u32, most: u32) -> u32 {
    const PRIME: u32 = 2_654_435_761;
    number.wrapping_mul(PRIME) % most
}

/// How many requests a second `ask` makes, at the best; each must have been answered rightly.
async fn best(requests: u32, ask: impl AsyncFn(u32) -> Result<bool>) -> Result<f64> {
    let mut best = 0.0_f64;
    for _ in 0..RUNS {
        let began = Instant::now();
        let lanes = (0..CONNECTIONS).map(|first| {
            let ask = &ask;
            async move {
                for number in (first..requests).step_by(CONNECTIONS as usize) {
                    if !ask(number).await? {
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
