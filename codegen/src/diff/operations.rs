//! Paths and operations: which are the same, and what a call of them consists of.

use std::collections::HashMap;

use serde_json::Value;

use super::rule::{Rule, Side};
use super::tree::{Node, Pair, matched, resolve};
use super::walk::{Context, Walk};

/// The members of a path that are operations.
const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation in its path.
#[derive(Clone)]
pub(super) struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    item: Node<'a>,
    node: Node<'a>,
    /// Its place among all of the document.
    index: usize,
}

impl<'a> Operation<'a> {
    /// As reports call it.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    fn key(&self) -> (String, &'a str) {
        (without_names(self.path), self.method)
    }

    fn id(&self) -> Option<&'a str> {
        self.node.text("operationId")
    }
}

/// An operation of both documents.
pub(super) struct Call<'a> {
    pub(super) item: Pair<'a>,
    pub(super) node: Pair<'a>,
    /// The names of the parts of the path that are parameters, old and new.
    pub(super) path: (Vec<&'a str>, Vec<&'a str>),
}

/// All operations of a document, in its order.
pub(super) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = Node::root(document).member("paths");
    let mut all = Vec::new();
    for (path, item) in paths.members() {
        let item = resolve(document, &item);
        for (method, node) in item.members().filter(|(name, _)| METHODS.contains(name)) {
            all.push(Operation {
                path,
                method,
                item: item.clone(),
                node,
                index: all.len(),
            });
        }
    }
    all
}

/// A path without the names of its parameters, which no server sees.
fn without_names(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        if !inside {
            plain.push(c);
        }
        inside = c == '{' || inside && c != '}';
        if c == '}' {
            plain.push(c);
        }
    }
    plain
}

/// The names of a path's parameters, in their order.
fn names_in(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| Some(part.split_once('}')?.0))
        .collect()
}

impl<'a> Walk<'a> {
    pub(super) fn operations(&mut self) {
        let (mut old, mut new) = (operations(self.old), operations(self.new));
        for (old, new) in take_matching(&mut old, &mut new, Operation::key) {
            self.same_operation(&old, &new);
        }
        let moved = take_matching(&mut old, &mut new, |one| {
            (one.id().is_none(), identity(one))
        });
        self.moved(&moved);
        let (whole, single) = whole_paths(&old, &operations(self.old));
        for (path, item, all) in whole {
            let context = self.group(&all);
            let message = format!("The path `{path}` is gone, with {}.", count(&all));
            self.gone(context, Rule::PathRemoved, &item.at, message);
        }
        for one in single {
            let context = self.operation(one.name());
            let message = format!("`{}` is gone.", one.name());
            self.gone(context, Rule::OperationRemoved, &one.node.at, message);
        }
        self.added(&new);
    }

    fn added(&mut self, new: &[Operation<'a>]) {
        let (whole, single) = whole_paths(new, &operations(self.new));
        for (path, item, all) in whole {
            let context = self.group(&all);
            let message = format!("The path `{path}` is new, with {}.", count(&all));
            self.changed(context, Rule::PathAdded, &item.at, message);
        }
        for one in single {
            let context = self.operation(one.name());
            let message = format!("`{}` is new.", one.name());
            self.changed(context, Rule::OperationAdded, &one.node.at, message);
        }
    }

    /// Operations with another path or method: told for the path where all of them went along.
    fn moved(&mut self, moved: &[(Operation<'a>, Operation<'a>)]) {
        let news: Vec<_> = moved.iter().map(|(_, new)| new.clone()).collect();
        let olds: Vec<_> = moved.iter().map(|(old, _)| old.clone()).collect();
        let old_whole = whole_paths(&olds, &operations(self.old)).0;
        let new_whole = whole_paths(&news, &operations(self.new)).0;
        let mut told = Vec::new();
        for (from, was, old) in old_whole {
            let with = |one: &&(Operation<'a>, Operation<'a>)| one.0.path == from;
            let mut targets: Vec<&str> = moved.iter().filter(with).map(|one| one.1.path).collect();
            targets.dedup();
            let kept = moved
                .iter()
                .filter(with)
                .all(|one| one.0.method == one.1.method);
            let target = new_whole
                .iter()
                .find(|(to, _, new)| kept && targets == [*to] && new.len() == old.len());
            let Some((to, item, all)) = target else {
                continue;
            };
            let context = self.group(all);
            let message = format!("The path `{from}` is `{to}` now, with {}.", count(all));
            self.moved_to(context, Rule::PathMoved, (&was.at, &item.at), message);
            told.push(from);
        }
        for (old, new) in moved {
            let context = self.same_operation(old, new);
            if !told.contains(&old.path) {
                let message = format!("`{}` is `{}` now.", old.name(), new.name());
                let place = (&old.node.at, &new.node.at);
                self.moved_to(context, Rule::OperationMoved, place, message);
            }
        }
    }

    fn same_operation(&mut self, old: &Operation<'a>, new: &Operation<'a>) -> Context {
        let context = self.operation(new.name());
        let pair = |old: &Node<'a>, new: &Node<'a>| Pair {
            old: old.clone(),
            new: new.clone(),
        };
        let call = Call {
            item: pair(&old.item, &new.item),
            node: pair(&old.node, &new.node),
            path: (names_in(old.path), names_in(new.path)),
        };
        let name = format!("`{}`", new.name());
        if let (Some(old), Some(new_id)) = (old.id(), new.id())
            && old != new_id
        {
            let at = new.node.at.child("operationId");
            let message = format!("The operationId of {name} is `{new_id}` now, was `{old}`.");
            self.changed(context, Rule::OperationIdChanged, &at, message);
        }
        self.parameters(&call, context, &name);
        self.request_body(&call.node, context, &name);
        self.responses(&call.node, context, &name);
        self.security(&call.node, context, &name);
        self.servers(&call.node, context);
        self.tags_of(&call.node, context, &name);
        self.annotations(&call.node, context, &name);
        self.errors(&call.node, context);
        let known = [
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "security",
            "servers",
            "tags",
        ];
        self.others(&call.node, &known, context, &name);
        context
    }

    /// What is said of a path as a whole.
    pub(super) fn path_items(&mut self) {
        let items = |document: &'a Value| {
            let paths = Node::root(document).member("paths");
            paths
                .members()
                .map(move |(path, item)| (without_names(path), resolve(document, &item)))
        };
        let mut by_item: HashMap<usize, Vec<Operation<'a>>> = HashMap::new();
        for one in operations(self.new) {
            by_item.entry(one.item.identity()).or_default().push(one);
        }
        for (_, pair) in matched(items(self.old), items(self.new)).both {
            let name = pair.new.at.segments().last().unwrap_or_default();
            let of_path = by_item.get(&pair.new.identity());
            let context = self.group(of_path.map_or(&[], Vec::as_slice));
            let name = format!("`{name}`");
            self.servers(&pair, context);
            self.annotations(&pair, context, &name);
            let mut known = METHODS.to_vec();
            known.extend(["parameters", "servers"]);
            self.others(&pair, &known, context, &name);
        }
    }

    /// A scope that all these operations reach.
    fn group(&mut self, operations: &[Operation<'a>]) -> Context {
        let context = self.outside(Side::Call);
        for one in operations {
            let operation = self.operation(one.name());
            self.reach(context.scope, operation);
        }
        context
    }
}

/// What tells an operation that has moved: its id, or else all that is said of it.
fn identity(operation: &Operation<'_>) -> String {
    match operation.id() {
        Some(id) => id.to_owned(),
        None => operation.node.value.to_string(),
    }
}

/// Takes the operations of the same key out of both lists.
fn take_matching<'a, K: Eq + std::hash::Hash>(
    old: &mut Vec<Operation<'a>>,
    new: &mut Vec<Operation<'a>>,
    key: impl Fn(&Operation<'a>) -> K,
) -> Vec<(Operation<'a>, Operation<'a>)> {
    let mut by_key: HashMap<K, Operation<'a>> = HashMap::new();
    let mut rest = Vec::new();
    for one in old.drain(..) {
        if let Some(twin) = by_key.insert(key(&one), one) {
            rest.push(twin);
        }
    }
    let mut pairs = Vec::new();
    new.retain(|one| match by_key.remove(&key(one)) {
        Some(twin) => {
            pairs.push((twin, one.clone()));
            false
        }
        None => true,
    });
    rest.extend(by_key.into_values());
    rest.sort_by_key(|one| one.index);
    *old = rest;
    pairs
}

type Whole<'a> = (&'a str, Node<'a>, Vec<Operation<'a>>);

/// The paths of which `some` has all operations, and the operations of the other paths.
fn whole_paths<'a>(
    some: &[Operation<'a>],
    all: &[Operation<'a>],
) -> (Vec<Whole<'a>>, Vec<Operation<'a>>) {
    let mut totals: HashMap<&str, usize> = HashMap::new();
    for one in all {
        *totals.entry(one.path).or_default() += 1;
    }
    let mut by_path: indexmap::IndexMap<&'a str, Vec<Operation<'a>>> = indexmap::IndexMap::new();
    for one in some {
        by_path.entry(one.path).or_default().push(one.clone());
    }
    let mut whole = Vec::new();
    let mut single = Vec::new();
    for (path, operations) in by_path {
        if operations.len() == totals[path] {
            whole.push((path, operations[0].item.clone(), operations));
        } else {
            single.extend(operations);
        }
    }
    (whole, single)
}

fn count(operations: &[Operation<'_>]) -> String {
    let methods: Vec<String> = operations
        .iter()
        .map(|one| one.method.to_uppercase())
        .collect();
    methods.join(", ")
}
