//! Finding the checkout that a command works on.

use std::io;
use std::path::{Path, PathBuf};

/// Why there is no checkout to work on.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// The current folder is gone or closed to us.
    #[error("the current folder cannot be found")]
    CurrentDir(#[from] io::Error),
    /// No folder upwards from here is a checkout.
    #[error(
        "{}: neither this folder nor one above it has a `spec` folder; \
         run the command inside of a checkout",
        start.display()
    )]
    NotFound {
        /// Where the search began.
        start: PathBuf,
    },
}

/// The nearest folder, upwards from the current one, that has a `spec` folder.
pub fn find() -> Result<PathBuf, RootError> {
    find_from(&std::env::current_dir()?)
}

fn find_from(start: &Path) -> Result<PathBuf, RootError> {
    start
        .ancestors()
        .find(|folder| folder.join("spec").is_dir())
        .map(Path::to_owned)
        .ok_or_else(|| RootError::NotFound {
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
    fn a_file_called_spec_does_not_count() -> Result<(), Box<dyn std::error::Error>> {
        let outer = tempfile::tempdir()?;
        let inner = outer.path().join("inner");
        std::fs::create_dir_all(outer.path().join("spec"))?;
        std::fs::create_dir(&inner)?;
        std::fs::write(inner.join("spec"), "")?;
        assert_eq!(find_from(&inner)?, outer.path());
        Ok(())
    }
}
