//! Reading an answer to its end, within the time and the size that there is.

use std::mem;
use std::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use futures_util::future::{Either, select};
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::error::{Error, ErrorKind, KEPT_BYTES, Result};

/// What came back, read to its end.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    /// The answer to what is `sent`, which may take until `end` and `most` bytes.
    pub(super) async fn of(
        sent: impl Future<Output = reqwest::Result<Response>>,
        end: Instant,
        most: usize,
    ) -> Result<Self> {
        // One timer for all of it.
        let mut clock = pin!(sleep_until(end));
        let response = before(clock.as_mut(), sent)
            .await
            .ok_or_else(Error::timeout)?;
        let mut response = response.map_err(Error::transport)?;
        let status = response.status();
        let headers = mem::take(response.headers_mut());
        let body = if status.is_success() {
            read_whole(&mut response, clock, most).await
        } else {
            Ok(read_beginning(&mut response, clock).await)
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

    /// Whether the body ends within what it began, so that some of it is missing although the
    /// connection did not say so. An answer whose length is not announced can end like that.
    pub(super) fn ends_early(&self) -> bool {
        ends_early(&self.body)
    }
}

/// Whether an object or array is begun in `body` and not ended.
fn ends_early(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    // It began as something else, which only its parsing can tell.
    if !matches!(body.first(), Some(b'{' | b'[')) {
        return false;
    }
    // As good as every whole answer is known at this glance. That texts with brackets in them hide
    // what is missing is possible, and then the parser says so.
    if unclosed(body) == 0 {
        return false;
    }
    let mut open = 0_usize;
    let mut bytes = body.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_text(&mut bytes),
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open -= 1;
                // What comes after it is for the parser, too.
                if open == 0 {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// How many more brackets are opened in `body` than closed.
fn unclosed(body: &[u8]) -> isize {
    let count = |byte: &u8| match byte {
        b'{' | b'[' => 1,
        b'}' | b']' => -1,
        _ => 0,
    };
    // Counts of a byte, of which many are added at once; so few that none overflows.
    let chunks = body.chunks(64);
    chunks
        .map(|chunk| isize::from(chunk.iter().map(count).sum::<i8>()))
        .sum()
}

/// Goes on to what comes after the text that `bytes` are in.
fn skip_text(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}

/// What `future` comes to, unless the clock runs out.
async fn before<F: Future>(clock: Pin<&mut Sleep>, future: F) -> Option<F::Output> {
    match select(pin!(future), clock).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

async fn read_whole(
    response: &mut Response,
    mut clock: Pin<&mut Sleep>,
    most: usize,
) -> Result<Bytes> {
    let too_large = || {
        let detail = format!("the response is larger than {}", shown(most));
        Error::new(ErrorKind::Decode, detail)
    };
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).map_err(|_| too_large())?;
    if announced > most {
        return Err(too_large());
    }
    // Most answers come in one piece, and need no copy.
    let mut piece = Bytes::new();
    let mut body = BytesMut::new();
    loop {
        let chunk = before(clock.as_mut(), response.chunk()).await;
        let chunk = chunk.ok_or_else(Error::timeout)?;
        // Read to the end, also where the length says that this was it: to let go of an answer
        // before that takes longer.
        let Some(chunk) = chunk.map_err(Error::transport)? else {
            break;
        };
        if piece.len() + body.len() + chunk.len() > most {
            return Err(too_large());
        }
        if piece.is_empty() && body.is_empty() {
            piece = chunk;
            continue;
        }
        if body.is_empty() {
            body.reserve(announced);
        }
        body.extend_from_slice(&mem::take(&mut piece));
        body.extend_from_slice(&chunk);
    }
    Ok(if body.is_empty() {
        piece
    } else {
        body.freeze()
    })
}

/// The beginning of the body of a failure. The status says what there is to know, so what is
/// missing of the body, for whatever reason, is done without.
async fn read_beginning(response: &mut Response, mut clock: Pin<&mut Sleep>) -> Bytes {
    let mut body = BytesMut::new();
    while let Some(Ok(Some(chunk))) = before(clock.as_mut(), response.chunk()).await {
        let room = KEPT_BYTES - body.len();
        body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if body.len() == KEPT_BYTES {
            break;
        }
    }
    body.freeze()
}

fn shown(bytes: usize) -> String {
    const MIB: usize = 1024 * 1024;
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_whole_does_not_end_early() {
        for whole in [
            "{}",
            " [1, {\"a\": [2]}] \n",
            r#"{"a": "}", "b": "\\", "c": "\"{"}"#,
            "",
            "null",
            "\"text",
            "<p>{",
            "]{}",
            r#"{"smile": ":-}", "frown": "]:"}"#,
        ] {
            assert!(!ends_early(whole.as_bytes()), "{whole}");
        }
    }

    #[test]
    fn no_part_of_an_answer_is_whole() {
        let whole = r#"{"0": {"id": "1", "name": "\"{[\\"}, "1": {"groups": [1, [2]]}}"#;
        for end in 1..whole.len() {
            let part = &whole[..end];
            assert!(ends_early(part.as_bytes()), "{part}");
        }
    }
}
