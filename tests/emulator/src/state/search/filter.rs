//! The conditions of a search.

use super::operator::Operator;
use crate::query::Query;
use crate::state::columns::{ColumnKind, Columns};

/// The value of a contact that a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    Id,
    Groups,
    /// A column, by position.
    Text(usize),
    /// A column with several values, by position.
    List(usize),
}

impl Target {
    fn from_name(name: &str, columns: &Columns) -> Option<Self> {
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

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Condition {
    pub(super) target: Target,
    pub(super) operator: Operator,
    pub(super) operand: String,
}

/// Conditions that must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Filter(Vec<Condition>);

impl Filter {
    /// Reads the conditions of a query. `operands` names the parameters that can hold the operand.
    /// Unknown columns and operators, and conditions without operand, are ignored.
    pub(crate) fn from_query(query: &Query, columns: &Columns, operands: &[&str]) -> Self {
        let mut filter = Self::default();
        for (column, operator) in query.keyed("condition") {
            let operand = operands
                .iter()
                .find_map(|name| query.get(&format!("{name}[{column}]")));
            let target = Target::from_name(column, columns);
            if let (Some(target), Ok(operator), Some(operand)) = (target, operator.parse(), operand)
            {
                filter.0.retain(|condition| condition.target != target);
                filter = filter.and(target, operator, operand);
            }
        }
        filter
    }

    /// Adds a condition.
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

    pub(super) fn conditions(&self) -> &[Condition] {
        &self.0
    }
}
