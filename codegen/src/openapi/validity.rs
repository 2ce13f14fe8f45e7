//! Whether a document is one of OpenAPI 3.0 or 3.1.

use serde_json::Value;

use super::description::Description;
use super::members;
use crate::error::Error;
use crate::pointer::Pointer;
use crate::problem::Problems;

/// Notes what the OpenAPI standard does not allow and [`read`](super::read) does not mind. Returns whether the members
/// have the right types: only then does the description say what the document says.
pub fn validate(description: &Description<'_>, problems: &mut Problems) -> bool {
    check_version(description.document(), problems);
    members::check(&description.root, problems)
}

/// Checks the version, and nothing else; `name` stands for the document in errors.
///
/// # Errors
///
/// [`Error::NoOpenApi`] if the document does not say that it is of OpenAPI 3.0 or 3.1.
pub fn is_openapi(name: &str, document: &Value) -> Result<(), Error> {
    let refused = |found: String| Error::NoOpenApi {
        name: name.to_owned(),
        found,
    };
    let Some(members) = document.as_object() else {
        return Err(refused("no object".to_owned()));
    };
    match members.get("openapi").and_then(Value::as_str) {
        Some(version) if is_supported(version) => Ok(()),
        Some(version) => Err(refused(format!("`openapi: {version}`"))),
        None => Err(refused("no member `openapi` with a version".to_owned())),
    }
}

/// Whether this is a version of OpenAPI that is read: 3.0 or 3.1.
fn is_supported(version: &str) -> bool {
    let mut parts = version.split('.');
    (parts.next(), parts.next()) == (Some("3"), Some("0"))
        || version == "3.1"
        || version.starts_with("3.1.")
}

fn check_version(document: &Value, problems: &mut Problems) {
    let member = |name| Some((Pointer::root().child(name), document.get(name)?));
    let (at, found) = match (member("openapi"), member("swagger")) {
        (Some((_, Value::String(version))), _) if is_supported(version) => return,
        (Some((at, Value::String(version))), _) => (at, version.clone()),
        // Another message says that it is no string.
        (Some(_), _) => return,
        (None, Some((at, version))) => (at, format!("Swagger {version}").replace('"', "")),
        (None, None) => (Pointer::root(), "none".to_owned()),
    };
    problems.add(
        &at,
        format!("expected `openapi` with version 3.0 or 3.1, found {found}"),
        "convert the document to OpenAPI 3.0 or 3.1",
    );
}
