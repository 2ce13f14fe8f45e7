//! Lists the public API of a crate, one item per line, under the paths that its users see (`pub use`), not the paths of
//! the files. The macros of the runtime are expanded.

mod arguments;
mod item;
mod macros;
mod modules;
mod public_api;
mod runtime;
#[cfg(test)]
mod tests;

pub use arguments::{Arguments, arguments};
pub use public_api::{API_FILE, outline, public_api};
pub use runtime::{RUNTIME_API_FILE, library_api, runtime_api};

/// The comment at the top of the listing of the emitted crate.
pub const ABOUT: &str = "The public API, one item a line, without the names of arguments.";
