//! `cargo xtask fields`: writes a Rust module for the custom fields of an account.
//!
//! `definitions` decodes the definitions of the fields, `layout` gives them members, enums and
//! identifiers, and `module` writes them. Problems become warnings, on stderr and in the module.

mod check;
mod choices;
mod definitions;
mod entries;
mod error;
mod layout;
mod lenient;
mod markdown;
mod module;
mod names;
mod used_names;
mod warning;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hellodialog::{ApiKey, Client, Method};
use serde::de::IgnoredAny;

use self::definitions::Definitions;
pub use self::error::Error;
use self::layout::Layout;
use crate::base_url;
use hellodialog_cli::output;

/// The environment variable with the API key.
const KEY: &str = "HELLODIALOG_API_KEY";

/// Write a Rust module for the custom fields of an account
///
/// The module has a struct of the custom fields, an enum for the options of each dropdown and
/// multiselect, and a check whether the fields of the account have changed. The fields come from
/// the account, or from a file with its response to GET /fields.
///
/// The API key is read from the environment variable `HELLODIALOG_API_KEY`; --from needs none.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  HELLODIALOG_API_KEY=... cargo xtask fields --out src/fields.rs
  cargo xtask fields --base-url http://127.0.0.1:8080/api
  cargo xtask fields --from fields.json --out src/fields.rs

Prints warnings about the definitions to stderr and into the module. Exits with 0 when the
module is written, 2 when there are no definitions or the file cannot be written.")]
pub struct Args {
    /// Base URL of the API [default: production]
    #[arg(long, value_name = "URL", conflicts_with = "from")]
    base_url: Option<String>,
    /// Accept a base URL that is plain http on another machine, where the key can be read on its way
    #[arg(long, requires = "base_url")]
    allow_plain_http: bool,
    /// Read the response to GET /fields from this file, instead of calling the account
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Write the module to this file [default: stdout]
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
        Some(path) => from_file(path)?,
        None => from_account(args)?,
    };
    let layout = Layout::of(definitions);
    output::write_output(&module::text(&layout), args.out.as_deref())?;
    if args.out.is_some() {
        output::eprint_line(&format!("{} custom fields", layout.members.len()));
    }
    for warning in &layout.warnings {
        output::eprint_line(&format!("warning: {warning}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The module for an account that responds with `body` to `GET /fields`, and the warnings.
///
/// # Errors
///
/// If `body` has no definitions.
pub fn module_of(body: &[u8]) -> Result<(String, Vec<String>), Error> {
    let layout = Layout::of(definitions::read(body)?);
    let warnings = layout.warnings.iter().map(ToString::to_string).collect();
    Ok((module::text(&layout), warnings))
}

fn from_file(path: &Path) -> Result<Definitions, Error> {
    let body = std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    definitions::read(&body).map_err(|error| Error::File {
        path: path.to_owned(),
        source: Box::new(error),
    })
}

fn from_account(args: &Args) -> Result<Definitions, Error> {
    let key = ApiKey::from_env(KEY).map_err(Error::Key)?;
    let mut builder = Client::builder(key);
    if let Some(url) = &args.base_url {
        builder = builder.base_url(url);
    }
    if args.allow_plain_http {
        builder = builder.allow_plain_http();
    }
    let client = base_url::build(builder, args.base_url.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    // The raw response: the client skips fields that this command can decode.
    let call = client.request(Method::Get, "fields").send::<IgnoredAny>();
    let response = runtime.block_on(async { call.with_raw().await });
    let response = response.map_err(|cause| Error::account(args.base_url.as_deref(), cause))?;
    definitions::read(response.raw.body())
}
