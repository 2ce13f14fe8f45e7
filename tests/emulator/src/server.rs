//! The server: takes connections, and lets go of them as faults demand.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use crate::connection::{Connection, Fate};
use crate::exchange::{Request, Shared};
use crate::query::Query;
use crate::reply::{Manner, Pieces, Reply};

/// Whether connections are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    Open,
    /// They are refused, and those there were are closed, for so many milliseconds.
    ClosedFor(u32),
    /// The same until the gate is opened.
    Closed,
    /// The server stops.
    Stopped,
}

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// The largest body of a request.
const LARGEST_BODY: usize = 256 * 1024 * 1024;

/// Takes an address, so that nobody else does. Connections are refused until it listens.
pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = socket(address)?;
    socket.bind(address)?;
    // From here on it can be taken again, by who wants it shared.
    share(&socket)?;
    Ok(socket)
}

/// Takes an address that is taken already, by this server.
fn bind_again(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = socket(address)?;
    share(&socket)?;
    socket.bind(address)?;
    Ok(socket)
}

fn socket(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    socket.set_reuseaddr(true)?;
    Ok(socket)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn share(socket: &TcpSocket) -> io::Result<()> {
    socket.set_reuseport(true)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn share(_: &TcpSocket) -> io::Result<()> {
    Ok(())
}

/// Serves until the gate says to stop.
pub(crate) async fn serve(
    mut listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
    mut gate: watch::Receiver<Gate>,
) -> io::Result<()> {
    loop {
        let state = *gate.borrow_and_update();
        match state {
            Gate::Stopped => return Ok(()),
            Gate::Open => tokio::select! {
                accepted = listener.accept() => {
                    // A connection that failed before it was accepted is none of the server's.
                    if let Ok((stream, _)) = accepted {
                        tokio::spawn(connection(stream, Arc::clone(&shared), gate.clone()));
                    }
                }
                _ = gate.changed() => {}
            },
            Gate::Closed | Gate::ClosedFor(_) => {
                // Taken again before it is let go, where the system can: nobody else gets the address.
                let again = bind_again(address);
                drop(listener);
                let socket = again.or_else(|_| bind(address))?;
                closed(state, &mut gate, &shared).await;
                listener = socket.listen(BACKLOG)?;
            }
        }
    }
}

/// Listens, once a socket has its address.
pub(crate) fn listen(socket: TcpSocket) -> io::Result<TcpListener> {
    socket.listen(BACKLOG)
}

/// Waits until the gate is no longer closed.
async fn closed(state: Gate, gate: &mut watch::Receiver<Gate>, shared: &Shared) {
    let time = async {
        match state {
            Gate::ClosedFor(millis) => {
                tokio::time::sleep(Duration::from_millis(millis.into())).await;
            }
            _ => pending().await,
        }
    };
    tokio::select! {
        () = time => {
            // Whoever has set the gate otherwise in the meantime has the last word.
            shared.gate.send_if_modified(|gate| {
                let ours = *gate == state;
                if ours { *gate = Gate::Open; }
                ours
            });
        }
        _ = gate.changed() => {}
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, mut gate: watch::Receiver<Gate>) {
    stream.set_nodelay(true).ok();
    let fate = Arc::new(Fate::default());
    let io = TokioIo::new(Connection::new(stream, Arc::clone(&fate)));
    let service = service_fn(|request| respond(request, Arc::clone(&shared), Arc::clone(&fate)));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(io, service);
    tokio::select! {
        // A client that goes away or sends no HTTP ends its own connection alone.
        _ = serving => {}
        () = fate.ended() => {}
        _ = gate.wait_for(|gate| *gate != Gate::Open) => {}
    }
}

async fn respond(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
    fate: Arc<Fate>,
) -> Result<Response<Pieces>, hyper::Error> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST_BODY).collect().await else {
        return Ok(response(&Reply::json(413, b"[]".to_vec()), fate));
    };
    let reply = shared.answer(&Request {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: Query::parse(head.uri.query().unwrap_or_default()),
        body: body.to_bytes(),
    });
    match reply.manner {
        Manner::Nothing(end) => {
            fate.end_now(end);
            pending::<Infallible>().await;
        }
        Manner::Late(time) => tokio::time::sleep(time).await,
        _ => {}
    }
    Ok(response(&reply, fate))
}

fn response(reply: &Reply, fate: Arc<Fate>) -> Response<Pieces> {
    let mut response = Response::new(Pieces::of(reply, fate));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        reply
            .content_type
            .parse()
            .expect("a constant of the emulator"),
    );
    if let Some(seconds) = reply.retry_after {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}
