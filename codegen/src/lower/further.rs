//! Methods beyond one per operation, and pages: whether the operations have what they need.

use super::{Lowering, field_name};
use crate::finding::Pointer;
use crate::model::{Kind, ListForm, Operation, Resource, Scalar, ScalarKind, Type, Wire};

impl Lowering<'_> {
    /// Notes what is missing for `x-page`, `x-batch` and `x-upsert`.
    pub(super) fn check_further_methods(&mut self, resources: &[Resource]) {
        for resource in resources {
            for operation in &resource.operations {
                let method = operation.method.to_lowercase();
                let at = Pointer::root().join(["paths", &operation.path, &method]);
                self.check_page(operation, &at);
                self.check_batch(operation, &at);
                self.check_upsert(operation, resource, &at);
                self.check_further_names(operation, resource, &at);
            }
        }
    }

    fn check_page(&mut self, operation: &Operation, at: &Pointer) {
        if operation.page_size.is_none() {
            return;
        }
        let unsigned = Type::Scalar(Scalar {
            kind: ScalarKind::Unsigned,
            wire: Wire::Plain,
        });
        let has_parameter = operation.optional_query().any(|parameter| {
            field_name(&parameter.wire_name) == "page" && parameter.ty == unsigned
        });
        let is_collection = matches!(operation.answer.ty, Type::List(..) | Type::Map(..));
        if !has_parameter || !is_collection {
            self.findings.add(
                &at.child("x-page"),
                "an operation in pages needs an optional `page`, an integer of at least 0, and an \
                 answer that is a list or a map",
                "add the parameter, or strike `x-page`",
            );
        }
    }

    fn check_batch(&mut self, operation: &Operation, at: &Pointer) {
        let Some(batch) = &operation.batch else {
            return;
        };
        let at = at.child("x-batch");
        let takes_items = operation.body.as_ref().is_some_and(|body| {
            matches!(body.ty, Type::List(ListForm::Array, _) | Type::OneOrMany(_))
        });
        if !takes_items || !operation.path_parameters.is_empty() || !operation.query.is_empty() {
            self.findings.add(
                &at,
                "a batch needs a body that is a list, and no parameters",
                "strike `x-batch`, or describe the body as an array",
            );
        }
        let mut ty = Some(operation.answer.ty.clone());
        for member in &batch.errors {
            ty = ty.and_then(|ty| self.optional_member(&ty, member));
        }
        if !matches!(ty, Some(Type::List(..))) {
            self.findings.add(
                &at.child("errors"),
                format!(
                    "`{}` leads to no optional list in the answer",
                    batch.errors.join("/")
                ),
                "name the members that lead to what failed",
            );
        }
    }

    /// The type of an optional member of an object.
    fn optional_member(&self, ty: &Type, member: &str) -> Option<Type> {
        let name = match ty {
            Type::Named(name) => name,
            Type::OrEmpty(inner) => match &**inner {
                Type::Named(name) => name,
                _ => return None,
            },
            _ => return None,
        };
        let Kind::Struct(object) = &self.types.get(name)?.kind else {
            return None;
        };
        let field = object
            .fields
            .iter()
            .find(|field| field.wire_name == member)?;
        field.is_option().then(|| field.ty.clone())
    }

    fn check_upsert(&mut self, operation: &Operation, resource: &Resource, at: &Pointer) {
        let Some(upsert) = &operation.upsert else {
            return;
        };
        let update = resource
            .operations
            .iter()
            .find(|other| other.id == upsert.update);
        let updates_by_id = update.is_some_and(|update| {
            update.body.is_some()
                && update.options.is_none()
                && matches!(update.path_parameters.as_slice(), [id] if self.is_number_id(&id.ty))
        });
        let creates = operation.path_parameters.is_empty()
            && operation.options.is_none()
            && operation.body.is_some();
        if !updates_by_id || !creates {
            self.findings.add(
                &at.child("x-upsert"),
                format!(
                    "`{}` must create from a body alone, and `{}` of the same resource must change \
                     by id and body",
                    operation.id, upsert.update
                ),
                "name the operation that changes what this one creates",
            );
        }
    }

    fn is_number_id(&self, ty: &Type) -> bool {
        let Type::Named(name) = ty else { return false };
        let definition = self.types.get(name);
        definition.is_some_and(|one| matches!(one.kind, Kind::Id(crate::model::IdKind::Number)))
    }

    fn check_further_names(&mut self, operation: &Operation, resource: &Resource, at: &Pointer) {
        let further = operation
            .batch
            .iter()
            .map(|batch| &batch.method)
            .chain(operation.upsert.iter().map(|upsert| &upsert.method));
        for name in further {
            let taken = resource.operations.iter().any(|other| other.name == *name);
            if taken || super::names::snake(name).as_ref() != Some(name) {
                self.findings.add(
                    at,
                    format!("`{name}` is no name for a further method, or is taken"),
                    "choose another name in snake case",
                );
            }
        }
    }
}
