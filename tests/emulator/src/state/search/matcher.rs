//! Decides whether a contact matches a filter. Operands are parsed once, not for every contact.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::civil::DateTime;

use super::filter::{Condition, Filter, Target};
use super::operator::Operator;
use crate::state::contact::Contact;
use crate::state::date::parse_date_time;

#[derive(Debug, Clone)]
pub(super) struct Matcher(Vec<ParsedCondition>);

#[derive(Debug, Clone)]
struct ParsedCondition {
    target: Target,
    operator: Operator,
    /// The operand in lower case.
    operand: String,
    /// The items of the operand, for operators that take a list.
    items: HashSet<String>,
    number: Option<f64>,
    date_time: Option<DateTime>,
}

/// What the text of a value is. It decides what `contains` means.
#[derive(Debug, Clone, Copy)]
enum Content {
    Text,
    /// Values that are separated by commas.
    Items,
}

impl Matcher {
    pub(super) fn new(filter: &Filter) -> Self {
        Self(
            filter
                .conditions()
                .iter()
                .map(ParsedCondition::new)
                .collect(),
        )
    }

    /// `buffer` avoids an allocation for each contact.
    pub(super) fn matches(&self, contact: &Contact, buffer: &mut String) -> bool {
        self.0
            .iter()
            .all(|condition| condition.matches(contact, buffer))
    }
}

impl ParsedCondition {
    fn new(condition: &Condition) -> Self {
        let operand = condition.operand.to_lowercase();
        Self {
            target: condition.target,
            operator: condition.operator,
            items: split_list(&operand).map(str::to_owned).collect(),
            number: parse_number(&operand),
            date_time: parse_date_time(&operand),
            operand,
        }
    }

    fn matches(&self, contact: &Contact, buffer: &mut String) -> bool {
        buffer.clear();
        match self.target {
            Target::Id => {
                write!(buffer, "{}", contact.id).expect("writing to memory does not fail");
                self.holds(buffer, Content::Text)
            }
            Target::Groups => {
                for (index, group) in contact.groups.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(buffer, "{comma}{group}").expect("writing to memory does not fail");
                }
                self.holds(buffer, Content::Items)
            }
            Target::Text(position) => {
                self.holds(lower_case(contact.row.get(position), buffer), Content::Text)
            }
            Target::List(position) => self.holds(
                lower_case(contact.row.get(position), buffer),
                Content::Items,
            ),
        }
    }

    /// Compares `value`, which is in lower case.
    fn holds(&self, value: &str, content: Content) -> bool {
        let operand = self.operand.as_str();
        let contains = |value: &str, operand: &str| match content {
            Content::Text => value.contains(operand),
            Content::Items => contains_item(value, operand),
        };
        let contains_any = || match content {
            Content::Text => self.items.iter().any(|item| value.contains(item)),
            Content::Items => split_list(value).any(|item| self.items.contains(item)),
        };
        let contains_all = || self.items.iter().all(|item| contains(value, item));
        let equals_any = || self.items.contains(value);
        match self.operator {
            Operator::Equals => value == operand,
            Operator::NotEquals => value != operand,
            Operator::EqualsAny => equals_any(),
            Operator::NotEqualsAny => !equals_any(),
            Operator::GreaterThan => self.compare(value).is_some_and(Ordering::is_gt),
            Operator::LessThan => self.compare(value).is_some_and(Ordering::is_lt),
            Operator::Contains => contains(value, operand),
            Operator::NotContains => !contains(value, operand),
            Operator::StartsWith => value.starts_with(operand),
            Operator::EndsWith => value.ends_with(operand),
            Operator::Before => self.compare_dates(value).is_some_and(Ordering::is_lt),
            Operator::After => self.compare_dates(value).is_some_and(Ordering::is_gt),
            Operator::ContainsAny => contains_any(),
            Operator::ContainsAll => contains_all(),
            Operator::ContainsExactly => {
                self.items.iter().all(|item| contains_item(value, item))
                    && split_list(value).all(|item| self.items.contains(item))
            }
            Operator::NotContainsAny => !contains_any(),
            Operator::NotContainsAll => !contains_all(),
        }
    }

    /// Compares numbers if both sides are numbers, else text. `None` for an empty value.
    fn compare(&self, value: &str) -> Option<Ordering> {
        if value.is_empty() {
            return None;
        }
        match (parse_number(value), self.number) {
            (Some(value), Some(operand)) => value.partial_cmp(&operand),
            _ => Some(value.cmp(self.operand.as_str())),
        }
    }

    fn compare_dates(&self, value: &str) -> Option<Ordering> {
        Some(parse_date_time(value)?.cmp(&self.date_time?))
    }
}

/// The value in lower case; NULL is the empty text.
fn lower_case<'a>(value: Option<&'a str>, buffer: &'a mut String) -> &'a str {
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

fn contains_item(value: &str, operand: &str) -> bool {
    split_list(value).any(|item| item == operand)
}

/// The items of a comma-separated list.
fn split_list(list: &str) -> impl Iterator<Item = &str> {
    list.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

fn parse_number(text: &str) -> Option<f64> {
    let first = text.bytes().next()?;
    let numeric = first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.');
    if numeric { text.parse().ok() } else { None }
}
