//! Searches for contacts: the 17 operators, and which contacts match.
//!
//! What the docs leave open is settled in `ASSUMPTIONS.md`.

mod cache;
mod matcher;

use std::fmt;
use std::str::FromStr;

pub(crate) use self::cache::Searches;
use crate::query::Query;
use crate::state::columns::{ColumnKind, Columns};

/// How a column is compared with its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are those of the API")]
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
    /// All of them, with their names.
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

/// The text names no operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no search operator {0:?}")]
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

/// What a condition looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Id,
    Groups,
    Text(usize),
    List(usize),
}

impl Target {
    fn of(name: &str, columns: &Columns) -> Option<Self> {
        match name {
            "id" => Some(Self::Id),
            "groups" => Some(Self::Groups),
            _ => {
                let position = columns.position(name)?;
                Some(match columns.get(position)?.kind {
                    ColumnKind::List => Self::List(position),
                    _ => Self::Text(position),
                })
            }
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Condition {
    pub(crate) target: Target,
    pub(crate) operator: Operator,
    pub(crate) operand: String,
}

/// Conditions that must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Filter(Vec<Condition>);

impl Filter {
    /// Reads the conditions of a query; `operands` are the parameters that may hold the operand.
    /// A condition that the API does not know is ignored.
    pub(crate) fn from_query(query: &Query, columns: &Columns, operands: &[&str]) -> Self {
        let mut filter = Self::default();
        for (field, operator) in query.keyed("condition") {
            let operand = operands
                .iter()
                .find_map(|name| query.get(&format!("{name}[{field}]")));
            let target = Target::of(field, columns);
            if let (Some(target), Ok(operator), Some(operand)) = (target, operator.parse(), operand)
            {
                filter.0.retain(|condition| condition.target != target);
                filter.0.push(Condition {
                    target,
                    operator,
                    operand: operand.to_owned(),
                });
            }
        }
        filter
    }

    /// The same and one more condition.
    pub(crate) fn and(mut self, target: Target, operator: Operator, operand: &str) -> Self {
        self.0.push(Condition {
            target,
            operator,
            operand: operand.to_owned(),
        });
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a text is a date, or a date and a time.
pub(crate) fn is_moment(text: &str) -> bool {
    matcher::moment(text).is_some()
}
