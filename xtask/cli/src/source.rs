//! The options that name the API's description.

use std::path::{Path, PathBuf};

use hellodialog_codegen::Source;

use crate::checkout::{self, CheckoutError};

/// The document and its patches. They default to those of the checkout; a document that is named has the patches that
/// are named.
#[derive(Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// The OpenAPI document [default: spec/hellodialog.yaml of the checkout]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// The folder of its patches [default: spec/patches/ of the checkout; none if --spec names a document]
    #[arg(long, value_name = "DIR")]
    pub patches: Option<PathBuf>,
}

impl SourceArgs {
    /// The files that were named, or those of the checkout.
    ///
    /// # Errors
    ///
    /// If one is named that does not exist, or is not named and the current folder is not in a checkout.
    pub fn resolve(&self) -> Result<Source, CheckoutError> {
        for (option, path) in [("--spec", &self.spec), ("--patches", &self.patches)] {
            exists(option, path.as_deref())?;
        }
        let patches = match (&self.patches, &self.spec) {
            (None, Some(_)) => None,
            (named, _) => Some(or_in_checkout(named.as_deref(), checkout::PATCHES)?),
        };
        Ok(Source {
            spec: or_in_checkout(self.spec.as_deref(), checkout::SPEC)?,
            patches,
        })
    }
}

fn exists(option: &'static str, named: Option<&Path>) -> Result<(), CheckoutError> {
    let Some(path) = named.filter(|path| !path.exists()) else {
        return Ok(());
    };
    Err(CheckoutError::Missing {
        option,
        path: path.to_owned(),
        folder: std::env::current_dir()?,
    })
}

/// The path that was named, or `default` in the checkout.
///
/// # Errors
///
/// If none is named and the current folder is not in a checkout.
pub fn or_in_checkout(named: Option<&Path>, default: &str) -> Result<PathBuf, CheckoutError> {
    match named {
        Some(path) => Ok(path.to_owned()),
        None => checkout::find_root().map(|root| root.join(default)),
    }
}
