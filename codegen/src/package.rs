//! The metadata of the emitted crate, as far as the document has no `x-crate`.

use heck::ToKebabCase;
use serde_json::{Map, Value, json};

/// What a document cannot say of the crate.
#[derive(Debug, Clone)]
pub struct PackageDefaults {
    /// The name of the crate, in place of the one that the document gives it.
    pub name: Option<String>,
    pub runtime: RuntimeCrate,
}

/// The crate that emitted code calls `runtime`.
#[derive(Debug, Clone)]
pub struct RuntimeCrate {
    pub package: String,
    /// Version requirement.
    pub version: String,
    /// Path relative to the emitted crate.
    pub path: String,
}

/// Names that a crate cannot have: emitted code calls other crates so.
const TAKEN_NAMES: [&str; 6] = ["alloc", "core", "runtime", "serde", "std", "test"];
const FALLBACK_NAME: &str = "api-client";
const FALLBACK_VERSION: &str = "0.1.0";

/// Completes `info.x-crate`: name, version and licence from the document, the rest from `defaults`. Members that
/// are there stay, except for a name that `defaults` has.
pub fn complete_metadata(document: &mut Value, defaults: &PackageDefaults) {
    let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) else {
        return;
    };
    let derived = derived_metadata(info, &defaults.runtime);
    let metadata = info
        .entry("x-crate")
        .or_insert_with(|| json!({"derived": true}));
    let Some(metadata) = metadata.as_object_mut() else {
        return;
    };
    for (name, value) in derived {
        metadata.entry(name).or_insert(value);
    }
    if let Some(name) = &defaults.name {
        metadata.insert("name".to_owned(), json!(name));
    }
}

fn derived_metadata(info: &Map<String, Value>, runtime: &RuntimeCrate) -> Map<String, Value> {
    let text = |name: &str| info.get(name).and_then(Value::as_str).unwrap_or_default();
    let version = match info.get("version") {
        Some(Value::Number(number)) => number.to_string(),
        _ => text("version").to_owned(),
    };
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), json!(crate_name(text("title"))));
    metadata.insert("version".to_owned(), json!(semver(&version)));
    if let Some(license) = info.get("license").and_then(license) {
        metadata.insert("license".to_owned(), json!(license));
    }
    let RuntimeCrate {
        package,
        version,
        path,
    } = runtime;
    let runtime = json!({"package": package, "version": version, "path": path});
    metadata.insert("runtime".to_owned(), runtime);
    metadata
}

/// The most letters of a name: registries take no more, and file systems not many more.
const MAX_NAME: usize = 64;

/// A crate name: lower-case ASCII words that are joined by hyphens. Of a long title, the first words.
fn crate_name(title: &str) -> String {
    let is_letter = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let name: String = title.to_kebab_case().chars().filter(is_letter).collect();
    let most = MAX_NAME - "-client".len();
    let name = match name.get(..most) {
        Some(start) => start.rsplit_once('-').map_or(start, |(words, _)| words),
        None => &name,
    };
    let name = name.trim_matches(|c: char| c == '-' || c.is_ascii_digit());
    if name.is_empty() {
        FALLBACK_NAME.to_owned()
    } else if TAKEN_NAMES.contains(&name)
        || syn::parse_str::<syn::Ident>(name).is_err() && !name.contains('-')
    {
        format!("{name}-client")
    } else {
        name.to_owned()
    }
}

/// The version that begins `version`, with as many zeros as semantic versioning needs.
fn semver(version: &str) -> String {
    let version = version.trim_start_matches(['v', 'V']);
    let number = |part: &str| part.parse::<u64>().ok();
    let parts = version.split(['.', '-', '+', '_', ' ']);
    let mut numbers: Vec<u64> = parts.map_while(number).take(3).collect();
    if numbers.is_empty() {
        return FALLBACK_VERSION.to_owned();
    }
    numbers.resize(3, 0);
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    numbers.join(".")
}

/// The SPDX expression of an `info.license`, if its text is one or resembles one.
fn license(license: &Value) -> Option<String> {
    let text = |name: &str| license.get(name).and_then(Value::as_str);
    if let Some(identifier) = text("identifier") {
        return Some(identifier.to_owned());
    }
    let name = text("name")?;
    if spdx::Expression::parse(name).is_ok() {
        return Some(name.to_owned());
    }
    let (id, length) = spdx::imprecise_license_id(name)?;
    (length == name.len()).then(|| id.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(info: &Value, name: Option<&str>) -> Value {
        let mut document = json!({"info": info});
        let defaults = PackageDefaults {
            name: name.map(str::to_owned),
            runtime: RuntimeCrate {
                package: "the-runtime".to_owned(),
                version: "1.0.0".to_owned(),
                path: "../runtime".to_owned(),
            },
        };
        complete_metadata(&mut document, &defaults);
        document["info"]["x-crate"].take()
    }

    #[test]
    fn name_version_and_licence_come_from_the_document() {
        let info = json!({
            "title": "Swagger Petstore - OpenAPI 3.0",
            "version": "v1.2-beta",
            "license": {"name": "Apache 2.0"},
        });
        let expected = json!({
            "derived": true,
            "name": "swagger-petstore-open-api",
            "version": "1.2.0",
            "license": "Apache-2.0",
            "runtime": {"package": "the-runtime", "version": "1.0.0", "path": "../runtime"},
        });
        assert_eq!(completed(&info, None), expected);
    }

    #[test]
    fn what_is_no_version_and_no_licence_is_left_out() {
        let info = json!({"title": "Ж", "version": "latest", "license": {"name": "Ask us"}});
        let metadata = completed(&info, None);
        assert_eq!(metadata["name"], FALLBACK_NAME);
        assert_eq!(metadata["version"], FALLBACK_VERSION);
        assert_eq!(metadata.get("license"), None);
    }

    #[test]
    fn the_name_of_a_long_title_has_its_first_words() {
        let info = json!({"title": format!("One {}", "two-three ".repeat(40)), "version": "1"});
        let metadata = completed(&info, None);
        let name = metadata["name"].as_str().unwrap_or_default();
        assert!(name.len() <= MAX_NAME, "{name}");
        assert!(
            name.starts_with("one-two-three-") && name.ends_with("-three"),
            "{name}"
        );
    }

    #[test]
    fn a_name_that_emitted_code_needs_is_not_taken() {
        for (title, name) in [
            ("Runtime", "runtime-client"),
            ("Type", "type-client"),
            ("Core", "core-client"),
        ] {
            let info = json!({"title": title, "version": "1"});
            assert_eq!(completed(&info, None)["name"], name);
        }
    }

    #[test]
    fn the_document_wins_except_for_a_name_that_was_given() {
        let info = json!({
            "title": "Pets", "version": "1", "x-crate": {"name": "dogs", "version": "3.0.0"},
        });
        assert_eq!(completed(&info, None)["name"], "dogs");
        let metadata = completed(&info, Some("cats"));
        assert_eq!(metadata["name"], "cats");
        assert_eq!(metadata["version"], "3.0.0");
    }
}
