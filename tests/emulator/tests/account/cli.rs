//! The program: its first line, its exit codes and its error messages.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hellodialog-emulator"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().unwrap()
}

/// Starts the program and returns the address in its first line.
fn start(arguments: &[&str]) -> (Child, String) {
    let mut child = program(arguments).spawn().unwrap();
    let address = first_line(&mut child);
    (child, address)
}

/// The address in the first line of the output.
fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .strip_prefix("listening on http://")
        .and_then(|line| line.strip_suffix("/api\n"));
    address.unwrap_or_else(|| panic!("{line:?}")).to_owned()
}

fn stop(mut child: Child, signal: &str) -> Option<i32> {
    Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    child.wait().unwrap().code()
}

#[test]
fn it_serves_until_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let (child, address) = start(&["--key", "abc", "--contacts", "3"]);
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        let request = crate::request("abc", "GET /contacts/3", "");
        let (received, end) = crate::send_raw(address.parse().unwrap(), &request);
        end.unwrap();
        assert_eq!(crate::parse(&received).json()["id"], "3");
        assert_eq!(stop(child, signal), Some(0), "{signal}");
    }
}

#[test]
fn the_state_file_is_loaded_and_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account.json");
    let file = path.to_str().unwrap();
    // The file does not exist yet, so the program starts with the demo account.
    let (child, address) = start(&["--key", "abc", "--contacts", "3", "--state", file]);
    let request = crate::request("abc", "DELETE /contacts/2", "");
    crate::send_raw(address.parse().unwrap(), &request)
        .1
        .unwrap();
    assert_eq!(stop(child, "-TERM"), Some(0));
    let (child, address) = start(&["--key", "abc", "--contacts", "9", "--state", file]);
    let request = crate::request("abc", "GET /contacts", "");
    let (received, _) = crate::send_raw(address.parse().unwrap(), &request);
    assert_eq!(crate::ids(&crate::parse(&received).json()), [1, 3]);
    assert_eq!(stop(child, "-TERM"), Some(0));
    let state: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(state["contacts"].as_array().unwrap().len(), 2);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no temporary file is left"
    );
}

/// Creates a group and waits for the response.
fn create_group(address: &str) {
    let request = crate::request("abc", "POST /groups", r#"{"name": "G"}"#);
    let (received, end) = crate::send_raw(address.parse().unwrap(), &request);
    end.unwrap();
    assert_eq!(crate::parse(&received).json()["result"]["code"], 200);
}

fn saved_groups(path: &Path) -> usize {
    let state: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    state["groups"]["rows"].as_object().unwrap().len()
}

#[test]
fn the_state_is_saved_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account.json");
    let (child, address) = start(&["--key", "abc", "--state", path.to_str().unwrap()]);
    for expected in 1..=2 {
        create_group(&address);
        while !path.exists() || saved_groups(&path) < expected {
            std::thread::yield_now();
        }
    }
    assert_eq!(stop(child, "-KILL"), None);
    assert_eq!(saved_groups(&path), 2);
}

#[test]
fn every_signal_that_ends_it_saves_the_state() {
    let ending = ["-TERM", "-INT", "-HUP"];
    // Below `nohup`, which `nohup_keeps_it_running` is about, no process ends on SIGHUP.
    for signal in ending
        .into_iter()
        .filter(|signal| *signal != "-HUP" || !ignores_hangup())
    {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("account.json");
        let (child, address) = start(&["--key", "abc", "--state", path.to_str().unwrap()]);
        create_group(&address);
        // A second signal does not interrupt the first one.
        let id = child.id().to_string();
        for _ in 0..3 {
            Command::new("kill").args([signal, &id]).status().unwrap();
        }
        assert_eq!(stop(child, signal), Some(0), "{signal}");
        assert_eq!(saved_groups(&path), 1, "{signal}");
    }
}

/// Whether this process ignores SIGHUP, and so what it starts.
fn ignores_hangup() -> bool {
    // Only Linux has the file: a mask with a bit for each signal, of which SIGHUP is the first.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 1 == 1))
}

#[cfg(target_os = "linux")]
#[test]
fn nohup_keeps_it_running() {
    let mut child = Command::new("nohup")
        .args([env!("CARGO_BIN_EXE_hellodialog-emulator"), "--key", "abc"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let address = first_line(&mut child);
    let id = child.id().to_string();
    Command::new("kill").args(["-HUP", &id]).status().unwrap();
    create_group(&address);
    assert_eq!(stop(child, "-TERM"), Some(0));
}

#[cfg(unix)]
#[test]
fn links_and_modes_of_the_state_file_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real.json");
    let (link, chain) = (folder.path().join("link"), folder.path().join("chain"));
    symlink("real.json", &link).unwrap();
    symlink(&link, &chain).unwrap();
    let run = || {
        let (child, address) = start(&["--key", "abc", "--state", chain.to_str().unwrap()]);
        create_group(&address);
        assert_eq!(stop(child, "-TERM"), Some(0));
    };
    // The links lead to a file that does not exist yet.
    run();
    assert_eq!(saved_groups(&real), 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let other = folder.path().join("other");
    fs::write(&other, "").unwrap();
    assert_eq!(mode(&real), mode(&other), "a new file has the usual mode");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o646)).unwrap();
    run();
    assert_eq!(saved_groups(&real), 2);
    assert_eq!(mode(&real), 0o646);
    assert_eq!(fs::read_link(&chain).unwrap(), link);
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("real.json"));
}

#[cfg(unix)]
#[test]
fn other_names_of_the_state_file_have_the_saved_state() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["account.json", "other.json"].map(|name| folder.path().join(name));
    let run = || {
        let (child, address) = start(&["--key", "abc", "--state", path.to_str().unwrap()]);
        create_group(&address);
        assert_eq!(stop(child, "-TERM"), Some(0));
    };
    run();
    fs::hard_link(&path, &other).unwrap();
    run();
    assert_eq!((saved_groups(&path), saved_groups(&other)), (2, 2));
    // Shorter than before: nothing of the old content stays.
    let (child, address) = start(&["--key", "abc", "--state", path.to_str().unwrap()]);
    for id in 1..=2 {
        let request = crate::request("abc", &format!("DELETE /groups/{id}"), "");
        crate::send_raw(address.parse().unwrap(), &request)
            .1
            .unwrap();
    }
    assert_eq!(stop(child, "-TERM"), Some(0));
    assert_eq!((saved_groups(&path), saved_groups(&other)), (0, 0));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_temporary_file_stays_if_the_state_cannot_be_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account.json");
    let temporary = folder.path().join(".account.json.Ab3xyz.saving");
    fs::write(&path, "{\"format\": 1").unwrap();
    fs::write(&temporary, "{}").unwrap();
    let output = output(&["--state", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(temporary.exists());
}

#[test]
fn a_temporary_file_of_a_killed_process_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account.json");
    for name in [
        ".account.json.Ab3xyz.saving",
        "account.json.saving",
        ".other.json.Ab3xyz.saving",
    ] {
        fs::write(folder.path().join(name), "{").unwrap();
    }
    let (child, _) = start(&["--state", path.to_str().unwrap()]);
    assert_eq!(stop(child, "-TERM"), Some(0));
    let mut names: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            ".other.json.Ab3xyz.saving",
            "account.json",
            "account.json.saving"
        ]
    );
}

#[test]
fn it_reports_a_state_that_it_cannot_save() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("removed");
    fs::create_dir(&inside).unwrap();
    let (mut child, _) = start(&["--state", inside.join("account.json").to_str().unwrap()]);
    fs::remove_dir(&inside).unwrap();
    let mut errors = child.stderr.take().unwrap();
    assert_eq!(stop(child, "-TERM"), Some(1));
    let mut text = String::new();
    errors.read_to_string(&mut text).unwrap();
    assert!(
        text.starts_with("error: the state is not saved: cannot write"),
        "{text}"
    );
}

#[test]
fn invalid_input_is_reported_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("account.json");
    let file = path.to_str().unwrap();
    fs::write(&path, "{\"format\": 1").unwrap();
    let newer = folder.path().join("newer.json");
    fs::write(&newer, r#"{"format": 2, "something": "new"}"#).unwrap();
    let nowhere = folder.path().join("none").join("account.json");
    let used = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = used.local_addr().unwrap().port().to_string();
    for (arguments, word) in [
        (vec!["--fault", "explode"], "unknown fault \"explode\""),
        (
            vec!["--fault", "status:503,op=getNothing"],
            "unknown operation \"getNothing\"",
        ),
        (vec!["--state", file], "not an account state of format 1"),
        (
            vec!["--state", newer.to_str().unwrap()],
            "format is 2; this emulator reads format 1",
        ),
        (vec!["--state", nowhere.to_str().unwrap()], "cannot write"),
        (vec!["--state", "/dev/null"], "not a regular file"),
        (
            vec!["--state", folder.path().to_str().unwrap()],
            "not a regular file",
        ),
        (
            vec!["--webhook", "https://example.com", "--webhook-secret", "x"],
            "http://127.0.0.1",
        ),
        (vec!["--webhook", "http://example.com"], "--webhook-secret"),
        (vec!["--port", &port], "choose another port"),
        (vec!["--port", "many"], "--port"),
        (vec!["--host", "example.com"], "or localhost"),
        (vec!["--key", ""], "key must not be empty"),
        (vec!["--contacts", "10000001"], "at most 10000000 contacts"),
        (vec!["--single-contact", "round"], "bare"),
    ] {
        let output = output(&arguments);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(word), "{arguments:?}: {errors}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        "{\"format\": 1",
        "the file is unchanged"
    );
}

#[test]
fn faults_in_help_are_valid() {
    let output = output(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = String::from_utf8(output.stdout).unwrap();
    let (_, examples) = help.split_once("Examples:").unwrap();
    let words = examples.split_whitespace().collect::<Vec<_>>();
    let faults: Vec<_> = words
        .windows(2)
        .filter(|pair| pair[0] == "--fault")
        .map(|pair| pair[1])
        .collect();
    assert_eq!(faults.len(), 3);
    for operation in hellodialog_emulator::Operation::ALL {
        assert!(words.contains(&operation.id()), "{operation}");
    }
    for fault in faults {
        assert!(
            fault.parse::<hellodialog_emulator::Fault>().is_ok(),
            "{fault}"
        );
    }
}

#[test]
fn the_version_is_printed() {
    let output = output(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = format!("hellodialog-emulator {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn localhost_is_a_host() {
    let (child, address) = start(&["--host", "localhost"]);
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    assert_eq!(stop(child, "-TERM"), Some(0));
}

#[test]
fn the_log_has_a_line_for_each_request() {
    let (mut child, address) = start(&["--key", "abc", "--log"]);
    let request = crate::request("abc", "GET /contacts?condition[email]=equals", "");
    crate::send_raw(address.parse().unwrap(), &request)
        .1
        .unwrap();
    let mut log = child.stderr.take().unwrap();
    assert_eq!(stop(child, "-TERM"), Some(0));
    let mut text = String::new();
    log.read_to_string(&mut text).unwrap();
    let expected = "1 GET /api/contacts?condition[email]=equals&token=[redacted] getContacts: 200\n  \
                    warning: ignored condition[email]: no operand; expected values[email]\n";
    assert_eq!(text, expected);
}

#[test]
fn it_waits_for_file_descriptors() {
    // Enough to start, and for a few connections.
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -n 24; exec \"$0\" \"$@\""])
        .args([env!("CARGO_BIN_EXE_hellodialog-emulator"), "--key", "abc"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let address = first_line(&mut child);
    let address: SocketAddr = address.parse().unwrap();
    let connections: Vec<_> = (0..40)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("cannot accept connections: "), "{line}");
    drop(connections);
    let (received, end) = crate::send_raw(address, &crate::request("abc", "GET /ping", ""));
    end.unwrap();
    assert_eq!(crate::parse(&received).status, 200);
    assert_eq!(stop(child, "-TERM"), Some(0));
}
