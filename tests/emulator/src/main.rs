//! Serves an emulated Hellodialog account on localhost until it is stopped.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use hellodialog_emulator::{DEFAULT_KEY, Emulator, Error, Fault, SingleContact, Snapshot};

/// Emulates the Hellodialog API on localhost, for tests.
///
/// The first line of output is `listening on http://127.0.0.1:PORT/api`. SIGINT and SIGTERM stop the
/// program.
#[derive(Debug, Parser)]
#[command(after_help = EXAMPLES)]
struct Options {
    /// Port to listen on; 0 takes any free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// IP address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// API key
    #[arg(long, default_value = DEFAULT_KEY)]
    key: String,
    /// Number of contacts in the demo account; 0 starts with an empty account
    #[arg(long, default_value_t = 0)]
    contacts: u32,
    /// Seed for the demo account
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Load the account from this file if it exists, and save it on exit
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Call this URL when a contact changes (http:// only)
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook: Option<String>,
    /// Let pages of all origins call the emulator from a browser (CORS)
    #[arg(long)]
    cors: bool,
    /// Secret that signs webhook calls, together with the key
    #[arg(long, value_name = "SECRET", requires = "webhook")]
    webhook_secret: Option<String>,
    /// Shape of the response with a single contact
    #[arg(long, value_name = "SHAPE", default_value = "bare")]
    single_contact: SingleContact,
    /// Inject a fault (repeatable); the first fault that applies to a call is used
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
}

const EXAMPLES: &str = "\
Faults: KIND[,OPTION]...
  Kinds that replace the response. The request takes effect with the option `after`, but not with
  `before`, which is the default:
    reset, close, status:500|502|503|504, rate-limit:SECONDS, html, empty-body, invalid-json,
    large-body:BYTES
  Kinds that corrupt or delay the response. The request takes effect:
    reset-in-body, reset-after-body, close-in-body, truncated-json, slow-headers:MS, slow-body:MS,
    php-warning, new-property, new-enum-value, changed-type
  Kind that resets the connection and refuses new ones for a while. The request has no effect:
    refuse:MS
  Options that select calls:
    op=OPERATION, one of nth=N from=N first=N, chance=PROBABILITY, seed=N

Examples:
  hellodialog-emulator --port 8080 --contacts 250
  hellodialog-emulator --state account.json --key 00112233445566778899aabbccddeeff
  hellodialog-emulator --fault rate-limit:2,op=getContacts,nth=3 --fault php-warning,chance=0.1
  hellodialog-emulator --fault reset,after,op=postContact,nth=1
  curl \"http://127.0.0.1:8080/api/ping?token=0123456789abcdef0123456789abcdef\"";

/// The exit code for invalid arguments and files, as clap uses it.
const EXIT_INVALID_INPUT: u8 = 2;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            match error {
                RunError::Start(_) | RunError::Load { .. } => ExitCode::from(EXIT_INVALID_INPUT),
                RunError::Io(_) | RunError::Save(_) => ExitCode::FAILURE,
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error("{path}: {source}; repair the file or choose another", path = path.display())]
    Load { path: PathBuf, source: Error },
    #[error(transparent)]
    Start(Error),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("the state is not saved: {0}")]
    Save(Error),
}

fn run(options: &Options) -> Result<(), RunError> {
    let account = start(options)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(wait_for_stop_signal(&account))?;
    match &options.state {
        Some(path) => account.stop().save(path).map_err(RunError::Save),
        None => Ok(()),
    }
}

/// Prints the URL and waits for SIGINT or SIGTERM.
#[cfg(unix)]
async fn wait_for_stop_signal(account: &Emulator) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    // Registered before the URL is printed, so that a reader of the URL can already stop the program.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    print_url(account)?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// Prints the URL and waits for Ctrl-C.
#[cfg(not(unix))]
async fn wait_for_stop_signal(account: &Emulator) -> io::Result<()> {
    print_url(account)?;
    tokio::signal::ctrl_c().await
}

fn print_url(account: &Emulator) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "listening on {}", account.url())?;
    out.flush()
}

fn start(options: &Options) -> Result<Emulator, RunError> {
    let mut builder = Emulator::builder()
        .address(SocketAddr::new(options.host, options.port))
        .key(&options.key)
        .seed(options.seed)
        .single_contact(options.single_contact);
    if options.contacts > 0 {
        builder = builder.contacts(options.contacts);
    }
    if let Some(path) = &options.state {
        let failed = |source| RunError::Load {
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
    if options.cors {
        builder = builder.allow_cors();
    }
    for fault in &options.fault {
        builder = builder.fault(fault.clone());
    }
    builder.start().map_err(RunError::Start)
}
