//! The files of the crate that are not Rust.

use super::File;
use super::docs;
use crate::format::HEADER;
use crate::listing::ABOUT;
use crate::markdown;
use crate::model::{Api, Evidence, Operation};

/// `Cargo.toml`.
pub fn cargo_toml(api: &Api) -> File {
    let package = &api.package;
    let list = |items: &[String]| {
        let quoted: Vec<String> = items.iter().map(|item| toml(item)).collect();
        quoted.join(", ")
    };
    let license = package.license.as_ref();
    let license = license.map(|license| format!("license = {}\n", toml(license)));
    let text = format!(
        r#"# {HEADER}

[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = {rust_version}
{license}readme = "README.md"
keywords = [{keywords}]
categories = [{categories}]
publish = false

# The explicit path keeps the manifest valid while src/ does not exist: regen emits it again.
[lib]
path = "src/lib.rs"

[features]
default = ["rustls", "gzip"]
# TLS by rustls, or by the system's library.
rustls = ["runtime/rustls"]
native-tls = ["runtime/native-tls"]
# Asks for compressed responses and decompresses them.
gzip = ["runtime/gzip"]
# `wait` as well as `await`, for programs without async.
blocking = ["runtime/blocking"]

[dependencies]
runtime = {{ package = {runtime}, version = {runtime_version}, path = {runtime_path}, default-features = false }}
serde = {{ version = "1.0.228", features = ["derive"] }}
"#,
        name = toml(&package.name),
        description = toml(&format!("A client for the {}.", docs::line(&api.title))),
        version = toml(&package.version),
        rust_version = toml(&package.rust_version),
        license = license.unwrap_or_default(),
        keywords = list(&package.keywords),
        categories = list(&package.categories),
        runtime = toml(&package.runtime.package),
        runtime_version = toml(&package.runtime.version),
        runtime_path = toml(&package.runtime.path),
    );
    File {
        path: "Cargo.toml".to_owned(),
        text,
    }
}

/// A string of TOML. A string of JSON is one, and one of Rust is not: it escapes marks that combine.
fn toml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// `README.md`.
pub fn readme(api: &Api) -> File {
    let text = format!(
        "<!-- {HEADER} -->\n\n# {name}\n\n{about}\n\n{description}\n\n\
         {example}The docs of the crate list all operations; so does `OPERATIONS`, as data.\n",
        example = example(api),
        name = api.package.name,
        about = docs::client_of(api),
        description = docs::prose(&api.description),
    );
    File {
        path: "README.md".to_owned(),
        text,
    }
}

/// The name of the crate in Rust code.
pub fn crate_name(api: &Api) -> String {
    api.package.name.replace('-', "_")
}

/// A call without arguments, if there is one, for the example.
pub fn example(api: &Api) -> String {
    let needs_nothing = |operation: &&Operation| {
        operation.path_parameters.is_empty()
            && operation.parameters.is_empty()
            && operation.body.is_none()
            && operation.method == "GET"
            && !operation.deprecated
    };
    let call = api.resources.iter().find_map(|resource| {
        let operation = resource.operations.iter().find(needs_nothing)?;
        Some(format!("client.{}().{}()", resource.name, operation.name))
    });
    let Some(call) = call else {
        return String::new();
    };
    let krate = crate_name(api);
    let key = if api.credentials.is_empty() {
        ""
    } else {
        "\"the key\""
    };
    format!(
        "```no_run\n\
         # async fn example() -> {krate}::Result<()> {{\n\
         let client = {krate}::Client::new({key})?;\n\
         let answer = {call}.await?;\n\
         println!(\"{{answer:?}}\");\n\
         # Ok(())\n\
         # }}\n\
         ```\n\n"
    )
}

/// `.gitattributes`: marks the emitted files for git and code hosts.
pub fn gitattributes() -> File {
    let text = format!("# {HEADER}\n* text=auto eol=lf linguist-generated\n");
    File {
        path: ".gitattributes".to_owned(),
        text,
    }
}

/// `.rustfmt.toml`: disables `cargo fmt`, because the generator formats emitted code itself.
pub fn rustfmt() -> File {
    let text = format!("# {HEADER}\ndisable_all_formatting = true\n");
    File {
        path: ".rustfmt.toml".to_owned(),
        text,
    }
}

/// `api.txt`: the public API, for reviewers.
pub fn public_api(lines: &[String]) -> File {
    let text = format!("# {HEADER}\n# {ABOUT}\n\n{}\n", lines.join("\n"));
    File {
        path: "api.txt".to_owned(),
        text,
    }
}

/// A Markdown table of all operations, with the sources of their paths.
pub fn operations_table(api: &Api) -> String {
    let mut lines = vec![
        "| call | operation | evidence |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for resource in &api.resources {
        for operation in &resource.operations {
            let evidence = match &operation.evidence {
                Evidence::Documented => "documented",
                Evidence::VendorClient(_) => "seen in a vendor's client",
                Evidence::Inferred(_) => "inferred",
            };
            lines.push(format!(
                "| `{}().{}` | {} | {evidence} |",
                resource.name,
                operation.name,
                markdown::code(&format!("{} {}", operation.method, operation.path)),
            ));
        }
    }
    lines.join("\n")
}
