//! The search operators of the API.

use std::fmt;
use std::str::FromStr;

/// How a column is compared with an operand. `ASSUMPTIONS.md` has the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    Equals,
    NotEquals,
    EqualsAny,
    NotEqualsAny,
    GreaterThan,
    LessThan,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    Before,
    After,
    ContainsAny,
    ContainsAll,
    ContainsExactly,
    NotContainsAny,
    NotContainsAll,
}

impl Operator {
    /// All operators, with their names in the API.
    pub const ALL: [(Self, &'static str); 17] = [
        (Self::Equals, "equals"),
        (Self::NotEquals, "not-equals"),
        (Self::EqualsAny, "equals-any"),
        (Self::NotEqualsAny, "not-equals-any"),
        (Self::GreaterThan, "greater-than"),
        (Self::LessThan, "less-than"),
        (Self::Contains, "contains"),
        (Self::NotContains, "not-contains"),
        (Self::StartsWith, "starts-with"),
        (Self::EndsWith, "ends-with"),
        (Self::Before, "before"),
        (Self::After, "after"),
        (Self::ContainsAny, "contains-any"),
        (Self::ContainsAll, "contains-all"),
        (Self::ContainsExactly, "contains-exactly"),
        (Self::NotContainsAny, "not-contains-any"),
        (Self::NotContainsAll, "not-contains-all"),
    ];
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL
            .iter()
            .find(|(operator, _)| operator == self)
            .map(|(_, name)| *name);
        formatter.write_str(name.unwrap_or_default())
    }
}

/// The text is not the name of an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown search operator {0:?}")]
pub struct UnknownOperator(String);

impl FromStr for Operator {
    type Err = UnknownOperator;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|(_, name)| *name == text);
        found
            .map(|(operator, _)| *operator)
            .ok_or_else(|| UnknownOperator(text.to_owned()))
    }
}
