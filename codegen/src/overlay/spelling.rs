//! How to write a path that other implementations of JSONPath accept, and RFC 9535 does not.

use serde_json_path::JsonPath;

/// What other implementations write outside of quotes, and RFC 9535 writes otherwise.
const SPELLINGS: [(&str, &str); 13] = [
    ("!==", "!="),
    ("===", "=="),
    ("<>", "!="),
    (" and ", " && "),
    (" or ", " || "),
    ("?not ", "?!"),
    ("(not ", "(!"),
    ("==True", "==true"),
    ("== True", "== true"),
    ("==False", "==false"),
    ("== False", "== false"),
    (".**.", ".."),
    ("(@.length-1)", "-1"),
];

/// What RFC 9535 has not, with what to write instead.
const UNKNOWN: [(&str, &str); 10] = [
    (
        "=~",
        "match a part of a text with `search(@.name, 'expression')`, and all of it with `match`",
    ),
    (
        "^",
        "nothing selects a parent: select it by a filter on what it contains, as in `$.paths[?@.get]`",
    ),
    (
        "~",
        "nothing selects the names of members: select their values",
    ),
    (
        "@property",
        "a filter sees values and not their names: list the names, as in `['get', 'post']`",
    ),
    ("@path", "a filter sees values and not their paths"),
    (
        "@parent",
        "a filter sees no parents: select the parent by a filter on what it contains",
    ),
    (
        "length",
        "write a length as `length(@.name)`, and compare it",
    ),
    (
        "indexOf",
        "an array contains a value if a filter selects it, as in `[?@.tags[?@ == 'a']]`",
    ),
    (
        " contains ",
        "an array contains a value if a filter selects it, as in `[?@.tags[?@ == 'a']]`",
    ),
    (
        " in ",
        "compare with each value, as in `@.in == 'path' || @.in == 'query'`",
    ),
];

/// What to say about a path that cannot be parsed: how to write it, if that is known.
pub(super) fn hint(path: &str) -> Option<String> {
    let parses = |path: &String| JsonPath::parse(path).is_ok();
    let quoted = Some(quoted_names(path)).filter(parses);
    if let Some(quoted) = quoted {
        return Some(format!(
            "names with other characters than letters, digits and `_` are quoted: `{quoted}`"
        ));
    }
    if let Some(rewritten) = Some(rewritten(path)).filter(parses) {
        return Some(format!("RFC 9535 writes it `{rewritten}`"));
    }
    let unquoted: String = parts(path).filter(|part| !is_quoted(part)).collect();
    let mut unknown = UNKNOWN.iter();
    let (_, instead) = unknown.find(|(mark, _)| unquoted.contains(mark))?;
    Some((*instead).to_owned())
}

/// The path with the spellings of RFC 9535, as far as they are known.
fn rewritten(path: &str) -> String {
    let path = path
        .trim()
        .replace(['“', '”'], "\"")
        .replace(['‘', '’'], "'");
    let path = from_root(&path);
    let changed = parts(&path).map(|part| {
        if is_quoted(part) {
            return part.to_owned();
        }
        let spelled = SPELLINGS
            .iter()
            .fold(part.to_owned(), |part, (other, ours)| {
                part.replace(other, ours)
            });
        quoted_lists(&spelled)
    });
    quoted_names(&changed.collect::<String>())
}

/// The path with `$` at its begin, also of a JSON pointer.
fn from_root(path: &str) -> String {
    let pointer = path.strip_prefix("#/").or_else(|| path.strip_prefix('/'));
    if let Some(pointer) = pointer {
        let names = pointer
            .split('/')
            .map(|name| name.replace("~1", "/").replace("~0", "~"));
        return names.fold("$".to_owned(), |path, name| {
            format!("{path}['{}']", name.replace('\'', "\\'"))
        });
    }
    match path.strip_prefix(['$', '@']) {
        Some(rest) if rest.is_empty() || rest.starts_with(['.', '[']) => format!("${rest}"),
        Some(rest) => format!("$.{rest}"),
        None => format!("$.{path}"),
    }
}

/// The path with quotes around each name in brackets, as in `[get,post]`.
fn quoted_lists(part: &str) -> String {
    let mut quoted = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((names, after)) = after.split_once(']') else {
            break;
        };
        let is_name = |name: &str| {
            let first = name.chars().next();
            let is_word = |c: char| c.is_alphanumeric() || "_-/.{}".contains(c);
            first.is_some_and(|c| c.is_alphabetic() || c == '_' || c == '/')
                && name.chars().all(is_word)
        };
        let all: Vec<&str> = names.split(',').map(str::trim).collect();
        let names = if all.iter().all(|name| is_name(name)) {
            format!("'{}'", all.join("', '"))
        } else {
            names.to_owned()
        };
        quoted.extend([before, "[", &names, "]"]);
        rest = after;
    }
    quoted + rest
}

/// A path in which every name after a dot that RFC 9535 wants quoted is quoted, as in `@['x-name']` for `@.x-name`.
fn quoted_names(path: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || ".[](),=<>!&|?*".contains(c);
    let mut quoted = String::new();
    for part in parts(path) {
        // The name itself is in quotes, as in `$.paths.'/a'`.
        if is_quoted(part) && quoted.ends_with('.') {
            quoted.pop();
            quoted.extend(["[", part, "]"]);
            continue;
        }
        let mut rest = if is_quoted(part) { "" } else { part };
        quoted.push_str(if rest.is_empty() { part } else { "" });
        while let Some((before, after)) = rest.split_once('.') {
            quoted.extend([before, "."]);
            let name = &after[..after.find(is_end).unwrap_or(after.len())];
            rest = &after[name.len()..];
            if is_plain(name) {
                quoted.push_str(name);
                continue;
            }
            if !quoted.ends_with("..") {
                quoted.pop();
            }
            quoted.extend(["['", name, "']"]);
        }
        quoted.push_str(rest);
    }
    quoted
}

/// Whether a name needs no quotes, or is none.
fn is_plain(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    let is_word = name.chars().all(|c| is_letter(c) || c.is_ascii_digit());
    // These are operators of other implementations.
    let is_operator = name.ends_with(['^', '~']) || name.contains('`');
    is_operator || is_word && name.chars().next().is_none_or(is_letter)
}

/// The parts of a path in quotes, and those between them.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let end = match quote {
            Some(quote) => rest[1..].find(quote).map_or(rest.len(), |end| end + 2),
            None => rest.find(['\'', '"']).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

fn is_quoted(part: &str) -> bool {
    part.starts_with(['\'', '"'])
}
