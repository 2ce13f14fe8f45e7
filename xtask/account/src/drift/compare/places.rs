//! The schemas of the description, and where each of them stands in the document.

use std::collections::HashMap;

use hellodialog_codegen::{Pointer, SchemaRow, response_schemas};
use hellodialog_runtime::schema::{
    Description, Kind, Malformed, Object, Resolved, Row, SchemaId, Schemas,
};
use serde_json::Value;

/// The most references in a row; more are a cycle.
const MAX_REFERENCES: usize = 32;

/// The schemas of a document with their places.
#[derive(Debug)]
pub(crate) struct Places<'d> {
    pub(crate) document: &'d Value,
    description: Description,
    /// The place of a schema, before references are followed.
    pointers: HashMap<SchemaId, Pointer>,
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
            description: read(&rows)?,
            pointers: HashMap::new(),
            schemas: HashMap::new(),
        };
        for (operation, pointer) in responses {
            if let Some(schema) = places.description.response(operation) {
                places.locate(schema, pointer);
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
        self.follow(&self.pointer(schema))
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
        target.segments().last().filter(|_| is_id)
    }

    /// Follows references, including those in an `allOf`, `oneOf` or `anyOf` of one.
    pub(crate) fn follow(&self, pointer: &Pointer) -> Pointer {
        let mut pointer = pointer.clone();
        for _ in 0..MAX_REFERENCES {
            match self.next(&pointer) {
                Some(next) => pointer = next,
                None => break,
            }
        }
        pointer
    }

    fn next(&self, pointer: &Pointer) -> Option<Pointer> {
        let node = pointer.get(self.document)?;
        if let Some(reference) = node.get("$ref") {
            return Some(Pointer::of(reference.as_str()?.strip_prefix('#')?));
        }
        let is_lone = |key: &&str| {
            node.get(key)
                .and_then(Value::as_array)
                .is_some_and(|parts| parts.len() == 1)
        };
        let key = ["allOf", "oneOf", "anyOf"].into_iter().find(is_lone)?;
        Some(pointer.join([key, "0"]))
    }

    /// Records the place of a schema, and those of the schemas in it.
    fn locate(&mut self, schema: SchemaId, pointer: &Pointer) {
        if self.pointers.contains_key(&schema) {
            return;
        }
        self.pointers.insert(schema, pointer.clone());
        self.schemas.entry(pointer.clone()).or_insert(schema);
        let target = self.follow(pointer);
        let kind = self.schemas().get(schema).map(|schema| schema.kind.clone());
        let kind = kind.unwrap_or_default();
        if !matches!(kind, Kind::Reference(_)) {
            self.schemas.entry(target.clone()).or_insert(schema);
        }
        for (schema, pointer) in self.parts(&kind, &target) {
            self.locate(schema, &pointer);
        }
    }

    /// The schemas in a schema that stands at `target`, with their places.
    fn parts(&self, kind: &Kind, target: &Pointer) -> Vec<(SchemaId, Pointer)> {
        match kind {
            Kind::Any | Kind::Scalar(_) | Kind::Enum(_) => Vec::new(),
            Kind::Reference(schema) => vec![(*schema, target.clone())],
            Kind::Object(object) => {
                let members = object.members.iter();
                members
                    .map(|member| (member.schema, self.property(target, &member.name)))
                    .collect()
            }
            Kind::List(list) => {
                let items = target.child("items");
                let place = match items.get(self.document) {
                    Some(_) => items,
                    None => target.child("additionalProperties"),
                };
                vec![(list.item, place)]
            }
            Kind::Map(map) => {
                let key = map.key.and_then(|key| Some((key, self.key(target)?)));
                let value = (map.value, target.child("additionalProperties"));
                key.into_iter().chain([value]).collect()
            }
            Kind::OneOf(alternatives) => {
                let place = |index: usize| target.child("oneOf").child(index);
                let alternatives = alternatives.iter().enumerate();
                alternatives
                    .map(|(index, schema)| (*schema, place(index)))
                    .collect()
            }
        }
    }

    /// The component of the keys of a map.
    fn key(&self, map: &Pointer) -> Option<Pointer> {
        let component = map.child("x-keyed-by").get(self.document)?.as_str()?;
        let component = Pointer::root().join(["components", "schemas", component]);
        component.get(self.document).map(|_| component)
    }

    /// The place of a property, which may be in a part of an `allOf`.
    fn property(&self, object: &Pointer, name: &str) -> Pointer {
        self.find_property(object, name)
            .unwrap_or_else(|| object.join(["properties", name]))
    }

    fn find_property(&self, object: &Pointer, name: &str) -> Option<Pointer> {
        let property = object.join(["properties", name]);
        if property.get(self.document).is_some() {
            return Some(property);
        }
        let parts = object.child("allOf");
        let count = parts.get(self.document)?.as_array()?.len();
        (0..count).find_map(|index| self.find_property(&self.follow(&parts.child(index)), name))
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
