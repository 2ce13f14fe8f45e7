//! A listening socket that can refuse connections without giving up its address.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

/// The number of connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Listens on an address that no other socket uses. Must be called on the runtime.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = bind(address)?;
    if address.port() == 0 && cfg!(target_os = "linux") {
        // Linux frees a port that it chose itself while connections are refused, so ask for that port.
        bind(socket.local_addr()?)?.listen(BACKLOG)
    } else {
        socket.listen(BACKLOG)
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // On Unix, connections of an earlier process can hold the address. On Windows, this flag lets two
    // processes share it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Refuses connections and keeps the address.
#[cfg(target_os = "linux")]
mod refusing {
    use super::{BACKLOG, TcpListener, io};

    #[derive(Debug)]
    pub(crate) struct Refusing(std::net::TcpListener);

    impl Refusing {
        pub(crate) fn new(listener: TcpListener) -> io::Result<Self> {
            // Tokio would take the end of listening for the end of the socket.
            let listener = listener.into_std()?;
            let socket = socket2::SockRef::from(&listener);
            // A socket that does not listen protects its address only without this flag.
            socket.set_reuse_address(false)?;
            socket.shutdown(std::net::Shutdown::Read)?;
            Ok(Self(listener))
        }

        pub(crate) fn listen(self) -> io::Result<TcpListener> {
            let socket = socket2::SockRef::from(&self.0);
            socket.set_reuse_address(true)?;
            socket.listen(BACKLOG.cast_signed())?;
            TcpListener::from_std(self.0)
        }
    }
}

/// Refuses connections and keeps the address. Other systems cannot stop listening on a socket: the
/// address is free for a moment.
#[cfg(not(target_os = "linux"))]
mod refusing {
    use super::{BACKLOG, TcpListener, TcpSocket, bind, io};

    #[derive(Debug)]
    pub(crate) struct Refusing(TcpSocket);

    impl Refusing {
        pub(crate) fn new(listener: TcpListener) -> io::Result<Self> {
            let address = listener.local_addr()?;
            drop(listener);
            bind(address).map(Self)
        }

        pub(crate) fn listen(self) -> io::Result<TcpListener> {
            self.0.listen(BACKLOG)
        }
    }
}

pub(crate) use self::refusing::Refusing;
