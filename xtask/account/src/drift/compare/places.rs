//! The schemas of the description, with their places in the document.

use std::collections::{HashMap, HashSet};

use hellodialog_codegen::openapi::{self, AdditionalProperties};
use hellodialog_codegen::{Pointer, SchemaRow, response_schemas};
use hellodialog_runtime::schema::{
    Description, Kind, Malformed, Object, Resolved, Row, SchemaId, Schemas,
};
use serde_json::Value;

/// The schemas of a document with their places.
#[derive(Debug)]
pub(crate) struct Places<'d> {
    pub(crate) document: &'d Value,
    normal_form: openapi::Description<'d>,
    description: Description,
    /// The place of a schema, before references are followed.
    pointers: HashMap<SchemaId, Pointer>,
    /// The place of a schema, after references are followed.
    targets: HashMap<SchemaId, Pointer>,
    schemas: HashMap<Pointer, SchemaId>,
}

/// Why the schemas of a document cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// The document is not one that a client can be generated from.
    #[error(transparent)]
    Document(#[from] hellodialog_codegen::Error),
    /// A schema was written in a way that cannot be read back, which is a defect.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl<'d> Places<'d> {
    /// Reads the schemas of `document`. `responses` are operations, with the places of the schemas of
    /// their responses.
    ///
    /// # Errors
    ///
    /// If no client can be generated from the document.
    pub(crate) fn read<'o>(
        document: &'d Value,
        responses: impl IntoIterator<Item = (&'o str, &'o Pointer)>,
    ) -> Result<Self, PlacesError> {
        let rows = response_schemas("the description", document)?;
        let mut places = Self {
            document,
            normal_form: openapi::read(document).0,
            description: read(&rows)?,
            pointers: HashMap::new(),
            targets: HashMap::new(),
            schemas: HashMap::new(),
        };
        for (operation, pointer) in responses {
            let schema = places.description.response(operation);
            if let (Some(schema), Some(id)) = (schema, places.response_at(pointer)) {
                places.locate(schema, pointer, id);
            }
        }
        Ok(places)
    }

    pub(crate) fn schemas(&self) -> &Schemas {
        &self.description.schemas
    }

    /// The schema of an operation's response.
    pub(crate) fn response(&self, operation: &str) -> Option<SchemaId> {
        self.description.response(operation)
    }

    /// The place of a schema, before references are followed.
    pub(crate) fn pointer(&self, schema: SchemaId) -> Pointer {
        self.pointers.get(&schema).cloned().unwrap_or_default()
    }

    /// The place of a schema, after references are followed.
    pub(crate) fn target(&self, schema: SchemaId) -> Pointer {
        self.targets.get(&schema).cloned().unwrap_or_default()
    }

    /// The schema at a place.
    pub(crate) fn at(&self, pointer: &Pointer) -> Option<Resolved<'_>> {
        let schema = self.schemas.get(pointer)?;
        Some(self.schemas().resolve(*schema))
    }

    /// The object schema at a place.
    pub(crate) fn object(&self, pointer: &Pointer) -> Option<&Object> {
        match self.at(pointer)?.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The component of an id type.
    pub(crate) fn id_component(&self, schema: SchemaId) -> Option<String> {
        let target = self.target(schema);
        let is_id = target.child("x-id").get(self.document) == Some(&Value::Bool(true));
        target
            .segments()
            .next_back()
            .filter(|_| is_id)
            .map(str::to_owned)
    }

    /// The schema of the response that is described at a place.
    fn response_at(&self, pointer: &Pointer) -> Option<openapi::SchemaId> {
        let operations = self.normal_form.operations.iter();
        let responses = operations.flat_map(|operation| &operation.responses);
        let mut content = responses.flat_map(|response| &response.content);
        let is_there = |media: &&openapi::MediaType<'_>| media.node.at.child("schema") == *pointer;
        content.find(is_there)?.schema
    }

    /// Records the place of a schema, which is `id` in the normal form, and those of the schemas in it.
    fn locate(&mut self, schema: SchemaId, pointer: &Pointer, mut id: openapi::SchemaId) {
        if self.pointers.contains_key(&schema) {
            return;
        }
        self.pointers.insert(schema, pointer.clone());
        self.schemas.entry(pointer.clone()).or_insert(schema);
        while let Some(base) = self.normal_form.schema(id).base {
            id = base;
        }
        let target = self.normal_form.schema(id).at.clone();
        self.targets.insert(schema, target.clone());
        let kind = self.schemas().get(schema).map(|schema| schema.kind.clone());
        let kind = kind.unwrap_or_default();
        if !matches!(kind, Kind::Reference(_)) {
            self.schemas.entry(target).or_insert(schema);
        }
        for (schema, pointer, id) in self.parts(&kind, id) {
            self.locate(schema, &pointer, id);
        }
    }

    /// The schemas in a schema, with their places.
    fn parts(
        &self,
        kind: &Kind,
        id: openapi::SchemaId,
    ) -> Vec<(SchemaId, Pointer, openapi::SchemaId)> {
        let schema = self.normal_form.schema(id);
        let values = match schema.additional_properties {
            AdditionalProperties::Schema(id) => Some((schema.place("additionalProperties"), id)),
            _ => None,
        };
        match kind {
            Kind::Any | Kind::Scalar(_) | Kind::Enum(_) => Vec::new(),
            Kind::Reference(target) => vec![(*target, schema.at.clone(), id)],
            Kind::Object(object) => {
                let members = object.members.iter();
                members
                    .filter_map(|member| {
                        let property = schema.properties.get(member.name.as_str())?;
                        Some((member.schema, property.at.clone(), property.schema))
                    })
                    .collect()
            }
            Kind::List(list) => {
                let items = schema.items.map(|id| (schema.place("items"), id));
                let item = items.or(values).into_iter();
                item.map(|(at, id)| (list.item, at, id)).collect()
            }
            Kind::Map(map) => {
                let key = map.key.and_then(|key| {
                    let (at, id) = self.key(schema)?;
                    Some((key, at, id))
                });
                let value = values.map(|(at, id)| (map.value, at, id));
                key.into_iter().chain(value).collect()
            }
            Kind::OneOf(alternatives) => {
                let mut seen = HashSet::new();
                let branches = schema.alternatives.iter().flat_map(|group| &group.branches);
                // A branch that is there twice is one variant.
                let branches = branches.filter(|branch| seen.insert(branch.schema));
                let alternatives = alternatives.iter().zip(branches);
                alternatives
                    .map(|(schema, branch)| (*schema, branch.at.clone(), branch.schema))
                    .collect()
            }
        }
    }

    /// The component of the keys of a map.
    fn key(&self, map: &openapi::Schema<'_>) -> Option<(Pointer, openapi::SchemaId)> {
        let name = map.keyword("x-keyed-by")?.value.as_str()?;
        let (id, component) = self.normal_form.component(name)?;
        Some((component.at.clone(), id))
    }
}

/// Reads rows as the runtime does.
fn read(rows: &[SchemaRow]) -> Result<Description, Malformed> {
    let values: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| match row {
            SchemaRow::Enum(_, values) => values.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    let rows = rows.iter().zip(&values).map(|(row, values)| match row {
        SchemaRow::Response(operation, ty) => Row::Response(operation, ty),
        SchemaRow::ResponseMember(operation, member, ty) => {
            Row::ResponseMember(operation, member, ty)
        }
        SchemaRow::Object(name) => Row::Object(name),
        SchemaRow::OpenObject(name) => Row::OpenObject(name),
        SchemaRow::Field(name, ty) => Row::Field(name, ty),
        SchemaRow::Enum(name, _) => Row::Enum(name, values),
        SchemaRow::Type(name, ty) => Row::Type(name, ty),
    });
    let rows: Vec<Row<'_>> = rows.collect();
    Description::read(&[&rows])
}
