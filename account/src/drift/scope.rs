//! Names that become one identifier, of which a description can have only one.

use std::collections::BTreeSet;

use heck::{ToPascalCase, ToSnakeCase};

/// The identifiers of a type that are taken.
pub(super) struct Scope {
    taken: BTreeSet<String>,
    identifier: fn(&str) -> String,
}

impl Scope {
    /// Of the members of an object whose further members go by the name `rest`, if it has any.
    pub(super) fn of_members(rest: Option<&str>) -> Self {
        let rest = rest.map(str::to_snake_case);
        let all = rest.as_ref().map(|rest| format!("{rest}_all"));
        let new = Some("new".to_owned());
        Self {
            taken: [new, rest, all].into_iter().flatten().collect(),
            identifier: snake,
        }
    }

    /// Of the values of an enum.
    pub(super) fn of_values() -> Self {
        Self {
            taken: BTreeSet::from(["Other".to_owned()]),
            identifier: pascal,
        }
    }

    /// Takes the identifier of `name`; whether it was free, and there is one.
    pub(super) fn take(&mut self, name: &str) -> bool {
        let identifier = (self.identifier)(name);
        !identifier.is_empty() && self.taken.insert(identifier)
    }

    /// Says of a finding which names are not in its actions.
    pub(super) fn left_out(names: &[String]) -> String {
        if names.is_empty() {
            return String::new();
        }
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        format!(
            " Not in the action, as another has its name in Rust: {}.",
            names.join(", ")
        )
    }
}

fn snake(name: &str) -> String {
    after_digit(name.to_snake_case(), 'n')
}

fn pascal(name: &str) -> String {
    after_digit(name.to_pascal_case(), 'N')
}

/// No identifier begins with a digit.
fn after_digit(name: String, letter: char) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("{letter}{name}"),
        _ => name,
    }
}
