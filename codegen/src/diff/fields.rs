//! Fields of objects.

use super::rule::{Rule, Side};
use super::shape::Shape;
use super::tree::{Matched, Node, Pair, matched};
use super::walk::{Context, Walk};

impl<'a> Walk<'a> {
    pub(super) fn fields(
        &mut self,
        old: &Shape<'a>,
        new: &Shape<'a>,
        context: Context,
        what: &str,
    ) {
        let mut all = matched(old.properties(), new.properties());
        all.both.retain(|(_, pair)| {
            let resolved = self.resolved(pair);
            on_side(&resolved.old, context.side) || on_side(&resolved.new, context.side)
        });
        all.removed.retain(|(_, node)| on_side(node, context.side));
        all.added.retain(|(_, node)| on_side(node, context.side));
        self.renamed_field((old, new), &mut all, context, what);
        for (name, pair) in &all.both {
            self.field(
                name,
                pair,
                (old.requires(name), new.requires(name)),
                context,
                what,
            );
        }
        for (name, node) in &all.removed {
            let rule = if old.requires(name) {
                Rule::RequiredFieldRemoved
            } else {
                Rule::FieldRemoved
            };
            let message = format!("{what} has no field `{name}` any more.");
            self.gone(context, rule, &node.at, message);
        }
        for (name, node) in &all.added {
            let (rule, how) = match (new.requires(name), context.side) {
                (true, Side::Sent) => (Rule::RequiredFieldAdded, "must have a field"),
                (true, _) => (Rule::RequiredFieldAdded, "always has a field"),
                (false, _) => (Rule::FieldAdded, "may have a field"),
            };
            let message = format!("{what} {how} `{name}` now.");
            self.changed(context, rule, &node.at, message);
        }
    }

    /// One removed and one added that say the same.
    fn renamed_field(
        &mut self,
        required: (&Shape<'a>, &Shape<'a>),
        all: &mut Matched<'a, &'a str>,
        context: Context,
        what: &str,
    ) {
        let ([(was, old)], [(is, new)]) = (all.removed.as_slice(), all.added.as_slice()) else {
            return;
        };
        if bare(old) != bare(new) {
            return;
        }
        let message = format!("The field `{was}` of {what} is called `{is}` now.");
        self.moved_to(context, Rule::FieldRenamed, (&old.at, &new.at), message);
        let required = (required.0.requires(was), required.1.requires(is));
        let (name, old, new) = (*is, old.clone(), new.clone());
        self.field(name, &Pair { old, new }, required, context, what);
        all.removed.clear();
        all.added.clear();
    }

    fn field(
        &mut self,
        name: &str,
        pair: &Pair<'a>,
        required: (bool, bool),
        context: Context,
        what: &str,
    ) {
        match required {
            (false, true) => {
                let how = match context.side {
                    Side::Sent => "must be sent",
                    _ => "is always there",
                };
                let message = format!("The field `{name}` of {what} {how} now.");
                self.changed(context, Rule::FieldBecameRequired, &pair.new.at, message);
            }
            (true, false) => {
                let message = format!("The field `{name}` of {what} may be missing now.");
                self.changed(context, Rule::FieldBecameOptional, &pair.new.at, message);
            }
            _ => {}
        }
        self.access(name, pair, context, what);
        self.schema(pair, context);
    }

    /// Whether a field is only received, or only sent.
    fn access(&mut self, name: &str, pair: &Pair<'a>, context: Context, what: &str) {
        let both = self.resolved(pair);
        let rules = [
            (
                "readOnly",
                Rule::BecameReadOnly,
                Rule::BecameWritable,
                "only received",
            ),
            (
                "writeOnly",
                Rule::BecameWriteOnly,
                Rule::BecameReadable,
                "only sent",
            ),
        ];
        for (key, begun, ended, how) in rules {
            let (rule, how) = match both.is(key) {
                (false, true) => (begun, format!("{how} now")),
                (true, false) => (ended, format!("no longer {how}")),
                _ => continue,
            };
            let message = format!("The field `{name}` of {what} is {how}.");
            self.other_than_before(&both.member(key), context, rule, message);
        }
    }
}

/// Whether a field goes this way.
fn on_side(field: &Node<'_>, side: Side) -> bool {
    match side {
        Side::Sent => !field.is("readOnly"),
        Side::Received => !field.is("writeOnly"),
        Side::Call | Side::Unused => true,
    }
}

/// A schema without what is said in words.
fn bare(node: &Node<'_>) -> serde_json::Value {
    let mut value = node.value.clone();
    if let Some(members) = value.as_object_mut() {
        for name in ["description", "example", "title", "x-evidence"] {
            members.shift_remove(name);
        }
        // Alone around a reference, it stands only for the words beside it.
        if let (1, Some([one])) = (
            members.len(),
            members
                .get("allOf")
                .and_then(|all| all.as_array())
                .map(Vec::as_slice),
        ) {
            return one.clone();
        }
    }
    value
}
