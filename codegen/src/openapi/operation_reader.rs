//! Reads paths, operations, parameters and what requests and responses carry.

use std::collections::{BTreeMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::content::{Body, Content, Encoding, Header, MediaType, MediaTypeName, Response, Status};
use super::method::Method;
use super::node::Node;
use super::operation::{Operation, variable};
use super::parameter::{Location, Parameter};
use super::reader::Reader;
use super::security::{Requirement, requirements};
use super::server::{Server, servers};
use super::style::Style;
use crate::problem::Repair;

/// Header parameters that OpenAPI ignores, since other parts of a document describe them.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The operations that have an id so far.
#[derive(Default)]
struct Identified<'d> {
    /// Several paths can refer to one path item. The id of its operations is that of the first path's.
    operations: HashSet<usize>,
    ids: HashSet<&'d str>,
    /// The ids of all operations.
    all: HashSet<&'d str>,
}

impl<'d> Reader<'d> {
    pub(super) fn operations(
        &mut self,
        root: &Node<'d>,
        document_servers: &[Server<'d>],
        document_security: &[Requirement<'d>],
    ) -> Vec<Operation<'d>> {
        let mut operations = Vec::new();
        for (path, item) in root
            .member("paths")
            .members()
            .filter(|(path, _)| !path.starts_with("x-"))
        {
            let Some(item) = self.resolved(&item) else {
                continue;
            };
            let item_servers = servers(&item);
            let item_servers = item_servers.as_deref().unwrap_or(document_servers);
            let common = self.parameters(&item);
            for (key, node) in item.members() {
                let Some(method) = Method::from_key(key).filter(|_| node.value.is_object()) else {
                    continue;
                };
                let mut operation = self.operation(path, method, &item, &node, &common);
                operation.servers = servers(&node).unwrap_or_else(|| item_servers.to_vec());
                operation.security =
                    requirements(&node).unwrap_or_else(|| document_security.to_vec());
                operation.security_node = node.get("security").or_else(|| root.get("security"));
                operations.push(operation);
            }
        }
        self.keep_first_ids(&mut operations);
        operations
    }

    /// Of the operations with one id the first one keeps it: by path and method, since their order in the document means
    /// nothing.
    fn keep_first_ids(&mut self, operations: &mut [Operation<'d>]) {
        let mut identified = Identified {
            all: operations.iter().filter_map(|one| one.id).collect(),
            ..Identified::default()
        };
        let mut in_order: Vec<&mut Operation<'d>> = operations.iter_mut().collect();
        in_order.sort_by_key(|one| (one.path, one.method));
        for one in in_order {
            one.id = one.id.filter(|id| self.is_first(&mut identified, one, id));
        }
    }

    /// Whether no operation before has this id.
    fn is_first(
        &mut self,
        identified: &mut Identified<'d>,
        operation: &Operation<'d>,
        id: &'d str,
    ) -> bool {
        if !identified.operations.insert(operation.node.identity()) {
            self.note(
                &operation.at,
                "an operation that several paths share is named after its method and path, except for the first path",
            );
            return false;
        }
        let is_first = identified.ids.insert(id);
        if !is_first {
            let message = "an `operationId` that another operation has is ignored: the operation is named after its \
                           method and path";
            let plain = operation.suggested_id();
            let numbered = (2..).map(|number| format!("{plain}{number}"));
            let mut ids = std::iter::once(plain.clone()).chain(numbered);
            let id = ids.find(|id| !identified.all.contains(id.as_str()));
            let repair = Repair::Update(json!({"operationId": id}));
            self.problems.mistake(&operation.at, message, repair);
        }
        is_first
    }

    /// An operation without its security and servers.
    fn operation(
        &mut self,
        path: &'d str,
        method: Method,
        item: &Node<'d>,
        node: &Node<'d>,
        common: &[Parameter<'d>],
    ) -> Operation<'d> {
        for (_, callback) in node.member("callbacks").members() {
            self.note(&callback.at, "callbacks are not generated");
        }
        let own = self.parameters(node);
        let is_own = |one: &Parameter<'d>| own.iter().any(|other| same_parameter(one, other));
        let mut parameters: Vec<Parameter<'d>> =
            common.iter().filter(|one| !is_own(one)).cloned().collect();
        parameters.extend(own);
        parameters.shrink_to_fit();
        let operation = Operation {
            at: node.at.clone(),
            path,
            method,
            id: node.text("operationId").filter(|id| !id.is_empty()),
            tags: node.member("tags").texts().collect(),
            summary: node.prose("summary"),
            description: node.prose("description"),
            deprecated: node.is("deprecated"),
            parameters,
            body: self.body(node),
            responses: self.responses(node),
            security: Vec::new(),
            security_node: None,
            servers: Vec::new(),
            extensions: node.extensions(),
            node: node.clone(),
            item: item.clone(),
        };
        self.compare_with_path(&operation);
        operation
    }

    /// Reports parameters that only the path or only the description has.
    fn compare_with_path(&mut self, operation: &Operation<'d>) {
        let described = operation.parameters.iter();
        let described: Vec<&Parameter<'d>> = described
            .filter(|one| one.location == Location::Path)
            .collect();
        let mut names: Vec<&str> = operation.path_names().collect();
        for name in &mut names {
            let plain = variable(name);
            let is_described = |name: &str| described.iter().any(|one| one.name == name);
            if *name != plain && !is_described(name) && is_described(plain) {
                let value = if name.starts_with('+') {
                    "whose slashes stay as they are"
                } else {
                    "one segment of the path"
                };
                let message = format!("`{{{name}}}` in a path is read as `{{{plain}}}`, {value}");
                self.note(&operation.at, &message);
                *name = plain;
            }
        }
        for one in described.iter().filter(|one| !names.contains(&one.name)) {
            let name = one.name;
            let message =
                format!("path parameter `{name}` does not stand in the path: it is left out");
            self.problems
                .mistake(&one.listed_at, message, Repair::Remove);
        }
        let is_missing = |name: &&&str| described.iter().all(|one| one.name != **name);
        for name in names.iter().filter(is_missing) {
            let message = format!(
                "the path has `{{{name}}}`, and no path parameter describes it: it is a text"
            );
            let parameter =
                json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
            let repair = Repair::Update(json!({"parameters": [parameter]}));
            self.problems.mistake(&operation.at, message, repair);
        }
    }

    /// The parameters that an operation or a path item lists.
    fn parameters(&mut self, holder: &Node<'d>) -> Vec<Parameter<'d>> {
        let mut parameters: Vec<Parameter<'d>> = Vec::new();
        for listed in holder.member("parameters").entries() {
            let Some(parameter) = self.parameter(&listed) else {
                continue;
            };
            let is_ignored = parameter.location == Location::Header
                && IGNORED_HEADERS.contains(&parameter.name.to_ascii_lowercase().as_str());
            let first = parameters
                .iter()
                .find(|other| same_parameter(&parameter, other));
            if first.is_some_and(|first| is_sent_alike(first, &parameter)) {
                let message = "the same parameter is listed twice; it is read once";
                self.problems.mistake(&listed.at, message, Repair::Remove);
            } else if let Some(first) = first {
                let message = format!(
                    "a second {} parameter `{}`, the first is at {}",
                    parameter.location.name(),
                    parameter.name,
                    first.listed_at
                );
                self.problem(&listed.at, message, "remove one of the two with a patch");
            } else if !is_ignored {
                parameters.push(parameter);
            }
        }
        parameters
    }

    fn parameter(&mut self, listed: &Node<'d>) -> Option<Parameter<'d>> {
        let node = self.resolved(listed)?;
        let name = node.text("name");
        let location = node.text("in").and_then(Location::from_name);
        let (Some(name), Some(location)) = (name, location) else {
            let message =
                "expected a parameter with `name`, and `in` as path, query, header or cookie";
            let hint = match node.text("in") {
                Some("body" | "formData") => {
                    "describe the body with `requestBody`, as OpenAPI 3 has it"
                }
                _ => "correct the parameter with a patch",
            };
            self.problem(&node.at, message, hint);
            return None;
        };
        let required = node.is("required");
        if location == Location::Path && !required {
            let message = "a path parameter is required, whatever is said of it";
            let repair = Repair::Update(json!({"required": true}));
            self.problems.mistake(&node.at, message, repair);
        }
        let style = self.style(&node, location);
        let explode = node.value.get("explode").and_then(Value::as_bool);
        Some(Parameter {
            at: node.at.clone(),
            listed_at: listed.at.clone(),
            name,
            location,
            description: node.prose("description"),
            required: required || location == Location::Path,
            deprecated: node.is("deprecated"),
            allow_empty_value: node.is("allowEmptyValue"),
            allow_reserved: node.is("allowReserved"),
            style,
            explode: explode.unwrap_or(style == Style::Form),
            schema: node.get("schema").map(|schema| self.schema(&[schema])),
            content: self.content(&node).into_iter().next().map(Box::new),
            examples: self.examples(&node),
            extensions: node.extensions(),
            node,
        })
    }

    fn style(&mut self, node: &Node<'d>, location: Location) -> Style {
        let Some(text) = node.text("style") else {
            return location.default_style();
        };
        let style = Style::from_name(text);
        if style.is_none() {
            let message = format!("no parameter style is called `{text}`");
            self.problem(
                &node.at.child("style"),
                message,
                "use a style of OpenAPI, or leave `style` out",
            );
        }
        style.unwrap_or(location.default_style())
    }

    fn body(&mut self, operation: &Node<'d>) -> Option<Body<'d>> {
        let node = self.resolved(&operation.get("requestBody")?)?;
        Some(Body {
            at: node.at.clone(),
            required: node.is("required"),
            content: self.content(&node),
            node,
        })
    }

    fn responses(&mut self, operation: &Node<'d>) -> Vec<Response<'d>> {
        let mut responses: Vec<Response<'d>> = Vec::new();
        for (key, listed) in operation
            .member("responses")
            .members()
            .filter(|(key, _)| !key.starts_with("x-"))
        {
            let Some(status) = Status::parse(key) else {
                let message = format!("expected a status, `2XX` or `default`, found `{key}`");
                self.problem(&listed.at, message, "correct the key with a patch");
                continue;
            };
            let Some(node) = self.resolved(&listed) else {
                continue;
            };
            responses.push(Response {
                at: node.at.clone(),
                listed_at: listed.at,
                status,
                description: node.prose("description"),
                headers: self.headers(&node),
                content: self.content(&node),
                node,
            });
        }
        responses.sort_by_key(|response| response.status);
        responses.shrink_to_fit();
        responses
    }

    fn headers(&mut self, response: &Node<'d>) -> IndexMap<String, Header<'d>> {
        let mut headers = IndexMap::new();
        for (name, listed) in response.member("headers").members() {
            let name = name.to_ascii_lowercase();
            let Some(node) = self.resolved(&listed).filter(|_| name != "content-type") else {
                continue;
            };
            let header = Header {
                at: node.at.clone(),
                listed_at: listed.at,
                required: node.is("required"),
                explode: node.is("explode"),
                schema: node.get("schema").map(|schema| self.schema(&[schema])),
                content: self.content(&node).into_iter().next().map(Box::new),
                examples: self.examples(&node),
                node,
            };
            headers.insert(name, header);
        }
        headers.shrink_to_fit();
        headers
    }

    fn content(&mut self, holder: &Node<'d>) -> Content<'d> {
        let mut seen = HashSet::new();
        let mut content = Vec::new();
        let listed = holder.member("content");
        // Some documents refer to a whole map of media types.
        let Some(all) = self.resolved(&listed) else {
            return content;
        };
        for (name, node) in all.members() {
            let name = MediaTypeName::parse(name);
            if !seen.insert(name.clone()) {
                self.note(
                    &node.at,
                    "another media type means the same; the first is read",
                );
                continue;
            }
            content.push(MediaType {
                at: node.at.clone(),
                name,
                schema: node.get("schema").map(|schema| self.schema(&[schema])),
                encodings: self.encodings(&node),
                part_types: part_types(&node),
                examples: self.examples(&node),
                node,
            });
        }
        content.shrink_to_fit();
        content
    }

    /// The encodings that say a style, or whether a member explodes. Others name a media type only.
    fn encodings(&mut self, media: &Node<'d>) -> Box<[(&'d str, Encoding)]> {
        let members = media.member("encoding").members();
        let has_style = |node: &Node<'d>| {
            ["style", "explode"]
                .iter()
                .any(|key| node.get(key).is_some())
        };
        let described = members.filter(|(_, node)| has_style(node));
        described
            .map(|(name, node)| {
                let style = self.style(&node, Location::Query);
                let explode = node
                    .get("explode")
                    .and_then(|explode| explode.value.as_bool());
                let explode = explode.unwrap_or(style == Style::Form);
                (name, Encoding { style, explode })
            })
            .collect()
    }

    /// The values of `example` and `examples` of a parameter, header or media type.
    fn examples(&mut self, holder: &Node<'d>) -> Vec<Node<'d>> {
        let named = holder.member("examples").members();
        let named: Vec<Node<'d>> = named
            .filter_map(|(_, example)| self.example(&example))
            .collect();
        let named = named.iter().filter_map(|example| example.get("value"));
        holder.get("example").into_iter().chain(named).collect()
    }
}

fn part_types<'d>(media: &Node<'d>) -> Box<[(&'d str, &'d str)]> {
    let members = media.member("encoding").members();
    members
        .filter_map(|(name, node)| Some((name, node.text("contentType")?)))
        .collect()
}

/// Whether all that is said of two parameters of one name is the same, but for what people read.
fn is_sent_alike(one: &Parameter<'_>, other: &Parameter<'_>) -> bool {
    const READ: [&str; 4] = ["name", "description", "example", "examples"];
    let said = |parameter: &Parameter<'_>| -> BTreeMap<String, Value> {
        let members = parameter.node.members();
        let sent = members.filter(|(name, _)| !READ.contains(name));
        sent.map(|(name, member)| (name.to_owned(), member.value.clone()))
            .collect()
    };
    said(one) == said(other)
}

/// Whether two parameters are the same one. Headers have no case.
fn same_parameter(one: &Parameter<'_>, other: &Parameter<'_>) -> bool {
    let same_name = match one.location {
        Location::Header => one.name.eq_ignore_ascii_case(other.name),
        _ => one.name == other.name,
    };
    one.location == other.location && same_name
}
