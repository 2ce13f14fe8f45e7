//! The checkout that a command works on.

use std::io;
use std::path::{Path, PathBuf};

/// The API's document, relative to the root of the checkout.
pub const SPEC: &str = "spec/hellodialog.yaml";
/// The folder of its patches.
pub const PATCHES: &str = "spec/patches";
/// The findings of `lint` that are accepted.
pub const ACCEPTED: &str = "spec/accepted.yaml";
/// The folder of the emitted crate.
pub const GENERATED: &str = "generated";
pub const CHANGELOG: &str = "CHANGELOG.md";

/// Why the checkout was not found.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    #[error("cannot find the current folder")]
    CurrentDir(#[from] io::Error),
    #[error(
        "{}: neither this folder nor one above it has a `spec` folder; \
         run the command inside of a checkout",
        start.display()
    )]
    NotFound { start: PathBuf },
    /// What an option names does not exist.
    #[error(
        "{option} {}: there is nothing at this path, seen from {}; correct it, or leave the option out \
         inside of a checkout",
        path.display(), folder.display()
    )]
    Missing {
        option: &'static str,
        path: PathBuf,
        folder: PathBuf,
    },
}

/// The root of the checkout: the nearest folder, from the current one upwards, with a `spec` folder.
///
/// # Errors
///
/// If there is no such folder, or the current folder cannot be found.
pub fn find_root() -> Result<PathBuf, CheckoutError> {
    find_from(&std::env::current_dir()?)
}

fn find_from(start: &Path) -> Result<PathBuf, CheckoutError> {
    start
        .ancestors()
        .find(|folder| folder.join("spec").is_dir())
        .map(Path::to_owned)
        .ok_or_else(|| CheckoutError::NotFound {
            start: start.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_with_a_spec_folder_is_the_root() -> Result<(), Box<dyn std::error::Error>>
    {
        let outer = tempfile::tempdir()?;
        let inner = outer.path().join("inner");
        let deep = inner.join("a/b");
        std::fs::create_dir_all(&deep)?;
        std::fs::create_dir(outer.path().join("spec"))?;
        assert_eq!(find_from(&deep)?, outer.path());
        std::fs::create_dir(inner.join("spec"))?;
        assert_eq!(find_from(&deep)?, inner);
        assert_eq!(find_from(&inner)?, inner);
        Ok(())
    }

    #[test]
    fn a_file_named_spec_is_ignored() -> Result<(), Box<dyn std::error::Error>> {
        let outer = tempfile::tempdir()?;
        let inner = outer.path().join("inner");
        std::fs::create_dir_all(outer.path().join("spec"))?;
        std::fs::create_dir(&inner)?;
        std::fs::write(inner.join("spec"), "")?;
        assert_eq!(find_from(&inner)?, outer.path());
        Ok(())
    }
}
