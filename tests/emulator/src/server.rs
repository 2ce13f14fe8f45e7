//! The HTTP server: accepts connections, and closes or refuses them for faults.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use crate::accept_state::AcceptState;
use crate::connection::{CloseHandle, Connection};
use crate::control::{self, Caller};
use crate::http_response::{Delivery, HttpResponse, ResponseBody};
use crate::query::Query;
use crate::service::{HttpRequest, Service};

/// The number of connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

const MAX_REQUEST_BODY: usize = 256 * 1024 * 1024;

/// Binds an address that no other socket uses. Connections are refused until [`listen`].
pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = new_socket(address)?;
    socket.bind(address)?;
    // Set after the bind: only a socket that also sets this flag can bind the address again.
    allow_rebind(&socket)?;
    Ok(socket)
}

/// Binds an address that this server already uses.
fn rebind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = new_socket(address)?;
    allow_rebind(&socket)?;
    socket.bind(address)?;
    Ok(socket)
}

fn new_socket(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    Ok(socket)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn allow_rebind(socket: &TcpSocket) -> io::Result<()> {
    socket.set_reuseport(true)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn allow_rebind(_: &TcpSocket) -> io::Result<()> {
    Ok(())
}

pub(crate) fn listen(socket: TcpSocket) -> io::Result<TcpListener> {
    socket.listen(BACKLOG)
}

/// Serves until the state is [`AcceptState::Stopped`].
pub(crate) async fn serve(
    mut listener: TcpListener,
    address: SocketAddr,
    service: Arc<Service>,
) -> io::Result<()> {
    let mut states = service.accept_state.subscribe();
    loop {
        let state = *states.borrow_and_update();
        match state {
            AcceptState::Stopped => return Ok(()),
            AcceptState::Accepting => tokio::select! {
                accepted = listener.accept() => {
                    // Ignore a connection that failed before it was accepted.
                    if let Ok((stream, _)) = accepted {
                        tokio::spawn(serve_connection(stream, Arc::clone(&service), states.clone()));
                    }
                }
                _ = states.changed() => {}
            },
            AcceptState::Refusing | AcceptState::RefusingFor(_) => {
                // Rebind before the listener is dropped, where the system allows it, so that no
                // other process can take the address.
                let rebound = rebind(address);
                drop(listener);
                let socket = rebound.or_else(|_| bind(address))?;
                wait_while_refusing(state, &mut states, &service).await;
                listener = listen(socket)?;
            }
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
    let Ok(body) = Limited::new(body, MAX_REQUEST_BODY).collect().await else {
        return Ok(to_hyper(&HttpResponse::json(413, b"[]".to_vec()), close));
    };
    let request = HttpRequest {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: Query::parse(head.uri.query().unwrap_or_default()),
        body: body.to_bytes(),
    };
    let caller = Caller::new(peer, &head.headers);
    if let Some(response) = control::respond(&service, &request, &caller) {
        return Ok(to_hyper(&response, close));
    }
    let response = service.respond(&request);
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

fn to_hyper(source: &HttpResponse, close: Arc<CloseHandle>) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::new(source, close));
    *response.status_mut() =
        StatusCode::from_u16(source.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_static(source.content_type);
    headers.insert(CONTENT_TYPE, content_type);
    if let Some(methods) = source.allow.as_ref().and_then(|allow| allow.parse().ok()) {
        headers.insert(ALLOW, methods);
    }
    if let Some(seconds) = source.retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}
