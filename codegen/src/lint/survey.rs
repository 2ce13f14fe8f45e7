//! Everything that rules look at, found in one walk: operations, and schemas with what is shown of them.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::node::{Node, resolve};
use crate::openapi::Method;

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role<'a> {
    /// It is the component of this name.
    Component(&'a str),
    /// A member of an object.
    Member(&'a str),
    /// A parameter.
    Parameter(&'a str),
    /// Entries of a list, a body, a part of another schema.
    Inner,
}

impl<'a> Role<'a> {
    /// What a field of this role is called.
    pub(super) fn field(self) -> Option<&'a str> {
        match self {
            Self::Member(name) | Self::Parameter(name) => Some(name),
            Self::Component(_) | Self::Inner => None,
        }
    }

    /// As a sentence names it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Component(name) | Self::Member(name) | Self::Parameter(name) => {
                format!("`{name}`")
            }
            Self::Inner => "this part".to_owned(),
        }
    }
}

/// A schema where it stands.
#[derive(Debug)]
pub(super) struct Schema<'a> {
    pub(super) node: Node<'a>,
    pub(super) role: Role<'a>,
    /// The values that examples show of it.
    pub(super) shown: Vec<Node<'a>>,
    /// Whether it is a part of an answer.
    pub(super) received: bool,
}

impl<'a> Schema<'a> {
    /// The objects with members that examples show.
    pub(super) fn objects(&self) -> impl Iterator<Item = &Node<'a>> {
        let has_members = |node: &&Node<'a>| node.value.as_object().is_some_and(|o| !o.is_empty());
        self.shown.iter().filter(has_members)
    }
}

/// An operation.
#[derive(Debug)]
pub(super) struct Operation<'a> {
    pub(super) node: Node<'a>,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// Its parameters, those of its path too.
    pub(super) parameters: Vec<Node<'a>>,
}

impl Operation<'_> {
    /// As a sentence names it.
    pub(super) fn name(&self) -> String {
        format!("`{} {}`", self.method.to_uppercase(), self.path)
    }
}

/// A member that an example shows and no schema has.
#[derive(Debug)]
pub(super) struct Unlisted<'a> {
    /// The schema that should have it.
    pub(super) schema: Node<'a>,
    pub(super) name: &'a str,
    pub(super) value: Node<'a>,
}

/// What there is to look at.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    pub(super) root: &'a Value,
    pub(super) operations: Vec<Operation<'a>>,
    /// By identity, in the order of the document.
    pub(super) schemas: IndexMap<usize, Schema<'a>>,
    pub(super) unlisted: Vec<Unlisted<'a>>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(root: &'a Value) -> Self {
        let mut walk = Walk {
            survey: Self {
                root,
                operations: Vec::new(),
                schemas: IndexMap::new(),
                unlisted: Vec::new(),
            },
            examples: Vec::new(),
            answers: Vec::new(),
        };
        walk.paths();
        walk.components();
        walk.survey.receive(walk.answers);
        walk.survey.show(&walk.examples);
        walk.survey
    }

    /// The component schemas.
    pub(super) fn components(&self) -> impl Iterator<Item = (&'a str, &Schema<'a>)> {
        self.schemas
            .values()
            .filter_map(|schema| match schema.role {
                Role::Component(name) => Some((name, schema)),
                _ => None,
            })
    }

    /// Marks what answers are made of.
    fn receive(&mut self, mut answers: Vec<Node<'a>>) {
        let mut seen = HashSet::new();
        while let Some(node) = answers.pop() {
            if seen.insert(node.identity()) {
                if let Some(schema) = self.schemas.get_mut(&node.identity()) {
                    schema.received = true;
                }
                answers.push(resolve(self.root, &node));
                answers.extend(children(&node).map(|(_, child)| child));
            }
        }
    }
}

/// The schemas inside of a schema.
fn children<'a>(schema: &Node<'a>) -> impl Iterator<Item = (Role<'a>, Node<'a>)> {
    let properties = schema.get("properties").into_iter();
    let properties = properties.flat_map(|properties| properties.members());
    let properties = properties.map(|(name, node)| (Role::Member(name), node));
    let inner = ["items", "additionalProperties", "not"].map(|name| schema.get(name));
    let inner = inner.into_iter().flatten();
    let several = ["allOf", "oneOf", "anyOf"].map(|name| schema.get(name));
    let several = several.into_iter().flatten();
    let inner = inner.chain(several.flat_map(|several| several.entries()));
    properties.chain(inner.map(|node| (Role::Inner, node)))
}

/// The walk over the document. References are not followed: what they lead to is walked where it stands.
struct Walk<'a> {
    survey: Survey<'a>,
    /// Schemas with examples that stand beside or in them.
    examples: Vec<(Node<'a>, Node<'a>)>,
    /// The schemas of answers.
    answers: Vec<Node<'a>>,
}

impl<'a> Walk<'a> {
    fn paths(&mut self) {
        let root = Node::root(self.survey.root);
        for (path, item) in root.member("paths").members() {
            let common = item.member("parameters");
            common.entries().for_each(|node| self.parameter(&node));
            let operations = item
                .members()
                .filter(|(name, _)| Method::from_key(name).is_some());
            for (method, node) in operations.filter(|(_, node)| node.value.is_object()) {
                let own = node.member("parameters");
                own.entries().for_each(|node| self.parameter(&node));
                self.content(&node.member("requestBody"));
                let responses = node.member("responses");
                responses.members().for_each(|(_, node)| self.answer(&node));
                let parameters = common.entries().chain(own.entries());
                let parameters = parameters.map(|node| resolve(self.survey.root, &node));
                let parameters = parameters.collect();
                self.survey.operations.push(Operation {
                    node,
                    method,
                    path,
                    parameters,
                });
            }
        }
    }

    fn components(&mut self) {
        let components = Node::root(self.survey.root).member("components");
        let of = |kind: &str| components.member(kind).members();
        of("parameters").for_each(|(_, node)| self.parameter(&node));
        of("requestBodies").for_each(|(_, node)| self.content(&node));
        of("responses").for_each(|(_, node)| self.answer(&node));
        of("headers").for_each(|(_, node)| self.described(&node, Role::Inner));
        of("schemas").for_each(|(name, node)| self.schema(&node, Role::Component(name)));
    }

    fn parameter(&mut self, node: &Node<'a>) {
        let role = node.text("name").map_or(Role::Inner, Role::Parameter);
        self.described(node, role);
        self.content(node);
    }

    fn answer(&mut self, node: &Node<'a>) {
        let media = node.member("content").members();
        let schemas = media.filter_map(|(_, media)| media.get("schema"));
        self.answers.extend(schemas);
        self.content(node);
        let headers = node.member("headers").members();
        headers.for_each(|(_, header)| self.described(&header, Role::Inner));
    }

    fn content(&mut self, node: &Node<'a>) {
        let media = node.member("content").members();
        media.for_each(|(_, media)| self.described(&media, Role::Inner));
    }

    /// What has a schema with examples beside it.
    fn described(&mut self, node: &Node<'a>, role: Role<'a>) {
        let Some(schema) = node.get("schema") else {
            return;
        };
        self.schema(&schema, role);
        let named = node.member("examples").members();
        let named = named.map(|(_, example)| resolve(self.survey.root, &example));
        let named = named.filter_map(|example| example.get("value"));
        let all = node.get("example").into_iter().chain(named);
        let all: Vec<_> = all.map(|example| (schema.clone(), example)).collect();
        self.examples.extend(all);
    }

    fn schema(&mut self, node: &Node<'a>, role: Role<'a>) {
        if !node.value.is_object() {
            return;
        }
        if let Some(example) = node.get("example") {
            self.examples.push((node.clone(), example));
        }
        let schema = Schema {
            node: node.clone(),
            role,
            shown: Vec::new(),
            received: false,
        };
        self.survey.schemas.insert(node.identity(), schema);
        children(node).for_each(|(role, child)| self.schema(&child, role));
    }
}
