//! Crates that are generated to compare them.

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use hellodialog_codegen::{Error, File, generate_document};
use serde_json::Value;

use crate::part::Rest;

/// How the crate of a changed document compares with that of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    Same,
    Different,
    /// The changed document is refused with problems.
    Refused,
}

/// The crates of parts of a document, each generated once.
pub struct Crates<'a> {
    pub document: &'a Value,
    parts: Mutex<BTreeMap<Rest, Arc<Vec<File>>>>,
}

impl<'a> Crates<'a> {
    pub fn of(document: &'a Value) -> Self {
        Self {
            document,
            parts: Mutex::default(),
        }
    }

    /// Compares what two documents without `rest` become. It is an error if the generator panics,
    /// or refuses a document without advice.
    pub fn compare(&self, rest: &Rest, old: &Value, new: &Value) -> Result<Compared, String> {
        let before = self.before(rest, old)?;
        match generate(&rest.cut_from(new))? {
            Ok(after) if after == *before => Ok(Compared::Same),
            Ok(_) => Ok(Compared::Different),
            Err(Error::Invalid { problems, .. })
                if !problems.is_empty()
                    && problems
                        .iter()
                        .all(|problem| !problem.message.is_empty() && !problem.hint.is_empty()) =>
            {
                Ok(Compared::Refused)
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn before(&self, rest: &Rest, old: &Value) -> Result<Arc<Vec<File>>, String> {
        let original = old == self.document;
        if original && let Some(files) = self.lock().get(rest) {
            return Ok(Arc::clone(files));
        }
        let files = generate(&rest.cut_from(old))?;
        let files = Arc::new(files.map_err(|error| format!("the original is refused: {error}"))?);
        if original {
            self.lock().insert(rest.clone(), Arc::clone(&files));
        }
        Ok(files)
    }

    fn lock(&self) -> impl std::ops::DerefMut<Target = BTreeMap<Rest, Arc<Vec<File>>>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files of a crate, or why there are none. It is an error if the generator panics.
fn generate(document: &Value) -> Result<Result<Vec<File>, Error>, String> {
    let result = catch_unwind(|| generate_document("the document", document));
    let result = result.map_err(|_| "the generator panics".to_owned())?;
    Ok(result.map(|generated| generated.files))
}

/// Calls `problems` for every item on all cores and collects what it returns.
pub fn in_parallel<T: Sync>(
    items: &[T],
    problems: impl Fn(&T) -> Vec<String> + Sync,
) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.extend(problems(item));
        }
        found
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
        results
            .flat_map(|result| result.expect("it ends"))
            .collect()
    })
}
