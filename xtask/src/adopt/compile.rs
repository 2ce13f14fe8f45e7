//! Whether an emitted crate compiles, tried aside.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use hellodialog_codegen::adopt::Compiled;
use hellodialog_codegen::{generate_document, write};
use serde_json::Value;

/// Why it could not be tried.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompileError {
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
    #[error("{}: the crate cannot be put there to be compiled", path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("cargo cannot be run to compile the crate")]
    Cargo(#[source] io::Error),
}

/// Where the document says which runtime the crate has.
const RUNTIME: &str = "/info/x-crate/runtime/path";

/// Emits the crate of `document` into a temporary folder, and has it checked by the compiler.
///
/// What it depends on is compiled where the checkout has it, for the most part already.
pub(crate) fn check(root: &Path, document: &Value) -> Result<Compiled, CompileError> {
    let folder = tempfile::tempdir().map_err(|source| CompileError::Folder {
        path: std::env::temp_dir(),
        source,
    })?;
    let document = with_runtime_of(root, document);
    let generated = generate_document("the new document", &document)?;
    write::plan(&generated.files, folder.path())?.apply()?;
    // The versions that everything else is built with.
    let lock = root.join("Cargo.lock");
    if lock.exists() {
        let copy = folder.path().join("Cargo.lock");
        std::fs::copy(&lock, &copy)
            .map_err(|source| CompileError::Folder { path: copy, source })?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR");
    // TLS is none of the emitted crate's business, and slow to build; the rest is as in the manifest of
    // the checkout.
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

/// The document, whose crate finds the runtime from wherever it stands.
fn with_runtime_of(root: &Path, document: &Value) -> Value {
    let mut document = document.clone();
    if let Some(Value::String(path)) = document.pointer_mut(RUNTIME) {
        *path = root.join("generated").join(&*path).display().to_string();
    }
    document
}
