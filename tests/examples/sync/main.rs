//! Two-way sync of a CSV file and an account. See [`engine`] for how conflicts are resolved.
//!
//! Without arguments it runs a demo: it starts an emulated account on localhost, writes a table,
//! and syncs it, including a run that is interrupted and resumed.
//!
//! ```text
//! cargo run -p hellodialog --example sync
//! HELLODIALOG_API_KEY=... cargo run -p hellodialog --example sync -- contacts.csv
//! ```

mod engine;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use hellodialog::{ApiKey, Client};
use hellodialog_emulator::{Emulator, Fault, FaultPhase, Operation};
use indicatif::{ProgressBar, ProgressStyle};

/// Syncs a CSV file with an account, both ways.
///
/// The file has a header with the column `email`, and further columns: voornaam, achternaam, and
/// custom fields of the account by name. The API key is read from `HELLODIALOG_API_KEY`. Without a
/// file it runs a demo on an emulated account.
///
/// Exit code: 0 if both sides are equal, 1 if rows were rejected, 2 if the sync was aborted.
#[derive(Debug, Parser)]
#[command(name = "sync")]
struct Options {
    /// The CSV file
    file: Option<PathBuf>,
    /// Base URL [default: production]
    #[arg(long, value_name = "URL", requires = "file")]
    base_url: Option<String>,
}

/// The exit code of an aborted sync.
const ABORTED: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let result = match &options.file {
        Some(file) => with_account(file, options.base_url.as_deref()).await,
        None => demo().await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(ABORTED)
    })
}

async fn with_account(file: &Path, base_url: Option<&str>) -> Result<ExitCode, Box<dyn Error>> {
    let builder = Client::builder(ApiKey::from_env("HELLODIALOG_API_KEY")?);
    let builder = match base_url {
        Some(url) => builder.base_url(url),
        None => builder,
    };
    let report = engine::run(&builder.build()?, file, &bar()).await?;
    println!("{report}");
    Ok(code(&report))
}

fn code(report: &engine::Report) -> ExitCode {
    ExitCode::from(u8::from(!report.failed.is_empty()))
}

/// The progress bar. It is shown only on a terminal.
fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg:24} {bar:30} {pos}/{len} {eta}");
    let style = style.expect("a valid template");
    ProgressBar::no_length().with_style(style)
}

/// The CSV file of the demo: two new contacts, and a row with an invalid address.
const TABLE: &str = "\
email,voornaam,achternaam,size
kevin@shop.example,Kevin,Binder,M
maria@shop.example,Maria,de Vries,L
nobody,No,Body,
";

async fn demo() -> Result<ExitCode, Box<dyn Error>> {
    let account = Emulator::builder().contacts(250).start()?;
    let client = Client::builder(account.key()).base_url(account.url());
    let client = client.timeout(Duration::from_secs(5)).build()?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("contacts.csv");
    fs::write(&file, TABLE)?;
    println!("An account with 250 contacts, and a table with 3 rows:\n{TABLE}");

    println!("== the connection is reset after the account has created Maria");
    account.inject_fault(
        Fault::reset(FaultPhase::After)
            .on(Operation::PostContact)
            .nth(2),
    );
    match engine::run(&client, &file, &bar()).await {
        Ok(report) => println!("{report}"),
        Err(error) => println!("error: {error}"),
    }
    println!("\n== rerun");
    println!("{}", engine::run(&client, &file, &bar()).await?);
    println!("\n== with `nobody` corrected");
    let table = fs::read_to_string(&file)?;
    fs::write(&file, table.replace("nobody,", "nobody@shop.example,"))?;
    println!("{}", engine::run(&client, &file, &bar()).await?);
    println!("\n== rerun without changes");
    println!("{}", engine::run(&client, &file, &bar()).await?);
    Ok(ExitCode::SUCCESS)
}
