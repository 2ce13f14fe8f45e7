//! Shared by the benchmarks of the client: a server in a separate process, and the hand-written code
//! that the client is compared with.

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

pub const KEY: &str = "0123456789abcdef0123456789abcdef";
/// Contacts per page.
const PAGE: u64 = 100;
/// Custom fields per contact.
const CUSTOM: u64 = 30;
/// Number of pages in the account.
pub const PAGES: u64 = 100;
/// Latency of the server for a page.
const LATENCY: Duration = Duration::from_millis(20);
/// The argument that runs the server instead of the benchmark.
const SERVE: &str = "--serve";

/// A contact, hand-written for one program.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoding the fields is measured")]
pub struct HandWrittenContact {
    pub id: String,
    pub email: Option<String>,
    pub last_open: Option<String>,
    pub voornaam: Option<String>,
    pub achternaam: Option<String>,
    pub geboortedatum: Option<String>,
    pub geslacht: Option<String>,
    pub aangemaakt: Option<String>,
    pub aangepast: Option<String>,
    pub nps_score: Option<String>,
    #[serde(rename = "_state")]
    pub state: Option<String>,
    #[serde(rename = "_language")]
    pub language: Option<String>,
    pub groups: Option<Vec<u64>>,
    #[serde(flatten)]
    pub custom: HashMap<String, Value>,
}

fn contact(id: u64) -> Value {
    let mut contact = json!({
        "id": id.to_string(),
        "email": format!("contact{id}@example.com"),
        "last_open": "2019-07-25",
        "voornaam": "Kevin",
        "achternaam": "de Vries",
        "geboortedatum": "1987-03-02",
        "geslacht": "M",
        "aangemaakt": "2019-02-25 10:39:49",
        "aangepast": "2019-07-25 09:00:01",
        "nps_score": null,
        "_state": "Contact",
        "_language": "NL",
        "groups": [1, 5, 7],
    });
    let fields = (0..CUSTOM).map(|n| (format!("custom_field_{n}"), json!(format!("value {n}"))));
    if let Value::Object(members) = &mut contact {
        members.extend(fields);
    }
    contact
}

/// The response of the API for one contact.
pub fn one() -> String {
    contact(58328).to_string()
}

/// The response of the API for a page of contacts, keyed by index.
pub fn page(number: u64) -> String {
    let first = (number - 1) * PAGE;
    let contacts = (0..PAGE).map(|n| (n.to_string(), contact(first + n + 1)));
    Value::Object(contacts.collect::<Map<_, _>>()).to_string()
}

/// A server in a separate process, killed on drop.
pub struct Server {
    process: Child,
    pub url: String,
}

impl Server {
    pub fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut process = command.arg(SERVE).stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("the process has no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        let url = url.trim().to_owned();
        Ok(Self { process, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Whether this process runs the server.
pub fn is_server() -> bool {
    std::env::args().any(|argument| argument == SERVE)
}

/// Whether the benchmark is selected by name on the command line, or no benchmark is named.
#[allow(dead_code, reason = "only one benchmark has several parts")]
pub fn is_selected(name: &str) -> bool {
    let mut names = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .peekable();
    names.peek().is_none() || names.any(|argument| argument == name)
}

/// Serves contacts until the process is killed.
pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/api", listener.local_addr()?);
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move { connection(stream).await.ok() });
    }
}

async fn connection(mut stream: TcpStream) -> std::io::Result<()> {
    let one = http(&one());
    let mut read = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        read.extend_from_slice(&chunk[..count]);
        // Requests have no body and do not overlap.
        if !read.ends_with(b"\r\n\r\n") {
            continue;
        }
        let response = match requested_page(&read) {
            None => one.clone(),
            Some(number) => {
                tokio::time::sleep(LATENCY).await;
                let exists = number <= PAGES;
                http(&if exists {
                    page(number)
                } else {
                    "[]".to_owned()
                })
            }
        };
        read.clear();
        stream.write_all(&response).await?;
    }
}

/// The number of the requested page; `None` if the request is for one contact.
fn requested_page(request: &[u8]) -> Option<u64> {
    let line = String::from_utf8_lossy(request);
    let line = line.lines().next()?;
    if !line.starts_with("GET /api/contacts?") {
        return None;
    }
    let page = line.split_once("page=").map_or("1", |(_, rest)| rest);
    let digits = page.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn http(body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body.as_bytes()].concat()
}

/// A reqwest client with the settings of the Hellodialog client.
pub fn hand_written_client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .user_agent("hand-written/1")
        .connect_timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

pub async fn get_hand_written(
    http: &reqwest::Client,
    url: &str,
) -> reqwest::Result<HandWrittenContact> {
    let request = http.get(format!("{url}/contacts/58328"));
    let request = request
        .query(&[("token", KEY)])
        .timeout(Duration::from_secs(30));
    request.send().await?.error_for_status()?.json().await
}

/// The target of a ratio.
#[derive(Clone, Copy)]
pub enum Target {
    #[allow(dead_code, reason = "not every benchmark uses both")]
    AtLeast(f64),
    #[allow(dead_code, reason = "not every benchmark uses both")]
    AtMost(f64),
}

impl Target {
    /// Prints how a ratio compares with the target, and returns whether it passed.
    pub fn report(self, name: &str, ratio: f64) -> bool {
        let (passed, target) = match self {
            Self::AtLeast(target) => (ratio >= target, format!("at least {target}")),
            Self::AtMost(target) => (ratio <= target, format!("at most {target}")),
        };
        let verdict = if passed { "met" } else { "MISSED" };
        println!("{name}: {ratio:.2}, target {target}: {verdict}");
        passed
    }
}
