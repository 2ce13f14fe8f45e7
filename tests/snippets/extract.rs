//! Finds the Rust code in docs and Markdown, and makes modules of it, for `tests/docs` to run.

use std::fmt::Write as _;

/// A block of Rust code.
pub struct Snippet {
    /// The line of the text that it begins at.
    pub line: usize,
    /// The last heading above it.
    pub heading: String,
    /// The lines as rustdoc compiles them.
    pub code: String,
}

/// The blocks in the docs of a source file.
pub fn of_source(source: &str) -> Vec<Snippet> {
    let docs = source.lines().map(|line| {
        let line = line.trim_start();
        let text = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        text.map_or("", |text| text.strip_prefix(' ').unwrap_or(text))
    });
    snippets(docs)
}

/// The blocks in a Markdown file.
pub fn of_markdown(text: &str) -> Vec<Snippet> {
    snippets(text.lines())
}

fn snippets<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<Snippet> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut lines = (1..).zip(lines);
    while let Some((line, text)) = lines.next() {
        if let Some(info) = text.strip_prefix("```") {
            let block: Vec<&str> = lines
                .by_ref()
                .map(|(_, text)| text)
                .take_while(|text| *text != "```")
                .collect();
            if is_rust(info) {
                found.push(Snippet {
                    line,
                    heading: heading.clone(),
                    code: block.iter().map(|line| shown(line)).collect(),
                });
            }
        } else if text.starts_with('#') {
            text.trim_start_matches('#').trim().clone_into(&mut heading);
        }
    }
    found
}

fn is_rust(info: &str) -> bool {
    info.split(',')
        .all(|word| matches!(word.trim(), "" | "rust" | "no_run"))
}

/// A line without the mark that hides it from readers.
fn shown(line: &str) -> String {
    let hidden = line.trim_start().strip_prefix("# ");
    format!("{}\n", hidden.unwrap_or(line))
}

/// A module with the code of an example, of which `example` is public.
pub fn module(name: &str, code: &str) -> String {
    format!(
        "pub mod {name} {{\nuse crate::println;\n{}}}\n",
        runnable(code)
    )
}

/// A module with the code of an example that is compiled only.
pub fn compiled_module(name: &str, code: &str) -> String {
    let code = format!("\n{code}")
        .replace("#[tokio::main]\n", "")
        .replace("\nasync fn ", "\npub async fn ")
        .replace("\nfn ", "\npub fn ");
    format!("pub mod {name} {{\nuse super::*;\n{code}}}\n")
}

/// The code with a client of the emulated account in place of one by the environment.
fn runnable(code: &str) -> String {
    let key = r#"ApiKey::from_env("HELLODIALOG_API_KEY")?"#;
    format!("\n{code}")
        .replace(
            &format!("Client::new(hellodialog::{key})"),
            "crate::connected()",
        )
        .replace(&format!("Client::new({key})"), "crate::connected()")
        .replace("#[tokio::main]\n", "")
        .replace("\nasync fn main(", "\npub async fn example(")
        .replace("\nasync fn example(", "\npub async fn example(")
}

/// The expression that runs the function `example` of a module, with the account that its arguments are from.
pub fn run(name: &str, place: &str, code: &str) -> String {
    let signature = code
        .split_once("async fn ")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or("", |(signature, _)| signature);
    let (_, parameters) = signature.split_once('(').unwrap_or_default();
    let mut arguments = String::new();
    for parameter in parameters.split(',') {
        if let Some((name, _)) = parameter.split_once(':') {
            let reference = if parameter.contains("&Client") {
                "&"
            } else {
                ""
            };
            let _ = write!(arguments, "{reference}crate::{}(), ", name.trim());
        }
    }
    format!(
        "({place:?}, || Box::pin(async move {{ Ok(self::{name}::example({arguments}).await?) }})),\n"
    )
}
