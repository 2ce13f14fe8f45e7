//! Bodies of several parts (RFC 7578), in memory: those of reqwest are streams, which cannot be sent again.

use bytes::{BufMut as _, Bytes, BytesMut};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::error::{Error, ErrorKind, Result};
use crate::wire::{Parts, check};

/// A body of named parts: texts and files.
///
/// ```
/// # use hellodialog_runtime::Multipart;
/// let body = Multipart::new()
///     .text("title", "A picture")
///     .file("file", "picture.png", "image/png", vec![0x89, 0x50]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<Part>,
    /// Why it cannot be sent.
    unsendable: Option<String>,
}

/// A file in a [`Multipart`] body.
///
/// ```
/// # use hellodialog_runtime::File;
/// let picture = File::new("picture.png", vec![0x89, 0x50]).media_type("image/png");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    media_type: Option<String>,
    content: Bytes,
}

impl File {
    /// A file with a name and content, of the media type that the API describes if that is one.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            media_type: None,
            content: content.into(),
        }
    }

    /// Sets the media type.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Bytes,
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part that is a text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(Part {
            name: name.into(),
            file_name: None,
            media_type: None,
            content: text.into().into(),
        })
    }

    /// Adds a part that is JSON or other content of a media type.
    #[must_use]
    pub fn content(
        self,
        name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        self.with(Part {
            name: name.into(),
            file_name: None,
            media_type: Some(media_type.into()),
            content: content.into(),
        })
    }

    /// Adds a part that is a file.
    #[must_use]
    pub fn file(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        self.with(Part {
            name: name.into(),
            file_name: Some(file_name.into()),
            media_type: Some(media_type.into()),
            content: content.into(),
        })
    }

    /// Adds a part for each member of `value`, and for each entry of a list: a scalar as text, anything else as
    /// JSON. `media_types` has those of members that differ from that. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn values(mut self, value: &impl Serialize, media_types: &[(&str, &str)]) -> Self {
        let json = match check(value) {
            Ok(()) => to_raw_value(value).map_err(|error| error.to_string()),
            Err(unsendable) => Err(unsendable.to_string()),
        };
        let json = match json {
            Ok(json) => json,
            Err(why) => {
                self.unsendable.get_or_insert(why);
                return self;
            }
        };
        let Parts::Object(members) = Parts::of(&json) else {
            return self;
        };
        for (name, member) in members {
            let described = media_types.iter().find(|(described, _)| *described == name);
            let media_type = described.map(|(_, media_type)| *media_type);
            match Parts::of(member) {
                Parts::Null => {}
                Parts::List(entries) => {
                    for entry in entries {
                        self = self.value(&name, media_type, entry);
                    }
                }
                Parts::Scalar(_) | Parts::Object(_) => self = self.value(&name, media_type, member),
            }
        }
        self
    }

    /// Adds a part that is one value.
    fn value(self, name: &str, media_type: Option<&str>, value: &RawValue) -> Self {
        let is_json = media_type.is_some_and(is_json);
        match (Parts::of(value), media_type) {
            (Parts::Scalar(text), None) => self.text(name, text),
            (Parts::Scalar(text), Some(media_type)) if !is_json => {
                self.content(name, media_type, text)
            }
            (_, media_type) => {
                let media_type = media_type.unwrap_or("application/json");
                self.content(name, media_type, value.get().to_owned())
            }
        }
    }

    /// Adds parts that are files, of this media type unless they say their own. For generated code.
    #[doc(hidden)]
    #[must_use]
    pub fn files<'f>(
        self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) -> Self {
        files.into_iter().fold(self, |body, file| {
            let media_type = file.media_type.as_deref().unwrap_or(media_type);
            body.file(name, &*file.name, media_type, file.content.clone())
        })
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// The value of `Content-Type` and the body.
    pub(crate) fn encode(&self, media_type: &str) -> Result<(String, Bytes)> {
        if let Some(why) = &self.unsendable {
            let detail = format!("the request cannot be sent: {why}");
            return Err(Error::new(ErrorKind::Request, detail).not_sent());
        }
        let boundary = self.boundary();
        let mut body = BytesMut::new();
        for part in &self.parts {
            let mut head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                quoted(&part.name)
            );
            if let Some(file_name) = &part.file_name {
                head.extend(["; filename=\"", &quoted(file_name), "\""]);
            }
            if let Some(media_type) = &part.media_type {
                if media_type.contains(char::is_control) {
                    let detail = "the media type of a part contains a control character";
                    return Err(Error::new(ErrorKind::Request, detail).not_sent());
                }
                head.extend(["\r\nContent-Type: ", media_type]);
            }
            head.push_str("\r\n\r\n");
            body.put(head.as_bytes());
            body.put(part.content.clone());
            body.put(&b"\r\n"[..]);
        }
        body.put(format!("--{boundary}--\r\n").as_bytes());
        let content_type = format!("{media_type}; boundary={boundary}");
        Ok((content_type, body.freeze()))
    }

    /// A boundary that no part contains.
    fn boundary(&self) -> String {
        let is_in_a_part = |boundary: &str| {
            let mut parts = self.parts.iter();
            parts.any(|part| memchr::memmem::find(&part.content, boundary.as_bytes()).is_some())
        };
        let boundaries = (0_u64..).map(|number| format!("part-boundary-{number:016x}"));
        boundaries
            .into_iter()
            .find(|boundary| !is_in_a_part(boundary))
            .unwrap_or_default()
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// A name in quotes, as browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::Multipart;

    #[test]
    fn parts_are_written_as_the_standard_says() {
        let body = Multipart::new()
            .text("a", "1")
            .file("f\"", "x.txt", "text/plain", "hello");
        let (content_type, body) = body.encode("multipart/form-data").expect("a body");
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .expect("a boundary");
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"f%22\"; filename=\"x.txt\"\r\n\
             Content-Type: text/plain\r\n\r\nhello\r\n--{boundary}--\r\n"
        );
        assert_eq!(body, expected);
    }

    #[test]
    fn the_boundary_is_in_no_part() {
        let first = Multipart::new().boundary();
        let second = Multipart::new().text("a", first.clone()).boundary();
        assert_ne!(first, second);
    }

    #[test]
    fn a_value_that_json_cannot_carry_is_an_error() {
        let body = Multipart::new().values(&[f64::NAN], &[]);
        assert!(body.encode("multipart/form-data").is_err());
    }

    #[test]
    fn a_media_type_cannot_add_headers() {
        let body = Multipart::new().file("f", "x", "text/plain\r\nX: y", "");
        assert!(body.encode("multipart/form-data").is_err());
    }
}
