//! The schemas of a service, read from rows of text.

use std::collections::HashMap;
use std::fmt;

use super::expression;
use super::model::{Kind, Member, Object, Openness, Presence, Schema, SchemaId, Schemas};

/// One row of a description. Types are expressions, in which any other word is the name of a row:
///
/// | expression | value |
/// |---|---|
/// | `any`, `string`, `integer`, `number`, `boolean` | as in JSON |
/// | `date`, `date_time`, `instant` | a string: `2019-07-25`, `2019-02-25 10:39:49`, RFC 3339 |
/// | `object` | an object with any members |
/// | `lenient(T)` | `T`; a number may be a string, a boolean may be 0 or 1 |
/// | `nullable(T)` | `T` or `null` |
/// | `or_empty(T)` | `T`, `null`, `""`, `[]` or a date of zeros |
/// | `list(T)`, `list_or_single(T)` | an array; or a single item |
/// | `indexed(T)`, `indexed_or_single(T)` | an array or an object keyed by index; or a single item |
/// | `map(T)` | an object of values |
/// | `keyed(K, T)` | an object of values by key, or `[]` |
/// | `one_of(T, U)` | one of several |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    /// The id of an operation, and the type of its response.
    Response(&'a str, &'a str),
    /// The id of an operation, and the only member of its response with its type.
    ResponseMember(&'a str, &'a str, &'a str),
    /// The name of an object type. The rows of its fields follow.
    Object(&'a str),
    /// As `Object`, and other members are expected.
    OpenObject(&'a str),
    /// The name of a member of the object above, and its type. `?` before the type marks a member that
    /// may be missing or `null`.
    Field(&'a str, &'a str),
    /// The name of an enum, and its values.
    Enum(&'a str, &'a [&'a str]),
    /// The name of another type, and what it stands for.
    Type(&'a str, &'a str),
}

/// The schemas of a service.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// The schemas.
    pub schemas: Schemas,
    responses: HashMap<String, SchemaId>,
    types: HashMap<String, SchemaId>,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    name: String,
    expression: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "malformed schema of `{}`: `{}`",
            self.name, self.expression
        )
    }
}

impl std::error::Error for Malformed {}

impl Description {
    /// Reads tables of rows. A name without a row means any value.
    ///
    /// # Errors
    ///
    /// [`Malformed`] if an expression cannot be parsed.
    pub fn read(tables: &[&[Row<'_>]]) -> Result<Self, Malformed> {
        let mut reader = Reader::default();
        for row in tables.iter().copied().flatten() {
            reader.row(row)?;
        }
        let Reader {
            mut description,
            names,
            ..
        } = reader;
        let names = names.into_iter();
        description.types = names.map(|(name, id)| (name.to_owned(), id)).collect();
        Ok(description)
    }

    /// The schema of the response of an operation, if it is described.
    #[must_use]
    pub fn response(&self, operation: &str) -> Option<SchemaId> {
        self.responses.get(operation).copied()
    }

    /// The schema of a named type.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<SchemaId> {
        self.types.get(name).copied()
    }
}

#[derive(Default)]
struct Reader<'a> {
    description: Description,
    names: HashMap<&'a str, SchemaId>,
    /// The object whose fields follow.
    object: Option<SchemaId>,
}

impl<'a> Reader<'a> {
    fn row(&mut self, row: &Row<'a>) -> Result<(), Malformed> {
        match *row {
            Row::Response(operation, expression) => {
                let schema = self.expression(operation, expression)?;
                self.description
                    .responses
                    .insert(operation.to_owned(), schema);
            }
            Row::ResponseMember(operation, name, expression) => {
                let member = self.member(name, expression)?;
                let schema = self
                    .description
                    .schemas
                    .add(object(Openness::Closed, [member]));
                self.description
                    .responses
                    .insert(operation.to_owned(), schema);
            }
            Row::Object(name) => {
                self.object = Some(self.define(name, object(Openness::Closed, [])));
            }
            Row::OpenObject(name) => {
                self.object = Some(self.define(name, object(Openness::Open, [])));
            }
            Row::Field(name, expression) => {
                let member = self.member(name, expression)?;
                let object = self.object.ok_or_else(|| malformed(name, expression))?;
                self.description.schemas.push_member(object, member);
            }
            Row::Enum(name, values) => {
                let values = values.iter().map(|&value| value.to_owned()).collect();
                self.define(name, Kind::Enum(values).into());
            }
            Row::Type(name, expression) => {
                let schema = self.expression(name, expression)?;
                self.define(name, Kind::Reference(schema).into());
            }
        }
        Ok(())
    }

    fn member(&mut self, name: &'a str, expression: &'a str) -> Result<Member, Malformed> {
        let (presence, expression) = match expression.strip_prefix('?') {
            Some(expression) => (Presence::Optional, expression),
            None => (Presence::Required, expression),
        };
        Ok(Member {
            name: name.to_owned(),
            schema: self.expression(name, expression)?,
            presence,
        })
    }

    fn define(&mut self, name: &'a str, schema: Schema) -> SchemaId {
        let id = named(&mut self.description.schemas, &mut self.names, name);
        self.description.schemas.set(id, schema);
        id
    }

    fn expression(&mut self, name: &'a str, expression: &'a str) -> Result<SchemaId, Malformed> {
        let names = &mut self.names;
        let schema = expression::parse(
            expression,
            &mut self.description.schemas,
            &mut |schemas, name| named(schemas, names, name),
        );
        schema.ok_or_else(|| malformed(name, expression))
    }
}

fn malformed(name: &str, expression: &str) -> Malformed {
    Malformed {
        name: name.to_owned(),
        expression: expression.to_owned(),
    }
}

fn object<const N: usize>(openness: Openness, members: [Member; N]) -> Schema {
    let members = members.into();
    Kind::Object(Object { members, openness }).into()
}

/// The schema of a name, which may be defined later.
fn named<'a>(
    schemas: &mut Schemas,
    names: &mut HashMap<&'a str, SchemaId>,
    name: &'a str,
) -> SchemaId {
    *names
        .entry(name)
        .or_insert_with(|| schemas.add(Schema::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Absence, Encoding, List, ListForm};

    const ROWS: &[Row<'_>] = &[
        Row::Response("list", "indexed(Thing)"),
        Row::OpenObject("Thing"),
        Row::Field("id", "lenient(integer)"),
        Row::Field("parent", "?or_empty(Thing)"),
        Row::Field("tags", "nullable(keyed(Tag, list(nullable(string))))"),
        Row::Enum("Tag", &["a", "b"]),
        Row::Type("Id", "one_of(Thing, any)"),
    ];

    #[test]
    fn rows_refer_to_each_other_by_name() {
        let description = Description::read(&[ROWS]).expect("well-formed rows");
        let schemas = &description.schemas;
        let list = description.response("list").expect("a response");
        let Kind::List(List {
            item,
            form: ListForm::Indexed,
        }) = schemas.resolve(list).kind
        else {
            panic!("{:?}", schemas.resolve(list))
        };
        let thing = schemas.resolve(*item);
        let Kind::Object(object) = thing.kind else {
            panic!("{thing:?}")
        };
        assert_eq!(object.openness, Openness::Open);
        let names: Vec<_> = object.members.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["id", "parent", "tags"]);
        let [id, parent, tags] = &object.members[..] else {
            panic!("three members")
        };
        assert_eq!(schemas.resolve(id.schema).encoding, Encoding::Lenient);
        let parent_schema = schemas.resolve(parent.schema);
        assert_eq!(parent.presence, Presence::Optional);
        assert_eq!(
            (parent_schema.id, parent_schema.absence),
            (thing.id, Absence::Empty)
        );
        assert_eq!(schemas.resolve(tags.schema).absence, Absence::Null);
    }

    #[test]
    fn a_malformed_expression_is_named() {
        for expression in [
            "",
            "list(",
            "list()",
            "list(string",
            "text(string)",
            "keyed(A)",
            "string string",
            "one_of()",
            "any(string)",
            "(string)",
            "list(a b)",
        ] {
            let row = [Row::Type("Odd", expression)];
            let error = Description::read(&[&row]).expect_err(expression);
            let text = format!("malformed schema of `Odd`: `{expression}`");
            assert_eq!(error.to_string(), text);
        }
        let field = [Row::Field("alone", "any")];
        assert!(Description::read(&[&field]).is_err());
    }
}
