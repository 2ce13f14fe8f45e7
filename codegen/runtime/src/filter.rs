//! Search conditions, as they stand in a query.

use std::fmt::Display;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::wire::{capped, date_text, datetime_text};

/// What a field is compared with, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operand(String);

impl Operand {
    /// The operand for an id: its bare value.
    #[must_use]
    pub fn from_id(id: impl Display) -> Self {
        Self(id.to_string())
    }

    /// The text that is sent.
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
    /// `1` or `0`: how the database behind the API stores a boolean.
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

/// A point in time as the operand of a condition that compares dates.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment(Operand);

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Self(date.into())
    }
}

impl From<DateTime> for Moment {
    fn from(value: DateTime) -> Self {
        Self(value.into())
    }
}

impl From<Moment> for Operand {
    fn from(Moment(operand): Moment) -> Self {
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

/// Several operands for one condition, which the API takes joined by commas.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operands(Operand);

/// A list of operands that the API cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OperandsError {
    /// An operand has a comma in it, which would part it in two.
    #[error("the operand {:?} has a comma in it, and commas part the operands", capped(.0))]
    Comma(String),
    /// There is no operand. What the API makes of an empty list is not known; a condition that it
    /// ignores would select everything.
    #[error("a condition on a list of operands needs at least one")]
    Empty,
}

impl Operands {
    /// Joins `operands`.
    ///
    /// # Errors
    ///
    /// [`OperandsError`] if there are none or one has a comma in it.
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

/// One condition: a field, an operator and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Condition {
    /// The column that is compared.
    pub field: String,
    /// The operator, as the API spells it.
    pub operator: &'static str,
    /// What the column is compared with.
    pub operand: String,
}

/// The conditions of a search, all of which must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions(Vec<Condition>);

impl Conditions {
    /// No condition yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a condition. It takes the place of an earlier one on the same field: the API carries
    /// one for each field.
    pub fn push(
        &mut self,
        field: impl Into<String>,
        operator: &'static str,
        operand: impl Into<Operand>,
    ) {
        let Operand(operand) = operand.into();
        let condition = Condition {
            field: field.into(),
            operator,
            operand,
        };
        let earlier = self.0.iter_mut().find(|c| c.field == condition.field);
        match earlier {
            Some(earlier) => *earlier = condition,
            None => self.0.push(condition),
        }
    }

    /// Whether there is no condition.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The conditions, in the order in which their fields were first given.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter()
    }

    /// The conditions as parameters of a query, spelled as `spelling` says.
    #[must_use]
    pub fn query(&self, spelling: Spelling) -> ConditionQuery<'_> {
        ConditionQuery {
            conditions: self,
            spelling,
        }
    }
}

/// How the parameters of a search are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// The name of the parameters that carry the operators: `condition[field]=operator`.
    pub condition: &'static str,
    /// The names under which the operand is sent, each of them: `values[field]=operand`.
    pub values: &'static [&'static str],
}

/// Conditions as parameters of a query. Serialises as a map from name to value.
#[derive(Debug, Clone, Copy)]
pub struct ConditionQuery<'a> {
    conditions: &'a Conditions,
    spelling: Spelling,
}

impl Serialize for ConditionQuery<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Spelling { condition, values } = self.spelling;
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
