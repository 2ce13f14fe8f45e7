//! An HTTP response, and how its bytes are delivered.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use crate::connection::{CloseHandle, CloseMode};

#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    /// The value of the `Retry-After` header, in seconds.
    pub(crate) retry_after: Option<u32>,
    /// Further headers.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) delivery: Delivery,
}

/// How a response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Complete,
    /// The headers are sent after this delay.
    DelayHeaders(Duration),
    /// The body is sent in parts, which take this long in total.
    SlowBody(Duration),
    /// The connection is closed after half of the body.
    HalfBody(CloseMode),
    /// The connection is closed after the whole body.
    CloseAfterBody(CloseMode),
    /// The connection is closed without a response.
    NoResponse(CloseMode),
    /// This many padding bytes are inserted into the body.
    Padded(u32),
}

pub(crate) const JSON: &str = "application/json";
pub(crate) const HTML: &str = "text/html; charset=UTF-8";

impl HttpResponse {
    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            content_type: JSON,
            retry_after: None,
            headers: HeaderMap::new(),
            body: body.into(),
            delivery: Delivery::Complete,
        }
    }

    pub(crate) fn none(mode: CloseMode) -> Self {
        Self {
            delivery: Delivery::NoResponse(mode),
            ..Self::json(200, Vec::new())
        }
    }
}

/// The body of a response, as a sequence of steps.
#[derive(Debug)]
pub(crate) struct ResponseBody {
    remaining: VecDeque<Step>,
    length: u64,
    sleep: Option<Pin<Box<Sleep>>>,
    close: Arc<CloseHandle>,
}

#[derive(Debug)]
enum Step {
    Send(Bytes),
    Wait(Duration),
    Close(CloseMode),
}

/// The number of parts of a slow body.
const PARTS: usize = 10;

/// One chunk of padding.
static PADDING: [u8; 64 * 1024] = [b'x'; 64 * 1024];

impl ResponseBody {
    /// `close` belongs to the connection on which `response` is sent.
    pub(crate) fn new(response: &HttpResponse, close: Arc<CloseHandle>) -> Self {
        let body = &response.body;
        let half = body.len() / 2;
        let mut length = body.len() as u64;
        let steps: VecDeque<_> = match response.delivery {
            Delivery::Complete | Delivery::DelayHeaders(_) | Delivery::NoResponse(_) => {
                [Step::Send(body.clone())].into()
            }
            Delivery::SlowBody(time) => slow_steps(body, time),
            Delivery::HalfBody(mode) => [Step::Send(body.slice(..half)), Step::Close(mode)].into(),
            Delivery::CloseAfterBody(mode) => [Step::Send(body.clone()), Step::Close(mode)].into(),
            Delivery::Padded(padding) => {
                length += u64::from(padding);
                padded_steps(body, padding as usize)
            }
        };
        Self {
            remaining: steps,
            length,
            sleep: None,
            close,
        }
    }
}

fn slow_steps(body: &Bytes, time: Duration) -> VecDeque<Step> {
    let wait = time / u32::try_from(PARTS).expect("ten fits");
    let size = body.len().div_ceil(PARTS).max(1);
    let starts = (0..body.len()).step_by(size);
    starts
        .flat_map(|start| {
            let part = body.slice(start..body.len().min(start + size));
            [Step::Wait(wait), Step::Send(part)]
        })
        .collect()
}

/// Inserts padding before the last three bytes, which close a string and two objects.
fn padded_steps(body: &Bytes, padding: usize) -> VecDeque<Step> {
    let tail = body.len().saturating_sub(3);
    let chunk = Bytes::from_static(&PADDING);
    let mut steps = VecDeque::from([Step::Send(body.slice(..tail))]);
    for _ in 0..padding / chunk.len() {
        steps.push_back(Step::Send(chunk.clone()));
    }
    steps.push_back(Step::Send(chunk.slice(..padding % chunk.len())));
    steps.push_back(Step::Send(body.slice(tail..)));
    steps
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                std::task::ready!(sleep.as_mut().poll(context));
                self.sleep = None;
            }
            match self.remaining.pop_front() {
                Some(Step::Send(data)) => {
                    // Request the close now: after the last byte hyper may not poll again.
                    if let Some(Step::Close(mode)) = self.remaining.front() {
                        self.close.close_after_flush(*mode);
                    }
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
                Some(Step::Wait(time)) => self.sleep = Some(Box::pin(tokio::time::sleep(time))),
                // The flush of the bytes before this step closes the connection.
                Some(Step::Close(_)) => return Poll::Pending,
                None => return Poll::Ready(None),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.remaining.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
