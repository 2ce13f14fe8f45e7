//! Generates the crate of every golden case, for `tests/golden_code.rs` to compile.
//!
//! A case that cannot be generated becomes a module with a compile error that states the reason. The
//! other test targets still build, and `tests/golden.rs` reports the reason as well.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hellodialog_codegen::{Error, Source, generate};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=golden");
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
    let mut modules = String::new();
    for name in names {
        let root = crates.join(&name);
        let text = module(&cases.join(&name), &root)?;
        // Writing to a string cannot fail.
        let _ = writeln!(modules, "{}", text.replace("CASE", &name.replace('-', "_")));
    }
    fs::write(out.join("golden_modules.rs"), modules)
}

/// Generates a case into the folder `root`, and returns the declaration of the module `CASE`.
fn module(case: &Path, root: &Path) -> io::Result<String> {
    match generate_case(case) {
        Ok(files) => {
            for (path, text) in files {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap_or(root))?;
                fs::write(path, text)?;
            }
            let library = root.join("src/lib.rs");
            let library = library.display().to_string();
            Ok(format!("#[path = {library:?}]\npub mod CASE;"))
        }
        Err(error) => {
            let reason = format!("tests/{}: {error}", case.display());
            Ok(format!("pub mod CASE {{ compile_error!({reason:?}); }}"))
        }
    }
}

fn generate_case(case: &Path) -> Result<Vec<(String, String)>, Error> {
    let source = Source {
        spec: case.join("spec.yaml"),
        patches: Some(case.join("patches")),
    };
    let files = generate(&source)?.files;
    Ok(files
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect())
}
