//! What git has of the description and its patches.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use hellodialog_codegen::document::{self, DocumentError};
use hellodialog_codegen::{Patch, is_patch};
use serde_json::Value;

/// Why git has nothing to compare with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    #[error("git cannot be run; install it, or name both documents: `cargo xtask diff OLD NEW`")]
    Missing(#[source] io::Error),
    #[error(
        "{}: expected a git checkout that has the revision `{revision}`, git said: {said}; \
         make a first commit, or name both documents: `cargo xtask diff OLD NEW`",
        root.display()
    )]
    NoRevision {
        root: PathBuf,
        revision: String,
        said: String,
    },
    #[error("git {command} failed: {said}")]
    Failed { command: String, said: String },
    #[error("`{revision}` has no file {SPEC}; name a revision that has it, or both documents")]
    NoFile { revision: String },
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error(transparent)]
    Codegen(#[from] hellodialog_codegen::Error),
}

/// What a revision has of the description.
pub(crate) struct Revision {
    /// The document, as it came from upstream.
    pub(crate) upstream: Value,
    patches: Vec<Patch>,
}

impl Revision {
    /// The document with its patches.
    pub(crate) fn patched(self) -> Result<Value, GitError> {
        Ok(hellodialog_codegen::apply(self.upstream, self.patches)?)
    }
}

/// The document of a revision, and its patches in their order.
pub(crate) fn revision(root: &Path, revision: &str) -> Result<Revision, GitError> {
    let mut files = files(root, revision)?;
    let spec = files.iter().position(|file| file.name == SPEC);
    let spec = files.remove(spec.ok_or_else(|| GitError::NoFile {
        revision: revision.to_owned(),
    })?);
    files.retain(|file| is_patch(Path::new(&file.name)));
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let all = [&spec].into_iter().chain(&files);
    let blobs: Vec<&str> = all.clone().map(|file| file.blob.as_str()).collect();
    let texts = texts(root, &blobs)?;
    let mut documents = all.zip(texts).map(|(file, text)| {
        let name = format!("{revision}:{}", file.name);
        let document = document::parse(&name, &text)?;
        Ok(Patch { name, document })
    });
    let upstream = documents.next().transpose()?;
    let upstream = upstream.map_or(Value::Null, |spec: Patch| spec.document);
    let patches = documents.collect::<Result<_, GitError>>()?;
    Ok(Revision { upstream, patches })
}

/// The text of a file; `None` if the revision does not have the file.
pub(crate) fn text(root: &Path, revision: &str, file: &str) -> Result<Option<String>, GitError> {
    let arguments = ["show", &format!("{revision}:./{file}")];
    let output = run(root, &arguments, String::new())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success().then(|| text.into_owned()))
}

const SPEC: &str = "spec/hellodialog.yaml";

/// A file that git has.
struct File {
    /// Its path in the checkout.
    name: String,
    /// The name of its content.
    blob: String,
}

/// The description and what is beside it.
fn files(root: &Path, revision: &str) -> Result<Vec<File>, GitError> {
    // The patches themselves, and nothing below them.
    let arguments = ["ls-tree", "-z", revision, "--", SPEC, "spec/patches/"];
    let output = run(root, &arguments, String::new())?;
    if !output.status.success() {
        return Err(GitError::NoRevision {
            root: root.to_owned(),
            revision: revision.to_owned(),
            said: said(&output),
        });
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    let entries = printed.split('\0').filter_map(|entry| {
        let (object, name) = entry.split_once('\t')?;
        let (name, blob) = (name.to_owned(), object.rsplit(' ').next()?.to_owned());
        Some(File { name, blob })
    });
    Ok(entries.collect())
}

/// The contents of that name, all at once: a process for each would take longer than all the rest.
fn texts(root: &Path, blobs: &[&str]) -> Result<Vec<String>, GitError> {
    let arguments = ["cat-file", "--batch"];
    let output = run(root, &arguments, format!("{}\n", blobs.join("\n")))?;
    let failed = || GitError::Failed {
        command: arguments.join(" "),
        said: said(&output),
    };
    if !output.status.success() {
        return Err(failed());
    }
    let mut rest = output.stdout.as_slice();
    let mut texts = Vec::with_capacity(blobs.len());
    for _ in blobs {
        let (text, after) = next_object(rest).ok_or_else(failed)?;
        texts.push(text);
        rest = after;
    }
    Ok(texts)
}

/// One object of `git cat-file --batch`: a line with its size at the end, its content, a line break.
fn next_object(printed: &[u8]) -> Option<(String, &[u8])> {
    let end = printed.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = (
        std::str::from_utf8(&printed[..end]).ok()?,
        &printed[end + 1..],
    );
    let size: usize = line.rsplit(' ').next()?.parse().ok()?;
    let content = rest.get(..size)?;
    // What is no UTF-8 is told by the parser, with its place.
    let text = String::from_utf8_lossy(content).into_owned();
    Some((text, rest.get(size + 1..)?))
}

/// Runs git in the checkout. It is asked by a thread of its own, since it may answer before it has
/// read everything.
fn run(root: &Path, arguments: &[&str], input: String) -> Result<Output, GitError> {
    let mut child = Command::new("git")
        .current_dir(root)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(GitError::Missing)?;
    let stdin = child.stdin.take();
    let writer =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().map_err(GitError::Missing);
    // Git that ended early has said why.
    drop(writer.join());
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
