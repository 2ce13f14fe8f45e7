//! How well a value fits a variant, as far as its outermost levels show.

use std::cmp::Reverse;

use serde_json::Value;

/// How many levels of lists and nested unions are looked at. The time for a hostile value grows with each level.
pub(super) const DEPTH: u8 = 3;

/// The values of a variant. For generated code.
#[doc(hidden)]
pub enum Shape {
    /// Any value, or in any of several forms.
    Any,
    Boolean,
    Integer,
    Number,
    /// Any string.
    Text,
    /// Some strings, such as points in time or the values of an enum.
    Format,
    Date,
    List(&'static Shape),
    /// One value, or a list of them.
    OneOrMany(&'static Shape),
    /// An object with the members that it knows; without any, it knows all.
    Object(&'static [&'static str]),
    /// The values of a union: how well one fits it.
    Union(fn(&Value, u8) -> Option<Fit>),
}

/// How well a value fits. More is better.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// How much of the value is known.
    known: usize,
    /// How much of what is known is not in the value.
    absent: Reverse<usize>,
}

impl Fit {
    const fn new(known: usize, absent: usize) -> Self {
        Self {
            known,
            absent: Reverse(absent),
        }
    }
}

impl Shape {
    /// How well a value fits; `None` if it does not.
    pub(super) fn fit(&self, value: &Value, depth: u8) -> Option<Fit> {
        let fits = match (self, value) {
            (Self::Any, _) => Fit::new(0, 0),
            (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::Text, Value::String(_)) => Fit::new(1, 0),
            (Self::Format, Value::String(_)) => Fit::new(2, 0),
            // A date is also read from a text with a time, which would be lost.
            (Self::Date, Value::String(text)) if text.len() == "2024-02-29".len() => Fit::new(2, 0),
            (Self::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {
                Fit::new(2, 0)
            }
            (Self::Object(members), Value::Object(object)) => {
                let known = members.iter().filter(|name| object.contains_key(**name));
                let known = known.count();
                // What knows no member of the value knows nothing of it.
                if known == 0 && !members.is_empty() && !object.is_empty() {
                    return None;
                }
                Fit::new(1 + known, members.len() - known)
            }
            (Self::List(item) | Self::OneOrMany(item), Value::Array(items)) => {
                items_fit(item, items, depth)?
            }
            (Self::OneOrMany(item), one) => item.fit(one, depth)?,
            (Self::Union(fit), value) => match depth.checked_sub(1) {
                Some(depth) => fit(value, depth)?,
                None => Fit::new(1, 0),
            },
            _ => return None,
        };
        Some(fits)
    }
}

/// All items must fit, except those that are `null`.
fn items_fit(item: &Shape, items: &[Value], depth: u8) -> Option<Fit> {
    let Some(depth) = depth.checked_sub(1) else {
        return Some(Fit::new(1, 0));
    };
    let mut items = items.iter().filter(|item| !item.is_null());
    items.try_fold(Fit::new(1, 0), |sum, value| {
        let fit = match item.fit(value, depth) {
            // A union keeps what it does not know.
            None if matches!(item, Shape::Union(_)) => Fit::new(0, 0),
            fit => fit?,
        };
        Some(Fit::new(sum.known + fit.known, sum.absent.0 + fit.absent.0))
    })
}
