//! The fields of an account's own, as a Rust module.
//!
//! The account's definitions are read (`definitions`), laid out as members and choices with
//! identifiers (`layout`, `names`), and written (`module`). What is odd about them is noted on the way
//! (`note`): it is said on stderr, and in the module.

mod choices;
mod comparison;
mod definitions;
mod docs;
mod entries;
mod error;
mod layout;
mod lenient;
mod module;
mod names;
mod note;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog::{ApiKey, Client, Method};
use serde::de::IgnoredAny;

use self::definitions::Definitions;
pub use self::error::Error;
use self::layout::Layout;
use hellodialog_cli::output;

/// The environment variable that holds the key.
const KEY: &str = "HELLODIALOG_API_KEY";

/// Write a Rust module for an account's own fields
///
/// The module has a struct of the account's custom fields, with an enum for the choices of each
/// dropdown and multiselect, and a check that the account still is as it was. Which fields there
/// are, the account says, or a file with what it answers to GET /fields.
///
/// The API key is taken from the environment variable `HELLODIALOG_API_KEY`; --from needs none.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask fields --out src/fields.rs
  cargo xtask fields --base-url http://127.0.0.1:8080/api
  cargo xtask fields --from fields.json --out src/fields.rs

What is odd in the definitions is said on stderr and in the module. Exits with 0 when the
module is written, 2 when the definitions cannot be had or the file cannot be written.")]
pub struct Args {
    /// Where the API is, if not where it always is
    #[arg(long, value_name = "URL", conflicts_with = "from")]
    base_url: Option<String>,
    /// Read what GET /fields answers from this file, instead of asking an account
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Write the module to this file, instead of printing it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
///
/// See [`Error`].
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let definitions = match &args.from {
        Some(path) => in_file(path)?,
        None => in_account(args.base_url.as_deref())?,
    };
    let layout = Layout::of(definitions);
    output::write_output(&module::text(&layout), args.out.as_deref())?;
    for note in &layout.notes {
        output::eprint_line(&format!("warning: {note}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the module for an account that answers `body` to `GET /fields`, and says what is odd.
///
/// # Errors
///
/// [`Error`] if that is no answer with definitions.
pub fn module_of(body: &[u8]) -> Result<(String, Vec<String>), Error> {
    let layout = Layout::of(definitions::read(body)?);
    let notes = layout.notes.iter().map(ToString::to_string).collect();
    Ok((module::text(&layout), notes))
}

fn in_file(path: &Path) -> Result<Definitions, Error> {
    let body = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    definitions::read(&body).map_err(|error| Error::File {
        path: path.to_owned(),
        source: Box::new(error),
    })
}

fn in_account(base_url: Option<&str>) -> Result<Definitions, Error> {
    let key = ApiKey::from_env(KEY).map_err(Error::Key)?;
    let mut builder = Client::builder(key);
    if let Some(url) = base_url {
        builder = builder.base_url(url);
    }
    let client = builder.build().map_err(Error::Account)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    // The answer as it came: the client leaves out or refuses what is read here, and said.
    let call = client.request(Method::Get, "fields").send::<IgnoredAny>();
    let answer = runtime.block_on(async { call.with_raw().await });
    definitions::read(answer.map_err(Error::Account)?.raw.body())
}
