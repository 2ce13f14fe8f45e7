//! The emulator, in a process of its own and on one core.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use hellodialog_emulator::Emulator;

use crate::support::Result;

/// A process that serves an account, and ends with this.
pub struct Account {
    process: Child,
    pub url: String,
    /// On what it runs, in words.
    pub cores: &'static str,
}

impl Account {
    /// Starts this program a second time. The emulator serves on one thread; where the system can
    /// pin a process, it has one core to itself as well.
    pub fn start(contacts: u32) -> Result<Self> {
        let program = std::env::current_exe()?;
        let last = std::thread::available_parallelism()?.get() - 1;
        let can_pin = Command::new("taskset").arg("--version").output().is_ok();
        let (mut command, cores) = if can_pin {
            let mut command = Command::new("taskset");
            command.arg("--cpu-list").arg(last.to_string()).arg(program);
            (command, "pinned to one core")
        } else {
            (Command::new(program), "on one thread")
        };
        command
            .arg("--serve")
            .arg("--contacts")
            .arg(contacts.to_string());
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().ok_or("it has no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        let url = url.trim().to_owned();
        Ok(Self {
            process,
            url,
            cores,
        })
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// Serves an account until the program that asked for it is gone.
pub fn serve(contacts: u32) -> Result<()> {
    let account = Emulator::builder().contacts(contacts).start()?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", account.url())?;
    out.flush()?;
    // It ends when nobody holds the other end any more.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
