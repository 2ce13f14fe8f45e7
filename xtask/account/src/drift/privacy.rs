//! Decides which names and enum values of an account may be shown. What may be personal data is only
//! counted.

/// Longer texts are not names of fields or values.
const MAX_NAME_LENGTH: usize = 64;
const MAX_VALUE_LENGTH: usize = 32;

/// A text with more digits may be a phone number or a key.
const MAX_DIGITS: usize = 4;

/// A longer run of digits may be a postcode, which has four.
const MAX_DIGIT_RUN: usize = 2;

/// Where a name was found. It decides how much evidence is needed to show the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameContext {
    /// In an object with described members.
    Described,
    /// In a response that is a single object without described members.
    Response,
    /// In objects without described members.
    Undescribed,
    /// In objects inside of a value without a schema.
    Inside,
}

/// Whether the name of a member, found in this many objects, may be shown.
///
/// Without a description, a name may be a key of a map and name a person. A name that several objects
/// have belongs to the API.
pub(super) fn may_show_name(name: &str, objects: usize, context: NameContext) -> bool {
    is_name(name)
        && (objects > 1
            || match context {
                NameContext::Described => !name.starts_with(|c: char| c.is_ascii_uppercase()),
                NameContext::Response => is_in_snake_case(name),
                NameContext::Undescribed | NameContext::Inside => false,
            })
}

/// Whether `name` looks like an identifier.
fn is_name(name: &str) -> bool {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit());
    name.len() <= MAX_NAME_LENGTH
        && is_plain(name)
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && numbers.all(|number| number.len() <= MAX_DIGIT_RUN)
}

fn is_in_snake_case(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    name.bytes().next().is_some_and(is_letter)
        && name
            .bytes()
            .all(|byte| is_letter(byte) || byte.is_ascii_digit())
}

/// Whether an unknown value of an enum may be shown: it has no digits, and is in upper or lower case as
/// the `listed` values are.
pub(super) fn may_show_enum_value(value: &str, listed: &[String]) -> bool {
    let case = LetterCase::of(value);
    let all_listed_are = |pattern| listed.iter().all(|value| LetterCase::of(value).is(pattern));
    let has_case_of_listed = [LetterCase::Lower, LetterCase::Upper, LetterCase::Title]
        .into_iter()
        .filter(|pattern| all_listed_are(*pattern))
        .all(|pattern| case.is(pattern));
    value.len() <= MAX_VALUE_LENGTH
        && is_plain(value)
        && !value.contains(|c: char| c.is_ascii_digit())
        && has_case_of_listed
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LetterCase {
    Lower,
    Upper,
    /// The first letter is upper case; others may be.
    Title,
    Mixed,
}

impl LetterCase {
    fn of(text: &str) -> Self {
        let has = |is: fn(&char) -> bool| text.chars().any(|letter| is(&letter));
        match (has(char::is_ascii_lowercase), has(char::is_ascii_uppercase)) {
            (_, false) => Self::Lower,
            (false, true) => Self::Upper,
            _ if text.starts_with(|c: char| c.is_ascii_uppercase()) => Self::Title,
            _ => Self::Mixed,
        }
    }

    /// Whether the case matches `pattern`. Upper case matches title case, too.
    fn is(self, pattern: Self) -> bool {
        self == pattern || (self, pattern) == (Self::Upper, Self::Title)
    }
}

fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !text.is_empty() && text.bytes().all(plain) && digits <= MAX_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_names() {
        for name in [
            "email",
            "_state",
            "soft-bounces",
            "line2",
            "sentOn",
            "ga_utm_settings",
        ] {
            assert!(is_name(name), "{name}");
        }
    }

    #[test]
    fn data_is_not_a_name() {
        let long = "a".repeat(65);
        for name in [
            "kevin@example.com",
            "Kevin Smith",
            "58328",
            "",
            "0612345678",
            "tel0612345678",
            "0123456789abcdef0123456789abcdef",
            "Zoë",
            "a.b",
            "1234AB",
            "year2024",
            &long,
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_name_of_a_single_object_is_shown_if_it_cannot_be_data() {
        for (name, expected) in [
            ("sent_on", [true, true, false, false]),
            ("sentOn", [true, false, false, false]),
            ("Kevin", [false; 4]),
            ("1234AB", [false; 4]),
        ] {
            let contexts = [
                NameContext::Described,
                NameContext::Response,
                NameContext::Undescribed,
                NameContext::Inside,
            ];
            let shown = contexts.map(|context| may_show_name(name, 1, context));
            assert_eq!(shown, expected, "{name}");
        }
        assert!(may_show_name("Sent", 2, NameContext::Inside));
        assert!(!may_show_name("1234AB", 2, NameContext::Described));
    }

    #[test]
    fn an_enum_value_is_shown_if_it_looks_like_the_listed_ones() {
        let is = |word: &str, listed: &[&str]| {
            let listed: Vec<String> = listed.iter().map(|&word| word.to_owned()).collect();
            may_show_enum_value(word, &listed)
        };
        assert!(is("DENIED", &["PAID", "ERROR"]));
        assert!(!is("Kevin", &["PAID", "ERROR"]));
        assert!(!is("kevin", &["PAID", "ERROR"]));
        assert!(is("Double-Optin", &["Optin", "Contact"]));
        assert!(!is("kevin", &["Optin", "Contact"]));
        assert!(is("not-less", &["less", "not-equals"]));
        assert!(!is("Less", &["less", "not-equals"]));
        assert!(is("Any", &["anyCase", "PAID", "Other"]));
        let long = "a".repeat(33);
        for word in ["", "in two words", "kevin@example.com", "x_1", "b2", &long] {
            assert!(!is(word, &["a", "b"]), "{word}");
        }
    }
}
