//! Loads and writes documents: YAML or JSON text to and from a [`Value`] that
//! keeps the order of its keys.
//!
//! Content that a [`Value`] cannot represent is an error with line and column: a
//! duplicate key, a key that is not a scalar, a tag, a float that is not finite. An
//! unquoted scalar key is read as text: `200:` is the key `"200"`. An integer of more
//! than 64 bits is read as a float, as JSON reads it, and a merge key of YAML as the
//! members that it merges.

mod quoting;
mod stream;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Number, Value};

/// Why a document could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// The file could not be read.
    #[error("{}: cannot be read", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// The text is not a valid document.
    #[error("{name}:{line}:{column}: {message}; correct the document there, or name another one")]
    Parse {
        /// The file name, or the name given to [`parse`].
        name: String,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        message: String,
    },
}

/// The format of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON, indented.
    Json,
}

impl Format {
    /// The format by file name: JSON for `.json`, otherwise YAML.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        if path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        {
            Self::Json
        } else {
            Self::Yaml
        }
    }

    /// Writes `value` in this format, with a newline at the end.
    #[must_use]
    pub fn write(self, value: &Value) -> String {
        match self {
            Self::Yaml => to_yaml(value),
            Self::Json => to_json(value),
        }
    }
}

/// Loads the YAML or JSON document in the file at `path`.
///
/// # Errors
///
/// The file cannot be read or parsed: see [`parse`].
pub fn load(path: &Path) -> Result<Value, DocumentError> {
    parse(&path.display().to_string(), &read(path)?)
}

/// Reads the text of the file at `path`.
///
/// # Errors
///
/// The file cannot be read, or is not UTF-8.
pub fn read(path: &Path) -> Result<String, DocumentError> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|source| DocumentError::Read {
        path: path.to_owned(),
        source,
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let (line, column) = end_of(&before);
        DocumentError::Parse {
            name,
            line,
            column,
            message: "the text is not UTF-8".to_owned(),
        }
    })
}

/// Parses a YAML or JSON document; errors call it `name`.
///
/// # Errors
///
/// The text is neither YAML nor JSON, or has something that a [`Value`] cannot represent.
pub fn parse(name: &str, text: &str) -> Result<Value, DocumentError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let place = |(line, column), message| DocumentError::Parse {
        name: name.to_owned(),
        line,
        column,
        message,
    };
    // A document that is a single string is parsed as JSON: YAML has more line breaks than JSON.
    let json = text.trim_start().starts_with(['{', '[', '"']);
    let json_error = match json.then(|| parse_json(text)) {
        Some(Ok(value)) => return Ok(value),
        Some(Err(error)) => Some(error),
        None => None,
    };
    let named_json = Format::of(Path::new(name)) == Format::Json;
    match (parse_yaml(text), json_error) {
        // A `.json` file must be valid JSON, even if YAML accepts it. For errors
        // that are not about JSON's grammar (`is_data`) YAML has better locations.
        (yaml, Some(error)) if named_json && (yaml.is_ok() || !error.is_data()) => {
            Err(place((error.line(), error.column()), json_message(&error)))
        }
        (Ok(value), _) if !value.is_string() => Ok(value),
        (yaml, _) => match (toml_line(text), yaml) {
            (Some((line, found)), _) => {
                let message = format!("expected YAML or JSON, found TOML: `{found}`");
                Err(place((line, 1), message))
            }
            (None, Ok(value)) => Ok(value),
            (None, Err(error)) => Err(place(yaml_place(&error, text), yaml_message(&error))),
        },
    }
}

/// Writes `value` as YAML, with a newline at the end. Readers of YAML 1.1 and 1.2 read it alike.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    // Serialization of a JSON value never fails. The fallback is JSON, which is valid YAML.
    let written = quoting::mark(value).and_then(|marked| yaml_serde::to_string(&marked).ok());
    written.map_or_else(|| to_json(value), |text| quoting::quote(&text))
}

/// Writes `value` as indented JSON, with a newline at the end.
#[must_use]
pub fn to_json(value: &Value) -> String {
    format!("{value:#}\n")
}

fn parse_json(text: &str) -> Result<Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Node {
        merge_key: MergeKey::Ordinary,
    }
    .deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

fn parse_yaml(text: &str) -> Result<Value, yaml_serde::Error> {
    stream::read(text).map_or_else(|| parse_events(text), Ok)
}

/// Parses any YAML document, whose events are kept until the end.
fn parse_events(text: &str) -> Result<Value, yaml_serde::Error> {
    Node {
        merge_key: MergeKey::Merges,
    }
    .deserialize(yaml_serde::Deserializer::from_str(text))
}

/// The first line of a TOML text with its number, if it begins a table or sets a key. YAML reads lines
/// such as `title = "x"` as one long string; one such line alone is a string.
fn toml_line(text: &str) -> Option<(usize, &str)> {
    let lines = text.lines().map(str::trim).zip(1..);
    let mut lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
    let (first, number) = lines.next()?;
    lines.next()?;
    let is_name = |name: &str| {
        let mut characters = name.trim().chars();
        !name.trim().is_empty() && characters.all(|c| c.is_alphanumeric() || "_-.\"".contains(c))
    };
    let table = first
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    let is_table = table.is_some_and(|table| is_name(table.trim_matches(['[', ']'])));
    let value = first.split_once('=').filter(|(name, _)| is_name(name));
    let is_toml = is_table || value.is_some_and(|(_, value)| !value.trim().is_empty());
    is_toml.then_some((number, first))
}

/// The message without the location, which [`DocumentError`] has already; `serde_json` has no accessor for it.
fn json_message(error: &serde_json::Error) -> String {
    let place = format!(" at line {} column {}", error.line(), error.column());
    explained(error.to_string().replacen(&place, "", 1))
}

/// What both parsers call a limit of recursion, and what to do about it.
fn explained(message: String) -> String {
    if !message.contains("recursion limit exceeded") {
        return message;
    }
    "values are nested more than 127 levels deep: move inner schemas to `#/components/schemas`, and refer to them"
        .to_owned()
}

/// The message without the location, as in [`json_message`].
fn yaml_message(error: &yaml_serde::Error) -> String {
    let message = error.to_string();
    explained(error.location().map_or(message.clone(), |location| {
        let place = format!(" at line {} column {}", location.line(), location.column());
        message.replacen(&place, "", 1)
    }))
}

/// The line and column of a YAML error. Only the error about a second document
/// has no location; its place is the line that starts the second document.
fn yaml_place(error: &yaml_serde::Error, text: &str) -> (usize, usize) {
    if let Some(location) = error.location() {
        return (location.line(), location.column());
    }
    let content = |line: &str| !line.is_empty() && !line.starts_with(['#', '%', '-', '.']);
    let mut seen = false;
    for (index, line) in text.lines().enumerate() {
        if seen && line.starts_with("---") {
            return (index + 1, 1);
        }
        seen |=
            content(line) || line.starts_with("- ") || line.len() > 3 && line.starts_with("---");
    }
    (1, 1)
}

/// The line and column after the end of `text`.
fn end_of(text: &str) -> (usize, usize) {
    let last = text.rsplit('\n').next().unwrap_or_default();
    (text.matches('\n').count() + 1, last.chars().count() + 1)
}

/// The merge key of YAML 1.1, which many documents still use.
const MERGE: &str = "<<";

/// The meaning of the key `<<`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MergeKey {
    /// JSON: a key like any other.
    Ordinary,
    /// YAML: merges the members of another map, or of several.
    Merges,
}

/// Reads one node of YAML or JSON into a [`Value`].
#[derive(Clone, Copy)]
struct Node {
    /// The meaning of the key `<<`.
    merge_key: MergeKey,
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value that JSON can represent")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// The YAML deserializer calls this for an empty stream.
    fn visit_none<E: serde::de::Error>(self) -> Result<Value, E> {
        Err(E::custom("the document is empty"))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON's reader loses it, too")]
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "JSON's reader loses it, too")]
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| {
            E::custom(format_args!(
                "{value} is not a number in JSON; quote it if it is text"
            ))
        })
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        array.shrink_to_fit();
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key_seed(Key { before: &object })? {
            let value = members.next_value_seed(self)?;
            object.insert(key, value);
        }
        if self.merge_key == MergeKey::Merges
            && let Some(merged) = object.shift_remove(MERGE)
        {
            merge(&mut object, merged)?;
        }
        // Collected again, a map has no room for members that do not come: of a whole document, that is a third.
        Ok(Value::Object(object.into_iter().collect()))
    }

    /// The YAML deserializer calls this for a node with a tag.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (tag, _) = data.variant::<String>()?;
        Err(A::Error::custom(format_args!(
            "the tag `!{tag}` has no meaning in JSON; remove it"
        )))
    }
}

/// The members that a merge key adds to `object`: those that it does not have itself, of the first map that has them.
fn merge<E: serde::de::Error>(object: &mut Map<String, Value>, merged: Value) -> Result<(), E> {
    let maps = match merged {
        Value::Array(maps) => maps,
        one => vec![one],
    };
    for map in maps {
        let Value::Object(members) = map else {
            return Err(E::custom("the merge key `<<` has a value that is no map"));
        };
        for (name, member) in members {
            object.entry(name).or_insert(member);
        }
    }
    Ok(())
}

/// Reads a key as text. Duplicates are checked here, so that the error has the location of the key.
struct Key<'map> {
    before: &'map Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a scalar as key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        if self.before.contains_key(key) {
            return Err(E::custom(format_args!(
                "duplicate key `{key}`: the map has it already"
            )));
        }
        Ok(key.to_owned())
    }
}
