//! The write stage: compares a generated crate with a folder, and updates the folder.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::error::Error;
use crate::file::File;
use crate::format::MARK;

/// The changes that a folder needs to hold a generated crate and nothing else.
#[derive(Debug)]
pub struct Plan {
    out: PathBuf,
    changes: Vec<Change>,
    unchanged: usize,
}

/// One file that differs.
#[derive(Debug)]
struct Change {
    /// The path in the crate, or an absolute path for a file outside.
    path: PathBuf,
    /// The current content; `None` if the file does not exist.
    old: Option<Vec<u8>>,
    /// The new content; `None` if the file is to be removed.
    new: Option<String>,
}

/// How many files of a folder change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Files that are created or changed.
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Compares `files` with the folder `out`. Nothing is written.
///
/// # Errors
///
/// The folder cannot be read, or has a file that is not generated: such a file is never changed or
/// removed.
pub fn plan(files: &[File], out: &Path) -> Result<Plan, Error> {
    let mut existing = Vec::new();
    list_files(out, out, &mut existing)?;
    existing.sort();
    let mut changes = Vec::new();
    let mut unchanged = 0;
    for file in files {
        let old = match existing.binary_search(&file.path) {
            Ok(_) => Some(read(&out.join(&file.path))?),
            Err(_) => None,
        };
        if old.as_deref() == Some(file.text.as_bytes()) {
            unchanged += 1;
        } else {
            let (path, new) = (PathBuf::from(&file.path), Some(file.text.clone()));
            changes.push(Change { path, old, new });
        }
    }
    for path in existing {
        if files.iter().all(|file| file.path != path) {
            let old = Some(read(&out.join(&path))?);
            changes.push(Change {
                path: PathBuf::from(path),
                old,
                new: None,
            });
        }
    }
    check_ownership(&changes, out)?;
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Plan {
        out: out.to_owned(),
        changes,
        unchanged,
    })
}

/// Refuses to overwrite or remove a file that was not generated.
fn check_ownership(changes: &[Change], out: &Path) -> Result<(), Error> {
    let is_generated = |old: &Vec<u8>| {
        let text = String::from_utf8_lossy(old);
        // `@generated` alone is not enough: other tools write it, too.
        text.lines().next().is_some_and(|line| line.contains(MARK))
    };
    let not_generated = changes
        .iter()
        .find(|change| change.old.as_ref().is_some_and(|old| !is_generated(old)));
    match not_generated {
        Some(change) => Err(Error::NotGenerated {
            path: out.join(&change.path),
        }),
        None => Ok(()),
    }
}

impl Plan {
    /// Whether there are no changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Adds a file outside of the crate. It is written only if the whole crate is written.
    ///
    /// # Errors
    ///
    /// The file exists and cannot be read.
    pub fn with_file(mut self, path: &Path, text: String) -> Result<Self, Error> {
        let path = std::path::absolute(path).map_err(|source| Error::Io {
            action: "resolve the path",
            path: path.to_owned(),
            source,
        })?;
        let old = path.exists().then(|| read(&path)).transpose()?;
        if old.as_deref() == Some(text.as_bytes()) {
            self.unchanged += 1;
        } else {
            // `join` keeps an absolute path as it is.
            let new = Some(text);
            self.changes.push(Change { path, old, new });
        }
        Ok(self)
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        let removed = self
            .changes
            .iter()
            .filter(|change| change.new.is_none())
            .count();
        Counts {
            written: self.changes.len() - removed,
            unchanged: self.unchanged,
            removed,
        }
    }

    /// The changes as a unified diff.
    #[must_use]
    pub fn diff(&self) -> String {
        let mut text = String::new();
        for change in &self.changes {
            let old = change
                .old
                .as_deref()
                .map(String::from_utf8_lossy)
                .unwrap_or_default();
            let new = change.new.as_deref().unwrap_or_default();
            let path = self.out.join(&change.path).display().to_string();
            let name = |there: bool| {
                if there {
                    path.clone()
                } else {
                    "/dev/null".to_owned()
                }
            };
            let diff = TextDiff::from_lines(old.as_ref(), new);
            let mut unified = diff.unified_diff();
            let unified = unified.header(&name(change.old.is_some()), &name(change.new.is_some()));
            _ = write!(text, "{unified}");
        }
        text
    }

    /// Applies all changes, or none.
    ///
    /// # Errors
    ///
    /// A file cannot be written or removed. The folder is then unchanged.
    pub fn apply(&self) -> Result<Counts, Error> {
        let mut folders = NewFolders::default();
        let result = self
            .stage(&mut folders)
            .and_then(|staged| self.commit(staged));
        if result.is_err() {
            folders.remove();
        }
        result?;
        self.remove_empty_folders();
        Ok(self.counts())
    }

    /// Writes the new files under temporary names: most failures happen here.
    fn stage(&self, folders: &mut NewFolders) -> Result<Vec<(PathBuf, NamedTempFile)>, Error> {
        let mut staged = Vec::new();
        for change in &self.changes {
            let Some(new) = &change.new else { continue };
            let path = self.out.join(&change.path);
            let failed = |source| Error::Io {
                action: "write the file",
                path: path.clone(),
                source,
            };
            let folder = path.parent().unwrap_or(&self.out);
            folders.create(folder).map_err(failed)?;
            let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
            file.write_all(new.as_bytes()).map_err(failed)?;
            make_readable(file.as_file()).map_err(failed)?;
            staged.push((path, file));
        }
        Ok(staged)
    }

    /// Renames the staged files and removes old ones; a failure undoes everything.
    fn commit(&self, staged: Vec<(PathBuf, NamedTempFile)>) -> Result<(), Error> {
        let result = rename(staged).and_then(|()| self.remove_files());
        if result.is_err() {
            self.restore();
        }
        result
    }

    fn remove_files(&self) -> Result<(), Error> {
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            let path = self.out.join(&change.path);
            fs::remove_file(&path).map_err(|source| Error::Io {
                action: "remove the file",
                path,
                source,
            })?;
        }
        Ok(())
    }

    /// Restores the old content where that is possible.
    fn restore(&self) {
        for change in &self.changes {
            let path = self.out.join(&change.path);
            _ = match &change.old {
                Some(old) if fs::read(&path).ok().as_ref() != Some(old) => fs::write(&path, old),
                None if path.is_file() => fs::remove_file(&path),
                Some(_) | None => Ok(()),
            };
        }
    }

    fn remove_empty_folders(&self) {
        for change in self.changes.iter().filter(|change| change.new.is_none()) {
            let parents = change.path.ancestors().skip(1);
            for parent in parents.filter(|parent| !parent.as_os_str().is_empty()) {
                // Fails on purpose for a folder that is not empty.
                _ = fs::remove_dir(self.out.join(parent));
            }
        }
    }
}

fn rename(staged: Vec<(PathBuf, NamedTempFile)>) -> Result<(), Error> {
    for (path, file) in staged {
        file.persist(&path).map_err(|error| Error::Io {
            action: "write the file",
            path: path.clone(),
            source: error.error,
        })?;
    }
    Ok(())
}

/// Temporary files are private; emitted files are readable for everybody.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Folders that were created, to be removed after a failure.
#[derive(Default)]
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    fn create(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .filter(|ancestor| !ancestor.as_os_str().is_empty())
            .take_while(|ancestor| !ancestor.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.0.push(folder.to_owned());
        }
        Ok(())
    }

    fn remove(&self) {
        for folder in self.0.iter().rev() {
            _ = fs::remove_dir(folder);
        }
    }
}

/// Files and folders that cargo creates in a crate outside of a workspace.
const CARGO_OUTPUT: [&str; 2] = ["target", "Cargo.lock"];

/// The files under `folder`, as paths relative to `out`, except those that cargo creates.
fn list_files(out: &Path, folder: &Path, found: &mut Vec<String>) -> Result<(), Error> {
    let failed = |source| Error::Io {
        action: "read the folder",
        path: folder.to_owned(),
        source,
    };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        let in_crate = path.strip_prefix(out).unwrap_or(&path);
        if CARGO_OUTPUT.iter().any(|name| in_crate == Path::new(name)) {
            continue;
        }
        if is_folder {
            list_files(out, &path, found)?;
        } else {
            let parts: Vec<_> = in_crate.iter().map(|part| part.to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Io {
        action: "read the file",
        path: path.to_owned(),
        source,
    })
}
