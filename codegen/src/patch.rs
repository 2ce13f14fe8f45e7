//! The load and overlay stages: a document and the patches that are applied to it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::document;
use crate::error::Error;
use crate::overlay::{self, ActionProblem, Mode, Overlay, OverlayError};
use crate::vocabulary;

/// The input of the generator.
#[derive(Debug, Clone)]
pub struct Source {
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The folder of the patches, if there are any: its `*.yaml`, `*.yml` and `*.json` files, applied in name order.
    pub patches: Option<PathBuf>,
}

/// Loads the document and applies its patches in strict mode.
///
/// # Errors
///
/// A file cannot be read, or a patch does not fit: the error names the file and the action, and
/// what was expected and found.
pub fn load_patched(source: &Source) -> Result<Value, Error> {
    let document = document::load(&source.spec)?;
    match &source.patches {
        Some(folder) => apply(document, load_patches(folder)?),
        None => Ok(document),
    }
}

/// Loads the patches in a folder, in the order in which they are applied.
///
/// # Errors
///
/// The folder or a file cannot be read.
pub fn load_patches(folder: &Path) -> Result<Vec<Patch>, Error> {
    let files = patch_files(folder)?;
    let patches = files.iter().map(|path| {
        let (name, document) = (path.display().to_string(), document::load(path)?);
        Ok(Patch { name, document })
    });
    patches.collect()
}

/// A patch: an overlay document that has not been checked yet.
#[derive(Debug, Clone)]
pub struct Patch {
    /// The file name.
    pub name: String,
    pub document: Value,
}

/// Applies patches in this order, in strict mode.
///
/// # Errors
///
/// A patch is no valid overlay, or does not fit the document.
pub fn apply(mut document: Value, patches: Vec<Patch>) -> Result<Value, Error> {
    for Patch {
        name,
        document: patch,
    } in patches
    {
        let patch = Overlay::from_value(&name, patch)?;
        refuse_unknown_keys(&document, &patch)?;
        document = overlay::apply(document, &patch, Mode::Strict)?.document;
    }
    Ok(document)
}

/// Refuses extensions that neither the generator nor the document knows: a patch that sets one does nothing.
fn refuse_unknown_keys(document: &Value, patch: &Overlay) -> Result<(), Error> {
    for (action, update) in patch.updates() {
        if let Some(problem) = unknown_key(document, update) {
            return Err(OverlayError::Action {
                action: Box::new(action.clone()),
                problem: Box::new(problem),
            }
            .into());
        }
    }
    Ok(())
}

/// The first extension in an update that neither the generator nor the document knows.
pub(crate) fn unknown_key(document: &Value, update: &Value) -> Option<ActionProblem> {
    let mut unknown = vocabulary::unknown(update).into_iter();
    let key = unknown.find(|key| !vocabulary::is_used(document, key))?;
    let meant = vocabulary::meant(&key);
    Some(ActionProblem::UnknownKey { key, meant })
}

/// Whether a file in the folder of the patches is a patch.
#[must_use]
pub fn is_patch(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(extension, Some("yaml" | "yml" | "json")) && !name.starts_with('.')
}

/// The paths of the patches in a folder, in the order in which they are applied.
///
/// # Errors
///
/// The folder cannot be read.
pub fn patch_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::Io {
        action: "read the patches",
        path: folder.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if is_patch(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_that_nothing_reads_is_an_error_of_its_patch() {
        let document = json!({"info": {"title": "A", "x-vendor": 1}});
        let patched = |key: &str| {
            let patch = json!({
                "overlay": "1.1.0", "info": {"title": "P", "version": "1"},
                "actions": [{"target": "$.info", "update": {key: true}}],
            });
            let patch = Patch {
                name: "p.yaml".to_owned(),
                document: patch,
            };
            apply(document.clone(), vec![patch]).map_err(|error| error.to_string())
        };
        assert!(patched("x-evidence").is_ok() && patched("x-vendor").is_ok());
        for (key, hint) in [
            (
                "x-metod",
                "`x-metod` is no key of the generator: did you mean `x-method`?",
            ),
            (
                "x-other",
                "`x-other` is no key of the generator; codegen/EXTENSIONS.md",
            ),
        ] {
            let error = patched(key).expect_err(key);
            assert!(
                error.contains("p.yaml: action 1") && error.contains(hint),
                "{error}"
            );
        }
    }
}
