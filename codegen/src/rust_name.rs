//! Rust identifiers for names of a description. All other modules read the results from the [model](crate::model).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use deunicode::deunicode;
use heck::ToShoutySnakeCase;
use unicode_normalization::UnicodeNormalization;

/// The name of a field, argument or method; `None` if nothing of `name` can be part of one.
pub fn value_name(name: &str) -> Option<String> {
    any_identifier(name, 'n', heck::ToSnakeCase::to_snake_case)
}

/// The name of a type or variant; `None` if nothing of `name` can be part of one.
pub fn type_name(name: &str) -> Option<String> {
    any_identifier(name, 'N', heck::ToPascalCase::to_pascal_case)
}

/// The name of a module, which is in ASCII because its file has the same name.
pub fn module_name(name: &str) -> Option<String> {
    value_name(&deunicode(name))
}

/// Names that must differ from each other.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
    /// The next number to try for a name.
    next: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which these names are taken.
    pub fn with_reserved<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self {
            taken: names.into_iter().map(str::to_owned).collect(),
            next: HashMap::new(),
        }
    }

    /// Takes `name`, or the first of `name2`, `name3` and so on that is free.
    pub fn claim(&mut self, name: &str) -> String {
        if self.taken.insert(name.to_owned()) {
            return name.to_owned();
        }
        // `Self_` has its underscore only because it is a keyword without: `Self2` is none.
        let plain = without_raw_prefix(name).trim_end_matches('_');
        // A number behind a digit would read as another number.
        let separator = if plain.ends_with(|last: char| last.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let next = self.next.entry(plain.to_owned()).or_insert(2);
        loop {
            let numbered = format!("{plain}{separator}{next}");
            *next += 1;
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// The name of a constant or static.
pub fn constant_name(name: &str) -> String {
    prefixed(without_raw_prefix(name).to_shouty_snake_case(), 'N')
}

/// The name of the constant of an operation.
pub fn operation_constant(operation_id: &str) -> Option<String> {
    value_name(operation_id).map(|name| constant_name(&name))
}

/// The identifier without `r#`, as file names and serde have it.
pub fn without_raw_prefix(identifier: &str) -> &str {
    identifier.trim_start_matches("r#")
}

fn prefixed(name: String, digit_prefix: char) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{digit_prefix}{name}")
    } else {
        name
    }
}

/// Keywords of edition 2024 that the parser takes for identifiers.
const NEW_KEYWORDS: [&str; 1] = ["gen"];

/// An identifier from `name`, in its own script if Rust has that, else in ASCII.
fn any_identifier(name: &str, digit_prefix: char, case: fn(&str) -> String) -> Option<String> {
    // rustc normalizes identifiers, and warns of those that are not normal.
    let normal = |name: &str| name.nfkc().collect::<String>();
    let name = normal(&spelled(name));
    identifier(normal(&case(&name)), digit_prefix)
        .or_else(|| identifier(case(&deunicode(&name)), digit_prefix))
}

/// A name without letters and digits, or with a sign before a number, with its symbols as words.
fn spelled(name: &str) -> Cow<'_, str> {
    let sign = |c: char| match c {
        '+' => Some("plus"),
        '-' => Some("minus"),
        _ => None,
    };
    let mut chars = name.chars();
    if let Some(word) = chars.next().and_then(sign)
        && chars.as_str().starts_with(|c: char| c.is_ascii_digit())
    {
        return format!("{word} {}", chars.as_str()).into();
    }
    if name.contains(|c: char| c.is_alphanumeric() || !c.is_ascii()) {
        return name.into();
    }
    let words: Vec<&str> = name.chars().filter_map(symbol).collect();
    words.join(" ").into()
}

fn symbol(symbol: char) -> Option<&'static str> {
    Some(match symbol {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '$' => "dollar",
        '@' => "at",
        '#' => "hash",
        '&' => "and",
        '=' => "equal",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        '?' => "question",
        '|' => "pipe",
        '^' => "caret",
        '~' => "tilde",
        _ => return None,
    })
}

fn identifier(name: String, digit_prefix: char) -> Option<String> {
    if name.is_empty() {
        return None;
    }
    let name = prefixed(name, digit_prefix);
    let is_new_keyword = NEW_KEYWORDS.contains(&name.as_str());
    if !is_new_keyword && syn::parse_str::<syn::Ident>(&name).is_ok() {
        return Some(name);
    }
    let raw = format!("r#{name}");
    if syn::parse_str::<syn::Ident>(&raw).is_ok() {
        return Some(raw);
    }
    // `self`, `Self`, `super` and `crate` cannot be raw.
    let suffixed = format!("{name}_");
    syn::parse_str::<syn::Ident>(&suffixed)
        .is_ok()
        .then_some(suffixed)
}

#[cfg(test)]
mod tests {
    use super::{Scope, constant_name, module_name, type_name, value_name};

    #[test]
    fn names_become_identifiers() {
        assert_eq!(value_name("_state").as_deref(), Some("state"));
        assert_eq!(value_name("soft-bounces").as_deref(), Some("soft_bounces"));
        assert_eq!(value_name("colour").as_deref(), Some("colour"));
        assert_eq!(value_name("type").as_deref(), Some("r#type"));
        assert_eq!(value_name("self").as_deref(), Some("self_"));
        assert_eq!(value_name("2fa").as_deref(), Some("n2fa"));
        assert_eq!(value_name("__"), None);
        assert_eq!(value_name("gen").as_deref(), Some("r#gen"));
        assert_eq!(value_name("имя").as_deref(), Some("имя"));
        assert_eq!(value_name("❤").as_deref(), Some("heart"));
        assert_eq!(value_name("e\u{301}").as_deref(), Some("\u{e9}"));
        assert_eq!(value_name("\u{1d400}").as_deref(), Some("a"));
        assert_eq!(type_name("\u{b5}").as_deref(), Some("\u{39c}"));
        assert_eq!(type_name("+1").as_deref(), Some("Plus1"));
        assert_eq!(type_name("-1").as_deref(), Some("Minus1"));
        assert_eq!(type_name("*").as_deref(), Some("Star"));
        assert_eq!(type_name("<=").as_deref(), Some("LessEqual"));
        assert_eq!(type_name("not-equals-any").as_deref(), Some("NotEqualsAny"));
        assert_eq!(type_name("self").as_deref(), Some("Self_"));
        assert_eq!(constant_name("listBooks"), "LIST_BOOKS");
        assert_eq!(constant_name("2fa"), "N2FA");
        assert_eq!(module_name("Имя").as_deref(), Some("imia"));
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut scope = Scope::with_reserved(["Box"]);
        let names = [
            "Box", "A", "A", "A2", "A", "B1", "B1", "r#type", "r#type", "Self_", "Self_",
        ];
        let expected = [
            "Box2", "A", "A2", "A2_2", "A3", "B1", "B1_2", "r#type", "type2", "Self_", "Self2",
        ];
        assert_eq!(names.map(|name| scope.claim(name)), expected);
    }
}
