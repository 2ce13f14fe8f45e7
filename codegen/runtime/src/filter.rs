//! Search conditions as query parameters.

use std::collections::HashSet;
use std::fmt::{self, Display};

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use crate::wire::{date_text, datetime_text, truncate};

/// The value that a field is compared with, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operand(String);

impl Operand {
    /// The operand for an id: the number or text of the id.
    #[must_use]
    pub fn from_id(id: impl Display) -> Self {
        Self(id.to_string())
    }

    /// The text in the query.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Operand {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<bool> for Operand {
    /// `1` or `0`, as the API stores booleans.
    fn from(value: bool) -> Self {
        Self(u8::from(value).to_string())
    }
}

impl From<Date> for Operand {
    fn from(date: Date) -> Self {
        Self(date_text(date))
    }
}

impl From<DateTime> for Operand {
    fn from(value: DateTime) -> Self {
        Self(datetime_text(value))
    }
}

impl From<Operands> for Operand {
    fn from(operands: Operands) -> Self {
        operands.0
    }
}

/// The operand of a condition that compares dates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateOperand(Operand);

impl From<Date> for DateOperand {
    fn from(date: Date) -> Self {
        Self(date.into())
    }
}

impl From<DateTime> for DateOperand {
    fn from(value: DateTime) -> Self {
        Self(value.into())
    }
}

impl From<DateOperand> for Operand {
    fn from(DateOperand(operand): DateOperand) -> Self {
        operand
    }
}

macro_rules! operands_from {
    ($($type:ty),*) => {$(
        impl From<$type> for Operand {
            fn from(value: $type) -> Self {
                Self(value.to_string())
            }
        }
    )*};
}

operands_from!(&str, &String, i32, i64, u32, u64, f64, Decimal);

/// Several operands for one condition. The query joins them with commas.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operands(Operand);

/// Why a list of operands cannot be sent. `Display` and `Debug` show no operand, which may be personal data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperandsError {
    /// An operand contains a comma, which separates operands.
    Comma(String),
    /// There is no operand. The docs do not define an empty list, and a condition that the API
    /// ignores would select everything.
    Empty,
}

impl fmt::Display for OperandsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comma(_) => f.write_str("an operand contains a comma, which separates operands"),
            Self::Empty => f.write_str("a list of operands needs at least one operand"),
        }
    }
}

impl fmt::Debug for OperandsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma(_) => "Comma(..)",
            Self::Empty => "Empty",
        })
    }
}

impl std::error::Error for OperandsError {}

impl Operands {
    /// Joins `operands` with commas.
    ///
    /// # Errors
    ///
    /// [`OperandsError`] if there is no operand, or an operand contains a comma.
    pub fn new<I>(operands: I) -> Result<Self, OperandsError>
    where
        I: IntoIterator<Item: Into<Operand>>,
    {
        let mut joined: Option<String> = None;
        for operand in operands {
            let Operand(text) = operand.into();
            if text.contains(',') {
                return Err(OperandsError::Comma(text));
            }
            joined = Some(match joined {
                Some(before) => before + "," + &text,
                None => text,
            });
        }
        let joined = joined.ok_or(OperandsError::Empty)?;
        Ok(Self(Operand(joined)))
    }
}

/// One condition: a field, an operator and an operand.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// The name of the field.
    pub field: String,
    /// The operator, as in the query.
    pub operator: &'static str,
    /// The operand, as in the query.
    pub operand: String,
}

/// The conditions of a search. An item must meet all of them.
///
/// A query has one condition for each field. Conditions with a second one on a field, in any case, cannot be
/// sent: the API would use one of the two, which selects more than was asked for. Neither can a condition whose
/// field is empty or has a bracket in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    added: Vec<Condition>,
    /// What is sent if no condition was added.
    all: Option<Condition>,
}

impl Condition {
    fn new(field: impl Into<String>, operator: &'static str, operand: impl Into<Operand>) -> Self {
        let Operand(operand) = operand.into();
        Self {
            field: field.into(),
            operator,
            operand,
        }
    }
}

impl Conditions {
    /// An empty list of conditions.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            added: Vec::new(),
            all: None,
        }
    }

    /// A condition that every item meets. Any condition that is added replaces it.
    #[must_use]
    pub fn all(
        field: impl Into<String>,
        operator: &'static str,
        operand: impl Into<Operand>,
    ) -> Self {
        Self {
            added: Vec::new(),
            all: Some(Condition::new(field, operator, operand)),
        }
    }

    /// Adds a condition. A second condition on a field is an error when the conditions are sent.
    pub fn push(
        &mut self,
        field: impl Into<String>,
        operator: &'static str,
        operand: impl Into<Operand>,
    ) {
        self.added.push(Condition::new(field, operator, operand));
    }

    /// Whether there is no condition.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The conditions, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        let all = self.all.iter().filter(|_| self.added.is_empty());
        self.added.iter().chain(all)
    }

    /// Refuses what would select more than was asked for: two conditions on one field, and a name that
    /// the server reads as another one. PHP ends a name at its first bracket and gives an empty one a number.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut fields = HashSet::new();
        for Condition { field, .. } in &self.added {
            let shown = truncate(field);
            if field.trim().is_empty() || field.contains(['[', ']', '\0']) {
                return Err(format!(
                    "the filter has a condition on {shown:?}, which is no name of a field"
                ));
            }
            // The names of columns are not case-sensitive.
            if !fields.insert(field.trim().to_lowercase()) {
                return Err(format!(
                    "the filter has two conditions on the field {shown:?}, and the API takes one for each field"
                ));
            }
        }
        Ok(())
    }

    /// The conditions as query parameters with the given names.
    #[must_use]
    pub fn query(&self, names: QueryNames) -> ConditionQuery<'_> {
        ConditionQuery {
            conditions: self,
            names,
        }
    }
}

/// The names of the query parameters of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueryNames {
    /// The name for operators: `condition[field]=operator`.
    pub condition: &'static str,
    /// The names for operands, all of which are sent: `values[field]=operand`.
    pub values: &'static [&'static str],
}

/// Conditions as query parameters. Serializes as a map from name to value.
#[derive(Debug, Clone, Copy)]
pub struct ConditionQuery<'a> {
    conditions: &'a Conditions,
    names: QueryNames,
}

impl Serialize for ConditionQuery<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.conditions.check().map_err(S::Error::custom)?;
        let QueryNames { condition, values } = self.names;
        let mut map = serializer.serialize_map(None)?;
        for Condition {
            field,
            operator,
            operand,
        } in self.conditions.iter()
        {
            map.serialize_entry(&format!("{condition}[{field}]"), operator)?;
            for name in values {
                map.serialize_entry(&format!("{name}[{field}]"), operand)?;
            }
        }
        map.end()
    }
}
