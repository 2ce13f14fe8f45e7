//! Base URLs in messages.

use hellodialog::{Client, ClientBuilder, ErrorKind};
use url::Url;

/// The client does not accept the base URL of `--base-url`, or cannot be built for another reason.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("--base-url {url}{hint}")]
    BaseUrl {
        url: String,
        hint: &'static str,
        source: hellodialog::Error,
    },
    #[error(transparent)]
    Other(hellodialog::Error),
}

/// Builds a client; `given` is the value of `--base-url`.
pub(crate) fn build(builder: ClientBuilder, given: Option<&str>) -> Result<Client, ClientError> {
    builder.build().map_err(|source| match given {
        Some(given) if source.kind() == ErrorKind::Config => ClientError::BaseUrl {
            url: shown(given),
            hint: if given.starts_with("http://") {
                " (--allow-plain-http accepts it)"
            } else {
                ""
            },
            source,
        },
        _ => ClientError::Other(source),
    })
}

/// A base URL in quotes, without credentials, query and fragment: those may be secrets.
pub(crate) fn shown(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) if url.has_host() => {
            url.set_query(None);
            url.set_fragment(None);
            // These fail only for a URL without a host.
            url.set_username("").ok();
            url.set_password(None).ok();
            format!("{:?}", url.as_str().trim_end_matches('/'))
        }
        _ if text.contains(['@', '?', '#']) => "(not shown, it may have credentials)".to_owned(),
        _ => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_no_secret_of_a_base_url() {
        for (url, expected) in [
            (
                "https://me:pw@example.com:81/api/?key=1#x",
                "\"https://example.com:81/api\"",
            ),
            ("127.0.0.1:8080/api", "\"127.0.0.1:8080/api\""),
            ("me:pw@example.com", "(not shown, it may have credentials)"),
            ("", "\"\""),
        ] {
            assert_eq!(shown(url), expected, "{url}");
        }
    }
}
