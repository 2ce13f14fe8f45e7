//! Listings of tiny crates.

use std::fs;

use super::{outline, public_api, runtime_api};
use crate::file::RustFile;

fn listing(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<RustFile> = files
        .iter()
        .map(|(path, text)| RustFile {
            path: (*path).to_owned(),
            syntax: syn::parse_file(text).expect("it is Rust"),
        })
        .collect();
    public_api(&files.iter().map(outline).collect::<Vec<_>>())
}

#[test]
fn an_item_is_listed_by_the_path_that_exports_it() {
    let lines = listing(&[
        (
            "src/lib.rs",
            "mod a; pub mod b; pub use a::{One, Two as Three}; pub use self::b::c::*;",
        ),
        ("src/a.rs", "pub struct One; pub struct Two; struct Four;"),
        ("src/b/mod.rs", "pub mod c { pub const FIVE: u8 = 5; }"),
    ]);
    let expected = [
        "const FIVE: u8",
        "const b::c::FIVE: u8",
        "mod b",
        "mod b::c",
        "struct One",
        "struct Three",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn implementations_are_found_in_every_module() {
    let lines = listing(&[
        (
            "src/lib.rs",
            "mod id; mod more; pub use id::Id; trait Private {} pub trait Public {}",
        ),
        (
            "src/id.rs",
            "pub struct Id(u64); impl crate::Private for Id {}",
        ),
        (
            "src/more.rs",
            "use super::id::Id;
            impl Id { pub fn get(&self) -> u64 { self.0 } fn hidden(&self) {} }
            impl super::Public for Id {}
            impl From<Id> for u64 { fn from(id: Id) -> u64 { id.0 } }
            mod other { pub struct Id; impl Id { pub fn wrong(&self) {} } }",
        ),
    ]);
    let expected = [
        "fn Id::get(&self) -> u64",
        "impl From<Id> for u64",
        "impl super::Public for Id",
        "struct Id",
        "trait Public",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn hidden_items_and_tests_are_left_out() {
    let lines = listing(&[(
        "src/lib.rs",
        "#[doc(hidden)] pub mod private { pub struct A; }
        #[doc(hidden)] pub struct B;
        #[cfg(test)] pub mod tests { pub struct C; }
        pub struct D { #[doc(hidden)] pub e: u8, pub f: u8 }
        impl D { #[doc(hidden)] pub fn g() {} }
        #[doc(hidden)] impl D { pub fn h() {} }
        pub enum I { J, #[doc(hidden)] K }",
    )]);
    assert_eq!(
        lines,
        ["enum I", "field D::f: u8", "struct D", "variant I::J"]
    );
}

#[test]
fn traits_have_their_items_and_variants_have_no_docs() {
    let lines = listing(&[(
        "src/lib.rs",
        "pub trait Page: Sized { type Item; const SIZE: u32; fn items(self) -> Vec<Self::Item>; }
        pub enum Saved<I> { #[doc = \"d\"] Created { #[doc = \"d\"] id: I } }",
    )]);
    let expected = [
        "const Page::SIZE: u32",
        "enum Saved<I>",
        "fn Page::items(self) -> Vec<Self::Item>",
        "trait Page: Sized",
        "type Page::Item",
        "variant Saved::Created { id: I }",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn exports_from_elsewhere_and_cycles_are_listed_as_written() {
    let lines = listing(&[(
        "src/lib.rs",
        "pub use jiff; pub use runtime::Error; pub use a::Loop; pub use ext::*;
        mod a { pub use super::b::Loop; } mod b { pub use super::a::Loop; }
        runtime::id! { pub struct Id(u64); }",
    )]);
    let expected = [
        "runtime::id Id(u64)",
        "use * = ext::*",
        "use Error = runtime::Error",
        "use Loop = super::b::Loop",
        "use jiff = jiff",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_runtime_is_listed_as_far_as_it_is_exported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |name: &str, text: &str| {
        let path = folder.path().join("runtime/src").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder is created");
        fs::write(path, text).expect("the file is written");
    };
    put(
        "lib.rs",
        "mod error; pub mod filter; pub use error::Error; pub use jiff; pub struct Unused;
        #[cfg(test)] mod tests;",
    );
    put(
        "error.rs",
        "mod more; pub struct Error; impl Error { pub fn code(&self) -> u8 { 0 } }",
    );
    put(
        "error/more.rs",
        "type Hook = fn() -> u8; const F: fn() = f; fn f() { struct Error; impl Error { pub fn no() {} } }
        impl super::Error { pub fn is_timeout(&self) -> bool { false } }",
    );
    put(
        "filter.rs",
        "pub struct Id<T> { pub value: T, pub hook: fn(T) }",
    );
    let api = "# About\n\nuse Error = runtime::Error\nuse filter = runtime::filter\n\
               use date = runtime::jiff\ntype PetId = runtime::filter::Id<Pet>\nstruct Pet\n";
    let list = |crate_folder: &str| {
        let crate_folder = folder.path().join(crate_folder);
        runtime_api(api, &crate_folder, "../runtime".as_ref()).expect("it is listed")
    };
    // The folder of the crate need not exist.
    let text = list("generated").expect("the sources are there");
    let lines: Vec<&str> = text.lines().skip(3).collect();
    let expected = [
        "field PetId::hook: fn(T)",
        "field PetId::value: T",
        "field filter::Id::hook: fn(T)",
        "field filter::Id::value: T",
        "fn Error::code(&self) -> u8",
        "fn Error::is_timeout(&self) -> bool",
        "mod filter",
        "struct Error",
        "struct PetId<T>",
        "struct filter::Id<T>",
        "use date = jiff",
    ];
    assert_eq!(lines, expected);
    assert_eq!(list("elsewhere/generated"), None);

    put("error.rs", "pub struct Error {");
    let error = runtime_api(api, &folder.path().join("generated"), "../runtime".as_ref());
    let error = error.expect_err("it is no Rust").to_string();
    assert!(error.contains("error.rs: cannot parse"), "{error}");
}
