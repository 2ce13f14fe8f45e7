//! The document and its patches of a git revision.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use hellodialog_cli::checkout::{PATCHES, SPEC};
use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{Patch, is_patch};
use serde_json::Value;

#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    #[error("cannot run git; install it, or name both documents: `cargo xtask diff OLD NEW`")]
    Run(#[source] io::Error),
    #[error(
        "{}: expected a git checkout that has the revision `{revision}`, git said: {stderr}; \
         make a first commit, or name both documents: `cargo xtask diff OLD NEW`",
        root.display()
    )]
    NoRevision {
        root: PathBuf,
        revision: String,
        stderr: String,
    },
    #[error(
        "cannot list the tags of releases, git said: {stderr}; run the command in a git checkout with a commit"
    )]
    Tags { stderr: String },
    #[error("`git show {object}` failed: {stderr}")]
    Show { object: String, stderr: String },
    #[error("`{revision}` has no file {SPEC}; name a revision that has it, or both documents")]
    NoFile { revision: String },
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(
        "the patches of `{revision}` do not fit its own document; if they were committed before the document that they \
         are for, compare with the commit before: `--base {revision}~1`"
    )]
    Patches {
        revision: String,
        source: hellodialog_codegen::Error,
    },
}

/// The files of a revision.
pub(crate) struct Revision {
    name: String,
    /// The document without patches.
    pub(crate) upstream: Value,
    patches: Vec<Patch>,
}

impl Revision {
    /// The document with its patches applied.
    pub(crate) fn patched(self) -> Result<Value, GitError> {
        let patched = hellodialog_codegen::apply(self.upstream, self.patches);
        patched.map_err(|source| GitError::Patches {
            revision: self.name,
            source,
        })
    }
}

/// Loads the document of a revision, and its patches in name order.
pub(crate) fn load_revision(root: &Path, revision: &str) -> Result<Revision, GitError> {
    let files = list(root, revision)?;
    if !files.iter().any(|file| file == SPEC) {
        return Err(GitError::NoFile {
            revision: revision.to_owned(),
        });
    }
    let is_patch = |file: &&String| *file != SPEC && is_patch(Path::new(file));
    let mut patches: Vec<&String> = files.iter().filter(is_patch).collect();
    patches.sort();
    // All processes run at once: one after the other they take most of the time of `diff`.
    let upstream = Show::start(root, revision, SPEC)?;
    let patches = patches
        .into_iter()
        .map(|file| Show::start(root, revision, file))
        .collect::<Result<Vec<_>, _>>()?;
    let patches = patches.into_iter().map(|patch| {
        let name = patch.object.clone();
        let document = patch.document()?;
        Ok(Patch { name, document })
    });
    Ok(Revision {
        name: revision.to_owned(),
        upstream: upstream.document()?,
        patches: patches.collect::<Result<_, GitError>>()?,
    })
}

/// The newest tag `vX.Y.Z` before `HEAD`.
pub(crate) fn last_release(root: &Path) -> Result<Option<String>, GitError> {
    let output = git(root)
        .args(["tag", "--list", "v*", "--merged", "HEAD"])
        .arg("--sort=-version:refname")
        .output()
        .map_err(GitError::Run)?;
    if !output.status.success() {
        return Err(GitError::Tags {
            stderr: stderr(&output),
        });
    }
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_release = |tag: &&str| {
        let numbers: Vec<&str> = tag.trim_start_matches('v').split('.').collect();
        numbers.len() == 3 && numbers.into_iter().all(is_number)
    };
    let tags = String::from_utf8_lossy(&output.stdout);
    Ok(tags.lines().find(is_release).map(str::to_owned))
}

/// The text of a file of a revision; `None` if the revision does not have the file.
pub(crate) fn load_text(
    root: &Path,
    revision: &str,
    file: &str,
) -> Result<Option<String>, GitError> {
    let show = Show::start(root, revision, file)?;
    let output = show.child.wait_with_output().map_err(GitError::Run)?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success().then(|| text.into_owned()))
}

/// The names of the document and of the files in the patches' folder, as far as the revision has them.
fn list(root: &Path, revision: &str) -> Result<Vec<String>, GitError> {
    // With a slash at its end, a path stands for the entries of the folder.
    let output = git(root)
        .args(["ls-tree", "-z", "--name-only", "--end-of-options", revision])
        .args(["--", SPEC, &format!("{PATCHES}/")])
        .output()
        .map_err(GitError::Run)?;
    if !output.status.success() {
        return Err(GitError::NoRevision {
            root: root.to_owned(),
            revision: revision.to_owned(),
            stderr: stderr(&output),
        });
    }
    let names = String::from_utf8_lossy(&output.stdout);
    let names = names.split_terminator('\0').map(str::to_owned);
    Ok(names.collect())
}

/// A running `git show`.
struct Show {
    /// `REVISION:FILE`
    object: String,
    child: Child,
}

impl Show {
    fn start(root: &Path, revision: &str, file: &str) -> Result<Self, GitError> {
        // The checkout may be a folder inside of a repository: `./` makes the path relative to it.
        let child = git(root)
            .args(["show", "--end-of-options", &format!("{revision}:./{file}")])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(GitError::Run)?;
        let object = format!("{revision}:{file}");
        Ok(Self { object, child })
    }

    /// The parsed file.
    fn document(self) -> Result<Value, GitError> {
        let output = self.child.wait_with_output().map_err(GitError::Run)?;
        if !output.status.success() {
            return Err(GitError::Show {
                object: self.object,
                stderr: stderr(&output),
            });
        }
        // The parser reports invalid UTF-8 with its line and column.
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(document::parse(&self.object, &text)?)
    }
}

fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).stdin(Stdio::null());
    command
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
