//! The load and overlay stages: a document with all its patches applied.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Error;
use crate::document;
use crate::overlay::{self, Mode, Overlay};

/// What a crate is generated from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The OpenAPI document.
    pub spec: PathBuf,
    /// The folder of the overlays that correct it; all its `*.yaml`, `*.yml` and `*.json` files
    /// are applied, in the order of their names.
    pub patches: PathBuf,
}

/// The document with its patches applied, each of which must fit exactly.
///
/// # Errors
///
/// When a file cannot be read, or a patch is stale: the error names the file and the action, and
/// what was expected and found.
pub fn patched(source: &Source) -> Result<Value, Error> {
    let mut document = document::load(&source.spec)?;
    for path in patch_files(&source.patches)? {
        let patch = Overlay::from_value(&path.display().to_string(), document::load(&path)?)?;
        document = overlay::apply(document, &patch, Mode::Strict)?.document;
    }
    Ok(document)
}

fn patch_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::Io {
        action: "read the patches",
        path: folder.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if matches!(extension, Some("yaml" | "yml" | "json")) && !hidden {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
