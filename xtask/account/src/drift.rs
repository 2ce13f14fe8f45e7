//! `cargo xtask drift`: compares the responses of a live account with the description.
//!
//! - `plan` lists the operations that may be called, and `fetch` calls them.
//! - `compare` compares the responses with their schemas and collects observations.
//! - `finding` turns observations into findings, and `action` writes the overlay actions of a finding.
//! - `report` and `markdown` print the findings.

mod action;
mod compare;
mod error;
mod failure;
mod fetch;
mod finding;
mod ids;
mod markdown;
mod name_scope;
mod omission;
mod plan;
mod privacy;
mod report;
#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use crate::base_url;
use hellodialog::{ApiKey, Client, ClientBuilder};
use hellodialog_cli::output;
use hellodialog_cli::source::SourceArgs;
use hellodialog_codegen::openapi;
use serde_json::Value;
use url::Url;

pub use self::error::Error;

use self::compare::Places;
use self::fetch::Limits;
use self::ids::Ids;
use self::plan::Plan;
use self::report::DriftReport;

/// The environment variable with the API key.
const KEY: &str = "HELLODIALOG_API_KEY";

/// Compare a live account with the description (reads only)
///
/// Calls the GET operations that the description marks as idempotent, with a few pages and ids each.
/// Reports differences from the description: fields, enum values, types, and fields that no
/// response had. Each finding comes with overlay actions that correct the
/// description. The report has names, types and counts, and enum values that look like the listed
/// ones; it has no other data of the account.
///
/// The API key is read from the environment variable `HELLODIALOG_API_KEY`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  HELLODIALOG_API_KEY=... cargo xtask drift --out drift.md
  cargo xtask drift --base-url http://127.0.0.1:8080/api --format json
  cargo xtask drift --requests 20 --pages 1 --id OrderId=10092 --id externalId=EXT-1

Exits with 0 when there are no findings, 1 when there are findings, 2 when an argument is
invalid, the account does not respond or rejects the key, or the report cannot be written. If
the account stops responding or limits the rate, it exits with 2 as well, after it has written
the report on the responses so far.")]
pub struct Args {
    /// Base URL of the API [default: the server of the description]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Accept a base URL that is plain http on another machine, where the key can be read on its way
    #[arg(long, requires = "base_url")]
    allow_plain_http: bool,
    #[command(flatten)]
    source: SourceArgs,
    /// Maximum number of requests; none is retried
    #[arg(long, value_name = "N", default_value = "60")]
    requests: NonZeroU32,
    /// Maximum number of requests per second
    #[arg(long, value_name = "N", default_value = "2")]
    rate: NonZeroU32,
    /// Maximum number of pages of a paged list
    #[arg(long, value_name = "N", default_value = "2")]
    pages: NonZeroU32,
    /// Maximum number of ids for each operation with an id in its path
    #[arg(long, value_name = "N", default_value = "3")]
    ids: NonZeroU32,
    /// An id to use if no response has one: the name of a schema or of a parameter, and the id
    #[arg(long = "id", value_name = "NAME=ID", value_parser = parse_id)]
    given: Vec<GivenId>,
    /// The timeout of a request, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    timeout: NonZeroU32,
    /// The format of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the report to this file [default: stdout]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// A page
    #[default]
    Markdown,
    /// All details, for programs
    Json,
}

/// An id from the command line.
#[derive(Debug, Clone)]
struct GivenId {
    name: String,
    id: String,
}

fn parse_id(text: &str) -> Result<GivenId, String> {
    match text.split_once('=') {
        Some((name, id)) if !name.is_empty() && !id.is_empty() => Ok(GivenId {
            name: name.to_owned(),
            id: id.to_owned(),
        }),
        _ => {
            Err("expected the name of a schema or parameter, and an id: `OrderId=10092`".to_owned())
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// See [`Error`].
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let document = hellodialog_codegen::load_patched(&args.source.resolve()?)?;
    let report = args.report(&document)?;
    let text = without_key(match args.format {
        Format::Markdown => markdown::page(&report),
        Format::Json => report.json(),
    });
    output::write_output(&text, args.out.as_deref())?;
    if args.out.is_some() {
        output::eprint_line(&format!("{} findings", report.findings.len()));
    }
    if let Some(reason) = report.aborted {
        output::eprint_line(&format!("the report is incomplete: {reason}"));
    }
    Ok(ExitCode::from(exit_code(&report)))
}

/// An aborted run is not a success, even without findings: the rest of the account is unknown.
fn exit_code(report: &DriftReport) -> u8 {
    match report.aborted {
        Some(_) => 2,
        None => u8::from(!report.findings.is_empty()),
    }
}

impl Args {
    /// Calls the account and compares its responses.
    fn report(&self, document: &Value) -> Result<DriftReport, Error> {
        let base_url = self.base_url(document)?;
        let builder = self.client(ApiKey::from_env(KEY)?, &base_url);
        let client = base_url::build(builder, self.base_url.as_deref())?;
        let plan = Plan::of(&openapi::read(document).0);
        if plan.operations.is_empty() {
            return Err(Error::NothingToCall);
        }
        let ids = self.given_ids(&plan)?;
        let limits = Limits {
            requests: self.requests.get(),
            pages: self.pages.get(),
            ids: usize::try_from(self.ids.get()).unwrap_or(usize::MAX),
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Error::Runtime)?;
        let responses = plan.operations.iter();
        let responses =
            responses.map(|operation| (operation.id.as_str(), &operation.response_schema));
        let places = Places::read(document, responses)?;
        let fetched = fetch::fetch(&client, &places, &plan, limits, ids);
        let fetched = runtime.block_on(fetched).map_err(|source| Error::At {
            url: base_url::shown(&base_url),
            source: Box::new(source),
        })?;
        Ok(DriftReport::of(
            &places,
            host(&base_url),
            &plan,
            limits,
            &fetched,
        ))
    }

    fn given_ids(&self, plan: &Plan) -> Result<Ids, Error> {
        let names = plan.id_names();
        let mut ids = Ids::default();
        for GivenId { name, id } in &self.given {
            if !names.contains(name.as_str()) {
                return Err(Error::UnknownId {
                    name: name.clone(),
                    names: names.into_iter().collect::<Vec<_>>().join(", "),
                });
            }
            ids.add(name, id);
        }
        Ok(ids)
    }

    fn base_url(&self, document: &Value) -> Result<String, Error> {
        if let Some(url) = &self.base_url {
            return Ok(url.clone());
        }
        let url = document.pointer("/servers/0/url").and_then(Value::as_str);
        url.map(str::to_owned).ok_or(Error::NoServer)
    }

    /// A client that keeps to the rate limit and never retries.
    fn client(&self, key: ApiKey, base_url: &str) -> ClientBuilder {
        let rate = usize::try_from(self.rate.get()).unwrap_or(usize::MAX);
        let builder = Client::builder(key).base_url(base_url);
        let builder = if self.allow_plain_http {
            builder.allow_plain_http()
        } else {
            builder
        };
        builder
            .timeout(Duration::from_secs(self.timeout.get().into()))
            .rate_limit(rate, Duration::from_secs(1))
            .retries(0)
    }
}

/// Redacts the API key, in case a name in the report contains it.
fn without_key(report: String) -> String {
    match std::env::var(KEY) {
        Ok(key) if !key.is_empty() => report.replace(&key, "***"),
        _ => report,
    }
}

/// The host of a URL. Other parts of the URL may contain secrets.
fn host(base_url: &str) -> String {
    let url = Url::parse(base_url).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod settings {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    /// The tests of the client check the effect of these settings.
    #[test]
    fn the_client_has_a_rate_limit_and_no_retries() {
        let args = Cli::parse_from(["drift", "--rate", "7", "--timeout", "4"]).args;
        let key = ApiKey::new("a-key").expect("a key");
        let builder = format!("{:?}", args.client(key, "http://127.0.0.1:1"));
        for setting in ["rate_limit: Some((7, 1s))", "retries: 0", "timeout: 4s"] {
            assert!(builder.contains(setting), "{setting} in {builder}");
        }
    }

    #[test]
    fn the_report_has_the_host_of_the_base_url_only() {
        assert_eq!(
            host("https://user:word@example.com:8080/api?token=x"),
            "example.com"
        );
        assert_eq!(host("nonsense"), "");
    }
}
