//! Enums for the options of a dropdown or multiselect.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::markdown::code;
use super::names::{IdentCase, IdentScope, identifier, other_name_reason};
use super::used_names::OTHER;

#[derive(Debug)]
pub(super) struct ChoiceEnum {
    pub(super) ident: String,
    pub(super) docs: String,
    pub(super) variants: Vec<Variant>,
}

/// The variant for an option.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) ident: String,
    pub(super) value: String,
}

/// The variants for these options, and remarks on the options.
///
/// The names of variants do not depend on the order of the options.
pub(super) fn variants(options: &[String]) -> (Vec<Variant>, Vec<String>) {
    let (options, mut warnings) = unique_options(options);
    let mut idents = idents(&options);
    let mut variants = Vec::new();
    for value in options {
        let wanted = identifier(value, IdentCase::Pascal);
        let ident = idents.remove(value).expect("each option has one");
        if wanted.as_ref() != Some(&ident) {
            let reason = other_name_reason(wanted.as_deref());
            warnings.push(format!(
                "has the option {} with the variant `{ident}`: {reason}",
                code(value)
            ));
        }
        let value = value.to_owned();
        variants.push(Variant { ident, value });
    }
    (variants, warnings)
}

/// The options without duplicates and empty ones, and remarks.
fn unique_options(options: &[String]) -> (Vec<&str>, Vec<String>) {
    let (mut found, mut warnings) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for value in options {
        if value.is_empty() {
            warnings.push("has an empty option, which means no value".to_owned());
        } else if seen.insert(value) {
            found.push(value.as_str());
        } else {
            warnings.push(format!("has the option {} more than once", code(value)));
        }
    }
    (found, warnings)
}

/// An identifier for each option.
///
/// If several options have the same identifier, the one without special characters gets it. In the others
/// special characters become words, and they get a number if that is not enough.
fn idents<'a>(options: &[&'a str]) -> HashMap<&'a str, String> {
    let mut sorted = options.to_vec();
    sorted.sort_unstable();
    let mut groups: BTreeMap<Option<String>, Vec<&str>> = BTreeMap::new();
    for value in sorted {
        let wanted = identifier(value, IdentCase::Pascal);
        groups.entry(wanted).or_default().push(value);
    }
    let mut names = IdentScope::new(IdentCase::Pascal, &[OTHER]);
    let (mut idents, mut rest) = (HashMap::new(), Vec::new());
    for (wanted, mut group) in groups {
        if let Some(wanted) = wanted.filter(|wanted| names.is_free(wanted)) {
            let plain = match group.as_slice() {
                [_] => Some(0),
                several => several
                    .iter()
                    .position(|value| !has_special_characters(value)),
            };
            if let Some(plain) = plain {
                idents.insert(group.remove(plain), names.take(wanted));
            }
        }
        rest.extend(group);
    }
    for value in rest {
        let wanted = identifier(&spell_special_characters(value), IdentCase::Pascal);
        let wanted = wanted.unwrap_or_else(|| "Choice".to_owned());
        idents.insert(value, names.take(wanted));
    }
    idents
}

fn has_special_characters(value: &str) -> bool {
    value.contains(|c: char| !c.is_alphanumeric() && c != ' ')
}

/// The text with words in place of special characters.
fn spell_special_characters(value: &str) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match CHARACTER_WORDS.iter().find(|(special, _)| *special == c) {
            Some((_, word)) => text.extend([" ", word, " "]),
            None => text.push(c),
        }
    }
    text
}

const CHARACTER_WORDS: [(char, &str); 27] = [
    ('!', "exclamation"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('\'', "apostrophe"),
    ('(', "open"),
    (')', "close"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "below"),
    ('=', "equals"),
    ('>', "above"),
    ('?', "question"),
    ('@', "at"),
    ('\\', "backslash"),
    ('_', "underscore"),
    ('|', "bar"),
    ('~', "tilde"),
    ('€', "euro"),
];

/// The first option that cannot be recognized in a comma-separated list: it has a comma, or spaces at its
/// ends.
pub(super) fn ambiguous_option(options: &[String]) -> Option<&str> {
    let is_ambiguous = |option: &&String| option.contains(',') || option.trim() != option.as_str();
    options.iter().find(is_ambiguous).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::variants;

    fn named_variants(options: &[&str]) -> Vec<(String, String)> {
        let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
        let (variants, _) = variants(&options);
        let mut named_variants: Vec<_> = variants
            .into_iter()
            .map(|variant| (variant.value, variant.ident))
            .collect();
        named_variants.sort_unstable();
        named_variants
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |&(value, ident): &(&str, &str)| (value.to_owned(), ident.to_owned());
        let mut expected: Vec<_> = expected.iter().map(owned).collect();
        expected.sort_unstable();
        expected
    }

    #[test]
    fn names_do_not_depend_on_the_order_of_options() {
        let expected = pairs(&[
            ("50", "N50"),
            ("50+", "N50Plus"),
            ("50-", "N50Minus"),
            ("< 50", "Below50"),
            ("+50", "Plus50"),
        ]);
        let mut options = ["50+", "50-", "< 50", "50", "+50"];
        for round in 0..options.len() {
            options.rotate_left(1);
            options.swap(0, round);
            assert_eq!(named_variants(&options), expected, "{options:?}");
        }
        let numbered = pairs(&[("C", "C"), ("c", "C2"), ("ç", "C3"), ("C++", "CPlusPlus")]);
        assert_eq!(named_variants(&["ç", "C++", "c", "C"]), numbered);
        assert_eq!(named_variants(&["C", "c", "C++", "ç"]), numbered);
    }

    #[test]
    fn special_characters_become_words_only_if_needed() {
        let expected = pairs(&[("E-mail", "EMail"), ("C++", "C"), ("?", "Question")]);
        assert_eq!(named_variants(&["E-mail", "C++", "?"]), expected);
        let other = pairs(&[("Other", "Other2"), ("other!", "OtherExclamation")]);
        assert_eq!(named_variants(&["other!", "Other"]), other);
    }
}
