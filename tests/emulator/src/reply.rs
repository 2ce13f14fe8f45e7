//! What goes back to the client: an HTTP answer, and in what manner it is delivered.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use crate::connection::{End, Fate};

/// An answer on its way.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) retry_after: Option<u32>,
    pub(crate) body: Bytes,
    pub(crate) manner: Manner,
}

/// How an answer is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Whole,
    /// The head waits.
    Late(Duration),
    /// The body comes in parts, and takes so long.
    Slow(Duration),
    /// The connection ends when half of the body is out.
    Half(End),
    /// The connection ends when all of it is out.
    WholeThen(End),
    /// The connection ends without a byte.
    Nothing(End),
    /// The body is repeated until there are so many bytes between its first and its last.
    Padded(u32),
}

pub(crate) const JSON: &str = "application/json";
pub(crate) const HTML: &str = "text/html; charset=UTF-8";

impl Reply {
    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        let body = body.into();
        Self {
            status,
            content_type: JSON,
            retry_after: None,
            body,
            manner: Manner::Whole,
        }
    }
}

/// A body in pieces.
#[derive(Debug)]
pub(crate) struct Pieces {
    left: VecDeque<Piece>,
    length: u64,
    sleep: Option<Pin<Box<Sleep>>>,
    fate: Arc<Fate>,
}

#[derive(Debug)]
enum Piece {
    Data(Bytes),
    Wait(Duration),
    End(End),
}

/// Into how many parts a slow body goes.
const PARTS: usize = 10;

/// How much of a padded body is sent at once.
static PADDING: [u8; 64 * 1024] = [b'x'; 64 * 1024];

impl Pieces {
    /// The body of `reply`; `fate` is that of its connection.
    pub(crate) fn of(reply: &Reply, fate: Arc<Fate>) -> Self {
        let body = &reply.body;
        let half = body.len() / 2;
        let mut length = body.len() as u64;
        let pieces: VecDeque<_> = match reply.manner {
            Manner::Whole | Manner::Late(_) | Manner::Nothing(_) => {
                [Piece::Data(body.clone())].into()
            }
            Manner::Slow(time) => slow(body, time),
            Manner::Half(end) => [Piece::Data(body.slice(..half)), Piece::End(end)].into(),
            Manner::WholeThen(end) => [Piece::Data(body.clone()), Piece::End(end)].into(),
            Manner::Padded(padding) => {
                length += u64::from(padding);
                padded(body, padding as usize)
            }
        };
        Self {
            left: pieces,
            length,
            sleep: None,
            fate,
        }
    }
}

fn slow(body: &Bytes, time: Duration) -> VecDeque<Piece> {
    let wait = time / u32::try_from(PARTS).expect("ten");
    let size = body.len().div_ceil(PARTS).max(1);
    let parts = (0..body.len()).step_by(size);
    parts
        .flat_map(|start| {
            let part = body.slice(start..body.len().min(start + size));
            [Piece::Wait(wait), Piece::Data(part)]
        })
        .collect()
}

/// `body` with padding before its last three bytes, which close a string and two objects.
fn padded(body: &Bytes, padding: usize) -> VecDeque<Piece> {
    let tail = body.len().saturating_sub(3);
    let chunk = Bytes::from_static(&PADDING);
    let mut pieces = VecDeque::from([Piece::Data(body.slice(..tail))]);
    for _ in 0..padding / chunk.len() {
        pieces.push_back(Piece::Data(chunk.clone()));
    }
    pieces.push_back(Piece::Data(chunk.slice(..padding % chunk.len())));
    pieces.push_back(Piece::Data(body.slice(tail..)));
    pieces
}

impl Body for Pieces {
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
            match self.left.pop_front() {
                Some(Piece::Data(data)) => {
                    // Said now: when all bytes are out, nobody may ask for another piece.
                    if let Some(Piece::End(end)) = self.left.front() {
                        self.fate.end_when_flushed(*end);
                    }
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
                Some(Piece::Wait(time)) => self.sleep = Some(Box::pin(tokio::time::sleep(time))),
                // The connection ends by the flush of what came before.
                Some(Piece::End(_)) => return Poll::Pending,
                None => return Poll::Ready(None),
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
