//! The state that all lowering functions share.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::model::{Type, TypeDef};
use crate::openapi::{Description, SchemaId};
use crate::problem::{Pointer, Problems};
use crate::rust_name;

pub(super) struct Context<'a, 'd> {
    pub(super) description: &'a Description<'d>,
    pub(super) problems: &'a mut Problems,
    /// Types by name.
    pub(super) types: IndexMap<String, TypeDef>,
    /// The types of schemas; `None` while one is being lowered, which breaks cycles.
    lowered: HashMap<SchemaId, Option<Type>>,
    /// How many schemas are being lowered.
    depth: usize,
    /// Types that have a name and no definition yet.
    pending: Vec<Pending>,
}

/// A type that has a name and no definition yet.
pub(super) struct Pending {
    pub(super) name: String,
    pub(super) schema: SchemaId,
}

/// How deep lists and maps may nest.
const MAX_DEPTH: usize = 100;

/// The result of looking up the type of a schema.
pub(super) enum Lowered {
    Not,
    InProgress,
    /// Not known, and schemas are nested too deeply to lower it now.
    TooDeep,
    To(Type),
}

impl<'a, 'd> Context<'a, 'd> {
    pub(super) fn new(description: &'a Description<'d>, problems: &'a mut Problems) -> Self {
        Self {
            description,
            problems,
            types: IndexMap::new(),
            lowered: HashMap::new(),
            depth: 0,
            pending: Vec::new(),
        }
    }

    pub(super) fn lowered(&self, id: SchemaId) -> Lowered {
        match self.lowered.get(&id) {
            Some(None) => Lowered::InProgress,
            None if self.depth >= MAX_DEPTH => Lowered::TooDeep,
            None => Lowered::Not,
            Some(Some(ty)) => Lowered::To(ty.clone()),
        }
    }

    pub(super) fn begin(&mut self, id: SchemaId) {
        self.lowered.insert(id, None);
        self.depth += 1;
    }

    pub(super) fn finish(&mut self, id: SchemaId, ty: Type) {
        self.lowered.insert(id, Some(ty));
        self.depth -= 1;
    }

    /// Requests the definition of a type.
    pub(super) fn request(&mut self, name: String, schema: SchemaId) {
        self.pending.push(Pending { name, schema });
    }

    pub(super) fn take_pending(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    pub(super) fn add_type(&mut self, definition: TypeDef) {
        if self.types.contains_key(&definition.name) {
            self.problems.add(
                &definition.at,
                format!("a second type of the name `{}`", definition.name),
                "rename one of the schemas, or give the inline one a `title` of its own",
            );
            return;
        }
        self.types.insert(definition.name.clone(), definition);
    }

    /// The type of this name.
    pub(super) fn definition(&self, ty: &Type) -> Option<&TypeDef> {
        match ty {
            Type::Named(name) => self.types.get(name),
            _ => None,
        }
    }

    /// The name of a type or variant. Reports a name that is not a valid identifier.
    pub(super) fn type_name(&mut self, name: &str, at: &Pointer) -> String {
        rust_name::type_name(name).unwrap_or_else(|| self.unnameable(name, at, "Unnameable"))
    }

    /// The name of a field, argument or method. Reports a name that is not a valid identifier.
    pub(super) fn value_name(&mut self, name: &str, at: &Pointer) -> String {
        rust_name::value_name(name).unwrap_or_else(|| self.unnameable(name, at, "unnameable"))
    }

    fn unnameable(&mut self, name: &str, at: &Pointer, substitute: &str) -> String {
        self.problems.add(
            at,
            format!("`{name}` cannot be made a Rust identifier"),
            "rename it with a patch",
        );
        substitute.to_owned()
    }

    pub(super) fn unsupported(&mut self, at: &Pointer, what: &str, hint: &str) {
        self.problems
            .add(at, format!("{what} is not supported"), hint);
    }

    /// Whether there is a component schema of this name. Reports a missing one.
    pub(super) fn has_component(&mut self, name: &str, at: &Pointer) -> bool {
        let found = self.description.component(name).is_some();
        if !found {
            self.problems.add(
                at,
                format!("there is no schema `{name}`"),
                "name a schema of `#/components/schemas`",
            );
        }
        found
    }
}
