//! Identifiers from names that people gave.

use std::collections::{HashMap, HashSet};

use deunicode::deunicode_with_tofu;
use heck::ToSnakeCase;

/// The way in which an identifier is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Of a member: `shoe_size`.
    Snake,
    /// Of a type or variant: `ShoeSize`.
    Pascal,
}

/// An identifier for `text`; `None` when nothing of it is left. It is ASCII: the compiler warns of
/// letters that look like others.
pub(super) fn identifier(text: &str, case: Case) -> Option<String> {
    let ascii = deunicode_with_tofu(text, " ");
    let words = ascii.to_snake_case();
    let name = match case {
        Case::Snake => words,
        Case::Pascal => pascal(&words),
    };
    let first = name.chars().next()?;
    let name = match (first.is_ascii_digit(), case) {
        (false, _) => name,
        (true, Case::Snake) => format!("n{name}"),
        (true, Case::Pascal) => format!("N{name}"),
    };
    // A keyword is written raw; `self`, `Self`, `super` and `crate` cannot be.
    [name.clone(), format!("r#{name}"), format!("{name}_")]
        .into_iter()
        .find(|name| is_identifier(name))
}

/// Whether it is one in every edition: `syn` takes the keywords of 2024 for none.
fn is_identifier(name: &str) -> bool {
    name != "gen" && syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Words of snake case as one; two numbers stay apart.
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

/// The identifiers of one scope, each given once.
#[derive(Debug)]
pub(super) struct Scope {
    case: Case,
    taken: HashSet<String>,
    /// By what is numbered: the number to try next.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which some are taken already.
    pub(super) fn new(case: Case, taken: &[&str]) -> Self {
        let taken = taken.iter().map(|&name| name.to_owned()).collect();
        let numbers = HashMap::new();
        Self {
            case,
            taken,
            numbers,
        }
    }

    /// The identifier `wanted`, or the first with a number behind it that is free.
    pub(super) fn take(&mut self, wanted: String) -> String {
        let name = if self.taken.contains(&wanted) {
            self.numbered(wanted.trim_start_matches("r#").trim_end_matches('_'))
        } else {
            wanted
        };
        self.taken.insert(name.clone());
        name
    }

    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    fn numbered(&mut self, base: &str) -> String {
        let between = match self.case {
            Case::Snake => "_",
            Case::Pascal if ends_in_digit(base) => "_",
            Case::Pascal => "",
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

/// Whether names say what their owner's says already, or all of them the same: of which clippy
/// warns. It may say so of names that clippy would let pass.
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

#[cfg(test)]
mod tests {
    use super::{Case, Scope, identifier, repeats};

    #[test]
    fn names_that_clippy_would_warn_of_are_found() {
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
    fn names_of_any_kind_become_identifiers() {
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
            assert_eq!(identifier(text, Case::Snake).as_deref(), Some(member));
            assert_eq!(identifier(text, Case::Pascal).as_deref(), Some(variant));
        }
        for text in ["", " ", "-", "_", "??!", "\u{202e}"] {
            assert_eq!(identifier(text, Case::Snake), None, "{text:?}");
        }
    }

    #[test]
    fn a_keyword_of_any_edition_is_no_identifier() {
        for word in [
            "gen", "async", "await", "dyn", "try", "self", "super", "crate",
        ] {
            let name = identifier(word, Case::Snake);
            assert_ne!(name.as_deref(), Some(word));
        }
    }

    #[test]
    fn no_identifier_is_given_twice() {
        let mut members = Scope::new(Case::Snake, &[]);
        let wanted = ["size", "size_2", "size", "r#type", "r#type"];
        let given = wanted.map(|name| members.take(name.to_owned()));
        assert_eq!(given, ["size", "size_2", "size_3", "r#type", "type_2"]);

        let mut variants = Scope::new(Case::Pascal, &["Other"]);
        let given = ["Other", "N1", "N1"].map(|name| variants.take(name.to_owned()));
        assert_eq!(given, ["Other2", "N1", "N1_2"]);

        let mut raised = Scope::new(Case::Snake, &[]);
        let given = ["self_", "self_"].map(|name| raised.take(name.to_owned()));
        assert_eq!(given, ["self_", "self_2"], "snake case has no `__`");
    }

    /// The tries are counted, as time tells nothing for sure.
    #[test]
    fn a_number_is_tried_once() {
        let mut scope = Scope::new(Case::Pascal, &[]);
        for _ in 0..100_000 {
            scope.take("N50".to_owned());
        }
        assert_eq!(scope.numbers["N50"], 100_001);
        assert_eq!(scope.take("N50".to_owned()), "N50_100001");
    }
}
