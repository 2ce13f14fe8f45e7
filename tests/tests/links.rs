//! Relative links in the Markdown files of the repository lead to files and headings that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Folders with files that nobody here has written, or that are emitted for tests.
const LEFT_OUT: [&str; 3] = ["target", "expected", "node_modules"];

/// What a page links to, and its headings as they are named in links.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: BTreeSet<String>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut heading = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => page.add_heading(heading.take()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page
    }

    /// Names a heading as code hosts do: in lower case, without punctuation, a second one of a name with a number.
    fn add_heading(&mut self, heading: Option<String>) {
        let heading = heading.unwrap_or_default().to_lowercase();
        let kept = heading.chars().filter_map(|one| match one {
            ' ' => Some('-'),
            _ if one.is_alphanumeric() || matches!(one, '-' | '_') => Some(one),
            _ => None,
        });
        let name: String = kept.collect();
        let mut numbered = (1..).map(|number| format!("{name}-{number}"));
        let mut unique = name.clone();
        while self.anchors.contains(&unique) {
            unique = numbered.next().unwrap_or_default();
        }
        self.anchors.insert(unique);
    }
}

fn collect(folder: &Path, pages: &mut BTreeMap<PathBuf, Page>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        let kind = entry.file_type().expect("a type");
        if kind.is_dir() && !name.starts_with('.') && !LEFT_OUT.contains(&&*name) {
            collect(&path, pages);
        } else if kind.is_file() && name.ends_with(".md") {
            let text = fs::read_to_string(&path).expect("a text");
            let path = path.canonicalize().expect("a path");
            pages.insert(path, Page::read(&text));
        }
    }
}

/// What is wrong with a link of a page, if it is to a place of the repository.
fn problem(pages: &BTreeMap<PathBuf, Page>, page: &Path, link: &str) -> Option<String> {
    if link.contains(':') {
        return None;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => page.to_owned(),
        file => page.parent()?.join(file),
    };
    let Ok(target) = target.canonicalize() else {
        return Some(format!("{}: nothing stands at `{link}`", page.display()));
    };
    let has_anchor = |page: &Page| page.anchors.contains(anchor);
    let is_found = anchor.is_empty() || pages.get(&target).is_none_or(has_anchor);
    (!is_found).then(|| format!("{}: no heading for `{link}`", page.display()))
}

#[test]
fn relative_links_lead_to_files_and_headings() {
    let mut pages = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    collect(&root, &mut pages);
    let links = pages
        .iter()
        .flat_map(|(path, page)| page.links.iter().map(move |link| (path, link)));
    let relative = links.clone().filter(|(_, link)| !link.contains(':'));
    assert!(relative.count() > 10, "hardly a link is found");
    let problems: Vec<String> = links
        .filter_map(|(path, link)| problem(&pages, path, link))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_dead_link_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "# One `two`, three\n\n## A\n\n## A\n\n[a](#one-two-three) [b](#a-1) [c](#none) [d](none.md) [e](https://a.example)";
    fs::write(folder.path().join("page.md"), text).expect("it is written");
    let mut pages = BTreeMap::new();
    collect(folder.path(), &mut pages);
    let (path, page) = pages.first_key_value().expect("a page");
    let problems = page.links.iter().map(|link| problem(&pages, path, link));
    let found: Vec<bool> = problems.map(|one| one.is_some()).collect();
    assert_eq!(found, [false, false, true, true, false]);
}
