//! The choices that a dropdown or multiselect offers.

use std::collections::HashSet;

use super::docs::code;
use super::layout::why_not;
use super::names::{Case, Scope, identifier};

/// An enum.
#[derive(Debug)]
pub(super) struct Choices {
    pub(super) ident: String,
    pub(super) docs: String,
    pub(super) variants: Vec<Variant>,
}

/// An option.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) ident: String,
    pub(super) value: String,
}

/// The variants for these options, and what is odd about them.
pub(super) fn variants(options: &[String]) -> (Vec<Variant>, Vec<String>) {
    let mut names = Scope::new(Case::Pascal, &[super::module::OTHER]);
    let (mut variants, mut remarks) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for (index, value) in options.iter().enumerate() {
        if value.is_empty() {
            remarks.push("has an empty option, which stands for no value".to_owned());
            continue;
        }
        if !seen.insert(value) {
            remarks.push(format!("has the option {} more than once", code(value)));
            continue;
        }
        let wanted = identifier(value, Case::Pascal);
        let fallback = || format!("Choice{}", index + 1);
        let ident = names.take(wanted.clone().unwrap_or_else(fallback));
        if wanted.as_ref() != Some(&ident) {
            let why = why_not(wanted.as_deref());
            remarks.push(format!(
                "has the option {}, whose variant is `{ident}`: {why}",
                code(value)
            ));
        }
        let value = value.clone();
        variants.push(Variant { ident, value });
    }
    (variants, remarks)
}

/// An option that is not found again among others with commas, and perhaps spaces, between them.
pub(super) fn lost_between_commas(options: &[String]) -> Option<&str> {
    let lost = |option: &&String| option.contains(',') || option.trim() != option.as_str();
    options.iter().find(lost).map(String::as_str)
}
