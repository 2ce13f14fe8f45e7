//! Serves an emulated Hellodialog account on localhost until it is stopped.

mod autosave;

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use hellodialog_emulator::{
    DEFAULT_KEY, Emulator, Error, Fault, Operation, SingleContact, Snapshot,
};

#[cfg(unix)]
use std::{future::poll_fn, task::Poll};

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::MissedTickBehavior;

use self::autosave::Autosave;

/// The time between two looks at the number of changes.
const CHECK_INTERVAL: Duration = Duration::from_millis(200);

/// Emulates the Hellodialog API on localhost, for tests.
///
/// The first line of output is `listening on http://127.0.0.1:PORT/api`. SIGINT, SIGTERM and SIGHUP stop
/// the program. `http://127.0.0.1:PORT/` shows the account in a browser, and
/// `http://127.0.0.1:PORT/_emulator/openapi.yaml` describes how to steer it from outside.
#[derive(Debug, Parser)]
#[command(version, after_help = after_help())]
struct Options {
    /// Port to listen on; 0 takes any free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// IP address to listen on, or `localhost`
    #[arg(long, value_parser = parse_host, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// API key
    #[arg(long, default_value = DEFAULT_KEY)]
    key: String,
    /// Number of contacts in the demo account, at most ten million; 0 starts with an empty account
    #[arg(long, default_value_t = 0)]
    contacts: u32,
    /// Seed for the demo account
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Load the account from this file if it exists, and save it there a second after a change and on exit
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Call this URL when a contact changes (http:// only)
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook: Option<String>,
    /// Secret that signs webhook calls, together with the key
    #[arg(long, value_name = "SECRET", requires = "webhook")]
    webhook_secret: Option<String>,
    /// Let pages of all origins call the emulator from a browser (CORS)
    #[arg(long)]
    cors: bool,
    /// Shape of the response with a single contact
    #[arg(long, value_name = "SHAPE", default_value = "bare")]
    single_contact: SingleContact,
    /// Print a line for each request on stderr, and a warning for each part of a search that the API
    /// ignores without an error
    #[arg(long)]
    log: bool,
    /// Inject a fault (repeatable); the first fault that applies to a call is used
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
}

const FAULTS_AND_EXAMPLES: &str = "\
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
  SECONDS are whole, because the header Retry-After has no fraction. MS are milliseconds:
  slow-headers:500 waits half a second.

Examples:
  hellodialog-emulator --port 8080 --contacts 250
  hellodialog-emulator --state account.json --key 00112233445566778899aabbccddeeff
  hellodialog-emulator --fault rate-limit:2,op=getContacts,nth=3 --fault php-warning,chance=0.1
  hellodialog-emulator --fault reset,after,op=postContact,nth=1
  curl \"http://127.0.0.1:8080/api/ping?token=0123456789abcdef0123456789abcdef\"";

/// The text below the options.
fn after_help() -> String {
    let ids = Operation::ALL.iter().map(|operation| operation.id());
    let mut lines = vec![String::new()];
    for id in ids {
        if lines.last().is_some_and(|line| line.len() + id.len() > 96) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "  " } else { " " });
            line.push_str(id);
        }
    }
    format!("{FAULTS_AND_EXAMPLES}\n\nOperations:\n{}", lines.join("\n"))
}

/// Resolvers differ in what `localhost` is, so it means 127.0.0.1 as in the printed URL.
fn parse_host(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse()
        .map_err(|_| "expected an IP address, such as 127.0.0.1, or localhost".to_owned())
}

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
    runtime.block_on(run_until_stopped(&account, options.state.as_deref()))?;
    match &options.state {
        Some(path) => account.stop().save(path).map_err(RunError::Save),
        None => Ok(()),
    }
}

/// Prints the URL, waits for a signal, and saves the state when it changes.
async fn run_until_stopped(account: &Emulator, state: Option<&Path>) -> io::Result<()> {
    // Registered before the URL is printed, so that a reader of the URL can already stop the program.
    let mut signals = StopSignals::new()?;
    print_url(account)?;
    let stopped = signals.next();
    tokio::pin!(stopped);
    let Some(path) = state else {
        return stopped.await;
    };
    let mut autosave = Autosave::default();
    let mut checks = tokio::time::interval(CHECK_INTERVAL);
    checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            result = &mut stopped => return result,
            _ = checks.tick() => {
                let changes = account.changes();
                if autosave.is_due(changes, Instant::now()) {
                    save(account, path, changes, &mut autosave);
                }
            }
        }
    }
}

fn save(account: &Emulator, path: &Path, changes: u64, autosave: &mut Autosave) {
    match account.snapshot().save(path) {
        Ok(()) => autosave.saved(changes, Instant::now()),
        Err(error) => {
            eprintln!("the state is not saved: {error}; trying again");
            autosave.failed(Instant::now());
        }
    }
}

/// The signals that end the program. Further signals do not interrupt the save at the end.
#[cfg(unix)]
struct StopSignals(Vec<Signal>);

#[cfg(unix)]
impl StopSignals {
    fn new() -> io::Result<Self> {
        let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
        if !is_hangup_ignored() {
            kinds.push(SignalKind::hangup());
        }
        kinds
            .into_iter()
            .map(signal)
            .collect::<io::Result<_>>()
            .map(Self)
    }

    async fn next(&mut self) -> io::Result<()> {
        poll_fn(|context| {
            let mut signals = self.0.iter_mut();
            if signals.any(|signal| signal.poll_recv(context).is_ready()) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        Ok(())
    }
}

/// Whether the program was started so that it outlives its terminal, as `nohup` does. Known on Linux only.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 != 0) // SIGHUP is signal 1
}

/// Ctrl-C ends the program.
#[cfg(not(unix))]
struct StopSignals;

#[cfg(not(unix))]
impl StopSignals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
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
        let failed = |error| match error {
            // It has the path.
            Error::File { .. } => RunError::Start(error),
            _ => failed(error),
        };
        let loaded = Snapshot::load(path).map_err(failed)?;
        // After the state was loaded: this removes temporary files, and one could be the only complete state.
        Snapshot::check_writable(path).map_err(failed)?;
        if let Some(snapshot) = loaded {
            builder = builder.snapshot(snapshot);
        }
    }
    if let (Some(url), Some(secret)) = (&options.webhook, &options.webhook_secret) {
        builder = builder.webhook(url, secret);
    }
    if options.log {
        // A reader of the log that went away is no reason to stop.
        builder = builder.on_request(|entry| {
            writeln!(io::stderr(), "{entry}").ok();
        });
    }
    if options.cors {
        builder = builder.allow_cors();
    }
    for fault in &options.fault {
        builder = builder.fault(fault.clone());
    }
    builder.start().map_err(RunError::Start)
}
