//! Reads the `x-` keys that `EXTENSIONS.md` describes. No other module parses them.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::{Evidence, ItemPages, Meaning, OperandKind, Pagination};
use crate::openapi::Extensions;
use crate::pointer::Pointer;
use crate::problem::Problems;

const HINT: &str = "codegen/EXTENSIONS.md says what the key takes";

/// `x-additional-properties`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdditionalPropertiesKey {
    pub(super) name: String,
    #[serde(default)]
    pub(super) keys: Option<LetterCase>,
    #[serde(default)]
    pub(super) description: Option<String>,
}

/// `keys` of `x-additional-properties`.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum LetterCase {
    Lower,
}

/// A value of `x-wire`.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireForm {
    /// A number in a string.
    String,
    /// A boolean as a digit, or in a string.
    Digits,
    /// Several values that mean "no value".
    Empties,
}

/// `x-pagination`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaginationKey {
    size: Option<u32>,
    start: Option<String>,
    total: Option<String>,
    items: Option<String>,
}

/// Reads `x-pagination`.
pub(super) fn pagination(
    extensions: &Extensions<'_>,
    problems: &mut Problems,
) -> Option<Pagination> {
    const KEY: &str = "x-pagination";
    match read(extensions, KEY, problems)? {
        PaginationKey {
            size: Some(size),
            start: None,
            total: None,
            items: None,
        } => Some(Pagination::Numbers { size }),
        PaginationKey {
            size: None,
            start: Some(start),
            total: Some(total),
            items: Some(items),
        } => Some(Pagination::Items(ItemPages {
            start,
            total,
            items,
        })),
        _ => {
            problems.add(
                &extensions.get(KEY)?.at,
                "pages are numbered, with a `size`, or begin at an item, with `start`, `total` and `items`",
                HINT,
            );
            None
        }
    }
}

/// `x-batch`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchKey {
    pub(super) method: String,
    /// Names on the wire.
    pub(super) errors: Vec<String>,
}

/// An entry of `x-errors`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorKey {
    pub(super) code: i64,
    pub(super) description: String,
    #[serde(default)]
    pub(super) data: Option<String>,
    #[serde(default)]
    pub(super) means: Option<Meaning>,
    #[serde(default, rename = "x-evidence")]
    pub(super) evidence: Option<Value>,
}

/// An operator of `x-filter`, unless it is the word for its operand alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorKey {
    operand: OperandKind,
    #[serde(default, rename = "x-evidence")]
    evidence: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceKey {
    source: Source,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Source {
    Documented,
    VendorClient,
    Inferred,
}

/// The value of `key`. `None` if it is absent or invalid; an invalid value is reported.
pub(super) fn read<T: DeserializeOwned>(
    extensions: &Extensions<'_>,
    key: &str,
    problems: &mut Problems,
) -> Option<T> {
    let node = extensions.get(key)?;
    match T::deserialize(node.value) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.misread_key(&node.at, format!("`{key}` has no meaning here: {error}"));
            None
        }
    }
}

/// Whether `key` is `true`.
pub(super) fn flag(extensions: &Extensions<'_>, key: &str, problems: &mut Problems) -> bool {
    read(extensions, key, problems).unwrap_or(false)
}

/// `x-extensible-enum`: whether it is `true`, or lists the known values.
pub(super) fn is_open_enum(extensions: &Extensions<'_>, problems: &mut Problems) -> bool {
    const KEY: &str = "x-extensible-enum";
    if extensions
        .get(KEY)
        .is_some_and(|node| node.value.is_array())
    {
        return read::<Vec<String>>(extensions, KEY, problems).is_some();
    }
    flag(extensions, KEY, problems)
}

/// `x-aliases`: words that rustdoc can search.
pub(super) fn aliases(extensions: &Extensions<'_>, problems: &mut Problems) -> Vec<String> {
    let aliases: Vec<String> = read(extensions, "x-aliases", problems).unwrap_or_default();
    let is_word = |alias: &String| {
        !alias.is_empty() && alias.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    if let Some(alias) = aliases.iter().find(|alias| !is_word(alias)) {
        let at = extensions.get("x-aliases").map(|node| node.at.clone());
        let message = format!("`{alias}` in `x-aliases` is not one word");
        problems.add(
            &at.unwrap_or_default(),
            message,
            "write it with letters, digits and `_` only",
        );
    }
    aliases
}

/// `x-wire`: one encoding or several.
pub(super) fn wire_forms(extensions: &Extensions<'_>, problems: &mut Problems) -> Vec<WireForm> {
    match extensions.get("x-wire").map(|node| node.value) {
        Some(Value::Array(_)) => read(extensions, "x-wire", problems).unwrap_or_default(),
        _ => read(extensions, "x-wire", problems).into_iter().collect(),
    }
}

/// `x-evidence`: a source, or a source with a reason.
pub(super) fn evidence(extensions: &Extensions<'_>, problems: &mut Problems) -> Evidence {
    extensions
        .get("x-evidence")
        .map(|node| evidence_of(node.value, &node.at, problems))
        .unwrap_or_default()
}

/// An operator of `x-filter`: the word for its operand, or that with its evidence.
pub(super) fn operator(
    value: &Value,
    at: &Pointer,
    problems: &mut Problems,
) -> Option<(OperandKind, Evidence)> {
    let key = match value {
        Value::Object(_) => OperatorKey::deserialize(value),
        _ => OperandKind::deserialize(value).map(|operand| OperatorKey {
            operand,
            evidence: None,
        }),
    };
    match key {
        Ok(OperatorKey { operand, evidence }) => {
            let evidence =
                evidence.map(|value| evidence_of(&value, &at.child("x-evidence"), problems));
            Some((operand, evidence.unwrap_or_default()))
        }
        Err(error) => {
            problems.add(at, format!("no operator: {error}"), HINT);
            None
        }
    }
}

/// Reads the value of an `x-evidence`.
pub(super) fn evidence_of(value: &Value, at: &Pointer, problems: &mut Problems) -> Evidence {
    let key = match value {
        Value::String(_) => Source::deserialize(value).map(|source| EvidenceKey {
            source,
            reason: None,
        }),
        _ => EvidenceKey::deserialize(value),
    };
    match key {
        Ok(EvidenceKey { source, reason }) => match (source, reason) {
            (Source::Documented, _) => Evidence::Documented,
            (Source::VendorClient, reason) => Evidence::VendorClient(reason),
            (Source::Inferred, Some(reason)) => Evidence::Inferred(reason),
            (Source::Inferred, None) => {
                problems.add(at, "an inferred fact without its reason", HINT);
                Evidence::Inferred(String::new())
            }
        },
        Err(error) => {
            problems.add(at, format!("no evidence: {error}"), HINT);
            Evidence::default()
        }
    }
}
