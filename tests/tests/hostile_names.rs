//! Documents with hostile names in every place for a name: keywords, names that emitted code uses, names that Rust has no
//! identifiers for. `build.rs` generates some, and they compile with warnings as errors; any others generate.
#![deny(warnings)]
#![allow(
    unused_attributes,
    confusable_idents,
    mixed_script_confusables,
    reason = "crates allow the names of their API in the root, which these modules are not"
)]

#[path = "../hostile/document.rs"]
mod document;

use hellodialog_codegen::generate_document;
use proptest::prelude::*;

/// The generated crates. They are public like libraries, so that the compiler gives all warnings.
#[allow(clippy::all, clippy::pedantic, reason = "the names are hostile")]
pub mod hostile {
    include!(concat!(env!("OUT_DIR"), "/hostile_modules.rs"));
}

/// The examples in their docs, which compile.
#[allow(
    clippy::all,
    clippy::pedantic,
    deprecated,
    unused_imports,
    reason = "rustdoc compiles them without these lints"
)]
pub mod hostile_docs {
    include!(concat!(env!("OUT_DIR"), "/hostile_docs.rs"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_document_with_hostile_names_generates(seed in any::<u64>()) {
        let generated = generate_document("hostile", &document::document(seed));
        prop_assert!(generated.is_ok(), "{:?}", generated.err());
    }
}

#[test]
fn all_operations_of_a_compiled_document_are_listed() {
    assert_eq!(hostile::document_0::OPERATIONS.len(), 60);
}
