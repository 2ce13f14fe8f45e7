//! Which names and words may be shown. What might be somebody's data is counted, and not shown.

/// Longer ones are hardly names.
const LONGEST_NAME: usize = 64;
const LONGEST_WORD: usize = 32;

/// More digits than these may be a number of somebody's, or a key.
const MOST_DIGITS: usize = 4;

/// More digits than these in a row are no part of a name: those of a postcode are four.
const LONGEST_NUMBER: usize = 2;

/// Where a name stands, and so how much it takes to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In objects of which some members are described.
    Described,
    /// In the one object that an answer is.
    Answer,
    /// In objects of which nothing is described.
    Undescribed,
    /// In objects inside of what is not described.
    Inside,
}

/// Whether `name`, of a member that `objects` had, may be shown. Where nothing is described, a name
/// may be a person's: only those that objects share are the API's.
pub(super) fn is_shown(name: &str, objects: usize, place: Place) -> bool {
    is_name(name)
        && (objects > 1
            || match place {
                Place::Described => !name.starts_with(|c: char| c.is_ascii_uppercase()),
                Place::Answer => is_in_snake_case(name),
                Place::Undescribed | Place::Inside => false,
            })
}

/// Whether `name`, of a member, looks like one that a programmer gave.
fn is_name(name: &str) -> bool {
    let mut numbers = name.split(|c: char| !c.is_ascii_digit());
    name.len() <= LONGEST_NAME
        && is_plain(name)
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && numbers.all(|number| number.len() <= LONGEST_NUMBER)
}

fn is_in_snake_case(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    name.bytes().next().is_some_and(is_letter)
        && name
            .bytes()
            .all(|byte| is_letter(byte) || byte.is_ascii_digit())
}

/// Whether `word`, a value in the place of an enum's, looks like one of those `listed`: without
/// digits, and with capitals where all of them have some.
pub(super) fn is_word(word: &str, listed: &[String]) -> bool {
    let case = Case::of(word);
    let is_like = |pattern: Case| listed.iter().all(|word| Case::of(word).is(pattern));
    let fits = [Case::Lower, Case::Upper, Case::Title]
        .into_iter()
        .filter(|pattern| is_like(*pattern))
        .all(|pattern| case.is(pattern));
    word.len() <= LONGEST_WORD
        && is_plain(word)
        && !word.contains(|c: char| c.is_ascii_digit())
        && fits
}

/// Which letters of a word are capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Lower,
    Upper,
    /// The first one, and others perhaps.
    Title,
    Mixed,
}

impl Case {
    fn of(word: &str) -> Self {
        let has = |is: fn(&char) -> bool| word.chars().any(|letter| is(&letter));
        match (has(char::is_ascii_lowercase), has(char::is_ascii_uppercase)) {
            (_, false) => Self::Lower,
            (false, true) => Self::Upper,
            _ if word.starts_with(|c: char| c.is_ascii_uppercase()) => Self::Title,
            _ => Self::Mixed,
        }
    }

    /// Whether a word of this case follows a pattern: one all in capitals begins with one as well.
    fn is(self, pattern: Self) -> bool {
        self == pattern || (self, pattern) == (Self::Upper, Self::Title)
    }
}

fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !text.is_empty() && text.bytes().all(plain) && digits <= MOST_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_programmer_would_write_is_a_name() {
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
    fn what_may_be_data_is_no_name() {
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
    fn a_name_that_one_object_has_is_shown_where_it_cannot_be_a_persons() {
        for (name, places) in [
            ("sent_on", [true, true, false, false]),
            ("sentOn", [true, false, false, false]),
            ("Kevin", [false; 4]),
            ("1234AB", [false; 4]),
        ] {
            let of = [
                Place::Described,
                Place::Answer,
                Place::Undescribed,
                Place::Inside,
            ];
            assert_eq!(of.map(|place| is_shown(name, 1, place)), places, "{name}");
        }
        assert!(is_shown("Sent", 2, Place::Inside));
        assert!(!is_shown("1234AB", 2, Place::Described));
    }

    #[test]
    fn a_word_of_an_enum_looks_like_those_that_are_listed() {
        let is = |word: &str, listed: &[&str]| {
            let listed: Vec<String> = listed.iter().map(|&word| word.to_owned()).collect();
            is_word(word, &listed)
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
