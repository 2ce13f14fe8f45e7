//! The files of an emitted crate.

/// A file of the emitted crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path in the crate, with `/` between the parts.
    pub path: String,
    pub text: String,
}

/// A Rust file, parsed.
#[derive(Debug)]
pub struct RustFile {
    /// The path in the crate, with `/` between the parts.
    pub path: String,
    pub syntax: syn::File,
}
