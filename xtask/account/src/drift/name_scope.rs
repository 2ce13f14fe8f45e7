//! Names that become the same Rust identifier. A description can have only one of them.

use std::collections::BTreeSet;
use std::fmt;

use heck::{ToPascalCase, ToSnakeCase};

/// The identifiers of a type that are taken.
pub(super) struct NameScope {
    taken: BTreeSet<String>,
    identifier: fn(&str) -> String,
}

impl NameScope {
    /// For the fields of an object; `extra` is the field for its additional members.
    pub(super) fn of_members(extra: Option<&str>) -> Self {
        let extra = extra.map(str::to_snake_case);
        let all = extra.as_ref().map(|extra| format!("{extra}_all"));
        let new = Some("new".to_owned());
        Self {
            taken: [new, extra, all].into_iter().flatten().collect(),
            identifier: snake,
        }
    }

    /// For the variants of an enum.
    pub(super) fn of_values() -> Self {
        Self {
            taken: BTreeSet::from(["Other".to_owned()]),
            identifier: pascal,
        }
    }

    /// Takes the identifier of `name`; `false` if it is taken or `name` makes no identifier.
    pub(super) fn take(&mut self, name: &str) -> bool {
        let identifier = (self.identifier)(name);
        !identifier.is_empty() && self.taken.insert(identifier)
    }
}

/// The names of a finding that its action omits, as a sentence after its message.
pub(super) struct OmittedNames<'n>(pub(super) &'n [String]);

impl fmt::Display for OmittedNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(
            f,
            " The action leaves out `{}`: the Rust name is taken.",
            self.0.join("`, `")
        )
    }
}

fn snake(name: &str) -> String {
    after_digit(name.to_snake_case(), 'n')
}

fn pascal(name: &str) -> String {
    after_digit(name.to_pascal_case(), 'N')
}

/// An identifier cannot start with a digit.
fn after_digit(name: String, letter: char) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("{letter}{name}"),
        _ => name,
    }
}
