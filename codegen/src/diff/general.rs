//! What stands once in a document, and the components that no operation reaches.

use super::rule::{Rule, Side};
use super::tree::{Node, Pair};
use super::walk::Walk;

impl<'a> Walk<'a> {
    /// The whole document.
    pub(super) fn root(&self) -> Pair<'a> {
        Pair {
            old: Node::root(self.old),
            new: Node::root(self.new),
        }
    }

    /// What is said of the API as a whole.
    pub(super) fn general(&mut self) {
        let context = self.outside(Side::Call);
        let root = self.root();
        let info = root.member("info");
        for (holder, key, what) in [
            (&root, "openapi", "the standard that describes the API"),
            (&info, "version", "the API"),
        ] {
            let both = holder.member(key);
            if !both.is_same() {
                let message = format!("The version of {what} {}.", Self::became(&both));
                self.other_than_before(&both, context, Rule::VersionChanged, message);
            }
        }
        let title = info.member("title");
        if !title.is_same() {
            let message = format!("The title of the API {}.", Self::became(&title));
            self.other_than_before(&title, context, Rule::TextChanged, message);
        }
        self.annotations(&info, context, "the API");
        self.others(&info, &["title", "version"], context, "the API");
        self.servers(&root, context);
        self.security_schemes(context);
        self.tags();
        self.annotations(&root, context, "the document");
        self.errors(&root, context);
        let known = [
            "openapi",
            "info",
            "servers",
            "security",
            "tags",
            "paths",
            "components",
        ];
        self.others(&root, &known, context, "the document");
    }

    /// The tags that the document explains.
    fn tags(&mut self) {
        let context = self.outside(Side::Call);
        let by_name = |list: &Node<'a>| {
            let entries = list.entries();
            entries
                .map(|node| (node.text("name").unwrap_or_default(), node))
                .collect::<Vec<_>>()
        };
        let both = self.root().member("tags");
        let all = super::tree::matched(by_name(&both.old), by_name(&both.new));
        for (name, node) in &all.removed {
            let message = format!("The tag `{name}` is gone.");
            self.gone(context, Rule::TagsChanged, &node.at, message);
        }
        for (name, node) in &all.added {
            let message = format!("The tag `{name}` is new.");
            self.changed(context, Rule::TagsChanged, &node.at, message);
        }
        for (name, pair) in &all.both {
            let what = format!("the tag `{name}`");
            self.annotations(pair, context, &what);
            self.others(pair, &["name"], context, &what);
        }
    }

    /// The components that have not been met on the way through the operations.
    pub(super) fn unused(&mut self) {
        let context = self.outside(Side::Unused);
        let components = self.root().member("components");
        let schemas = self.members(&components.member("schemas"));
        let compared = |walk: &Self, pair: &Pair<'a>| {
            let key = |side| (pair.old.identity(), pair.new.identity(), side);
            let sides = [Side::Sent, Side::Received, Side::Call];
            sides
                .iter()
                .any(|side| walk.schemas.contains_key(&key(*side)))
        };
        for (_, pair) in &schemas.both {
            if !compared(self, pair) {
                self.schema(pair, context);
            }
        }
        let context = self.outside(Side::Call);
        for (name, node) in &schemas.removed {
            if !self.met.contains(&node.identity()) {
                let message = format!("The schema `{name}` is gone.");
                self.gone(context, Rule::SchemaRemoved, &node.at, message);
            }
        }
        for (name, node) in &schemas.added {
            if !self.met.contains(&node.identity()) {
                let message = format!("The schema `{name}` is new.");
                self.changed(context, Rule::SchemaAdded, &node.at, message);
            }
        }
        self.unused_others(&components);
    }

    fn unused_others(&mut self, components: &Pair<'a>) {
        let context = self.outside(Side::Unused);
        let call = self.outside(Side::Call);
        let known = [
            "schemas",
            "securitySchemes",
            "parameters",
            "responses",
            "requestBodies",
            "headers",
            "examples",
            "links",
            "callbacks",
        ];
        self.others(components, &known, call, "the components");
        self.extensions(components, call, "the components");
        for kind in known.iter().skip(2) {
            let pair = components.member(kind);
            let names = pair.old.members().chain(pair.new.members());
            for (name, _) in names {
                let both = pair.member(name);
                let met = [&both.old, &both.new]
                    .iter()
                    .any(|node| !node.value.is_null() && self.met.contains(&node.identity()));
                if !met && !both.is_same() {
                    let message = format!("`{name}` of the {kind} is another one.");
                    self.other_than_before(&both, context, Rule::OtherChanged, message);
                }
            }
        }
    }
}
