//! Parses type expressions; see [`Row`](super::Row) for the notation.

use super::model::{
    Absence, Encoding, Kind, List, ListForm, Map, MapForm, Object, Openness, Scalar, Schema,
    SchemaId, Schemas,
};

/// Finds the schema of a name.
pub(super) type Names<'a, 'n> = dyn FnMut(&mut Schemas, &'a str) -> SchemaId + 'n;

/// Parses an expression and adds its schemas. `None` if it is malformed.
pub(super) fn parse<'a>(
    expression: &'a str,
    schemas: &mut Schemas,
    names: &mut Names<'a, '_>,
) -> Option<SchemaId> {
    let mut parser = Parser {
        rest: expression,
        schemas,
        names,
    };
    let schema = parser.schema()?;
    parser.rest.is_empty().then_some(schema)
}

struct Parser<'a, 'p, 'n> {
    rest: &'a str,
    schemas: &'p mut Schemas,
    names: &'p mut Names<'a, 'n>,
}

impl<'a> Parser<'a, '_, '_> {
    fn schema(&mut self) -> Option<SchemaId> {
        let word = self.word()?;
        let schema = match (scalar(word), word) {
            (Some(scalar), _) => Kind::Scalar(scalar).into(),
            (None, "any") => Schema::default(),
            (None, "object") => Kind::Object(Object {
                members: Vec::new(),
                openness: Openness::Open,
            })
            .into(),
            _ if self.rest.starts_with('(') => self.constructed(word)?,
            // Each use of a name has a schema of its own, so that places can be told apart.
            _ => Kind::Reference((self.names)(self.schemas, word)).into(),
        };
        Some(self.schemas.add(schema))
    }

    fn constructed(&mut self, word: &str) -> Option<Schema> {
        let kind = match word {
            "lenient" => {
                let inner = Kind::Reference(self.argument()?);
                let encoding = Encoding::Lenient;
                return Some(Schema {
                    encoding,
                    ..inner.into()
                });
            }
            "nullable" => return self.absent(Absence::Null),
            "or_empty" => return self.absent(Absence::Empty),
            "list" => self.list(ListForm::Array)?,
            "list_or_single" => self.list(ListForm::ArrayOrSingle)?,
            "indexed" => self.list(ListForm::Indexed)?,
            "indexed_or_single" => self.list(ListForm::IndexedOrSingle)?,
            "map" => Kind::Map(Map {
                key: None,
                value: self.argument()?,
                form: MapForm::Object,
            }),
            "keyed" => {
                let [key, value] = self.arguments()?.try_into().ok()?;
                Kind::Map(Map {
                    key: Some(key),
                    value,
                    form: MapForm::ObjectOrEmptyList,
                })
            }
            "one_of" => Kind::OneOf(self.arguments()?),
            _ => return None,
        };
        Some(kind.into())
    }

    fn absent(&mut self, absence: Absence) -> Option<Schema> {
        let inner = Kind::Reference(self.argument()?);
        Some(Schema {
            absence,
            ..inner.into()
        })
    }

    fn list(&mut self, form: ListForm) -> Option<Kind> {
        let item = self.argument()?;
        Some(Kind::List(List { item, form }))
    }

    fn argument(&mut self) -> Option<SchemaId> {
        let [one] = self.arguments()?.try_into().ok()?;
        Some(one)
    }

    fn arguments(&mut self) -> Option<Vec<SchemaId>> {
        self.symbol('(')?;
        let mut arguments = vec![self.schema()?];
        while let Some(rest) = self.rest.strip_prefix(", ") {
            self.rest = rest;
            arguments.push(self.schema()?);
        }
        self.symbol(')')?;
        Some(arguments)
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(['(', ')', ',', ' ']);
        let (word, rest) = self.rest.split_at_checked(end.unwrap_or(self.rest.len()))?;
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }

    fn symbol(&mut self, symbol: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(symbol)?;
        Some(())
    }
}

fn scalar(word: &str) -> Option<Scalar> {
    Some(match word {
        "string" => Scalar::String,
        "date" => Scalar::Date,
        "date_time" => Scalar::DateTime,
        "instant" => Scalar::Instant,
        "integer" => Scalar::Integer,
        "number" => Scalar::Number,
        "boolean" => Scalar::Boolean,
        _ => return None,
    })
}
