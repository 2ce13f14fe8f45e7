//! Where the commands' output goes. The commands that ask an account include this file.

use std::fs::{Metadata, Permissions};
use std::io::{self, Write};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Output that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Standard output is there, but refuses.
    #[error("standard output cannot be written")]
    Stdout(#[source] io::Error),
    /// A file could not be written; the one that was there is untouched.
    #[error("{}: cannot be written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Prints `text`. A reader that has seen enough and left (`| head`) is no error.
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

/// Writes `text` to the file, or prints it if none is named.
pub fn deliver(text: &str, out: Option<&Path>) -> Result<(), OutputError> {
    match out {
        Some(path) => write(path, text),
        None => print(text),
    }
}

/// Prints a line for the person at the terminal, who may have closed it.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes `text` to the file at `path`: all of it, or nothing.
///
/// It is written to a new file beside the old one, which then takes its name.
pub fn write(path: &Path, text: &str) -> Result<(), OutputError> {
    replace(path, text).map_err(|source| OutputError::File {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link keeps pointing to the file; the file it points to is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = path.metadata().ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return Err(io::Error::other("it exists and is no ordinary file"));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
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

/// Those of the old file, or what a new file ordinarily gets before the umask: a
/// temporary file is readable by its owner only, and stays so under a new name.
fn permissions(old: Option<&Metadata>) -> Option<Permissions> {
    let permissions = old.map(Metadata::permissions);
    #[cfg(unix)]
    let permissions = permissions.or_else(|| Some(PermissionsExt::from_mode(0o666)));
    permissions
}
