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
    let document = document::load(&source.spec)?;
    apply(document, patches(&source.patches)?)
}

/// The patches in a folder, loaded, in the order in which they are applied.
///
/// # Errors
///
/// When the folder or a file cannot be read.
pub fn patches(folder: &Path) -> Result<Vec<Patch>, Error> {
    let files = patch_files(folder)?;
    let patches = files.iter().map(|path| {
        let (name, document) = (path.display().to_string(), document::load(path)?);
        Ok(Patch { name, document })
    });
    patches.collect()
}

/// An overlay, as loaded.
#[derive(Debug, Clone)]
pub struct Patch {
    /// Its file.
    pub name: String,
    /// What is in it.
    pub document: Value,
}

/// The document with these patches applied, in this order, each of which must fit exactly.
///
/// # Errors
///
/// When a patch is wrong in itself or stale: see [`patched`].
pub fn apply(mut document: Value, patches: Vec<Patch>) -> Result<Value, Error> {
    for Patch {
        name,
        document: patch,
    } in patches
    {
        let patch = Overlay::from_value(&name, patch)?;
        document = overlay::apply(document, &patch, Mode::Strict)?.document;
    }
    Ok(document)
}

/// Whether a file of the folder is a patch.
#[must_use]
pub fn is_patch(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(extension, Some("yaml" | "yml" | "json")) && !name.starts_with('.')
}

/// The patches in a folder, in the order in which they are applied.
///
/// # Errors
///
/// When the folder cannot be read.
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
