//! The write stage: what differs between a generated crate and a folder, and putting it right.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use similar::TextDiff;
use tempfile::NamedTempFile;

use crate::Error;
use crate::emit::File;
use crate::format::HEADER;

/// What has to change in a folder for it to hold a generated crate and nothing else.
#[derive(Debug)]
pub struct Plan {
    out: PathBuf,
    changes: Vec<Change>,
    unchanged: usize,
}

/// One file that differs.
#[derive(Debug)]
struct Change {
    /// Its path in the crate, or the absolute path of another file.
    path: PathBuf,
    /// What is there now, if it is.
    old: Option<Vec<u8>>,
    /// What should be there, if it should.
    new: Option<String>,
}

/// What became of the files of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Files that were made or changed.
    pub written: usize,
    /// Files that were left alone.
    pub unchanged: usize,
    /// Files that were removed.
    pub removed: usize,
}

/// Compares `files` with what is in the folder `out`. Nothing is written.
///
/// # Errors
///
/// When the folder cannot be read, or holds files that no generator emitted: those are never
/// removed.
pub fn plan(files: &[File], out: &Path) -> Result<Plan, Error> {
    let mut present = Vec::new();
    list(out, out, &mut present)?;
    present.sort();
    let mut changes = Vec::new();
    let mut unchanged = 0;
    for file in files {
        let old = match present.binary_search(&file.path) {
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
    for path in present {
        if files.iter().all(|file| file.path != path) {
            let old = Some(read(&out.join(&path))?);
            changes.push(Change {
                path: PathBuf::from(path),
                old,
                new: None,
            });
        }
    }
    refuse_foreign(&changes, out)?;
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Plan {
        out: out.to_owned(),
        changes,
        unchanged,
    })
}

/// Files that go, or that are overwritten, must have been emitted.
fn refuse_foreign(changes: &[Change], out: &Path) -> Result<(), Error> {
    let foreign = changes.iter().find(|change| {
        change
            .old
            .as_ref()
            .is_some_and(|old| !String::from_utf8_lossy(old).lines().take(1).any(has_header))
    });
    match foreign {
        Some(change) => Err(Error::Foreign {
            path: out.join(&change.path),
        }),
        None => Ok(()),
    }
}

fn has_header(line: &str) -> bool {
    // The part that does not change when the wording does. Other tools say `@generated` as well.
    line.contains(HEADER.split(" from ").next().unwrap_or(HEADER))
}

impl Plan {
    /// Nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Has the file at `path`, which is no file of the crate, written as well: with the others, or
    /// not at all.
    ///
    /// # Errors
    ///
    /// When there is a file that cannot be read.
    pub fn and(mut self, path: &Path, text: String) -> Result<Self, Error> {
        let path = std::path::absolute(path).map_err(|source| Error::Io {
            action: "find it",
            path: path.to_owned(),
            source,
        })?;
        let old = path.exists().then(|| read(&path)).transpose()?;
        if old.as_deref() == Some(text.as_bytes()) {
            self.unchanged += 1;
        } else {
            // An absolute path is joined to nothing.
            let new = Some(text);
            self.changes.push(Change { path, old, new });
        }
        Ok(self)
    }

    /// How many files are to be written, left alone and removed.
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

    /// The changes as a unified diff, from what is there to what should be.
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

    /// Makes the changes: all of them, or none.
    ///
    /// # Errors
    ///
    /// When a file cannot be written or removed. The folder is then as it was before.
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

    /// Writes the new files aside, where most of what can fail fails.
    fn stage(&self, folders: &mut NewFolders) -> Result<Vec<(PathBuf, NamedTempFile)>, Error> {
        let mut staged = Vec::new();
        for change in &self.changes {
            let Some(new) = &change.new else { continue };
            let path = self.out.join(&change.path);
            let failed = |source| Error::Io {
                action: "write it",
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

    /// Renames what was staged and removes what goes; undoes it all if something fails.
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
                action: "remove it",
                path,
                source,
            })?;
        }
        Ok(())
    }

    /// Puts the old content back, as far as the system lets us.
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
                // Fails where something is left in it, which is what is wanted.
                _ = fs::remove_dir(self.out.join(parent));
            }
        }
    }
}

fn rename(staged: Vec<(PathBuf, NamedTempFile)>) -> Result<(), Error> {
    for (path, file) in staged {
        file.persist(&path).map_err(|error| Error::Io {
            action: "write it",
            path: path.clone(),
            source: error.error,
        })?;
    }
    Ok(())
}

/// Temporary files are private; emitted ones are as readable as any source.
#[cfg(unix)]
fn make_readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Folders that were made on the way, so that a failure takes them away again.
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

/// What cargo makes beside an emitted crate that is no member of a workspace.
const OF_CARGO: [&str; 2] = ["target", "Cargo.lock"];

/// The files under `folder`, by their path from `out`; what cargo makes there is not ours.
fn list(out: &Path, folder: &Path, found: &mut Vec<String>) -> Result<(), Error> {
    let failed = |source| Error::Io {
        action: "read it",
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
        if OF_CARGO.iter().any(|name| in_crate == Path::new(name)) {
            continue;
        }
        if is_folder {
            list(out, &path, found)?;
        } else {
            let parts: Vec<_> = in_crate.iter().map(|part| part.to_string_lossy()).collect();
            found.push(parts.join("/"));
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::Io {
        action: "read it",
        path: path.to_owned(),
        source,
    })
}
