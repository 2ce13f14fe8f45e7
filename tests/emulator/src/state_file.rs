//! Replaces a file so that it is complete at any time.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The end of the names of temporary files.
const SUFFIX: &str = ".saving";

/// Symbolic links that are followed, as on Linux.
const MAX_LINKS: usize = 40;

/// Writes a temporary file and renames it to `path`. Keeps symbolic links, and the mode of the file. A file with several
/// names cannot be renamed over without losing them, so the temporary file is copied into it.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let target = resolve(path)?;
    let temporary = create_temporary(&target)?;
    write(temporary.as_file())?;
    let old = fs::metadata(&target).ok();
    if let Some(old) = &old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    if old.is_some_and(|old| has_several_names(&old)) {
        // Of a process that is killed here the temporary file stays, which is complete.
        fs::copy(temporary.path(), &target)?;
        File::open(&target)?.sync_all()?;
        temporary.close()
    } else {
        temporary.persist(&target)?;
        Ok(())
    }
}

/// Whether a file has hard links.
#[cfg(unix)]
fn has_several_names(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
fn has_several_names(_: &Metadata) -> bool {
    false
}

/// Checks that [`replace`] can write `path`, and removes temporary files of killed processes.
pub(crate) fn check_writable(path: &Path) -> io::Result<()> {
    let target = resolve(path)?;
    match fs::metadata(&target) {
        Ok(existing) if !existing.is_file() => {
            return Err(io::Error::other("it is not a regular file"));
        }
        Ok(_) => drop(OpenOptions::new().append(true).open(&target)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    create_temporary(&target)?;
    let (prefix, folder) = (temporary_prefix(&target), folder(&target));
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.starts_with(prefix.as_encoded_bytes()) && bytes.ends_with(SUFFIX.as_bytes()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The file to which symbolic links lead. It may not exist.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            // It is no link, or does not exist.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn create_temporary(target: &Path) -> io::Result<NamedTempFile> {
    let prefix = temporary_prefix(target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(SUFFIX);
    // The usual mode of a new file, which the system reduces by the umask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder(target))
}

fn temporary_prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or(OsStr::new("")));
    prefix.push(".");
    prefix
}
