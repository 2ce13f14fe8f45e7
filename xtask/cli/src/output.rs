//! Writing the output of a command: to stdout, stderr or a file.

use std::fs::{Metadata, Permissions};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Why output was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    #[error("cannot write to standard output")]
    Stdout(#[source] io::Error),
    /// The file that was there before is unchanged.
    #[error("{}: cannot be written", path.display())]
    File { path: PathBuf, source: io::Error },
}

/// Prints `text`. A closed pipe, as with `| head`, is not an error.
///
/// # Errors
///
/// If stdout fails in another way.
pub fn print(text: &str) -> Result<(), OutputError> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(OutputError::Stdout),
    }
}

/// Writes `text` to the file `out` and says so on stderr, or to stdout if there is no file.
///
/// # Errors
///
/// If the file or stdout cannot be written.
pub fn write_output(text: &str, out: Option<&Path>) -> Result<(), OutputError> {
    match out {
        Some(path) => {
            write_file(path, text)?;
            eprint_line(&format!("wrote {}", path.display()));
            Ok(())
        }
        None => print(text),
    }
}

/// Prints a line to stderr. A closed stderr is ignored.
pub fn eprint_line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Replaces the file atomically: `text` goes to a temporary file next to it, which is then renamed.
///
/// # Errors
///
/// If the file cannot be written. The old file is then unchanged.
pub fn write_file(path: &Path, text: &str) -> Result<(), OutputError> {
    replace(path, text).map_err(|source| OutputError::File {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A symbolic link stays; the file that it points to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = path.metadata().ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Err(io::Error::other("it exists and is not a regular file"));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".xtask-");
    if let Some(permissions) = permissions(old.as_ref()) {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// The permissions of the old file, or the default for a new file, before the umask. Without them
/// the file keeps those of a temporary file, which only its owner can read.
fn permissions(old: Option<&Metadata>) -> Option<Permissions> {
    let permissions = old.map(Metadata::permissions);
    #[cfg(unix)]
    let permissions = permissions.or_else(|| Some(PermissionsExt::from_mode(0o666)));
    permissions
}
