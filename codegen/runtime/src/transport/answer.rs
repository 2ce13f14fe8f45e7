//! Reading an answer to its end, within the time and the size that there is.

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::error::{Error, ErrorKind, KEPT_BYTES, Result};

/// What came back, read to its end.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    /// Reads `response`, which may take until `end` and `most` bytes.
    pub(super) async fn read(mut response: Response, end: Instant, most: usize) -> Result<Self> {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = if status.is_success() {
            read_whole(response, end, most).await
        } else {
            Ok(read_beginning(response, end).await)
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
        let body = self.body.trim_ascii();
        let last = match body.first() {
            Some(b'{') => b'}',
            Some(b'[') => b']',
            _ => return false,
        };
        body.last() != Some(&last)
    }
}

async fn read_whole(mut response: Response, end: Instant, most: usize) -> Result<Bytes> {
    let too_large = || {
        let detail = format!("the answer is larger than {}", shown(most));
        Error::new(ErrorKind::Decode, detail)
    };
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).map_err(|_| too_large())?;
    if announced > most {
        return Err(too_large());
    }
    let mut body = BytesMut::with_capacity(announced);
    loop {
        let chunk = timeout_at(end, response.chunk()).await;
        let chunk = chunk.map_err(|_| Error::late())?;
        let Some(chunk) = chunk.map_err(Error::transport)? else {
            return Ok(body.freeze());
        };
        if body.len() + chunk.len() > most {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
}

/// The beginning of the body of a failure. The status says what there is to know, so what is
/// missing of the body, for whatever reason, is done without.
async fn read_beginning(mut response: Response, end: Instant) -> Bytes {
    let mut body = BytesMut::new();
    while let Ok(Ok(Some(chunk))) = timeout_at(end, response.chunk()).await {
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
