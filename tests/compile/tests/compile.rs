//! What must not compile does not, and the compiler says why in words that help. What must, does:
//! see `typical.rs`.
//!
//! The messages in `fail/*.stderr` are those of rustc 1.95. After an update of the
//! toolchain, or of what is emitted, look at what differs and write them anew:
//!
//! ```text
//! TRYBUILD=overwrite cargo test -p hellodialog-compile-tests
//! ```

/// One test, as each would build a project of its own.
#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("fail/*.rs");
}
