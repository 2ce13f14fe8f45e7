//! The conditions of a search.

use super::operator::Operator;
use crate::did_you_mean::did_you_mean;
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

/// A filter, and the parts of the query that have no effect. Each text names the part and the reason.
#[derive(Debug, Default)]
pub(crate) struct ParsedQuery {
    pub(crate) filter: Filter,
    pub(crate) ignored: Vec<String>,
}

impl Filter {
    /// Reads the conditions of a query. `operands` names the parameters that can hold the operand.
    /// Unknown columns and operators, and conditions without operand, are ignored.
    pub(crate) fn from_query(query: &Query, columns: &Columns, operands: &[&str]) -> ParsedQuery {
        let mut filter = Self::default();
        let mut ignored = unknown_parameters(query, operands);
        for (column, operator) in query.keyed("condition") {
            match Condition::parse(query, columns, operands, column, operator) {
                Ok(condition) => {
                    let others = filter.0.len();
                    filter.0.retain(|other| other.target != condition.target);
                    if filter.0.len() < others {
                        ignored.push(format!(
                            "condition[{column}]: the column has two conditions; the last one is used"
                        ));
                    }
                    filter.0.push(condition);
                }
                Err(reason) => ignored.push(format!("condition[{column}]: {reason}")),
            }
        }
        ParsedQuery { filter, ignored }
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

impl Condition {
    /// Reads one condition, or says why it has no effect.
    fn parse(
        query: &Query,
        columns: &Columns,
        operands: &[&str],
        column: &str,
        operator: &str,
    ) -> Result<Self, String> {
        let operand = operands
            .iter()
            .find_map(|name| query.get(&format!("{name}[{column}]")));
        let target = Target::from_name(column, columns).ok_or_else(|| {
            let names = columns.iter().map(|column| column.name.as_str());
            let hint = did_you_mean(column, names.chain(["id", "groups"]));
            format!("unknown column{hint}; the other conditions select alone")
        })?;
        let operator = operator.parse().map_err(|_| {
            let hint = did_you_mean(operator, Operator::ALL.into_iter().map(|(_, name)| name));
            format!("unknown operator {operator:?}{hint}")
        })?;
        let operand = operand
            .ok_or_else(|| format!("no operand; expected {}", named_operands(operands, column)))?;
        Ok(Self {
            target,
            operator,
            operand: operand.to_owned(),
        })
    }
}

/// `value[email] or values[email]`
fn named_operands(operands: &[&str], column: &str) -> String {
    let names = operands.iter().map(|name| format!("{name}[{column}]"));
    names.collect::<Vec<_>>().join(" or ")
}

/// The parameters that a search does not read.
fn unknown_parameters(query: &Query, operands: &[&str]) -> Vec<String> {
    let mut ignored = Vec::new();
    for (name, value) in query.iter() {
        let (base, column) = match name.split_once('[') {
            Some((base, rest)) => (base, rest.strip_suffix(']')),
            None => (name, None),
        };
        match (base, column) {
            ("token" | "method", None) | ("condition", Some(_)) => {}
            ("page", None) => {
                if value.trim().parse::<usize>().is_ok_and(|page| page > 0) {
                    continue;
                }
                ignored.push(format!(
                    "page={value}: not a page number; page 1 is returned"
                ));
            }
            (_, Some(column)) if operands.contains(&base) => {
                if query.get(&format!("condition[{column}]")).is_none() {
                    ignored.push(format!("{name}: there is no condition[{column}]"));
                }
            }
            ("value" | "values", Some(column)) => ignored.push(format!(
                "{name}: operands are read from {}",
                named_operands(operands, column)
            )),
            _ => ignored.push(format!("{name}: unknown parameter")),
        }
    }
    ignored
}
