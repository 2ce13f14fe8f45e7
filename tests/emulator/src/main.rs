//! Serves an account of the Hellodialog API on localhost, until it is told to stop.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use hellodialog_emulator::{DEFAULT_KEY, Emulator, Error, Fault, SingleContact, Snapshot};

/// An account of the Hellodialog API on localhost, to test against.
///
/// The first line it prints is `listening on http://127.0.0.1:PORT/api`. It stops on SIGINT and
/// SIGTERM.
#[derive(Debug, Parser)]
#[command(after_help = EXAMPLES)]
struct Options {
    /// The port; 0 is any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The API key
    #[arg(long, default_value = DEFAULT_KEY)]
    key: String,
    /// Starts with the demo account of so many contacts
    #[arg(long, default_value_t = 0)]
    contacts: u32,
    /// From what the demo account is made up
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Starts with the state in this file, if it is there, and puts the state into it at the end
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Calls this URL when a contact changes (http:// alone)
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook: Option<String>,
    /// The secret that signs those calls, together with the key
    #[arg(long, value_name = "SECRET", requires = "webhook")]
    webhook_secret: Option<String>,
    /// The shape in which a single contact is answered
    #[arg(long, value_name = "SHAPE", default_value = "bare")]
    single_contact: SingleContact,
    /// What goes wrong, and when; may be given more than once, and the first that fits strikes
    #[arg(long, value_name = "RULE")]
    fault: Vec<Fault>,
}

const EXAMPLES: &str = "\
Faults: KIND[,OPTION]...
  in place of the answer, before the request takes effect or after it (options before, after):
    reset, close, status:500|502|503|504, rate-limit:SECONDS, html, empty, invalid, huge:BYTES
  to the answer, so that the request takes effect:
    reset-in-body, reset-after-body, close-in-body, truncated, slow-headers:MS, slow-body:MS,
    php-warning, new-member, new-enum-value, changed-type
  to the connection, so that it takes none, and no other is accepted for a while:
    refuse:MS
  when: op=OPERATION, one of nth=N from=N first=N, chance=SHARE, seed=N

Examples:
  hellodialog-emulator --port 8080 --contacts 250
  hellodialog-emulator --state account.json --key 00112233445566778899aabbccddeeff
  hellodialog-emulator --fault rate-limit:2,op=getContacts,nth=3 --fault php-warning,chance=0.1
  hellodialog-emulator --fault reset,after,op=postContact,nth=1
  curl \"http://127.0.0.1:8080/api/ping?token=0123456789abcdef0123456789abcdef\"";

/// What went wrong was said wrongly on the command line.
const WRONG_INPUT: u8 = 2;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            match failure {
                Failure::Start(_) | Failure::State { .. } => ExitCode::from(WRONG_INPUT),
                Failure::Run(_) | Failure::Save(_) => ExitCode::FAILURE,
            }
        }
    }
}

/// Why it ended.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{path}: {source}; mend the file, or give another", path = path.display())]
    State { path: PathBuf, source: Error },
    #[error(transparent)]
    Start(Error),
    #[error(transparent)]
    Run(#[from] io::Error),
    #[error("the state is lost: {0}")]
    Save(Error),
}

fn run(options: &Options) -> Result<(), Failure> {
    let account = start(options)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(until_told_to_stop(&account))?;
    match &options.state {
        Some(path) => account.stop().save(path).map_err(Failure::Save),
        None => Ok(()),
    }
}

/// Says where the account is, and waits for SIGINT or SIGTERM.
#[cfg(unix)]
async fn until_told_to_stop(account: &Emulator) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    // Heard from before the first line on, so that whoever reads it can stop the program.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    announce(account)?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Says where the account is, and waits for Ctrl-C.
#[cfg(not(unix))]
async fn until_told_to_stop(account: &Emulator) -> io::Result<()> {
    announce(account)?;
    tokio::signal::ctrl_c().await
}

fn announce(account: &Emulator) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "listening on {}", account.url())?;
    out.flush()
}

fn start(options: &Options) -> Result<Emulator, Failure> {
    let mut builder = Emulator::builder()
        .address(SocketAddr::new(options.host, options.port))
        .key(&options.key)
        .seed(options.seed)
        .single_contact(options.single_contact);
    if options.contacts > 0 {
        builder = builder.contacts(options.contacts);
    }
    if let Some(path) = &options.state {
        let failed = |source| Failure::State {
            path: path.clone(),
            source,
        };
        if let Some(snapshot) = Snapshot::load(path).map_err(failed)? {
            builder = builder.snapshot(snapshot);
        }
    }
    if let (Some(url), Some(secret)) = (&options.webhook, &options.webhook_secret) {
        builder = builder.webhook(url, secret);
    }
    for fault in &options.fault {
        builder = builder.fault(fault.clone());
    }
    builder.start().map_err(Failure::Start)
}
