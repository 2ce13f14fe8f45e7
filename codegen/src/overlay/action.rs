//! An overlay and its actions, after all members have been checked.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::error::ActionPlace;

/// How an overlay is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As the standard says: an action whose target selects nothing succeeds.
    Standard,
    /// An action that selects or changes nothing is an error, and so is one
    /// whose `x-expect` or `x-expect-absent` does not hold.
    Strict,
}

/// A valid overlay.
#[derive(Clone, Debug)]
pub struct Overlay {
    pub(super) file: String,
    pub(super) version: Version,
    pub(super) title: String,
    pub(super) extends: Option<String>,
    pub(super) actions: Vec<Action>,
}

impl Overlay {
    /// The file name, as given to [`Overlay::from_value`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// `info.title`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The actions that update, each with what it merges.
    pub fn updates(&self) -> impl Iterator<Item = (&ActionPlace, &Value)> {
        self.actions
            .iter()
            .filter_map(|action| match &action.change {
                Change::Update(update) => Some((&action.place, update)),
                _ => None,
            })
    }

    /// `extends`: the document that the overlay is meant for. It is not checked.
    #[must_use]
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }
}

/// The version of the standard; its patch number makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) place: ActionPlace,
    pub(super) target: JsonPath,
    pub(super) change: Change,
    /// `x-expect`, unchecked: standard mode ignores it.
    pub(super) expect: Option<Value>,
    /// `x-expect-absent`, unchecked: standard mode ignores it.
    pub(super) expect_absent: Option<Value>,
}

/// The one of `update`, `copy` and `remove` that takes effect.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Update(Value),
    Copy { path: JsonPath, text: String },
    Remove,
    Nothing,
}
