//! YAML that readers of YAML 1.1 and 1.2 read alike: text that YAML 1.1 takes for something else is quoted.

use serde_json::Value;

/// What stands for the quotes while the value is written. Documents do not have these private characters.
const QUOTES: [char; 2] = ['\u{e000}', '\u{e001}'];

/// The value with marks around ambiguous text; `None` if it has the marks itself.
pub(super) fn mark(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => Value::String(mark_text(text)?),
        Value::Array(entries) => Value::Array(entries.iter().map(mark).collect::<Option<_>>()?),
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, member)| Some((mark_text(name)?, mark(member)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// The written text with quotes in place of the marks. Ambiguous text has no character that quotes change.
pub(super) fn quote(written: &str) -> String {
    written.replace(QUOTES, "'")
}

fn mark_text(text: &str) -> Option<String> {
    if text.contains(QUOTES) {
        return None;
    }
    let [start, end] = QUOTES;
    Some(if is_ambiguous(text) {
        format!("{start}{text}{end}")
    } else {
        text.to_owned()
    })
}

/// Whether some reader may take the text for a boolean, a null, a number, a date, or a merge key.
fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<",
    ];
    let is_word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    // Integers in all bases, with `_` and `,`; floats, `.inf` and `.nan`; `12:30`, which is sexagesimal; dates.
    let starts = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    let is_numeric = |one: char| one.is_ascii_alphanumeric() || "_,.:+- ".contains(one);
    let has_digit = text.contains(|one: char| one.is_ascii_digit());
    let is_special = || {
        let number = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
        [".inf", ".nan"].contains(&number.as_str())
    };
    let is_number = starts
        && !text.ends_with(' ')
        && text.chars().all(is_numeric)
        && (has_digit || is_special())
        && !is_version(text);
    is_word || is_number
}

/// `3.0.3`: no reader takes it for a number.
fn is_version(text: &str) -> bool {
    let mut parts = 0;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').inspect(|_| parts += 1).all(is_digits) && parts > 2
}
