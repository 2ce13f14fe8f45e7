//! Generates the crate of every golden case and of the second API, for `tests/golden_code` to compile, and crates of
//! documents with hostile names, for `tests/hostile_names.rs`. Collects the Rust code in the docs of the client, the
//! README and the cookbook, for `tests/docs`.
//!
//! A case that cannot be generated becomes a module with a compile error that states the reason. The
//! other test targets still build, and the test `golden` reports the reason as well.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

// For their features alone: see the manifest.
use clap as _;
use jsonschema as _;
use serde as _;
use serde_core as _;
use smallvec as _;

use hellodialog_codegen::{Error, Generated, Source, generate, generate_document};

#[path = "hostile/document.rs"]
mod document;

#[path = "snippets/extract.rs"]
mod extract;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=golden");
    println!("cargo::rerun-if-changed=hostile");
    println!("cargo::rerun-if-changed=scim");
    let cases = Path::new("golden");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let crates = out.join("golden");
    if crates.exists() {
        fs::remove_dir_all(&crates)?;
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(cases)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    let cases = names.into_iter().map(|name| (cases.join(&name), name));
    let mut modules = String::new();
    for (case, name) in cases.chain([("scim".into(), "scim".to_owned())]) {
        let root = crates.join(&name);
        let text = module(&name, &root, generate_case(&case))?;
        // Writing to a string cannot fail.
        let _ = writeln!(modules, "{}", text.replace("CASE", &name.replace('-', "_")));
    }
    fs::write(out.join("golden_modules.rs"), modules)?;
    fs::write(
        out.join("hostile_modules.rs"),
        hostile(&out.join("hostile"))?,
    )?;
    fs::write(out.join("examples.rs"), examples()?)?;
    fs::write(out.join("cookbook.rs"), cookbook()?)
}

/// The examples in the docs of the client and in the README, as modules, and the list `EXAMPLES` of them.
fn examples() -> io::Result<String> {
    println!("cargo::rerun-if-changed=../generated/src");
    println!("cargo::rerun-if-changed=../README.md");
    let mut paths = Vec::new();
    for folder in ["../generated/src", "../generated/src/resources"] {
        for entry in fs::read_dir(folder)? {
            paths.push(entry?.path());
        }
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.push(PathBuf::from("../README.md"));
    paths.sort();
    let (mut modules, mut list) = (String::new(), String::new());
    for path in paths {
        let text = fs::read_to_string(&path)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let snippets = match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => extract::of_markdown(&text),
            _ => extract::of_source(&text),
        };
        for snippet in snippets {
            let name = format!("{}_{}", stem.to_lowercase(), snippet.line);
            let place = format!("{}:{}", path.display(), snippet.line);
            modules += &extract::module(&name, &snippet.code);
            list += &extract::run(&name, &place, &snippet.code);
        }
    }
    Ok(format!(
        "{modules}\npub const EXAMPLES: &[Example] = &[\n{list}];\n"
    ))
}

/// The code of the cookbook, as a module for each of its sections.
fn cookbook() -> io::Result<String> {
    println!("cargo::rerun-if-changed=../docs/cookbook.md");
    let mut modules = String::new();
    for snippet in extract::of_markdown(&fs::read_to_string("../docs/cookbook.md")?) {
        let name = snippet.heading.to_lowercase().replace([' ', '-'], "_");
        let _ = writeln!(modules, "pub mod {name} {{\n{}}}", snippet.code);
    }
    Ok(modules)
}

/// Generates documents with hostile names, and returns the declarations of their modules.
fn hostile(crates: &Path) -> io::Result<String> {
    if crates.exists() {
        fs::remove_dir_all(crates)?;
    }
    let mut modules = String::new();
    for seed in 0..3 {
        let name = format!("document_{seed}");
        let generated = generate_document(&name, &document::document(seed));
        modules += &module(&name, &crates.join(&name), generated)?.replace("CASE", &name);
    }
    Ok(modules)
}

/// Writes what is generated for `name` into the folder `root`, and returns the declaration of the module `CASE`.
fn module(name: &str, root: &Path, generated: Result<Generated, Error>) -> io::Result<String> {
    match generated {
        Ok(generated) => {
            for file in generated.files {
                let path = root.join(file.path);
                fs::create_dir_all(path.parent().unwrap_or(root))?;
                fs::write(path, file.text)?;
            }
            let library = root.join("src/lib.rs");
            let library = library.display().to_string();
            Ok(format!("#[path = {library:?}]\npub mod CASE;"))
        }
        Err(error) => {
            let reason = format!("{name}: {error}");
            Ok(format!("pub mod CASE {{ compile_error!({reason:?}); }}"))
        }
    }
}

fn generate_case(case: &Path) -> Result<Generated, Error> {
    let source = Source {
        spec: case.join("spec.yaml"),
        patches: Some(case.join("patches")),
    };
    generate(&source)
}
