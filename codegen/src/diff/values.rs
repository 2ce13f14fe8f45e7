//! The values that a schema allows: formats, null, lists of values, bounds.

use serde_json::Value;

use super::rule::Rule;
use super::schema::old_and_new;
use super::shape::Shape;
use super::tree::Pair;
use super::walk::{Context, Walk};

/// Bounds that allow less the larger they are.
const LOWER: [&str; 4] = ["minimum", "minLength", "minItems", "minProperties"];
/// Bounds that allow less the smaller they are.
const UPPER: [&str; 4] = ["maximum", "maxLength", "maxItems", "maxProperties"];

impl<'a> Walk<'a> {
    pub(super) fn values(
        &mut self,
        old: &Shape<'a>,
        new: &Shape<'a>,
        context: Context,
        what: &str,
    ) {
        self.format(&old_and_new(old, new, "format"), context, what);
        self.nullable(&old_and_new(old, new, "nullable"), context, what);
        self.enumeration(old, new, context, what);
        for key in LOWER {
            self.bound(
                &old_and_new(old, new, key),
                key,
                std::convert::identity,
                context,
                what,
            );
        }
        for key in UPPER {
            self.bound(
                &old_and_new(old, new, key),
                key,
                |bound| -bound,
                context,
                what,
            );
        }
        for key in ["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"] {
            let both = old_and_new(old, new, key);
            let yes = |value: &Value| f64::from(u8::from(value == &Value::Bool(true)));
            self.tighter(
                &both,
                key,
                yes(both.old.value),
                yes(both.new.value),
                context,
                what,
            );
        }
        self.multiple(&old_and_new(old, new, "multipleOf"), context, what);
        self.pattern(&old_and_new(old, new, "pattern"), context, what);
    }

    fn format(&mut self, both: &Pair<'a>, context: Context, what: &str) {
        let (old, new) = (both.old.value.as_str(), both.new.value.as_str());
        let rule = match (old, new) {
            _ if old == new => return,
            (None, _) => Rule::FormatAdded,
            (_, None) => Rule::FormatRemoved,
            (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => Rule::FormatWidened,
            (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
                Rule::FormatNarrowed
            }
            _ => Rule::FormatChanged,
        };
        let message = format!("The format of {what} {}.", Self::became(both));
        self.other_than_before(both, context, rule, message);
    }

    fn nullable(&mut self, both: &Pair<'a>, context: Context, what: &str) {
        let yes = |value: &Value| value == &Value::Bool(true);
        let (rule, how) = match (yes(both.old.value), yes(both.new.value)) {
            (false, true) => (Rule::BecameNullable, "may be null now"),
            (true, false) => (Rule::BecameNotNullable, "is never null now"),
            _ => return,
        };
        let message = format!("{what} {how}.");
        self.other_than_before(both, context, rule, message);
    }

    fn enumeration(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) {
        let both = old_and_new(old, new, "enum");
        let (before, after) = match (both.old.value.as_array(), both.new.value.as_array()) {
            (None, None) => return,
            (None, Some(_)) => {
                let message = format!("{what} is one of a list of values now.");
                return self.changed(context, Rule::EnumIntroduced, &both.new.at, message);
            }
            (Some(_), None) => {
                let message = format!("{what} is no longer one of a list of values.");
                return self.gone(context, Rule::EnumLifted, &both.old.at, message);
            }
            (Some(before), Some(after)) => (before, after),
        };
        let open = old.get("x-extensible-enum").value == &Value::Bool(true);
        let added = if open {
            Rule::OpenEnumValueAdded
        } else {
            Rule::EnumValueAdded
        };
        for (index, value) in after.iter().enumerate() {
            if !before.contains(value) {
                let message = format!("{what} may be {} now.", shown(value));
                self.changed(context, added, &both.new.at.child(index), message);
            }
        }
        for (index, value) in before.iter().enumerate() {
            if !after.contains(value) {
                let message = format!("{what} is never {} now.", shown(value));
                let at = both.old.at.child(index);
                self.gone(context, Rule::EnumValueRemoved, &at, message);
            }
        }
    }

    /// A number that allows less the larger it is, after `turned` has been applied.
    fn bound(
        &mut self,
        both: &Pair<'a>,
        key: &str,
        turned: fn(f64) -> f64,
        context: Context,
        what: &str,
    ) {
        let number = |value: &Value| value.as_f64().map_or(f64::NEG_INFINITY, turned);
        let (old, new) = (number(both.old.value), number(both.new.value));
        self.tighter(both, key, old, new, context, what);
    }

    fn tighter(
        &mut self,
        both: &Pair<'a>,
        key: &str,
        old: f64,
        new: f64,
        context: Context,
        what: &str,
    ) {
        let rule = match new.partial_cmp(&old) {
            Some(std::cmp::Ordering::Greater) => Rule::BoundTightened,
            Some(std::cmp::Ordering::Less) => Rule::BoundLoosened,
            _ => return,
        };
        self.other_bound(both, key, rule, context, what);
    }

    fn other_bound(
        &mut self,
        both: &Pair<'a>,
        key: &str,
        rule: Rule,
        context: Context,
        what: &str,
    ) {
        let message = format!("`{key}` of {what} {}.", Self::became(both));
        self.other_than_before(both, context, rule, message);
    }

    fn multiple(&mut self, both: &Pair<'a>, context: Context, what: &str) {
        let of = |one: f64, other: f64| (one / other).fract() == 0.0;
        let rule = match (both.old.value.as_f64(), both.new.value.as_f64()) {
            _ if both.is_same() => return,
            (None, _) => Rule::BoundTightened,
            (_, None) => Rule::BoundLoosened,
            (Some(old), Some(new)) if of(new, old) => Rule::BoundTightened,
            (Some(old), Some(new)) if of(old, new) => Rule::BoundLoosened,
            _ => Rule::BoundChanged,
        };
        self.other_bound(both, "multipleOf", rule, context, what);
    }

    fn pattern(&mut self, both: &Pair<'a>, context: Context, what: &str) {
        let rule = match (both.old.value.is_null(), both.new.value.is_null()) {
            _ if both.is_same() => return,
            (true, _) => Rule::BoundTightened,
            (_, true) => Rule::BoundLoosened,
            _ => Rule::BoundChanged,
        };
        self.other_bound(both, "pattern", rule, context, what);
    }
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| format!("`{value}`"), |text| format!("`{text}`"))
}
