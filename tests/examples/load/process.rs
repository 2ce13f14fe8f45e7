//! Runs the emulator in a separate process on one core.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use hellodialog_emulator::Emulator;

use crate::support::Result;

/// A process that serves an account, killed on drop.
pub struct Account {
    process: Child,
    pub url: String,
    /// Cores or threads of the emulator, for the report.
    pub cores: &'static str,
}

impl Account {
    /// Starts this program again with `--serve`. The emulator serves on one thread, which is pinned
    /// to one core if `taskset` is installed.
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
        let output = process.stdout.take().ok_or("the process has no output")?;
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

/// Serves an account until the parent process ends.
pub fn serve(contacts: u32) -> Result<()> {
    let account = Emulator::builder().contacts(contacts).start()?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", account.url())?;
    out.flush()?;
    // The end of the input means that the parent has closed the pipe.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
