//! Rust identifiers from the names of an account.

use std::collections::{HashMap, HashSet};

use deunicode::deunicode_with_tofu;
use heck::ToSnakeCase;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdentCase {
    /// For members: `shoe_size`.
    Snake,
    /// For types and variants: `ShoeSize`.
    Pascal,
}

/// An ASCII identifier for `text`; `None` if nothing of the text remains. The compiler warns about letters
/// of other scripts that look like ASCII.
pub(super) fn identifier(text: &str, case: IdentCase) -> Option<String> {
    let ascii = deunicode_with_tofu(text, " ");
    let words = ascii.to_snake_case();
    let name = match case {
        IdentCase::Snake => words,
        IdentCase::Pascal => pascal(&words),
    };
    let first = name.chars().next()?;
    let name = match (first.is_ascii_digit(), case) {
        (false, _) => name,
        (true, IdentCase::Snake) => format!("n{name}"),
        (true, IdentCase::Pascal) => format!("N{name}"),
    };
    // Keywords become raw identifiers, except `self`, `Self`, `super` and `crate`, which cannot.
    [name.clone(), format!("r#{name}"), format!("{name}_")]
        .into_iter()
        .find(|name| is_identifier(name))
}

/// Whether `name` is an identifier in every edition. `syn` does not know the keywords of 2024.
fn is_identifier(name: &str) -> bool {
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Snake case to Pascal case, with `_` between two numbers.
fn pascal(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    for word in words.split('_') {
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            continue;
        };
        if first.is_ascii_digit() && ends_in_digit(&name) {
            name.push('_');
        }
        name.push(first.to_ascii_uppercase());
        name.push_str(letters.as_str());
    }
    name
}

fn ends_in_digit(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit())
}

/// Unique identifiers of one scope.
#[derive(Debug)]
pub(super) struct IdentScope {
    case: IdentCase,
    taken: HashSet<String>,
    /// The next number to try, by identifier.
    numbers: HashMap<String, usize>,
}

impl IdentScope {
    /// A scope in which these identifiers are taken.
    pub(super) fn new(case: IdentCase, taken: &[&str]) -> Self {
        let taken = taken.iter().map(|&name| name.to_owned()).collect();
        let numbers = HashMap::new();
        Self {
            case,
            taken,
            numbers,
        }
    }

    /// Takes `preferred`, or else the first free identifier with a number appended.
    pub(super) fn take(&mut self, preferred: String) -> String {
        let name = if self.taken.contains(&preferred) {
            self.numbered(preferred.trim_start_matches("r#").trim_end_matches('_'))
        } else {
            preferred
        };
        self.taken.insert(name.clone());
        name
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    fn numbered(&mut self, base: &str) -> String {
        let between = match self.case {
            IdentCase::Snake => "_",
            IdentCase::Pascal if ends_in_digit(base) => "_",
            IdentCase::Pascal => "",
        };
        let number = self.numbers.entry(base.to_owned()).or_insert(2);
        loop {
            let name = format!("{base}{between}{number}");
            *number += 1;
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}

/// Whether clippy may warn that names repeat the name of their type, or all have the same prefix or suffix.
/// It may be `true` for names that clippy accepts.
pub(super) fn repeats<'a>(owner: &str, names: impl Iterator<Item = &'a str>) -> bool {
    let names: Vec<Vec<String>> = names.map(words).collect();
    let owner = words(owner);
    let of_owner = |name: &Vec<String>| name.starts_with(&owner) || name.ends_with(&owner);
    let same = |word: fn(&[String]) -> Option<&String>| {
        let mut words = names.iter().map(|name| word(name));
        words
            .next()
            .is_some_and(|first| words.all(|other| other == first))
    };
    names.iter().any(of_owner) || names.len() > 2 && (same(<[_]>::first) || same(<[_]>::last))
}

fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').map(str::to_owned).collect()
}

/// Why an item does not have its preferred name.
pub(super) fn other_name_reason(preferred: Option<&str>) -> String {
    match preferred {
        Some(preferred) => format!("`{preferred}` is taken"),
        None => "its name has no characters for an identifier".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{IdentCase, IdentScope, identifier, repeats};

    #[test]
    fn names_with_a_common_prefix_or_suffix_repeat() {
        let of = |owner: &str, names: &[&str]| repeats(owner, names.iter().copied());
        assert!(of("Size", &["SizeS", "Other"]));
        assert!(of("Size", &["ShoeSize", "Other"]));
        assert!(of("Size", &["OtherShoe", "OtherHat", "Other"]));
        assert!(of(
            "custom_fields",
            &["shop_name", "shop_number", "shop_size"]
        ));
        assert!(of("custom_fields", &["hat_size", "shoe_size", "size"]));
        assert!(!of("Size", &["Sizeable", "S", "Other"]));
        assert!(!of("custom_fields", &["shoe_size"]));
        assert!(!of("custom_fields", &["hat", "shoe", "shoe_size"]));
    }

    #[test]
    fn any_name_becomes_an_identifier() {
        let cases = [
            ("Shoe size", "shoe_size", "ShoeSize"),
            ("Reünie 2024", "reunie_2024", "Reunie2024"),
            ("Straße", "strasse", "Strasse"),
            ("Имя", "imia", "Imia"),
            ("2fa", "n2fa", "N2fa"),
            ("1.5", "n1_5", "N1_5"),
            ("type", "r#type", "Type"),
            ("gen", "r#gen", "Gen"),
            ("async", "r#async", "Async"),
            ("await", "r#await", "Await"),
            ("dyn", "r#dyn", "Dyn"),
            ("try", "r#try", "Try"),
            ("super", "super_", "Super"),
            ("crate", "crate_", "Crate"),
            ("Self", "self_", "Self_"),
            ("self", "self_", "Self_"),
            ("a*/b\"]\n", "a_b", "AB"),
        ];
        for (text, member, variant) in cases {
            assert_eq!(identifier(text, IdentCase::Snake).as_deref(), Some(member));
            assert_eq!(
                identifier(text, IdentCase::Pascal).as_deref(),
                Some(variant)
            );
        }
        for text in ["", " ", "-", "_", "??!", "\u{202e}"] {
            assert_eq!(identifier(text, IdentCase::Snake), None, "{text:?}");
        }
    }

    #[test]
    fn keywords_of_all_editions_are_not_identifiers() {
        for word in [
            "gen", "async", "await", "dyn", "try", "self", "super", "crate",
        ] {
            let name = identifier(word, IdentCase::Snake);
            assert_ne!(name.as_deref(), Some(word));
        }
    }

    #[test]
    fn identifiers_are_unique() {
        let mut members = IdentScope::new(IdentCase::Snake, &[]);
        let preferred = ["size", "size_2", "size", "r#type", "r#type"];
        let actual = preferred.map(|name| members.take(name.to_owned()));
        assert_eq!(actual, ["size", "size_2", "size_3", "r#type", "type_2"]);

        let mut variants = IdentScope::new(IdentCase::Pascal, &["Other"]);
        let actual = ["Other", "N1", "N1"].map(|name| variants.take(name.to_owned()));
        assert_eq!(actual, ["Other2", "N1", "N1_2"]);

        let mut scope = IdentScope::new(IdentCase::Snake, &[]);
        let actual = ["self_", "self_"].map(|name| scope.take(name.to_owned()));
        assert_eq!(actual, ["self_", "self_2"], "snake case has no `__`");
    }

    /// Counts tries, because times are not reliable.
    #[test]
    fn each_number_is_tested_once() {
        let mut scope = IdentScope::new(IdentCase::Pascal, &[]);
        for _ in 0..100_000 {
            scope.take("N50".to_owned());
        }
        assert_eq!(scope.numbers["N50"], 100_001);
        assert_eq!(scope.take("N50".to_owned()), "N50_100001");
    }
}
