//! Generates crates and compares them.

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use hellodialog_codegen::{Error, File, generate_document};
use serde_json::Value;

use crate::part::Omitted;

/// How the crate of a changed document differs from that of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Same,
    Different,
    /// The changed document has problems, so no crate is generated.
    Invalid,
}

/// Caches the crates of parts of a document.
pub struct Crates<'a> {
    pub document: &'a Value,
    parts: Mutex<BTreeMap<Omitted, Arc<Vec<File>>>>,
}

impl<'a> Crates<'a> {
    pub fn of(document: &'a Value) -> Self {
        Self {
            document,
            parts: Mutex::default(),
        }
    }

    /// Compares the crates of two documents without `omitted`. It is an error if the generator panics, or
    /// reports a problem without a hint.
    pub fn compare(
        &self,
        omitted: &Omitted,
        old: &Value,
        new: &Value,
    ) -> Result<Comparison, String> {
        let original = self.original_crate(omitted, old)?;
        match generate(&omitted.remove_from(new))? {
            Ok(after) if after == *original => Ok(Comparison::Same),
            Ok(_) => Ok(Comparison::Different),
            Err(Error::Invalid { problems, .. })
                if !problems.is_empty()
                    && problems
                        .iter()
                        .all(|problem| !problem.message.is_empty() && !problem.hint.is_empty()) =>
            {
                Ok(Comparison::Invalid)
            }
            Err(error) => Err(error.to_string()),
        }
    }

    fn original_crate(&self, omitted: &Omitted, old: &Value) -> Result<Arc<Vec<File>>, String> {
        let original = old == self.document;
        if original && let Some(files) = self.lock().get(omitted) {
            return Ok(Arc::clone(files));
        }
        let files = generate(&omitted.remove_from(old))?;
        let files =
            Arc::new(files.map_err(|error| format!("the original cannot be generated: {error}"))?);
        if original {
            self.lock().insert(omitted.clone(), Arc::clone(&files));
        }
        Ok(files)
    }

    fn lock(&self) -> impl std::ops::DerefMut<Target = BTreeMap<Omitted, Arc<Vec<File>>>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files of a crate, or the error of the generator. It is an outer error if the generator panics.
fn generate(document: &Value) -> Result<Result<Vec<File>, Error>, String> {
    let result = catch_unwind(|| generate_document("the document", document));
    let result = result.map_err(|_| "the generator panics".to_owned())?;
    Ok(result.map(|generated| generated.files))
}

/// Calls `problems` for every item on all cores and collects the results.
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
            .flat_map(|result| result.expect("the thread does not panic"))
            .collect()
    })
}
