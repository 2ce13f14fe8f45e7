//! Receives a whole response within a time and a size limit.

use std::mem;
use std::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, Sleep, sleep_until};

use super::failure;
use crate::error::{Error, ErrorKind, KEPT_BYTES, Result};
use crate::response::RawResponse;

/// The most memory that is reserved for a body before it has arrived.
const MAX_RESERVED_BYTES: usize = 256 * 1024;

/// A response with its whole body; of a failure's body the first 64 KiB.
pub(super) struct ReceivedResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl ReceivedResponse {
    /// Receives the response to what is `sent`, until `end` and up to `max_bytes`.
    pub(super) async fn receive(
        sent: impl Future<Output = reqwest::Result<Response>>,
        end: Instant,
        max_bytes: usize,
    ) -> Result<Self> {
        // One timer for the whole response.
        let mut timer = pin!(sleep_until(end));
        let response = with_timer(timer.as_mut(), sent)
            .await
            .ok_or_else(Error::timeout)?;
        let mut response = response.map_err(failure::no_response)?;
        let status = response.status();
        let headers = mem::take(response.headers_mut());
        let body = if status.is_success() {
            read_whole(&mut response, timer, max_bytes).await
        } else {
            Ok(read_beginning(&mut response, timer).await)
        };
        match body {
            Ok(body) => Ok(Self {
                status,
                headers,
                body,
            }),
            Err(error) => Err(error.with_status(status.as_u16()).with_headers(headers)),
        }
    }

    /// A copy for the caller, received in the attempt with this number.
    pub(super) fn to_raw(&self, attempt: u32) -> RawResponse {
        RawResponse {
            status: self.status.as_u16(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            attempts: attempt,
        }
    }
}

/// The output of `future`, or `None` if the timer fires first.
async fn with_timer<F: Future>(timer: Pin<&mut Sleep>, future: F) -> Option<F::Output> {
    match select(pin!(future), timer).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

async fn read_whole(
    response: &mut Response,
    mut timer: Pin<&mut Sleep>,
    max_bytes: usize,
) -> Result<Bytes> {
    let too_large = || {
        let detail = format!("the response is larger than {}", display_bytes(max_bytes));
        Error::new(ErrorKind::Decode, detail)
    };
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).map_err(|_| too_large())?;
    if announced > max_bytes {
        return Err(too_large());
    }
    // Most bodies arrive as one chunk and need no copy.
    let mut first = Bytes::new();
    let mut body = BytesMut::new();
    loop {
        let chunk = with_timer(timer.as_mut(), response.chunk()).await;
        let chunk = chunk.ok_or_else(Error::timeout)?;
        // Read to the end even if the announced length has come: dropping the response earlier
        // takes longer.
        let Some(chunk) = chunk.map_err(failure::unreadable_body)? else {
            break;
        };
        if first.len() + body.len() + chunk.len() > max_bytes {
            return Err(too_large());
        }
        if first.is_empty() && body.is_empty() {
            first = chunk;
            continue;
        }
        if body.is_empty() {
            // What the server merely announces is not believed beyond this.
            body.reserve(announced.min(MAX_RESERVED_BYTES));
        }
        body.extend_from_slice(&mem::take(&mut first));
        body.extend_from_slice(&chunk);
    }
    Ok(if body.is_empty() {
        first
    } else {
        body.freeze()
    })
}

/// The beginning of a failure's body. An error while reading it is ignored: the status is enough.
async fn read_beginning(response: &mut Response, mut timer: Pin<&mut Sleep>) -> Bytes {
    let mut body = BytesMut::new();
    while let Some(Ok(Some(chunk))) = with_timer(timer.as_mut(), response.chunk()).await {
        let room = KEPT_BYTES - body.len();
        body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if body.len() == KEPT_BYTES {
            break;
        }
    }
    body.freeze()
}

fn display_bytes(bytes: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{bytes} bytes")
    }
}
