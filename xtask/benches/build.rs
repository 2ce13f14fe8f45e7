//! Measures the build time of the emitted crate relative to the client that progenitor generates from
//! the same document:
//!
//! ```text
//! cargo bench -p xtask --bench build
//! ```
//!
//! Both are built once with their dependencies, then several times without them. The exit code is 1 if
//! the target is missed. Run it on an idle machine.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{error, fs};

use hellodialog_codegen::{Source, load_patched};
use serde_json::{Value, json};

/// Number of builds of each crate.
const RUNS: usize = 15;
/// The maximum ratio of the build times.
const TARGET: f64 = 1.5;

type Result<T> = std::result::Result<T, Box<dyn error::Error>>;

fn main() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?;
    let folder = tempfile::tempdir()?;
    let progenitor_client = Crate::progenitor_client(&root, folder.path())?;
    let ours = Crate::emitted(&root, folder.path());
    let cases = [&progenitor_client, &ours];
    for case in cases {
        case.build()?;
    }
    let mut times = [Duration::MAX; 2];
    for _ in 0..RUNS {
        for (case, time) in cases.into_iter().zip(&mut times) {
            fs::File::options()
                .append(true)
                .open(case.library())?
                .set_modified(std::time::SystemTime::now())?;
            let began = Instant::now();
            case.build()?;
            *time = began.elapsed().min(*time);
        }
    }
    let [progenitor_client, ours] = times;
    println!("the emitted crate: {ours:.2?}, progenitor's client: {progenitor_client:.2?}");
    let ratio = ours.as_secs_f64() / progenitor_client.as_secs_f64();
    let passed = ratio <= TARGET;
    let verdict = if passed { "met" } else { "MISSED" };
    println!("build time relative to progenitor's: {ratio:.2}, target at most {TARGET}: {verdict}");
    Ok(ExitCode::from(u8::from(!passed)))
}

/// A crate to build.
struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

impl Crate {
    /// The emitted crate of the checkout.
    fn emitted(root: &Path, folder: &Path) -> Self {
        let target = folder.join("emitted-target");
        Self {
            folder: root.join("generated"),
            target,
        }
    }

    /// The client that progenitor generates from the patched document.
    fn progenitor_client(root: &Path, folder: &Path) -> Result<Self> {
        let source = Source {
            spec: root.join("spec/hellodialog.yaml"),
            patches: Some(root.join("spec/patches")),
        };
        let document = serde_json::from_value(expressible(load_patched(&source)?))?;
        let tokens = progenitor_impl::Generator::default().generate_tokens(&document)?;
        let code = prettyplease::unparse(&syn::parse2(tokens)?);
        let crate_folder = folder.join("progenitor_client");
        fs::create_dir_all(crate_folder.join("src"))?;
        fs::write(crate_folder.join("src/lib.rs"), code)?;
        fs::write(crate_folder.join("Cargo.toml"), MANIFEST)?;
        fs::copy(root.join("Cargo.lock"), crate_folder.join("Cargo.lock"))?;
        Ok(Self {
            target: folder.join("progenitor_client-target"),
            folder: crate_folder,
        })
    }

    fn library(&self) -> PathBuf {
        self.folder.join("src/lib.rs")
    }

    fn build(&self) -> Result<()> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--quiet", "--lib"])
            .current_dir(&self.folder);
        cargo
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        let status = cargo.status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} does not build", self.folder.display()).into())
        }
    }
}

const MANIFEST: &str = r#"[package]
name = "progenitor_client"
version = "0.1.0"
edition = "2021"

[dependencies]
bytes = "1"
chrono = { version = "0.4", features = ["serde"] }
futures-core = "0.3"
progenitor-client = "0.15.1"
regress = "0.12"
reqwest = { version = "0.13.5", default-features = false, features = ["json", "query", "stream", "rustls"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"
uuid = { version = "1", features = ["serde", "v4"] }

[profile.dev]
debug = "line-tables-only" # as in the workspace of the emitted crate

[workspace]
"#;

/// The document without parameters that are objects, which progenitor does not support.
fn expressible(mut document: Value) -> Value {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for operation in item
            .as_object_mut()
            .into_iter()
            .flat_map(|item| item.values_mut())
        {
            if let Some(Value::Array(parameters)) = operation.get_mut("parameters") {
                parameters.retain(|parameter| parameter.get("style") != Some(&json!("deepObject")));
            }
        }
    }
    document
}
