//! The path of a request.

use std::fmt::Display;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::value::to_raw_value;

use crate::error::{Error, ErrorKind, Result};
use crate::style::Layout;
use crate::wire::check;

/// What is encoded in a path segment: <https://url.spec.whatwg.org/#path-percent-encode-set>, and
/// the two characters that would end the segment or look encoded.
const PATH_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

/// A value of a path. For generated code.
#[doc(hidden)]
pub trait PathValue {
    /// Adds the value of the parameter `name` to a URL.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`] for an empty text, `.`, `..`, and a text with a backslash: URLs read
    /// them as another path.
    fn add_to(&self, name: &str, url: &mut String) -> Result<()>;
}

/// One segment of the path, or those of a name that begins with `+`: the operator of RFC 6570, which Google's documents have,
/// leaves the slashes of a value as they are.
impl<T: Display> PathValue for T {
    fn add_to(&self, name: &str, url: &mut String) -> Result<()> {
        let text = self.to_string();
        let Some(name) = name.strip_prefix('+') else {
            return add_segment(name, &text, url);
        };
        for (place, segment) in text.split('/').enumerate() {
            if place > 0 {
                url.push('/');
            }
            add_segment(name, segment, url)?;
        }
        Ok(())
    }
}

fn add_segment(name: &str, text: &str, url: &mut String) -> Result<()> {
    let why = match text {
        "" => "an empty text",
        "." | ".." => "a text of dots",
        text if text.contains('\\') => "a text with a backslash",
        text => {
            url.extend(utf8_percent_encode(text, PATH_SEGMENT));
            return Ok(());
        }
    };
    Err(refused(name, why))
}

/// A value in one of the styles of OpenAPI. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Styled<'v, T>(pub Layout, pub &'v T);

impl<T: Serialize> PathValue for Styled<'_, T> {
    fn add_to(&self, name: &str, url: &mut String) -> Result<()> {
        let Self(layout, value) = self;
        if let Err(unsendable) = check(value) {
            return Err(refused(name, &unsendable.to_string()));
        }
        let value = to_raw_value(value)
            .map_err(|error| refused(name, "a value without JSON").with_source(error))?;
        let text = layout.text(name, &value);
        if matches!(text.as_str(), "" | "." | "..") {
            return Err(refused(name, "an empty value"));
        }
        url.push_str(&text);
        Ok(())
    }
}

fn refused(name: &str, why: &str) -> Error {
    let detail = format!("the path parameter `{name}` cannot be sent: {why}");
    Error::new(ErrorKind::Request, detail).not_sent()
}

/// Adds the template of a path to a URL, with the values of its names.
pub(super) fn fill(
    template: &str,
    values: &[(&str, &dyn PathValue)],
    url: &mut String,
) -> Result<()> {
    let mut rest = template;
    while let Some((text, behind)) = rest.split_once('{') {
        url.push_str(text);
        let mut values = values.iter();
        let found = values.find_map(|(name, value)| {
            let behind = behind.strip_prefix(name)?.strip_prefix('}')?;
            Some((name, value, behind))
        });
        let Some((name, value, behind)) = found else {
            url.push('{');
            rest = behind;
            continue;
        };
        value.add_to(name, url)?;
        rest = behind;
    }
    url.push_str(rest);
    Ok(())
}
