//! The files of the crate that are not Rust.

use std::fmt::Write as _;

use serde_json::Value;

use super::File;
use super::docs;
use crate::format::HEADER;
use crate::listing::ABOUT;
use crate::markdown;
use crate::model::{Api, Evidence, Operation, Package};

/// `Cargo.toml`.
pub fn cargo_toml(api: &Api) -> File {
    let package = &api.package;
    let list = |items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
        items.join(", ")
    };
    let member = |name: &str, value: &Option<String>| {
        let line = value
            .as_ref()
            .map(|value| format!("{name} = {}\n", quoted(value)));
        line.unwrap_or_default()
    };
    let links = [
        ("license", &package.license),
        ("repository", &package.repository),
        ("homepage", &package.homepage),
        ("documentation", &package.documentation),
    ];
    let links: String = links
        .iter()
        .map(|(name, value)| member(name, value))
        .collect();
    let text = format!(
        r#"# {HEADER}

[package]
name = {name}
description = {description}
version = {version}
edition = "2024"
rust-version = {rust_version}
{links}readme = "README.md"
keywords = [{keywords}]
categories = [{categories}]
include = ["/src/**/*.rs", "/README.md", "/LICENSE-*"]
{publish}
[package.metadata.docs.rs]
features = ["blocking"]
rustdoc-args = ["--cfg", "docsrs"]

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
# `send_blocking` as well as `await`, for programs without async.
blocking = ["runtime/blocking"]

[dependencies]
runtime = {{ package = {runtime}, version = {runtime_version}, path = {runtime_path}, default-features = false }}
serde = {{ version = "1.0.228", features = ["derive"] }}
{examples}"#,
        name = quoted(&package.name),
        description = quoted(
            &package
                .description
                .clone()
                .unwrap_or_else(|| { format!("A client for the {}.", docs::line(&api.title)) })
        ),
        version = quoted(&package.version),
        rust_version = quoted(&package.rust_version),
        publish = if package.publish {
            ""
        } else {
            "publish = false\n"
        },
        keywords = list(&package.keywords),
        categories = list(&package.categories),
        runtime = quoted(&package.runtime.package),
        runtime_version = quoted(&package.runtime.version),
        runtime_path = quoted(&package.runtime.path),
        examples = examples(package),
    );
    File {
        path: "Cargo.toml".to_owned(),
        text,
    }
}

/// What the examples need, and where they are: outside of the crate, which has emitted files only.
fn examples(package: &Package) -> String {
    let mut text = String::new();
    if !package.dev_dependencies.is_empty() {
        text.push_str("\n[dev-dependencies]\n");
    }
    for (name, dependency) in &package.dev_dependencies {
        _ = writeln!(text, "{name} = {}", toml(dependency));
    }
    for (name, path) in &package.examples {
        _ = write!(
            text,
            "\n[[example]]\nname = {}\npath = {}\n",
            quoted(name),
            quoted(path)
        );
    }
    text
}

/// A string of TOML. A string of JSON is one, and one of Rust is not: it escapes marks that combine.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A value as TOML, on one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{name} = {}", toml(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(toml).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// `README.md`, which stands alone on the page of a registry.
pub fn readme(api: &Api) -> File {
    let guide = api.package.guide.as_ref();
    let description = docs::prose(&api.description);
    let body = match guide.and_then(|guide| introduction(guide)) {
        Some(introduction) if description.is_empty() => introduction.to_owned(),
        Some(introduction) => format!("{introduction}\n\n## The API\n\n{description}"),
        None => docs::paragraphs([description, example(api).trim_end().to_owned()]),
    };
    let package = &api.package;
    let license = package.license.as_ref();
    let license = license.map(|license| format!("## Licence\n\n{license}."));
    let text = docs::paragraphs([
        format!("<!-- {HEADER} -->"),
        format!("# {}", package.name),
        docs::client_of(api),
        without_hidden_lines(&body),
        FEATURES.to_owned(),
        format!("Rust {} or newer.", package.rust_version),
        "The docs of the crate list all operations; so does `OPERATIONS`, as data.".to_owned(),
        license.unwrap_or_default(),
    ]);
    File {
        path: "README.md".to_owned(),
        text: format!("{text}\n"),
    }
}

/// The features of every emitted crate.
const FEATURES: &str = "\
## Features

| feature | default | adds |
|---|---|---|
| `rustls` | yes | TLS by rustls |
| `native-tls` | no | TLS by the library of the system |
| `gzip` | yes | compressed responses |
| `blocking` | no | calls without async |";

/// The part of the guide before its first heading.
fn introduction(guide: &str) -> Option<&str> {
    let end = if guide.starts_with("# ") {
        Some(0)
    } else {
        guide.find("\n# ")
    };
    // A line of code can start with `# ` as well: rustdoc hides it.
    let introduction = guide[..end.unwrap_or(guide.len())].trim();
    let is_whole = introduction.matches("```").count().is_multiple_of(2);
    (!introduction.is_empty() && is_whole).then_some(introduction)
}

/// Markdown for readers other than rustdoc: without the lines of code that rustdoc hides.
fn without_hidden_lines(text: &str) -> String {
    let mut in_code = false;
    let lines = text.lines().filter_map(|line| {
        if line.starts_with("```") {
            in_code = !in_code;
            return Some(line.replace("```no_run", "```rust,no_run"));
        }
        let is_hidden = in_code && (line == "#" || line.starts_with("# "));
        (!is_hidden).then(|| line.to_owned())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The texts of the licences, if the copyright is known: `LICENSE-MIT` and the like.
pub fn licenses(api: &Api) -> Vec<File> {
    let package = &api.package;
    let (Some(copyright), Some(license)) = (&package.copyright, &package.license) else {
        return Vec::new();
    };
    let Ok(expression) = spdx::Expression::parse(license) else {
        return Vec::new();
    };
    let licenses = expression.requirements();
    let ids = licenses.filter_map(|license| license.req.license.id());
    ids.map(|id| File {
        path: format!("LICENSE-{}", id.name),
        text: format!("{HEADER}\n\n{}\n", license_text(id, copyright)),
    })
    .collect()
}

/// The text of a licence, with the placeholders of the standard text filled in.
fn license_text(id: spdx::LicenseId, copyright: &str) -> String {
    let text = id.text().trim();
    ["<year> <copyright holders>", "<year> <owner>"]
        .iter()
        .fold(text.to_owned(), |text, holder| {
            text.replace(holder, copyright)
        })
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
