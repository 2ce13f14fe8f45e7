//! Named types: enums, ids, unions, filters; structs are in [`object`](super::object).

use openapiv3::{ReferenceOr, Schema, SchemaKind, StringType, Type as OpenApiType};

use super::Lowering;
use super::extension::Extensions;
use super::object;
use crate::finding::Pointer;
use crate::model::{
    Enum, EnumValue, Everything, Filter, FilterOperator, IdKind, Kind, OperandKind, TypeDef,
    Variant,
};

impl<'a> Lowering<'a> {
    /// Adds the named type of a schema.
    pub(super) fn define(&mut self, name: String, schema: &'a Schema, at: &Pointer) {
        let kind = self.kind_of(&name, schema, at);
        let extensions = Extensions::new(&schema.schema_data.extensions, at);
        let description = schema.schema_data.description.clone();
        let definition = TypeDef {
            docs: description.unwrap_or_else(|| format!("`{name}`.")),
            evidence: extensions.evidence(self.findings),
            home: extensions
                .read("x-resource", self.findings)
                .unwrap_or_default(),
            sent: false,
            name,
            kind,
        };
        self.add_type(definition, at);
    }

    fn kind_of(&mut self, name: &str, schema: &'a Schema, at: &Pointer) -> Kind {
        let data = &schema.schema_data;
        let extensions = Extensions::new(&data.extensions, at);
        match &schema.schema_kind {
            SchemaKind::Type(OpenApiType::Object(object)) => {
                if data.extensions.contains_key("x-filter") {
                    return Kind::Filter(self.filter(&extensions, at));
                }
                Kind::Struct(self.object(name, object, data, at))
            }
            SchemaKind::Type(OpenApiType::String(string)) if !string.enumeration.is_empty() => {
                Kind::Enum(self.enumeration(string, &extensions, at))
            }
            SchemaKind::Type(OpenApiType::String(_)) => Kind::Id(IdKind::Text),
            SchemaKind::Type(_) => Kind::Id(IdKind::Number),
            SchemaKind::AllOf { all_of } => Kind::Struct(self.merged(name, all_of, data, at)),
            SchemaKind::OneOf { one_of } => Kind::Union(self.variants(name, one_of, at)),
            _ => Kind::Struct(crate::model::Struct::default()),
        }
    }

    fn filter(&mut self, extensions: &Extensions<'_>, at: &Pointer) -> Filter {
        let operators: indexmap::IndexMap<String, OperandKind> = extensions
            .read("x-filter", self.findings)
            .unwrap_or_default();
        for operator in operators.keys() {
            self.value_name(operator, &at.child("x-filter").child(operator));
        }
        let everything: Option<Everything> = extensions.read("x-filter-all", self.findings);
        if let Some(everything) = &everything
            && !operators.contains_key(&everything.operator)
        {
            self.findings.add(
                &at.child("x-filter-all"),
                format!("`{}` is none of the operators", everything.operator),
                "name one that `x-filter` lists",
            );
        }
        let operators = operators
            .into_iter()
            .map(|(value, operand)| FilterOperator { value, operand })
            .collect();
        Filter {
            operators,
            everything,
        }
    }

    fn enumeration(
        &mut self,
        string: &StringType,
        extensions: &Extensions<'_>,
        at: &Pointer,
    ) -> Enum {
        let mut docs: indexmap::IndexMap<String, String> = extensions
            .read("x-enum-docs", self.findings)
            .unwrap_or_default();
        let mut values: Vec<EnumValue> = Vec::new();
        for (index, value) in string.enumeration.iter().enumerate() {
            let at = at.child("enum").child(index);
            let Some(value) = value else {
                self.unsupported(
                    &at,
                    "`null` as an enum value",
                    "say `nullable: true` instead",
                );
                continue;
            };
            let name = self.type_name(value, &at);
            if values
                .iter()
                .any(|other| super::names::pascal(&other.value).as_ref() == Some(&name))
            {
                self.findings.add(
                    &at,
                    format!("`{value}` and another value become the same variant `{name}`"),
                    "drop one of them, or make it a plain string",
                );
                continue;
            }
            values.push(EnumValue {
                value: value.clone(),
                docs: docs.shift_remove(value),
            });
        }
        for unknown in docs.keys() {
            self.findings.add(
                &at.child("x-enum-docs"),
                format!("`{unknown}` is no value of the enum"),
                "remove the entry or add the value",
            );
        }
        let open = extensions.flag("x-open", self.findings);
        Enum { values, open }
    }

    fn variants(
        &mut self,
        name: &str,
        one_of: &'a [ReferenceOr<Schema>],
        at: &Pointer,
    ) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for (index, schema) in one_of.iter().enumerate() {
            let at = at.child("oneOf").child(index);
            let (label, docs) = object::label(schema, self);
            let Some(label) = label else {
                self.findings.add(
                    &at,
                    "a shape of a `oneOf` without a name",
                    "make it a reference, or give it a `title`",
                );
                continue;
            };
            let variant = self.type_name(&label, &at);
            let ty = self.type_of(schema, &at, &format!("{name} {label}"));
            variants.push(Variant {
                name: variant,
                docs,
                ty,
            });
        }
        variants
    }
}
