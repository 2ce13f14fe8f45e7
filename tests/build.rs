//! Generates the crate of every golden case and of the second API, for `tests/golden_code` to compile, and crates of documents with hostile
//! names, for `tests/hostile_names.rs`.
//!
//! A case that cannot be generated becomes a module with a compile error that states the reason. The
//! other test targets still build, and `tests/golden.rs` reports the reason as well.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::{Error, Generated, Source, generate, generate_document};

#[path = "hostile/document.rs"]
mod document;

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
    )
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
