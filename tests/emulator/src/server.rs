//! The HTTP server: accepts connections, and closes or refuses them for faults.

use std::convert::Infallible;
use std::future::pending;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_TYPE, EXPECT, HeaderValue, RETRY_AFTER};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::accept_state::AcceptState;
use crate::connection::{CloseHandle, CloseMode, Connection};
use crate::control::{self, Caller};
use crate::http_response::{Delivery, HttpResponse, ResponseBody};
use crate::listener::Refusing;
use crate::query::Query;
use crate::service::{HttpRequest, Service};

/// The largest body of a request to the API.
const MAX_REQUEST_BODY: usize = 32 * 1024 * 1024;

/// The largest rest of a body that is read and dropped. The connection of a client that sends more is closed.
const MAX_DISCARDED: usize = 1024 * 1024 * 1024;

/// Larger bodies are processed on another thread, and so is the control path, so that other requests do not wait.
const LARGE_BODY: usize = 64 * 1024;

/// The time between attempts to accept a connection when the system has no resources for it.
const ACCEPT_INTERVAL: Duration = Duration::from_secs(1);

/// Serves until the state is [`AcceptState::Stopped`].
pub(crate) async fn serve(mut listener: TcpListener, service: Arc<Service>) -> io::Result<()> {
    let mut states = service.accept_state.subscribe();
    let mut is_reported = false;
    loop {
        let state = *states.borrow_and_update();
        match state {
            AcceptState::Stopped => return Ok(()),
            AcceptState::Accepting => tokio::select! {
                accepted = accept(&listener, &mut is_reported) => {
                    if let Some(stream) = accepted {
                        tokio::spawn(serve_connection(stream, Arc::clone(&service), states.clone()));
                    }
                }
                _ = states.changed() => {}
            },
            AcceptState::Refusing | AcceptState::RefusingFor(_) => {
                let refusing = Refusing::new(listener)?;
                wait_while_refusing(state, &mut states, &service).await;
                listener = refusing.listen()?;
            }
        }
    }
}

/// Accepts a connection. If the system has no resources for it, such as file descriptors, this waits
/// and reports it once.
async fn accept(listener: &TcpListener, is_reported: &mut bool) -> Option<TcpStream> {
    match listener.accept().await {
        Ok((stream, _)) => {
            *is_reported = false;
            Some(stream)
        }
        // The client gave up before its connection was accepted.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted
            ) =>
        {
            None
        }
        Err(error) => {
            if !std::mem::replace(is_reported, true) {
                eprintln!("cannot accept connections: {error}; trying again every second");
            }
            tokio::time::sleep(ACCEPT_INTERVAL).await;
            None
        }
    }
}

async fn wait_while_refusing(
    state: AcceptState,
    states: &mut watch::Receiver<AcceptState>,
    service: &Service,
) {
    let timeout = async {
        match state {
            AcceptState::RefusingFor(millis) => {
                tokio::time::sleep(Duration::from_millis(millis.into())).await;
            }
            _ => pending().await,
        }
    };
    tokio::select! {
        () = timeout => {
            // A state that somebody else set in the meantime stays.
            service.accept_state.send_if_modified(|current| {
                let unchanged = *current == state;
                if unchanged { *current = AcceptState::Accepting; }
                unchanged
            });
        }
        _ = states.changed() => {}
    }
}

async fn serve_connection(
    stream: TcpStream,
    service: Arc<Service>,
    mut states: watch::Receiver<AcceptState>,
) {
    stream.set_nodelay(true).ok();
    let close = Arc::new(CloseHandle::default());
    let peer = stream.peer_addr().ok();
    let io = TokioIo::new(Connection::new(stream, Arc::clone(&close)));
    let handler =
        service_fn(|request| respond(request, peer, Arc::clone(&service), Arc::clone(&close)));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(service.request_timeout)
        .half_close(true)
        .serve_connection(io, handler);
    tokio::select! {
        // An error here is the client's (it disconnected or sent no HTTP) and ends this connection only.
        _ = serving => {}
        () = close.closed() => {}
        _ = states.wait_for(|state| *state != AcceptState::Accepting) => {}
    }
}

async fn respond(
    request: hyper::Request<Incoming>,
    peer: Option<SocketAddr>,
    service: Arc<Service>,
    close: Arc<CloseHandle>,
) -> Result<Response<ResponseBody>, hyper::Error> {
    let (head, body) = request.into_parts();
    let cors = service.cors;
    let mut response = match cors.preflight(&head) {
        Some(response) => response,
        None => answer(&head, body, peer, &service).await,
    };
    cors.allow(&mut response);
    match response.delivery {
        Delivery::NoResponse(mode) => {
            close.close_now(mode);
            pending::<Infallible>().await;
        }
        Delivery::DelayHeaders(time) => tokio::time::sleep(time).await,
        _ => {}
    }
    Ok(to_hyper(&response, close))
}

/// Reads the body of a request and answers the request.
async fn answer(
    head: &Parts,
    mut body: Incoming,
    peer: Option<SocketAddr>,
    service: &Arc<Service>,
) -> HttpResponse {
    let limit = if control::is_for(head.uri.path()) {
        control::MAX_BODY
    } else {
        MAX_REQUEST_BODY
    };
    let expects_continue = head.headers.contains_key(EXPECT);
    let content = read_body(&mut body, limit, service.request_timeout).await;
    if matches!(content, Err(BodyError::TooLarge(_))) && !expects_continue {
        discard(&mut body, service.request_timeout).await;
    }
    let request = HttpRequest {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: Query::parse(head.uri.query().unwrap_or_default()),
        body: content.clone().unwrap_or_default(),
    };
    let caller = Caller::new(peer, &head.headers);
    match content {
        Ok(_) => process(service, request, caller).await,
        Err(error) => service.refuse(&request, error.status(), error.message()),
    }
}

/// The body of a request cannot be read.
#[derive(Debug, Clone, Copy)]
enum BodyError {
    /// It ends too early, or a chunk is malformed.
    Invalid,
    /// It has more bytes than this.
    TooLarge(usize),
    /// The rest did not arrive in time.
    Stalled,
}

impl BodyError {
    fn status(self) -> u16 {
        match self {
            Self::Invalid => 400,
            Self::TooLarge(_) => 413,
            Self::Stalled => 408,
        }
    }

    fn message(self) -> String {
        match self {
            Self::Invalid => "The body is incomplete or malformed".to_owned(),
            Self::TooLarge(limit) => format!("The body is larger than {limit} bytes"),
            Self::Stalled => "The rest of the body did not arrive in time".to_owned(),
        }
    }
}

/// Reads a body of at most `limit` bytes, of which each part arrives within `timeout`.
async fn read_body(
    body: &mut Incoming,
    limit: usize,
    timeout: Duration,
) -> Result<Bytes, BodyError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(BodyError::TooLarge(limit));
    }
    let mut bytes = BytesMut::new();
    loop {
        let frame = tokio::time::timeout(timeout, body.frame()).await;
        match frame.map_err(|_| BodyError::Stalled)? {
            None => return Ok(bytes.freeze()),
            Some(Err(_)) => return Err(BodyError::Invalid),
            Some(Ok(frame)) => {
                let data = frame.data_ref().map(Bytes::as_ref).unwrap_or_default();
                if bytes.len() + data.len() > limit {
                    return Err(BodyError::TooLarge(limit));
                }
                bytes.extend_from_slice(data);
            }
        }
    }
}

/// Reads the rest of a body that is too large: many clients read no response before they have sent all.
async fn discard(body: &mut Incoming, timeout: Duration) {
    let mut left = MAX_DISCARDED;
    while let Ok(Some(Ok(frame))) = tokio::time::timeout(timeout, body.frame()).await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

async fn process(service: &Arc<Service>, request: HttpRequest, caller: Caller) -> HttpResponse {
    // A few bytes to the control path can ask for a million contacts.
    let takes_long = request.body.len() > LARGE_BODY || control::is_for(&request.path);
    let service = Arc::clone(service);
    let answer = move || {
        control::respond(&service, &request, &caller).unwrap_or_else(|| service.respond(&request))
    };
    if !takes_long {
        return answer();
    }
    let response = tokio::task::spawn_blocking(answer).await;
    // A panic has been printed, and ends this connection as it ends it on the server's thread.
    response.unwrap_or_else(|_| HttpResponse::none(CloseMode::Fin))
}

fn to_hyper(source: &HttpResponse, close: Arc<CloseHandle>) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::new(source, close));
    *response.status_mut() =
        StatusCode::from_u16(source.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    *headers = source.headers.clone();
    let content_type = HeaderValue::from_static(source.content_type);
    headers.insert(CONTENT_TYPE, content_type);
    if let Some(seconds) = source.retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}
