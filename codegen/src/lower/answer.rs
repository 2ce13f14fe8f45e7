//! What operations send and answer.

use openapiv3::{
    MediaType, Operation as OpenApiOperation, ReferenceOr, RequestBody, Response, Schema,
    SchemaKind, StatusCode, Type as OpenApiType,
};

use super::Lowering;
use super::extension::Extensions;
use super::parameter::with_evidence;
use super::schema::is_named;
use crate::finding::Pointer;
use crate::model::{Answer, Body, Evidence, Type};

impl<'a> Lowering<'a> {
    pub(super) fn body(
        &mut self,
        id: &str,
        operation: &'a OpenApiOperation,
        at: &Pointer,
    ) -> Option<Body> {
        let at = at.child("requestBody");
        let body: &RequestBody = match operation.request_body.as_ref()? {
            ReferenceOr::Item(body) => body,
            ReferenceOr::Reference { .. } => {
                self.unsupported(&at, "a body that is a reference", "write it here");
                return None;
            }
        };
        let schema = self.json_schema(&body.content, &at)?;
        let at = at.join(["content", "application/json", "schema"]);
        Some(Body {
            ty: self.type_of(schema, &at, &format!("{id} Body")),
        })
    }

    /// The schema of the one JSON media type.
    fn json_schema(
        &mut self,
        content: &'a indexmap::IndexMap<String, MediaType>,
        at: &Pointer,
    ) -> Option<&'a ReferenceOr<Schema>> {
        if let Some(other) = content.keys().find(|name| *name != "application/json") {
            self.unsupported(
                &at.child("content").child(other),
                &format!("media type `{other}`"),
                "describe the JSON form, which is the only one that is emitted",
            );
            return None;
        }
        let schema = content
            .get("application/json")
            .and_then(|media| media.schema.as_ref());
        if schema.is_none() {
            self.findings.add(
                at,
                "expected a schema for `application/json`, found none",
                "describe what is sent here; `{}` stands for any JSON",
            );
        }
        schema
    }

    pub(super) fn answer(
        &mut self,
        id: &str,
        operation: &'a OpenApiOperation,
        at: &Pointer,
    ) -> Answer {
        let at = at.child("responses");
        let successes: Vec<(&StatusCode, &ReferenceOr<Response>)> = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| is_success(status))
            .collect();
        let nothing = |docs: &str| Answer {
            ty: Type::Nothing,
            member: None,
            one_of: None,
            docs: docs.to_owned(),
        };
        let [(status, response)] = successes.as_slice() else {
            self.findings.add(
                &at,
                format!("expected one success response, found {}", successes.len()),
                "describe the answer of a success under `200`, and no other",
            );
            return nothing("");
        };
        let at = at.child(status);
        let ReferenceOr::Item(response) = response else {
            self.unsupported(&at, "a response that is a reference", "write it here");
            return nothing("");
        };
        if response.content.is_empty() {
            return nothing(&response.description);
        }
        let Some(schema) = self.json_schema(&response.content, &at) else {
            return nothing(&response.description);
        };
        let at = at.join(["content", "application/json", "schema"]);
        let docs = with_evidence(
            response.description.clone(),
            &self.alias_evidence(schema, &at),
        );
        self.typed_answer(schema, &docs, &format!("{id} Answer"), &at)
    }

    /// The evidence of a schema that is no type of its own, and so has no other place for it.
    fn alias_evidence(&mut self, schema: &'a ReferenceOr<Schema>, at: &Pointer) -> Evidence {
        let schema = match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => self
                .component(reference)
                .and_then(|(_, schema)| schema.as_item()),
        };
        match schema {
            Some(schema) if !is_named(schema) => {
                Extensions::new(&schema.schema_data.extensions, at).evidence(self.findings)
            }
            _ => Evidence::Documented,
        }
    }

    fn typed_answer(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        docs: &str,
        hint: &str,
        at: &Pointer,
    ) -> Answer {
        let own = schema.as_item();
        let no_extensions = indexmap::IndexMap::new();
        let members = own.map_or(&no_extensions, |schema| &schema.schema_data.extensions);
        let extensions = Extensions::new(members, at);
        let member: Option<String> = extensions.read("x-unwrap", self.findings);
        let one = extensions.flag("x-one", self.findings);
        let (ty, member) = match member {
            Some(name) => (self.member(schema, &name, hint, at), Some(name)),
            None => (self.type_of(schema, at, hint), None),
        };
        let docs = docs.to_owned();
        if !one {
            return Answer {
                ty,
                member,
                one_of: None,
                docs,
            };
        }
        match &ty {
            Type::List(_, item) | Type::Map(_, _, item) => Answer {
                ty: (**item).clone(),
                member,
                one_of: Some(ty),
                docs,
            },
            _ => {
                self.findings.add(
                    &at.child("x-one"),
                    "`x-one` on something that is no list and no map",
                    "it says that a collection holds the one item asked for",
                );
                Answer {
                    ty,
                    member,
                    one_of: None,
                    docs,
                }
            }
        }
    }

    /// The type of the member that `x-unwrap` names.
    fn member(
        &mut self,
        schema: &'a ReferenceOr<Schema>,
        name: &str,
        hint: &str,
        at: &Pointer,
    ) -> Type {
        let member = schema
            .as_item()
            .and_then(|schema| match &schema.schema_kind {
                SchemaKind::Type(OpenApiType::Object(object)) => object.properties.get(name),
                _ => None,
            });
        let Some(member) = member else {
            self.findings.add(
                &at.child("x-unwrap"),
                format!("the answer has no member `{name}`"),
                "name a property of the inline object schema that carries the key",
            );
            return Type::Any;
        };
        self.type_of_boxed(member, &at.child("properties").child(name), hint)
    }
}

fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}
