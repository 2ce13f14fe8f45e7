//! Who calls the control path.

use std::net::{IpAddr, SocketAddr};

use hyper::HeaderMap;
use hyper::header::{HOST, ORIGIN};

use super::reply::Problem;

/// The origin of a request.
#[derive(Debug)]
pub(crate) struct Caller {
    address: Option<IpAddr>,
    host: Option<String>,
    origin: Option<String>,
}

impl Caller {
    pub(crate) fn new(peer: Option<SocketAddr>, headers: &HeaderMap) -> Self {
        let text = |name| {
            let value = headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            address: peer.map(|peer| peer.ip().to_canonical()),
            host: text(HOST),
            origin: text(ORIGIN),
        }
    }

    /// Why the request is refused. A website that a browser on this machine shows reaches the loopback
    /// interface too: its own name is the host or the origin.
    pub(super) fn problem(&self) -> Option<Problem> {
        let refused = |detail: String| Some(Problem::new(403, detail));
        match (self.address, &self.host, &self.origin) {
            (Some(address), ..) if !address.is_loopback() => refused(format!(
                "the control path answers this machine only, not {address}"
            )),
            (_, Some(host), _) if !is_loopback_host(host) => refused(format!(
                "the control path answers to localhost and loopback addresses only, not to the host {host:?}"
            )),
            (_, _, Some(origin)) if !is_loopback_origin(origin) => refused(format!(
                "the control path does not answer the website {origin:?}"
            )),
            (None, ..) => refused("the address of the caller is unknown".to_owned()),
            _ => None,
        }
    }
}

fn is_loopback_origin(origin: &str) -> bool {
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| origin.strip_prefix(scheme));
    host.is_some_and(is_loopback_host)
}

/// Whether a host, with or without a port, is `localhost` or a loopback address.
fn is_loopback_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_callers_on_this_machine_are_served() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "localhost".parse().unwrap());
        for (address, is_served) in [
            ("127.0.0.1:1", true),
            ("127.8.8.8:1", true),
            ("[::1]:1", true),
            ("[::ffff:127.0.0.1]:1", true),
            ("192.0.2.1:1", false),
            ("0.0.0.0:1", false),
            ("[2001:db8::1]:1", false),
            ("[::ffff:192.0.2.1]:1", false),
        ] {
            let caller = Caller::new(address.parse().ok(), &headers);
            let status = caller.problem().map(|problem| problem.response().status);
            assert_eq!(status, (!is_served).then_some(403), "{address}");
        }
        assert!(Caller::new(None, &headers).problem().is_some());
    }

    #[test]
    fn only_loopback_hosts_are_served() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1:8080",
            "127.9.9.9",
            "[::1]:80",
            "[::1]",
        ] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "10.0.0.1:80",
            "[2001:db8::1]",
            "127.0.0.1.example.com",
            "",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
        assert!(is_loopback_origin("http://localhost:3000"));
        assert!(!is_loopback_origin("null"));
        assert!(!is_loopback_origin("https://example.com"));
    }
}
