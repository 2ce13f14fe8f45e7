//! Reads an overlay document. Every member is checked before any is used.

use std::collections::HashMap;

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::action::{Action, Change, Overlay, Version};
use super::error::{ActionPlace, OverlayError, excerpt};
use super::spelling;

/// The deepest nesting of brackets in a path. `serde_json_path` parses and runs
/// paths recursively.
const MAX_NESTING: usize = 32;

/// What is wrong with a member; the caller adds the file.
struct Invalid {
    place: String,
    message: String,
}

type Checked<T> = Result<T, Invalid>;

fn invalid<T>(place: impl Into<String>, message: impl Into<String>) -> Checked<T> {
    Err(Invalid {
        place: place.into(),
        message: message.into(),
    })
}

impl Overlay {
    /// Reads and checks an overlay document; errors name it `file`.
    ///
    /// # Errors
    ///
    /// The document is not an overlay of version 1.0 or 1.1, has a member that
    /// is neither in the standard nor an extension (`x-`), or a path that is
    /// not valid by RFC 9535.
    pub fn from_value(file: &str, value: Value) -> Result<Self, OverlayError> {
        root(file, value).map_err(|Invalid { place, message }| OverlayError::Invalid {
            file: file.to_owned(),
            place,
            message,
        })
    }
}

fn root(file: &str, value: Value) -> Checked<Overlay> {
    let mut root = Members::of("#", value)?;
    let version = version(&root.required_string("overlay")?)?;
    let info = root.required("info")?;
    let title = info_title(Members::of("#/info", info)?, version)?;
    let extends = root.string("extends")?;
    let actions = match root.required("actions")? {
        Value::Array(actions) if !actions.is_empty() => actions,
        Value::Array(_) => return invalid("#/actions", "expected at least one action"),
        other => return wrong_type("#/actions", "an array of actions", &other),
    };
    root.finish()?;
    check_unique(&actions)?;
    let actions = actions.into_iter().zip(1..);
    let actions = actions.map(|(value, number)| action(file, number, value, version));
    Ok(Overlay {
        file: file.to_owned(),
        version,
        title,
        extends,
        actions: actions.collect::<Checked<_>>()?,
    })
}

/// The standard says that the patch number makes no difference.
fn version(text: &str) -> Checked<Version> {
    let mut parts = text.split('.');
    let known = match (parts.next(), parts.next()) {
        (Some("1"), Some("0")) => Some(Version::V1_0),
        (Some("1"), Some("1")) => Some(Version::V1_1),
        _ => None,
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match (known, parts.next(), parts.next()) {
        (Some(version), Some(patch), None) if is_number(patch) => Ok(version),
        _ => invalid(
            "#/overlay",
            format!("expected version 1.0.x or 1.1.x of the standard, found `{text}`"),
        ),
    }
}

fn info_title(mut info: Members, version: Version) -> Checked<String> {
    let title = info.required_string("title")?;
    info.required_string("version")?;
    if version != Version::V1_0 {
        info.string("description")?;
    }
    info.finish()?;
    Ok(title)
}

fn check_unique(actions: &[Value]) -> Checked<()> {
    let mut first_seen = HashMap::new();
    for (action, number) in actions.iter().zip(1..) {
        if let Some(first) = first_seen.insert(action, number) {
            return invalid(
                format!("action {number}"),
                format!("the same as action {first}; the standard requires unique actions"),
            );
        }
    }
    Ok(())
}

fn action(file: &str, number: usize, value: Value, version: Version) -> Checked<Action> {
    let at = format!("action {number} (#/actions/{})", number - 1);
    let mut members = Members::of(&at, value)?;
    let target = members.required_string("target")?;
    let description = members.string("description")?;
    let copy = members.string("copy")?;
    if copy.is_some() && version == Version::V1_0 {
        return invalid(
            at,
            "`copy` is not in Overlay 1.0; to use it, write `overlay: 1.1.0`",
        );
    }
    let update = members.take("update");
    let remove = members.boolean("remove")?.unwrap_or(false);
    let expect = members.take("x-expect");
    let expect_absent = members.take("x-expect-absent");
    members.finish()?;
    Ok(Action {
        target: json_path(&at, "target", &target)?,
        change: change(&at, update, copy, remove)?,
        place: ActionPlace {
            file: file.to_owned(),
            number,
            description,
            target,
        },
        expect,
        expect_absent,
    })
}

/// With `remove: true`, `update` and `copy` have no effect. `update` and `copy`
/// together are an error, as in the JSON schema of the standard.
fn change(at: &str, update: Option<Value>, copy: Option<String>, remove: bool) -> Checked<Change> {
    let copy = match copy {
        Some(text) => Some((json_path(at, "copy", &text)?, text)),
        None => None,
    };
    match (remove, update, copy) {
        (true, _, _) => Ok(Change::Remove),
        (false, Some(_), Some(_)) => invalid(
            at,
            "`update` and `copy` exclude each other; keep one, or write two actions",
        ),
        (false, Some(update), None) => Ok(Change::Update(update)),
        (false, None, Some((path, text))) => Ok(Change::Copy { path, text }),
        (false, None, None) => Ok(Change::Nothing),
    }
}

/// The text at the position of an error.
fn found_at(text: &str, position: usize) -> String {
    match text.get(position..).filter(|rest| !rest.is_empty()) {
        Some(rest) => format!(", at `{}`", excerpt(rest)),
        None => ", at its end".to_owned(),
    }
}

fn json_path(at: &str, member: &str, text: &str) -> Checked<JsonPath> {
    let fail = |problem: String| {
        let text = excerpt(text);
        invalid(
            at,
            format!("`{member}` is not a JSONPath of RFC 9535: `{text}`: {problem}"),
        )
    };
    if nesting(text) > MAX_NESTING {
        return fail(format!("nested deeper than {MAX_NESTING} brackets"));
    }
    JsonPath::parse(text).or_else(|error| match spelling::hint(text) {
        Some(hint) => fail(format!("{error}; {hint}")),
        None => fail(format!("{error}{}", found_at(text, error.position()))),
    })
}

/// The deepest nesting of brackets in a path; brackets in quotes count as well.
fn nesting(path: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in path.bytes() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The members of an object that have not been read yet.
struct Members {
    at: String,
    rest: Map<String, Value>,
}

impl Members {
    fn of(at: &str, value: Value) -> Checked<Self> {
        match value {
            Value::Object(rest) => Ok(Self {
                at: at.to_owned(),
                rest,
            }),
            other => wrong_type(at, "an object", &other),
        }
    }

    /// `shift_remove` keeps the order, so that errors name the first unknown member.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.rest.shift_remove(name)
    }

    fn required(&mut self, name: &str) -> Checked<Value> {
        match self.take(name) {
            Some(value) => Ok(value),
            None => invalid(&self.at, format!("the required member `{name}` is missing")),
        }
    }

    fn required_string(&mut self, name: &str) -> Checked<String> {
        let value = self.required(name)?;
        self.expect_string(name, value)
    }

    fn string(&mut self, name: &str) -> Checked<Option<String>> {
        let value = self.take(name);
        value
            .map(|value| self.expect_string(name, value))
            .transpose()
    }

    fn expect_string(&self, name: &str, value: Value) -> Checked<String> {
        match value {
            Value::String(text) => Ok(text),
            other => wrong_type(&self.at, &format!("`{name}` to be a string"), &other),
        }
    }

    fn boolean(&mut self, name: &str) -> Checked<Option<bool>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(value)),
            Some(other) => wrong_type(&self.at, &format!("`{name}` to be a boolean"), &other),
        }
    }

    /// Reports a member that was not read and is no extension.
    fn finish(self) -> Checked<()> {
        match self.rest.keys().find(|name| !name.starts_with("x-")) {
            Some(name) => invalid(
                self.at,
                format!(
                    "`{name}` is not a member of the standard here; extensions start with `x-`"
                ),
            ),
            None => Ok(()),
        }
    }
}

fn wrong_type<T>(place: &str, expected: &str, found: &Value) -> Checked<T> {
    let found = match found {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => format!("the boolean {value}"),
        Value::Number(number) => format!("the number {number} (quote it if it is text)"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    invalid(place, format!("expected {expected}, found {found}"))
}
