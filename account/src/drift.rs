//! How an account's answers differ from the description.
//!
//! `plan` says what can be asked, `fetch` asks, `compare` sees what is in the answers,
//! `finding` says what differs and `action` how the description would say it, `report` tells.

mod action;
mod compare;
mod error;
mod failure;
mod fetch;
mod finding;
mod ids;
mod names;
mod plan;
mod report;
mod scope;
#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use hellodialog::{ApiKey, Client, ClientBuilder};
use hellodialog_codegen::Source;
use serde_json::Value;
use url::Url;

pub use self::error::Error;
pub use self::finding::{Finding, Rule};
pub use self::report::{Asked, NotAsked, Report};

use self::compare::Places;
use self::fetch::Limits;
use self::ids::Ids;
use self::plan::Plan;
use crate::output;
use crate::root;

/// The environment variable that holds the key.
const KEY: &str = "HELLODIALOG_API_KEY";

/// Compare a live account with the description, reading only
///
/// Asks the account what the description says can be asked without an effect, a few pages and ids of
/// each, and reports what came that is not described: fields, values of enums, types, fields that
/// never came. With each comes an overlay action that would make the description say so. The report
/// has names, types and counts, and words in the place of an enum's; no other value of the account.
///
/// The key of the account is read from the environment variable `HELLODIALOG_API_KEY`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  HELLODIALOG_API_KEY=... cargo xtask drift --out drift.md
  cargo xtask drift --base-url http://127.0.0.1:8080/api --format json
  cargo xtask drift --requests 20 --pages 1 --id OrderId=10092 --id externalId=EXT-1

Exits with 0 when nothing differs, 1 when something does, 2 when it is called wrongly, the
account does not answer or does not take the key, or the report cannot be written. It is 2 as well
when the account is gone halfway or asks for fewer requests; the report tells what came until then.")]
pub struct Args {
    /// Where the account is [default: the server that the description names]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The OpenAPI document [default: spec/hellodialog.yaml of the checkout]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The folder of its patches [default: spec/patches/ of the checkout]
    #[arg(long, value_name = "DIR")]
    patches: Option<PathBuf>,
    /// The most requests to make; none is repeated
    #[arg(long, value_name = "N", default_value = "60")]
    requests: NonZeroU32,
    /// The most requests to make in a second
    #[arg(long, value_name = "N", default_value = "2")]
    rate: NonZeroU32,
    /// The most pages to get of each list that comes in pages
    #[arg(long, value_name = "N", default_value = "2")]
    pages: NonZeroU32,
    /// The most ids to ask for, of each operation that takes one
    #[arg(long, value_name = "N", default_value = "3")]
    ids: NonZeroU32,
    /// An id to ask for, where the account shows none: the name of a schema or of a parameter, and
    /// the id
    #[arg(long = "id", value_name = "NAME=ID", value_parser = given_id)]
    given: Vec<GivenId>,
    /// How long to wait for an answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30")]
    timeout: NonZeroU32,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The file for the report [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// A page
    #[default]
    Markdown,
    /// For programs
    Json,
}

/// An id from the command line.
#[derive(Debug, Clone)]
struct GivenId {
    name: String,
    id: String,
}

fn given_id(text: &str) -> Result<GivenId, String> {
    match text.split_once('=') {
        Some((name, id)) if !name.is_empty() && !id.is_empty() => Ok(GivenId {
            name: name.to_owned(),
            id: id.to_owned(),
        }),
        _ => {
            Err("expected the name of a schema or parameter and an id: `OrderId=10092`".to_owned())
        }
    }
}

/// Runs the command.
///
/// # Errors
///
/// See [`Error`].
pub fn run(args: &Args) -> Result<ExitCode, Error> {
    let document = hellodialog_codegen::patched(&args.source()?)?;
    let report = args.report(&document)?;
    let text = without_key(match args.format {
        Format::Markdown => report.markdown(),
        Format::Json => report.json(),
    });
    output::deliver(&text, args.out.as_deref())?;
    if let Some(out) = &args.out {
        let findings = report.findings.len();
        output::note(&format!("{}: {findings} findings", out.display()));
    }
    if let Some(why) = &report.broke_off {
        output::note(&format!("the survey is incomplete: {why}"));
    }
    Ok(ExitCode::from(code(&report)))
}

/// A survey that the account ended says nothing of the rest, so that it is no success.
fn code(report: &Report) -> u8 {
    match &report.broke_off {
        Some(_) => 2,
        None => u8::from(!report.findings.is_empty()),
    }
}

impl Args {
    fn source(&self) -> Result<Source, Error> {
        let usual = |named: &Option<PathBuf>, usual: &str| match named {
            Some(path) => Ok(path.clone()),
            None => root::find().map(|root| root.join(usual)),
        };
        Ok(Source {
            spec: usual(&self.spec, "spec/hellodialog.yaml")?,
            patches: usual(&self.patches, "spec/patches")?,
        })
    }

    /// Asks the account, and compares.
    fn report(&self, document: &Value) -> Result<Report, Error> {
        let base_url = self.base_url(document)?;
        let client = self.client(ApiKey::from_env(KEY)?, &base_url).build()?;
        let plan = Plan::of(document);
        if plan.operations.is_empty() {
            return Err(Error::NothingToAsk);
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
        let responses = responses.map(|operation| (operation.id.as_str(), &operation.answer));
        let places = Places::read(document, responses)?;
        let survey = fetch::ask(&client, &places, &plan, limits, ids);
        let survey = runtime.block_on(survey)?;
        Ok(Report::of(&places, host(&base_url), &plan, limits, &survey))
    }

    fn given_ids(&self, plan: &Plan) -> Result<Ids, Error> {
        let names = plan.names();
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

    /// A client that keeps to the rate, and makes one request of each call.
    fn client(&self, key: ApiKey, base_url: &str) -> ClientBuilder {
        let rate = usize::try_from(self.rate.get()).unwrap_or(usize::MAX);
        Client::builder(key)
            .base_url(base_url)
            .timeout(Duration::from_secs(self.timeout.get().into()))
            .rate_limit(rate, Duration::from_secs(1))
            .retries(0)
    }
}

/// The report, should the account have named a field after the key.
fn without_key(report: String) -> String {
    match std::env::var(KEY) {
        Ok(key) if !key.is_empty() => report.replace(&key, "***"),
        _ => report,
    }
}

/// The host alone: the rest of a URL might hold what should not be seen.
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

    /// What a client does with its settings, its own tests show.
    #[test]
    fn the_client_keeps_to_the_rate_and_repeats_nothing() {
        let args = Cli::parse_from(["drift", "--rate", "7", "--timeout", "4"]).args;
        let key = ApiKey::new("a-key").expect("a key");
        let builder = format!("{:?}", args.client(key, "http://127.0.0.1:1"));
        for setting in ["rate_limit: Some((7, 1s))", "retries: 0", "timeout: 4s"] {
            assert!(builder.contains(setting), "{setting} in {builder}");
        }
    }

    #[test]
    fn of_a_base_url_the_host_is_told() {
        assert_eq!(
            host("https://user:word@example.com:8080/api?token=x"),
            "example.com"
        );
        assert_eq!(host("nonsense"), "");
    }
}
