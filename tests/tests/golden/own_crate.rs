//! The crate in `generated/`, generated from `spec/`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hellodialog_codegen::{Source, generate};

use crate::cases::files_in;

/// The files of the crate in `generated/`, generated from `spec/`.
fn own_crate() -> Result<BTreeMap<String, String>, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = Source {
        spec: root.join("spec/hellodialog.yaml"),
        patches: Some(root.join("spec/patches")),
    };
    let generated = generate(&source).and_then(|crate_| crate_.with_runtime_api(&own_folder()));
    let files = generated.map_err(|error| error.to_string())?.files;
    let files = files.into_iter();
    Ok(files.map(|file| (file.path, file.text)).collect())
}

fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated")
}

#[test]
fn the_committed_crate_is_not_stale() -> Result<(), Box<dyn std::error::Error>> {
    let committed = files_in(&own_folder())?;
    let generated = own_crate()?;
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&generated));
    for (name, text) in generated {
        assert!(
            committed[&name] == text,
            "generated/{name} is stale; run `cargo xtask regen`"
        );
    }
    Ok(())
}

#[test]
fn generating_twice_emits_the_same_crate() -> Result<(), String> {
    assert!(own_crate()? == own_crate()?);
    Ok(())
}
