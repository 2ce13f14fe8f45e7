//! The state that all lowering functions share.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::extension;
use super::shape::is_named;
use crate::model::{Type, TypeDef};
use crate::openapi::{Description, SchemaId};
use crate::pointer::Pointer;
use crate::problem::Problems;
use crate::rust_name::{self, Scope};

/// The key that gives something a name in Rust.
pub(super) const RUST_NAME: &str = "x-rust-name";

/// Names that emitted code uses without a path.
const RESERVED_TYPES: [&str; 19] = [
    "Borrow",
    "Box",
    "Clone",
    "Default",
    "Deserialize",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Row",
    "Serialize",
    "Some",
    "String",
    "Vec",
];

pub(super) struct Context<'a, 'd> {
    pub(super) description: &'a Description<'d>,
    pub(super) problems: &'a mut Problems,
    /// Types by name.
    pub(super) types: IndexMap<String, TypeDef>,
    /// The Rust names of the component schemas that become named types.
    component_names: HashMap<SchemaId, String>,
    /// The names of the structs of schemas that others extend.
    base_names: HashMap<SchemaId, String>,
    /// The names of all types.
    type_names: Scope,
    /// Titles of several inline schemas, or of one and a component, as names of types.
    ambiguous_titles: HashSet<String>,
    /// The types of schemas; `None` while one is being lowered, which breaks cycles.
    lowered: HashMap<SchemaId, Option<Type>>,
    /// How many schemas are being lowered.
    depth: usize,
    /// Types that have a name and no definition yet.
    pending: Vec<Pending>,
    /// The types of multipart bodies, by the type of the component that lists their parts.
    pub(super) parts: IndexMap<String, Vec<String>>,
}

/// A type that has a name and no definition yet.
pub(super) struct Pending {
    pub(super) name: String,
    pub(super) schema: SchemaId,
    pub(super) form: Form,
}

/// Which type of a schema is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Its type: that of any of its values.
    Whole,
    /// The struct of a schema that others extend: without what they add.
    Base,
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
        let mut context = Self {
            description,
            problems,
            types: IndexMap::new(),
            component_names: HashMap::new(),
            base_names: HashMap::new(),
            type_names: Scope::with_reserved(RESERVED_TYPES),
            ambiguous_titles: HashSet::new(),
            lowered: HashMap::new(),
            depth: 0,
            pending: Vec::new(),
            parts: IndexMap::new(),
        };
        context.name_components();
        context.find_ambiguous_titles();
        context
    }

    fn find_ambiguous_titles(&mut self) {
        let mut names: HashSet<String> = self.component_names.values().cloned().collect();
        for schema in self.description.schemas() {
            let title = schema.title.filter(|_| schema.component.is_none());
            let Some(name) = title.and_then(rust_name::type_name) else {
                continue;
            };
            if is_named(self.description, schema) && !names.insert(name.clone()) {
                self.ambiguous_titles.insert(name);
            }
        }
    }

    /// The name that the title of an inline schema gives its type. A title that others have too gives none: a number after
    /// it would depend on their order.
    pub(super) fn titled(&self, title: &str) -> Option<String> {
        let name = rust_name::type_name(title)?;
        (!self.ambiguous_titles.contains(&name)).then_some(name)
    }

    /// Components have their names before everything inline, whatever the order of their uses. Of those with one name in
    /// Rust, the one that is spelled so has it, whatever their order.
    fn name_components(&mut self) {
        let mut wanted = Vec::new();
        for (name, id) in &self.description.components {
            let schema = self.description.schema(*id);
            if schema.component == Some(name) && is_named(self.description, schema) {
                let given: Option<String> =
                    extension::read(&schema.extensions, RUST_NAME, self.problems);
                wanted.push((given.unwrap_or_else(|| (*name).to_owned()), *id));
            }
        }
        let is_spelled = |name: &str| rust_name::type_name(name).is_some_and(|one| one == name);
        wanted.sort_by_cached_key(|(name, _)| (!is_spelled(name), name.clone()));
        for (name, id) in wanted {
            let name = self.new_type_name(&name, &self.description.schema(id).at);
            self.component_names.insert(id, name);
        }
    }

    /// The Rust name of a component schema that becomes a named type.
    pub(super) fn component_name(&self, id: SchemaId) -> Option<&String> {
        self.component_names.get(&id)
    }

    /// A name for a new type, made from `wanted`.
    pub(super) fn new_type_name(&mut self, wanted: &str, at: &Pointer) -> String {
        let name = rust_name::type_name(wanted).unwrap_or_else(|| "Unnamed".to_owned());
        let claimed = self.type_names.claim(&name);
        if claimed != name {
            self.note(
                at,
                "a type gets a number in its name, because another type or Rust itself has the name: `x-rust-name` \
                 gives it a name of its own",
            );
        }
        claimed
    }

    /// The name of a field, variant or argument, made from the name on the wire and unique in its scope.
    pub(super) fn claim(
        &mut self,
        scope: &mut Scope,
        name: Option<String>,
        fallback: &str,
        at: &Pointer,
    ) -> String {
        let is_named = name.is_some();
        let name = name.unwrap_or_else(|| fallback.to_owned());
        let claimed = scope.claim(&name);
        if !is_named || claimed != name {
            self.note(
                at,
                "a name that is no identifier, or that another one has already, is changed in Rust: `x-rust-name` gives \
                 it a name of its own, `x-enum-names` the values of an enum",
            );
        }
        claimed
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
        self.pending.push(Pending {
            name,
            schema,
            form: Form::Whole,
        });
    }

    /// The struct of a schema that others extend.
    pub(super) fn base_type(&mut self, id: SchemaId) -> Type {
        if let Some(base) = self.base_names.get(&id) {
            return Type::Named(base.clone());
        }
        let at = self.description.schema(id).at.clone();
        // Only components are extended.
        let name = self.component_names.get(&id).cloned().unwrap_or_default();
        let base = self.new_type_name(&format!("{name} Base"), &at);
        self.base_names.insert(id, base.clone());
        self.pending.push(Pending {
            name: base.clone(),
            schema: id,
            form: Form::Base,
        });
        Type::Named(base)
    }

    pub(super) fn take_pending(&mut self) -> Vec<Pending> {
        std::mem::take(&mut self.pending)
    }

    pub(super) fn add_type(&mut self, definition: TypeDef) {
        self.types.insert(definition.name.clone(), definition);
    }

    /// The type of this name.
    pub(super) fn definition(&self, ty: &Type) -> Option<&TypeDef> {
        match ty {
            Type::Named(name) => self.types.get(name),
            _ => None,
        }
    }

    /// The name of a field, argument or method that a key of the generator gives. Reports one that is no identifier.
    pub(super) fn value_name(&mut self, name: &str, at: &Pointer) -> String {
        rust_name::value_name(name).unwrap_or_else(|| {
            self.problems.add(
                at,
                format!("`{name}` cannot be made a Rust identifier"),
                "give it a name with letters",
            );
            "unnameable".to_owned()
        })
    }

    /// Notes what the crate does not express exactly.
    pub(super) fn note(&mut self, at: &Pointer, message: &str) {
        self.problems.note(at, message);
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
