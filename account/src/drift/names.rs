//! Which names and words may be shown. What might be somebody's data is counted, and not shown.

/// Longer ones are hardly names.
const LONGEST_NAME: usize = 64;
const LONGEST_WORD: usize = 32;

/// More digits than these may be a number of somebody's, or a key.
const MOST_DIGITS: usize = 4;

/// Whether `name`, of a member, looks like one that a programmer gave.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME && is_plain(name) && name.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether `word`, a value in the place of an enum's, looks like one of a set.
pub(super) fn is_word(word: &str) -> bool {
    word.len() <= LONGEST_WORD && is_plain(word)
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
            &long,
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_word_of_an_enum_is_short_and_plain() {
        for word in ["PAID", "Double-Optin", "x_1", "1"] {
            assert!(is_word(word), "{word}");
        }
        let long = "a".repeat(33);
        for word in ["", "in two words", "kevin@example.com", "1982-03-04", &long] {
            assert!(!is_word(word), "{word}");
        }
    }
}
