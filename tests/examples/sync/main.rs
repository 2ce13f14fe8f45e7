//! Two-way sync of a CSV file and an account. See [`engine`] for how conflicts are resolved.
//!
//! Without arguments it runs a demo: it starts an emulated account on localhost, writes a table,
//! and syncs it, including a run that is interrupted and resumed.
//!
//! ```text
//! cargo run -p hellodialog-tests --example sync
//! HELLODIALOG_API_KEY=... cargo run -p hellodialog-tests --example sync -- contacts.csv
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

/// Keeps a CSV file and an account the same, both ways.
///
/// The file has a header with `email`, and further columns: voornaam, achternaam, and custom fields
/// of the account by name. The key of the account is in `HELLODIALOG_API_KEY`. Without a file it
/// shows itself on an account of its own.
///
/// Exits with 0 when all is the same, 1 when rows were not taken, 2 when it had to stop.
#[derive(Debug, Parser)]
#[command(name = "sync")]
struct Options {
    /// The table
    file: Option<PathBuf>,
    /// Where the account is, if not in its usual place
    #[arg(long, value_name = "URL", requires = "file")]
    base_url: Option<String>,
}

/// The exit code if the sync could not be completed.
const STOPPED: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let result = match &options.file {
        Some(file) => with_account(file, options.base_url.as_deref()).await,
        None => demo().await,
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(STOPPED)
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
    let style = style.expect("the template is right");
    ProgressBar::no_length().with_style(style)
}

/// The table of the demo: two new contacts, and a row with an invalid address.
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

    println!("== the connection breaks after the account has made Maria");
    account.inject_fault(
        Fault::reset(FaultPhase::After)
            .on(Operation::PostContact)
            .nth(2),
    );
    match engine::run(&client, &file, &bar()).await {
        Ok(report) => println!("{report}"),
        Err(error) => println!("error: {error}"),
    }
    println!("\n== run again");
    println!("{}", engine::run(&client, &file, &bar()).await?);
    println!("\n== with `nobody` corrected");
    let table = fs::read_to_string(&file)?;
    fs::write(&file, table.replace("nobody,", "nobody@shop.example,"))?;
    println!("{}", engine::run(&client, &file, &bar()).await?);
    println!("\n== and once more");
    println!("{}", engine::run(&client, &file, &bar()).await?);
    Ok(ExitCode::SUCCESS)
}
