//! How a command ends: its exit code, and its error on stderr.

use std::env;
use std::error::Error;
use std::io;
use std::iter;
use std::process::ExitCode;

use crate::output;

/// The exit code when the call or its input is wrong.
pub const FAILURE: u8 = 2;

/// The exit code of a command. An error is printed, and exits with [`FAILURE`].
#[must_use]
pub fn finish(result: Result<ExitCode, Box<dyn Error>>) -> ExitCode {
    result.unwrap_or_else(|error| {
        let step = next_step(error.as_ref()).map_or_else(String::new, |step| format!("; {step}"));
        output::eprint_line(&format!("error: {}{step}", with_causes(error.as_ref())));
        ExitCode::from(FAILURE)
    })
}

/// The message of an error, followed by those of its causes.
#[must_use]
pub fn with_causes(error: &(dyn Error + 'static)) -> String {
    let messages = chain(error).map(ToString::to_string);
    messages.collect::<Vec<_>>().join(": ")
}

fn chain<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    iter::successors(Some(error), |error| (*error).source())
}

/// What to do about an error that a file or the system is the cause of. Other messages say it themselves.
fn next_step(error: &(dyn Error + 'static)) -> Option<String> {
    let error = chain(error).find_map(|cause| cause.downcast_ref::<io::Error>())?;
    Some(match error.kind() {
        io::ErrorKind::NotFound => {
            let folder = env::current_dir().unwrap_or_default();
            format!("correct the path, which is seen from {}", folder.display())
        }
        io::ErrorKind::PermissionDenied => {
            "name another path, or change who may use this one".to_owned()
        }
        io::ErrorKind::StorageFull => "make room on the disk, and run it again".to_owned(),
        _ => "name another path".to_owned(),
    })
}
