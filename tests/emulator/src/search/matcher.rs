//! Whether a contact matches. Operands are taken apart once, contacts are compared in place.

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime};

use super::{Condition, Filter, Operator, Target};
use crate::state::contacts::Contact;

/// The conditions of a filter, ready to compare.
#[derive(Debug, Clone)]
pub(super) struct Matcher(Vec<Prepared>);

#[derive(Debug, Clone)]
struct Prepared {
    target: Target,
    operator: Operator,
    /// The operand in lower case.
    operand: String,
    /// Its parts, for the operators that take a list.
    items: Vec<String>,
    number: Option<f64>,
    moment: Option<DateTime>,
}

impl Matcher {
    pub(super) fn new(filter: &Filter) -> Self {
        Self(filter.0.iter().map(Prepared::new).collect())
    }

    /// `buffer` saves allocating one for each contact.
    pub(super) fn matches(&self, contact: &Contact, buffer: &mut String) -> bool {
        self.0
            .iter()
            .all(|condition| condition.matches(contact, buffer))
    }
}

impl Prepared {
    fn new(condition: &Condition) -> Self {
        let operand = condition.operand.to_lowercase();
        Self {
            target: condition.target,
            operator: condition.operator,
            items: parts(&operand).map(str::to_owned).collect(),
            number: number(&operand),
            moment: moment(&operand),
            operand,
        }
    }

    fn matches(&self, contact: &Contact, buffer: &mut String) -> bool {
        buffer.clear();
        match self.target {
            Target::Id => {
                write!(buffer, "{}", contact.id).expect("memory takes all that is written");
                self.holds(buffer, contains_text)
            }
            Target::Groups => {
                for (index, group) in contact.groups.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(buffer, "{comma}{group}").expect("memory takes all that is written");
                }
                self.holds(buffer, contains_part)
            }
            Target::Text(position) => {
                self.holds(folded(contact.row.get(position), buffer), contains_text)
            }
            Target::List(position) => {
                self.holds(folded(contact.row.get(position), buffer), contains_part)
            }
        }
    }

    /// `value` is in lower case, and `contains` says what it is for it to contain something.
    fn holds(&self, value: &str, contains: fn(&str, &str) -> bool) -> bool {
        let operand = self.operand.as_str();
        let contains_any = || self.items.iter().any(|item| contains(value, item));
        let contains_all = || self.items.iter().all(|item| contains(value, item));
        let equals_any = || self.items.iter().any(|item| value == item);
        match self.operator {
            Operator::Equals => value == operand,
            Operator::NotEquals => value != operand,
            Operator::EqualsAny => equals_any(),
            Operator::NotEqualsAny => !equals_any(),
            Operator::GreaterThan => self.compares(value).is_some_and(std::cmp::Ordering::is_gt),
            Operator::LessThan => self.compares(value).is_some_and(std::cmp::Ordering::is_lt),
            Operator::Contains => contains(value, operand),
            Operator::NotContains => !contains(value, operand),
            Operator::StartsWith => value.starts_with(operand),
            Operator::EndsWith => value.ends_with(operand),
            Operator::Before => self.in_time(value).is_some_and(std::cmp::Ordering::is_lt),
            Operator::After => self.in_time(value).is_some_and(std::cmp::Ordering::is_gt),
            Operator::ContainsAny => contains_any(),
            Operator::ContainsAll => contains_all(),
            Operator::ContainsExactly => {
                contains_all_parts(value, &self.items)
                    && parts(value).all(|part| self.has_item(part))
            }
            Operator::NotContainsAny => !contains_any(),
            Operator::NotContainsAll => !contains_all(),
        }
    }

    fn has_item(&self, part: &str) -> bool {
        self.items.iter().any(|item| item == part)
    }

    /// As numbers if both are, as text if not; an empty value is neither more nor less.
    fn compares(&self, value: &str) -> Option<std::cmp::Ordering> {
        if value.is_empty() {
            return None;
        }
        match (number(value), self.number) {
            (Some(value), Some(operand)) => value.partial_cmp(&operand),
            _ => Some(value.cmp(self.operand.as_str())),
        }
    }

    fn in_time(&self, value: &str) -> Option<std::cmp::Ordering> {
        Some(moment(value)?.cmp(&self.moment?))
    }
}

/// The value in lower case; NULL is empty.
fn folded<'a>(value: Option<&'a str>, buffer: &'a mut String) -> &'a str {
    let value = value.unwrap_or_default();
    if value
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        return value;
    }
    if value.is_ascii() {
        buffer.push_str(value);
        buffer.make_ascii_lowercase();
    } else {
        buffer.push_str(&value.to_lowercase());
    }
    buffer
}

fn contains_text(value: &str, operand: &str) -> bool {
    value.contains(operand)
}

fn contains_part(value: &str, operand: &str) -> bool {
    parts(value).any(|part| part == operand)
}

fn contains_all_parts(value: &str, items: &[String]) -> bool {
    items.iter().all(|item| contains_part(value, item))
}

/// The parts of a list that is joined by commas.
fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

fn number(text: &str) -> Option<f64> {
    let starts = text.bytes().next()?;
    let numeric = starts.is_ascii_digit() || matches!(starts, b'-' | b'+' | b'.');
    if numeric { text.parse().ok() } else { None }
}

/// A date, or a date and a time; a date is the midnight on which it starts.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    match text.len() {
        10 => Some(
            text.parse::<Date>()
                .ok()?
                .to_datetime(jiff::civil::Time::midnight()),
        ),
        19 => text.parse().ok(),
        _ => None,
    }
}
