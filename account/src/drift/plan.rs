//! What can be asked: the operations that read and change nothing.

use std::collections::BTreeSet;

use hellodialog_codegen::Pointer;
use serde_json::{Map, Value};

/// An operation that may be asked.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    /// Its path, with `{name}` for what is filled in.
    pub(super) path: String,
    /// What is filled in.
    pub(super) blanks: Vec<Blank>,
    /// What the query says each time.
    pub(super) query: Vec<(String, String)>,
    /// How many items a page has, if it answers in pages.
    pub(super) page_size: Option<usize>,
    /// Where the schema of its answer stands.
    pub(super) answer: Pointer,
}

/// A parameter in a path.
#[derive(Debug)]
pub(super) struct Blank {
    pub(super) name: String,
    /// The component whose values fit, if it is an id.
    pub(super) component: Option<String>,
}

/// A GET operation that is not asked, ever.
#[derive(Debug)]
pub(super) struct Excluded {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) why: String,
}

/// The operations of a document that read.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) operations: Vec<Operation>,
    pub(super) excluded: Vec<Excluded>,
}

/// The parameter that names a page.
pub(super) const PAGE: &str = "page";

impl Plan {
    /// Those of a patched document, in its order.
    pub(super) fn of(document: &Value) -> Self {
        let mut plan = Self::default();
        let paths = document.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            let Some(get) = item.get("get") else { continue };
            let id = get.get("operationId").and_then(Value::as_str);
            let id = id.unwrap_or(path).to_owned();
            match (Reading {
                document,
                path,
                item,
                get,
            })
            .operation(&id)
            {
                Ok(operation) => plan.operations.push(operation),
                Err(why) => plan.excluded.push(Excluded {
                    id,
                    path: path.clone(),
                    why,
                }),
            }
        }
        plan
    }
}

impl Plan {
    /// The names under which ids can be given: of components, and of parameters.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let blanks = self.operations.iter().flat_map(|one| &one.blanks);
        let names = blanks.flat_map(|blank| {
            let component = blank.component.as_deref();
            [Some(blank.name.as_str()), component].into_iter().flatten()
        });
        names.collect()
    }
}

/// An operation in the document.
struct Reading<'d> {
    document: &'d Value,
    path: &'d str,
    item: &'d Value,
    get: &'d Value,
}

impl<'d> Reading<'d> {
    /// The operation, or why it is not asked.
    fn operation(&self, id: &str) -> Result<Operation, String> {
        // The mark says that doing it twice is as doing it once; of a GET that is to say that it
        // does nothing. A login link is made by a GET, for one.
        if self.get.get("x-idempotent").and_then(Value::as_bool) != Some(true) {
            return Err("it is not marked as free of effects (`x-idempotent: true`)".to_owned());
        }
        let mut operation = Operation {
            id: id.to_owned(),
            path: self.path.to_owned(),
            blanks: Vec::new(),
            query: Vec::new(),
            page_size: self.page_size(),
            answer: self.answer().ok_or("its answer is not described")?,
        };
        for parameter in self.parameters() {
            self.add(parameter, &mut operation)?;
        }
        Ok(operation)
    }

    fn page_size(&self) -> Option<usize> {
        let size = self.get.get("x-pagination")?.get("size")?.as_u64()?;
        usize::try_from(size).ok()
    }

    /// The schema of the answer to a success.
    fn answer(&self) -> Option<Pointer> {
        let responses = self.get.get("responses")?.as_object()?;
        let status = responses.keys().find(|status| status.starts_with('2'))?;
        let at = Pointer::root().descend(["paths", self.path, "get", "responses", status]);
        let at = at.descend(["content", "application/json", "schema"]);
        at.get(self.document).map(|_| at)
    }

    fn parameters(&self) -> Vec<&'d Map<String, Value>> {
        let lists = [self.item.get("parameters"), self.get.get("parameters")];
        let lists = lists.into_iter().flatten().filter_map(Value::as_array);
        let parameters = lists.flatten().filter_map(|parameter| {
            let reference = parameter.get("$ref").and_then(Value::as_str);
            match reference.and_then(|reference| reference.strip_prefix('#')) {
                Some(pointer) => self.document.pointer(pointer),
                None => Some(parameter),
            }
        });
        parameters.filter_map(Value::as_object).collect()
    }

    fn add(&self, parameter: &Map<String, Value>, to: &mut Operation) -> Result<(), String> {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let name = text("name").unwrap_or_default();
        match text("in") {
            Some("path") => to.blanks.push(Blank {
                name: name.to_owned(),
                component: component(parameter.get("schema")),
            }),
            Some("query") if parameter.contains_key("x-filter") => {
                to.query
                    .extend(self.everything(parameter).unwrap_or_default());
            }
            Some("query") if name == PAGE && to.page_size.is_some() => {}
            _ if parameter.get("required") == Some(&Value::Bool(true)) => {
                return Err(format!("it needs the parameter `{name}`"));
            }
            _ => {}
        }
        Ok(())
    }

    /// The condition that lets everything pass: `x-filter-all`, sent as `x-filter` says.
    fn everything(&self, parameter: &Map<String, Value>) -> Option<Vec<(String, String)>> {
        let filter = component(parameter.get("schema"))?;
        let all = Pointer::root().descend(["components", "schemas", &filter, "x-filter-all"]);
        let all = all.get(self.document)?;
        let text = |key: &str| all.get(key).and_then(Value::as_str);
        let (field, operator, operand) = (text("field")?, text("operator")?, text("operand")?);
        let names = parameter.get("x-filter")?;
        let condition = names.get("condition")?.as_str()?;
        let mut query = vec![(format!("{condition}[{field}]"), operator.to_owned())];
        for name in names
            .get("values")?
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
        {
            query.push((format!("{name}[{field}]"), operand.to_owned()));
        }
        Some(query)
    }
}

/// The component that a schema refers to, directly or through a lone `allOf`.
fn component(schema: Option<&Value>) -> Option<String> {
    let schema = schema?;
    let inner = || schema.get("allOf")?.get(0)?.get("$ref");
    let reference = schema.get("$ref").or_else(inner)?.as_str()?;
    reference
        .strip_prefix("#/components/schemas/")
        .map(str::to_owned)
}

impl Operation {
    /// Its path with the blanks filled.
    pub(super) fn filled(&self, ids: &[String]) -> String {
        let mut path = self.path.clone();
        for (blank, id) in self.blanks.iter().zip(ids) {
            path = path.replace(&format!("{{{}}}", blank.name), &encoded(id));
        }
        path
    }
}

/// An id as a part of a path.
fn encoded(id: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    // A form's `+` is a space, and a path's is not.
    encoded.replace('+', "%20")
}
