//! Which objects of a document make up one schema: references followed, `allOf` and lone branches taken together.

use std::collections::HashSet;

use serde_json::Value;

use super::node::Node;
use super::reference::{Links, Unresolved, has_siblings};
use super::schema::AlternativesKind;

/// The objects that make up one schema.
#[derive(Debug, Default)]
pub(super) struct Flat<'d> {
    /// The schema itself, then its parts, depth first.
    pub(super) sources: Vec<Node<'d>>,
    /// The targets of the references in `allOf`.
    pub(super) parts: Vec<Node<'d>>,
    /// The `oneOf` and `anyOf` with several branches.
    pub(super) alternatives: Vec<FlatAlternatives<'d>>,
    /// A branch of a `oneOf` or `anyOf` is `null`.
    pub(super) null_branch: bool,
    pub(super) problems: Vec<FlatProblem<'d>>,
}

/// The branches of a `oneOf` or `anyOf`, without those that are `null`.
#[derive(Debug)]
pub(super) struct FlatAlternatives<'d> {
    pub(super) kind: AlternativesKind,
    pub(super) keyword: Node<'d>,
    pub(super) branches: Vec<Node<'d>>,
    /// The object with the keyword, which may have a `discriminator`.
    pub(super) holder: Node<'d>,
}

/// Why a part is left out.
#[derive(Debug)]
pub(super) enum FlatProblem<'d> {
    Reference(Node<'d>, Unresolved),
    /// The part contains itself through `allOf`.
    Circle(Node<'d>),
}

/// Where a node comes from.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Own,
    Part,
}

enum Step<'d> {
    Enter(Node<'d>, Role),
    Leave(usize),
}

/// Collects what makes up the intersection of `nodes`. The stack is explicit: `allOf` nests as deep as a document
/// wants.
pub(super) fn flatten<'d>(links: &mut Links<'d>, nodes: &[Node<'d>]) -> Flat<'d> {
    let mut flat = Flat::default();
    let mut open = HashSet::new();
    let mut seen = HashSet::new();
    let own = nodes
        .iter()
        .rev()
        .map(|node| Step::Enter(node.clone(), Role::Own));
    let mut steps: Vec<Step<'d>> = own.collect();
    while let Some(step) = steps.pop() {
        let (node, role) = match step {
            Step::Enter(node, role) => (node, role),
            Step::Leave(identity) => {
                open.remove(&identity);
                continue;
            }
        };
        let identity = node.identity();
        if open.contains(&identity) {
            flat.problems.push(FlatProblem::Circle(node));
            continue;
        }
        if !seen.insert(identity) {
            continue;
        }
        open.insert(identity);
        steps.push(Step::Leave(identity));
        let inner = flat.add(links, &node, role, &open);
        steps.extend(
            inner
                .into_iter()
                .rev()
                .map(|(node, role)| Step::Enter(node, role)),
        );
    }
    flat
}

impl<'d> Flat<'d> {
    /// Adds one object, and returns what it takes over.
    fn add(
        &mut self,
        links: &mut Links<'d>,
        node: &Node<'d>,
        role: Role,
        open: &HashSet<usize>,
    ) -> Vec<(Node<'d>, Role)> {
        let mut inner = Vec::new();
        if node.text("$ref").is_some() {
            match links.next(node) {
                Ok(target) => {
                    if role == Role::Part {
                        self.parts.push(target.clone());
                    }
                    inner.push((target, Role::Own));
                }
                Err(why) => self
                    .problems
                    .push(FlatProblem::Reference(node.clone(), why)),
            }
            if !has_siblings(node) {
                return inner;
            }
        }
        self.sources.push(node.clone());
        inner.extend(
            node.member("allOf")
                .entries()
                .map(|part| (part, Role::Part)),
        );
        for kind in [AlternativesKind::OneOf, AlternativesKind::AnyOf] {
            inner.extend(
                self.add_alternatives(links, node, kind, open)
                    .map(|branch| (branch, Role::Part)),
            );
        }
        inner
    }

    /// Adds the branches of a `oneOf` or `anyOf`; returns a lone branch, which is a part like one of `allOf`.
    fn add_alternatives(
        &mut self,
        links: &mut Links<'d>,
        node: &Node<'d>,
        kind: AlternativesKind,
        open: &HashSet<usize>,
    ) -> Option<Node<'d>> {
        let keyword = node.get(kind.keyword())?;
        // A branch can refer to a schema that only says `null`.
        let mut says_null = |branch: &Node<'d>| {
            is_null(branch) || links.follow(branch).is_ok_and(|target| is_null(&target))
        };
        let (nulls, mut branches): (Vec<_>, Vec<_>) =
            keyword.entries().partition(|branch| says_null(branch));
        self.null_branch |= !nulls.is_empty();
        if branches.len() < 2 {
            return branches.pop();
        }
        // What extends a schema that lists it as a branch is that branch already.
        let is_open = |branch: &Node<'d>| {
            links
                .follow(branch)
                .is_ok_and(|target| open.contains(&target.identity()))
        };
        if branches.iter().any(is_open) {
            return None;
        }
        let holder = node.clone();
        self.alternatives.push(FlatAlternatives {
            kind,
            keyword,
            branches,
            holder,
        });
        None
    }
}

/// Whether `null` is the only value of a schema.
fn is_null(node: &Node<'_>) -> bool {
    let only_null = |values: &Vec<Value>| !values.is_empty() && values.iter().all(Value::is_null);
    let has_only = |name: &str| {
        node.value
            .get(name)
            .and_then(Value::as_array)
            .is_some_and(only_null)
    };
    node.text("type") == Some("null")
        || has_only("enum")
        || node.value.get("const").is_some_and(Value::is_null)
        || node.value.get("type") == Some(&serde_json::json!(["null"]))
}
