//! Checks that an emitted crate compiles, in a temporary folder.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use hellodialog_codegen::adopt::Compiled;
use hellodialog_codegen::{generate_document, write};
use serde_json::Value;

#[derive(Debug, thiserror::Error)]
pub(crate) enum CompileError {
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error("{}: cannot put the crate there to compile it", path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("cannot run cargo to compile the crate")]
    Cargo(#[source] io::Error),
}

/// The member of the document with the path of the runtime crate.
const RUNTIME: &str = "/info/x-crate/runtime/path";
const PACKAGE: &str = "/info/x-crate";

/// Emits the crate of `document` into a temporary folder and runs `cargo check` on it.
///
/// It shares the checkout's target folder, so most dependencies are compiled already.
pub(crate) fn check(root: &Path, document: &Value) -> Result<Compiled, CompileError> {
    let folder = tempfile::tempdir().map_err(|source| CompileError::Folder {
        path: std::env::temp_dir(),
        source,
    })?;
    let document = for_any_folder(root, document);
    let generated = generate_document("the new document", &document)?;
    write::plan(&generated.files, folder.path())?.apply()?;
    // With the lock file, the crate has the same versions of dependencies as the checkout.
    let lock = root.join("Cargo.lock");
    if lock.exists() {
        let copy = folder.path().join("Cargo.lock");
        std::fs::copy(&lock, &copy)
            .map_err(|source| CompileError::Folder { path: copy, source })?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR");
    // No TLS: it is slow to build and the emitted code does not use it. The debug setting is that of the
    // workspace, so that the dependencies are not compiled again.
    let output = Command::new(cargo)
        .args(["check", "--quiet", "--no-default-features"])
        .args(["--features", "blocking"])
        .current_dir(folder.path())
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env(
            "CARGO_TARGET_DIR",
            target.unwrap_or_else(|| root.join("target").into()),
        )
        .output()
        .map_err(CompileError::Cargo)?;
    Ok(if output.status.success() {
        Compiled::Yes
    } else {
        Compiled::No(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    })
}

/// The document of a crate that can be checked in any folder.
fn for_any_folder(root: &Path, document: &Value) -> Value {
    let mut document = document.clone();
    // Examples are outside of the crate, and are not compiled.
    if let Some(Value::Object(package)) = document.pointer_mut(PACKAGE) {
        package.remove("examples");
        package.remove("dev_dependencies");
    }
    if let Some(Value::String(path)) = document.pointer_mut(RUNTIME) {
        *path = root.join("generated").join(&*path).display().to_string();
    }
    document
}
