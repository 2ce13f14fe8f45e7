//! Reads the `x-` keys that `EXTENSIONS.md` describes. Nothing else looks at them.

use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::finding::{Findings, Pointer};
use crate::model::{Evidence, Meaning};

/// The extensions of one object of the document.
pub struct Extensions<'a> {
    members: &'a IndexMap<String, Value>,
    at: &'a Pointer,
}

/// `x-rest`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestKey {
    pub name: String,
    #[serde(default)]
    pub keys: Option<LetterCase>,
    #[serde(default)]
    pub description: Option<String>,
}

/// `keys` of `x-rest`.
#[derive(serde::Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LetterCase {
    Lower,
}

/// A value of `x-wire`.
#[derive(serde::Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Dress {
    /// A number in a string.
    String,
    /// A truth value as a digit or in a string.
    Digits,
    /// Several values that mean that there is none.
    Empties,
}

/// `x-page`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageKey {
    pub size: u32,
}

/// `x-retry`.
#[derive(serde::Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum RetryKey {
    Safe,
    Never,
}

/// An entry of `x-errors`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorKey {
    pub code: i64,
    pub description: String,
    #[serde(default)]
    pub data: Option<String>,
    #[serde(default)]
    pub means: Option<Meaning>,
    #[serde(default, rename = "x-evidence")]
    pub evidence: Option<Value>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceKey {
    source: Source,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(serde::Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Source {
    Documented,
    VendorClient,
    Inferred,
}

impl<'a> Extensions<'a> {
    pub fn new(members: &'a IndexMap<String, Value>, at: &'a Pointer) -> Self {
        Self { members, at }
    }

    /// The value of `key`; `None` when it is absent, or wrong, which is noted.
    pub fn read<T: DeserializeOwned>(&self, key: &str, findings: &mut Findings) -> Option<T> {
        let value = self.members.get(key)?;
        match T::deserialize(value) {
            Ok(value) => Some(value),
            Err(error) => {
                findings.add(
                    &self.at.child(key),
                    format!("`{key}` has no meaning here: {error}"),
                    "codegen/EXTENSIONS.md says what the key takes",
                );
                None
            }
        }
    }

    /// The key is there and `true`.
    pub fn flag(&self, key: &str, findings: &mut Findings) -> bool {
        self.read(key, findings).unwrap_or(false)
    }

    /// `x-wire`: one dress or several.
    pub fn wire(&self, findings: &mut Findings) -> Vec<Dress> {
        match self.members.get("x-wire") {
            Some(Value::Array(_)) => self.read("x-wire", findings).unwrap_or_default(),
            _ => self.read("x-wire", findings).into_iter().collect(),
        }
    }

    /// `x-evidence`: a source, or a source with a reason.
    pub fn evidence(&self, findings: &mut Findings) -> Evidence {
        self.members
            .get("x-evidence")
            .map(|value| evidence(value, &self.at.child("x-evidence"), findings))
            .unwrap_or_default()
    }
}

/// Reads the value of an `x-evidence`.
pub fn evidence(value: &Value, at: &Pointer, findings: &mut Findings) -> Evidence {
    use serde::Deserialize;
    let key = match value {
        Value::String(_) => Source::deserialize(value).map(|source| EvidenceKey {
            source,
            reason: None,
        }),
        _ => EvidenceKey::deserialize(value),
    };
    let hint = "codegen/EXTENSIONS.md says what the key takes";
    match key {
        Ok(EvidenceKey { source, reason }) => match (source, reason) {
            (Source::Documented, _) => Evidence::Documented,
            (Source::VendorClient, reason) => Evidence::VendorClient(reason),
            (Source::Inferred, Some(reason)) => Evidence::Inferred(reason),
            (Source::Inferred, None) => {
                findings.add(at, "an inferred fact without its reason", hint);
                Evidence::Inferred(String::new())
            }
        },
        Err(error) => {
            findings.add(at, format!("no evidence: {error}"), hint);
            Evidence::default()
        }
    }
}
