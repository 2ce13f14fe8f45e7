//! The load and overlay stages: a document and the patches that are applied to it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::document;
use crate::error::Error;
use crate::overlay::{self, Mode, Overlay};

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
        document = overlay::apply(document, &patch, Mode::Strict)?.document;
    }
    Ok(document)
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
