//! The overlay actions that a finding suggests.

use serde::Serialize;
use serde_json::Value;

use crate::suggest::yaml;
pub(super) use crate::suggest::{Action, Touched};

/// Marks text that a human must replace.
pub(super) const TODO: &str = "TODO";

/// Overlay actions, to be pasted below the `actions:` of a patch. In strict mode they fit the linted document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Patch {
    actions: Vec<Value>,
    #[serde(skip)]
    touched: Vec<Touched>,
}

impl Patch {
    /// The actions.
    #[must_use]
    pub fn actions(&self) -> &[Value] {
        &self.actions
    }

    /// As YAML, indented to stand below `actions:`.
    #[must_use]
    pub fn yaml(&self) -> String {
        yaml(&self.actions)
    }

    /// Whether a human must replace a placeholder.
    #[must_use]
    pub fn has_placeholder(&self) -> bool {
        let is_open = |action: &Value| action.to_string().contains(TODO);
        self.actions.iter().any(is_open)
    }

    pub(super) fn touched(&self) -> &[Touched] {
        &self.touched
    }

    /// With one more action.
    pub(super) fn with(mut self, action: Action) -> Self {
        // Most patches have one action.
        self.touched.reserve_exact(1);
        self.actions.reserve_exact(1);
        self.touched.push(action.touched().clone());
        self.actions.push(action.into());
        self
    }
}

impl From<Action> for Patch {
    fn from(action: Action) -> Self {
        Self::default().with(action)
    }
}
