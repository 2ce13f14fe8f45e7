//! Every change to the API's document is noticed: changes at each place of the unpatched document
//! ([`places`]), and random changes of each kind that `diff` knows ([`random`]).

mod edit;
mod expected;
mod generated;
mod kinds;
mod part;
mod places;
mod random;
mod sites;

use std::path::Path;

use hellodialog_codegen::{Source, load_patched};
use serde_json::Value;

fn source() -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    }
}

/// The document with the patches applied.
fn spec() -> Value {
    load_patched(&source()).expect("the patches apply")
}
