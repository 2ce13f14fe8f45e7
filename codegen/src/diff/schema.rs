//! Schemas: what they are called, what is compared of them, and that it is compared once.

use super::rule::{Level, Rule};
use super::shape::Shape;
use super::subject::subject;
use super::tree::{Node, Pair, matched, resolve};
use super::walk::{Context, Walk};

/// Members of a schema that are compared by rules of their own.
const KNOWN: [&str; 33] = [
    "type",
    "format",
    "enum",
    "nullable",
    "items",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "default",
    "title",
    "readOnly",
    "writeOnly",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "allOf",
    "properties",
    "required",
    "description",
    "example",
    "deprecated",
];

impl<'a> Walk<'a> {
    /// Compares two schemas, unless that has been done on this side already: then only where they
    /// are reached from is noted. That ends all recursion.
    pub(super) fn schema(&mut self, pair: &Pair<'a>, context: Context) {
        let both = self.resolved(pair);
        if self.replaced(pair, &both, context) {
            return;
        }
        let key = (both.old.identity(), both.new.identity(), context.side);
        if let Some(&scope) = self.schemas.get(&key) {
            return self.reach(scope, context);
        }
        let context = self.inside(context);
        self.schemas.insert(key, context.scope);
        self.same_schema(&both, context);
    }

    pub(super) fn same_schema(&mut self, both: &Pair<'a>, context: Context) {
        let old = Shape::of(self.old, &both.old);
        let new = Shape::of(self.new, &both.new);
        let what = subject(self.new, &both.new.at);
        // What says the same word by word can differ only in what it refers to.
        let is_same = both.is_same() && old.parts.is_empty();
        if !is_same && self.said_otherwise(&old, &new, context, &what) {
            return;
        }
        self.fields(&old, &new, context, &what);
        self.inner(&old, &new, context, &what);
        self.alternatives(&old, &new, context, &what);
    }

    /// Compares what a schema says by itself. Whether the type is another one, after which there is
    /// nothing more to compare.
    fn said_otherwise(
        &mut self,
        old: &Shape<'a>,
        new: &Shape<'a>,
        context: Context,
        what: &str,
    ) -> bool {
        self.words(old, new, context, what);
        self.parts(old, new, context);
        if self.retyped(old, new, context, what) {
            return true;
        }
        self.values(old, new, context, what);
        if sorted(&old.further) != sorted(&new.further) {
            let message = format!("What {what} is put together from is another combination.");
            self.changed(context, Rule::CompositionChanged, &new.node.at, message);
        }
        false
    }

    /// Whether there is another component in the place. A component that has another name is the
    /// same one.
    fn replaced(&mut self, pair: &Pair<'a>, both: &Pair<'a>, context: Context) -> bool {
        let (old, new) = (component_name(&both.old), component_name(&both.new));
        let is_reference = |node: &Node<'_>| node.text("$ref").is_some();
        let (Some(old), Some(new)) = (old, new) else {
            return false;
        };
        if old == new || !is_reference(&pair.old) || !is_reference(&pair.new) {
            return false;
        }
        if self.renamed(both) {
            let inside = self.inside(context);
            self.called_otherwise(both, inside);
            return false;
        }
        let what = subject(self.new, &pair.new.at);
        let message = format!("{what} is `{new}` now, was `{old}`.");
        match self.worst_between(both, context.side) {
            None => self.changed(context, Rule::SchemaRenamed, &pair.new.at, message),
            Some(level) => {
                let level = level.max(Level::Maybe);
                self.note(context, Rule::SchemaReplaced, level, &pair.new.at, message);
            }
        }
        true
    }

    /// Whether one is a component of the old document alone, the other one of the new.
    fn renamed(&self, both: &Pair<'a>) -> bool {
        let has = |root: &'a serde_json::Value, name: &str| {
            let components = Node::root(root).member("components");
            components.member("schemas").get(name).is_some()
        };
        match (component_name(&both.old), component_name(&both.new)) {
            (Some(old), Some(new)) => old != new && !has(self.new, &old) && !has(self.old, &new),
            _ => false,
        }
    }

    fn called_otherwise(&mut self, both: &Pair<'a>, context: Context) {
        let names = component_name(&both.old).zip(component_name(&both.new));
        let (old, new) = names.unwrap_or_default();
        let message = format!("`{old}` is called `{new}` now.");
        let place = (&both.old.at, &both.new.at);
        self.moved_to(context, Rule::SchemaRenamed, place, message);
    }

    /// What is said in words, and what the generator makes of it.
    fn words(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) {
        let keys: Vec<&str> = new.names().collect();
        let gone = old
            .names()
            .filter(|name| !keys.contains(name))
            .collect::<Vec<_>>();
        for key in keys.into_iter().chain(gone) {
            let both = Pair {
                old: old.get(key),
                new: new.get(key),
            };
            if both.is_same() {
                continue;
            }
            let is_annotation = key.starts_with("x-")
                || ["description", "example", "deprecated", "externalDocs"].contains(&key);
            if is_annotation {
                self.annotation(&both, key, context, what);
            } else if !KNOWN.contains(&key) {
                let message = format!("`{key}` of {what} is another one.");
                self.other_than_before(&both, context, Rule::OtherChanged, message);
            }
        }
        self.title(old, new, context, what);
        let both = old_and_new(old, new, "default");
        if !both.is_same() {
            let message = format!("What {what} is when not said {}.", Self::became(&both));
            self.other_than_before(&both, context, Rule::DefaultChanged, message);
        }
    }

    /// An inline schema is named by its title.
    fn title(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) {
        let both = old_and_new(old, new, "title");
        if both.is_same() {
            return;
        }
        let is_inline = component_name(&new.node).is_none();
        let rule = if is_inline {
            Rule::GeneratedNameChanged
        } else {
            Rule::TextChanged
        };
        let message = format!("The title of {what} {}.", Self::became(&both));
        self.other_than_before(&both, context, rule, message);
    }

    /// What is said of the parts themselves, which the whole may have better words for.
    fn parts(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context) {
        let by_place = |shape: &Shape<'a>| {
            let parts = shape.parts.clone();
            parts.into_iter().map(|part| (part.at.clone(), part))
        };
        let mut all = matched(by_place(old), by_place(new));
        if let ([(at, old)], [(_, new)]) = (all.removed.as_slice(), all.added.as_slice()) {
            let (old, new) = (old.clone(), new.clone());
            let both = Pair { old, new };
            if self.renamed(&both) {
                self.called_otherwise(&both, context);
                all.both.push((at.clone(), both));
            }
        }
        for (_, pair) in all.both {
            self.touch(&pair.old);
            self.touch(&pair.new);
            let what = subject(self.new, &pair.new.at);
            self.annotations(&pair, context, &what);
        }
    }

    /// Whether the type is another one.
    fn retyped(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) -> bool {
        let (before, after) = (old.kind(), new.kind());
        if before == after {
            return false;
        }
        let rule = match (before, after) {
            ("integer", "number") | (_, "anything") => Rule::TypeWidened,
            ("number", "integer") | ("anything", _) => Rule::TypeNarrowed,
            _ => Rule::TypeChanged,
        };
        let both = old_and_new(old, new, "type");
        let at = if both.new.value.is_null() {
            &new.node.at
        } else {
            &both.new.at
        };
        let message = format!("The type of {what} is `{after}` now, was `{before}`.");
        self.changed(context, rule, at, message);
        true
    }

    /// Entries of arrays, and members that are not listed.
    fn inner(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) {
        let items = old_and_new(old, new, "items");
        if !(items.old.value.is_null() && items.new.value.is_null()) {
            self.schema(&items, context);
        }
        let both = old_and_new(old, new, "additionalProperties");
        let allowed = |node: &Node<'_>| node.value != &serde_json::Value::Bool(false);
        match (allowed(&both.old), allowed(&both.new)) {
            (false, true) => {
                let message = format!("{what} may have members now that are not listed.");
                let rule = Rule::FurtherMembersAllowed;
                self.other_than_before(&both, context, rule, message);
            }
            (true, false) => {
                let message = format!("{what} cannot have members any more that are not listed.");
                self.changed(
                    context,
                    Rule::FurtherMembersForbidden,
                    &both.new.at,
                    message,
                );
            }
            (false, false) => {}
            (true, true) => {
                let said = (!both.old.value.is_null(), !both.new.value.is_null());
                if said.0 != said.1 && old.kind() == "object" {
                    let how = if said.1 { "now" } else { "no longer" };
                    let message =
                        format!("{what} {how} says what members it has beside those listed.");
                    let rule = Rule::FurtherMembersMentioned;
                    self.other_than_before(&both, context, rule, message);
                }
                self.schema(&both, context);
            }
        }
        self.keys(old, new, context);
    }

    /// The schema of a map's keys.
    fn keys(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context) {
        let both = old_and_new(old, new, "x-keyed-by");
        if let (Some(name), true) = (both.new.value.as_str(), both.is_same()) {
            self.component(name, context);
        }
    }

    /// A component that is named without a reference.
    pub(super) fn component(&mut self, name: &str, context: Context) {
        let of = |root| {
            Node::root(root)
                .member("components")
                .member("schemas")
                .get(name)
        };
        if let (Some(old), Some(new)) = (of(self.old), of(self.new)) {
            self.schema(&Pair { old, new }, context);
        }
    }

    /// The shapes of a `oneOf` or `anyOf`: the same ones by reference or title, else by all that
    /// they say; a single one that is left over on both sides has changed.
    fn alternatives(&mut self, old: &Shape<'a>, new: &Shape<'a>, context: Context, what: &str) {
        for key in ["oneOf", "anyOf"] {
            let both = old_and_new(old, new, key);
            let labelled = |list: &Node<'a>| {
                let entries = list.entries();
                entries
                    .map(|entry| (label(&entry), entry))
                    .collect::<Vec<_>>()
            };
            let mut all = matched(labelled(&both.old), labelled(&both.new));
            if let ([(_, old)], [(_, new)]) = (all.removed.as_slice(), all.added.as_slice()) {
                let (old, new) = (old.clone(), new.clone());
                all.both.push((String::new(), Pair { old, new }));
                all.removed.clear();
                all.added.clear();
            }
            for (_, pair) in &all.both {
                self.schema(pair, context);
            }
            for (_, node) in &all.removed {
                let message = format!(
                    "{what} no longer has one of its shapes, {}.",
                    named(self.old, node)
                );
                self.gone(context, Rule::AlternativeRemoved, &node.at, message);
            }
            for (_, node) in &all.added {
                let message = format!("{what} may have another shape, {}.", named(self.new, node));
                self.changed(context, Rule::AlternativeAdded, &node.at, message);
            }
        }
        for key in ["not", "discriminator"] {
            let both = old_and_new(old, new, key);
            if !both.is_same() {
                let message = format!("`{key}` of {what} is another one.");
                self.other_than_before(&both, context, Rule::CompositionChanged, message);
            }
        }
    }
}

pub(super) fn old_and_new<'a>(old: &Shape<'a>, new: &Shape<'a>, key: &str) -> Pair<'a> {
    Pair {
        old: old.get(key),
        new: new.get(key),
    }
}

fn sorted(conditions: &[(&str, &serde_json::Value)]) -> Vec<String> {
    let texts = conditions.iter();
    let mut texts: Vec<String> = texts
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    texts.sort();
    texts
}

/// The name of a component schema.
pub(super) fn component_name(node: &Node<'_>) -> Option<String> {
    let segments: Vec<String> = node.at.segments().collect();
    match segments.as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => {
            Some(name.clone())
        }
        _ => None,
    }
}

fn label(alternative: &Node<'_>) -> String {
    let name = alternative.text("$ref").or(alternative.text("title"));
    name.map_or_else(|| alternative.value.to_string(), str::to_owned)
}

fn named(root: &serde_json::Value, alternative: &Node<'_>) -> String {
    let target = resolve(root, alternative);
    let name = component_name(&target).or(target.text("title").map(str::to_owned));
    name.map_or_else(
        || format!("of type {}", target.text("type").unwrap_or("?")),
        |name| format!("`{name}`"),
    )
}
