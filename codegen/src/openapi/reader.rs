//! Reads a document into its normal form: what is shared by all that is read.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::description::{Description, Tag};
use super::flatten::{FlatProblem, flatten};
use super::node::Node;
use super::reference::{
    Links, Unresolved, note_lost_example, report_siblings, report_unresolved, target,
};
use super::schema::{Schema, SchemaId};
use super::security::{SecurityScheme, requirements};
use super::server::{implicit, servers};
use super::subtypes;
use super::unread::{note_document, note_keywords};
use crate::pointer::Pointer;
use crate::problem::Problems;

/// Reads a document, and finds what is wrong with it. What can be read is returned all the same.
#[must_use]
pub fn read(document: &Value) -> (Description<'_>, Problems) {
    let mut reader = Reader {
        document,
        links: Links::new(document),
        problems: Problems::of(document),
        by_source: HashMap::new(),
        pending: Vec::new(),
        schemas: Vec::new(),
    };
    let root = Node::root(document);
    note_document(&root, &mut reader.problems);
    let servers = servers(&root).unwrap_or_else(|| vec![implicit(&root)]);
    let security = requirements(&root).unwrap_or_default();
    let components = reader.components(&root);
    let operations = reader.operations(&root, &servers, &security);
    let security_schemes = reader.security_schemes(&root);
    reader.read_pending();
    #[expect(
        clippy::filter_map_identity,
        reason = "unlike `flatten`, it collects in place"
    )]
    let mut schemas: Vec<Box<Schema<'_>>> =
        reader.schemas.into_iter().filter_map(|one| one).collect();
    schemas.shrink_to_fit();
    let mut description = Description {
        info: root.member("info"),
        tags: root
            .member("tags")
            .entries()
            .filter_map(|node| tag(&node))
            .collect(),
        servers,
        security,
        security_schemes,
        operations,
        components,
        other_components: other_components(&root),
        extensions: root.extensions(),
        schemas,
        root,
    };
    spread_nullable(&mut description.schemas);
    subtypes::find(&mut description);
    (description, reader.problems)
}

/// What reading carries along.
pub(super) struct Reader<'d> {
    pub(super) document: &'d Value,
    links: Links<'d>,
    pub(super) problems: Problems,
    /// Schemas by the identities of the objects that they are the intersection of.
    by_source: HashMap<Box<[usize]>, SchemaId>,
    /// Schemas that have an id and are not read yet: a queue in place of recursion, which a document could exhaust.
    pending: Vec<(SchemaId, Vec<Node<'d>>)>,
    schemas: Vec<Option<Box<Schema<'d>>>>,
}

impl<'d> Reader<'d> {
    pub(super) fn problem(&mut self, at: &Pointer, message: impl Into<String>, advice: &str) {
        self.problems.add(at, message, advice);
    }

    pub(super) fn note(&mut self, at: &Pointer, message: &str) {
        self.problems.note(at, message);
    }

    /// The id of the schema that is the intersection of `nodes`, of which there is at least one.
    pub(super) fn schema(&mut self, nodes: &[Node<'d>]) -> SchemaId {
        let nodes: Vec<Node<'d>> = nodes.iter().map(|node| self.links.keywords(node)).collect();
        let key: Box<[usize]> = nodes.iter().map(Node::identity).collect();
        if let Some(id) = self.by_source.get(&key) {
            return *id;
        }
        let id = SchemaId(self.schemas.len());
        self.schemas.push(None);
        self.by_source.insert(key, id);
        self.pending.push((id, nodes));
        id
    }

    fn read_pending(&mut self) {
        while let Some((id, nodes)) = self.pending.pop() {
            for node in &nodes {
                report_siblings(node, &mut self.problems);
            }
            let mut flat = flatten(&mut self.links, &nodes);
            for problem in std::mem::take(&mut flat.problems) {
                self.flat_problem(&problem);
            }
            for source in &flat.sources {
                note_keywords(source, &mut self.problems);
            }
            let schema = self.schema_of(&nodes, flat);
            self.schemas[id.0] = Some(Box::new(schema));
        }
    }

    fn flat_problem(&mut self, problem: &FlatProblem<'d>) {
        match problem {
            FlatProblem::Reference(node, why) => {
                report_unresolved(node, *why, &mut self.problems);
            }
            FlatProblem::Circle(node) => {
                let message = "a schema as a part of itself through `allOf` is ignored there";
                self.problems.note(&node.at, message);
            }
        }
    }

    /// The target of a node that may be a reference; `None` where it cannot be followed, which is a problem.
    pub(super) fn resolved(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        match self.links.follow(node) {
            Ok(target) => {
                report_siblings(node, &mut self.problems);
                Some(target)
            }
            Err(why) => {
                report_unresolved(node, why, &mut self.problems);
                None
            }
        }
    }

    /// As [`resolved`](Self::resolved); an example that is not found is no problem.
    pub(super) fn example(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        let found = self.links.follow(node).ok();
        if found.is_none() {
            note_lost_example(node, &mut self.problems);
        }
        found
    }

    /// As [`resolved`](Self::resolved), where the problem has been noted elsewhere.
    pub(super) fn followed(&mut self, node: &Node<'d>) -> Option<Node<'d>> {
        self.links.follow(node).ok()
    }

    /// The schema that an entry of a discriminator's `mapping` names: a reference or the name of a component.
    pub(super) fn mapping_target(&mut self, entry: &Node<'d>, text: &str) -> Option<SchemaId> {
        let found = match self.component_node(text) {
            Some(node) => Ok(node),
            None => target(self.document, text),
        };
        match found {
            Ok(node) => return Some(self.schema(&[node])),
            Err(Unresolved::External) if text.contains(['.', '/']) => self.note(
                &entry.at,
                "a value of a discriminator that leads to another document has no variant",
            ),
            Err(_) => {
                let message = format!("no schema is called `{text}`");
                self.problem(
                    &entry.at,
                    message,
                    "name a component schema, or refer to it with `#/components/...`",
                );
            }
        }
        None
    }

    fn component_node(&self, name: &str) -> Option<Node<'d>> {
        Node::root(self.document)
            .member("components")
            .member("schemas")
            .get(name)
    }

    /// The name of the component schema that stands at a place.
    pub(super) fn component_name(&self, node: &Node<'d>) -> Option<&'d str> {
        let segments: Vec<&str> = node.at.segments().collect();
        let &["components", "schemas", name] = segments.as_slice() else {
            return None;
        };
        let all = self.document.pointer("/components/schemas")?.as_object()?;
        all.get_key_value(name).map(|(name, _)| name.as_str())
    }

    /// All component schemas, so that what is wrong with one that nothing uses is found as well.
    fn components(&mut self, root: &Node<'d>) -> IndexMap<&'d str, SchemaId> {
        let schemas = root.member("components").member("schemas");
        schemas
            .members()
            .map(|(name, node)| (name, self.schema(&[node])))
            .collect()
    }

    fn security_schemes(&mut self, root: &Node<'d>) -> IndexMap<&'d str, SecurityScheme<'d>> {
        let schemes = root.member("components").member("securitySchemes");
        let schemes = schemes.members();
        schemes
            .filter_map(|(name, node)| Some((name, SecurityScheme::read(&self.resolved(&node)?))))
            .collect()
    }
}

fn other_components<'d>(root: &Node<'d>) -> IndexMap<(&'d str, &'d str), Node<'d>> {
    let kinds = root.member("components").members();
    let kinds = kinds.filter(|(kind, _)| {
        !matches!(*kind, "schemas" | "securitySchemes") && !kind.starts_with("x-")
    });
    kinds
        .flat_map(|(kind, all)| all.members().map(move |(name, node)| ((kind, name), node)))
        .collect()
}

fn tag<'d>(node: &Node<'d>) -> Option<Tag<'d>> {
    Some(Tag {
        at: node.at.clone(),
        name: node.text("name")?,
        description: node.prose("description"),
        node: node.clone(),
    })
}

/// A schema is nullable when all its groups of alternatives have a nullable branch.
fn spread_nullable(schemas: &mut [Box<Schema<'_>>]) {
    loop {
        let spread: Vec<usize> = schemas
            .iter()
            .enumerate()
            .filter(|(_, schema)| {
                !schema.nullable && !schema.alternatives.is_empty() && schema.types.is_any()
            })
            .filter(|(_, schema)| {
                let is_nullable = |id: SchemaId| schemas[id.0].nullable;
                let mut groups = schema.alternatives.iter();
                groups.all(|group| {
                    group
                        .branches
                        .iter()
                        .any(|branch| is_nullable(branch.schema))
                })
            })
            .map(|(index, _)| index)
            .collect();
        if spread.is_empty() {
            return;
        }
        for index in spread {
            schemas[index].nullable = true;
        }
    }
}
