//! What the module will have: members, choices, and their identifiers.

use hellodialog::IndexMap;
use hellodialog::types::{Field, FieldId, FieldType};

use super::choices::{self, Choices};
use super::definitions::{Definition, Definitions, Reading, is_custom};
use super::docs::{code, codes};
use super::module::TYPES;
use super::names::{Case, Scope, identifier};
use super::note::Note;

/// A module, before it is written.
#[derive(Debug)]
pub(super) struct Layout {
    /// The columns of the account's own.
    pub(super) members: Vec<Member>,
    /// The enums of dropdowns and multiselects.
    pub(super) choices: Vec<Choices>,
    /// All definitions, to compare with.
    pub(super) definitions: Vec<Definition>,
    /// What is odd.
    pub(super) notes: Vec<Note>,
}

/// A column of the account's own.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) ident: String,
    pub(super) column: String,
    pub(super) kind: Kind,
    /// Paragraphs.
    pub(super) docs: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Decimal,
    Date,
    /// One of the choices that this enum has.
    Choice(String),
    /// Any of them.
    Choices(String),
    /// It is not known what, so it is kept as it comes.
    Unknown,
}

/// A field, its columns in lower case as contacts have them, and the name that people see.
struct Source<'a> {
    id: FieldId,
    field: &'a Field,
    reading: Reading,
    columns: Vec<String>,
}

impl Source<'_> {
    fn name(&self) -> &str {
        self.field.name.as_deref().unwrap_or_default()
    }

    fn options(&self) -> &[String] {
        let options = self.field.options.as_ref();
        let values = options.and_then(|options| options.values.as_deref());
        values.unwrap_or_default()
    }

    /// The field in a sentence.
    fn label(&self) -> String {
        let kind = self.field.r#type.as_ref().map(FieldType::as_str);
        let kind = kind.map_or_else(|| "no type".to_owned(), code);
        format!("{} ({kind}, field {})", code(self.name()), self.id)
    }
}

impl Layout {
    /// Lays out the module for these definitions.
    pub(super) fn of(definitions: Definitions) -> Self {
        let Definitions { fields, notes } = definitions;
        let mut builder = Builder {
            member_names: Scope::new(Case::Snake, &[]),
            type_names: Scope::new(Case::Pascal, &TYPES),
            members: Vec::new(),
            choices: Vec::new(),
            notes,
        };
        let sources: Vec<Source<'_>> = fields
            .iter()
            .map(|definition| builder.source(definition))
            .collect();
        for (column, filled_by) in by_column(&sources) {
            builder.add(&column, &filled_by);
        }
        let Builder {
            members,
            choices,
            mut notes,
            ..
        } = builder;
        notes.sort_by_key(Note::field);
        Self {
            members,
            choices,
            definitions: fields,
            notes,
        }
    }
}

/// The account's own columns, in the order of the fields' ids, so that a field that is added later
/// takes no name from an earlier one; each with the fields that fill it.
fn by_column<'a>(sources: &'a [Source<'a>]) -> IndexMap<String, Vec<&'a Source<'a>>> {
    let mut columns: IndexMap<String, Vec<&Source<'_>>> = IndexMap::new();
    for source in sources {
        for column in source.columns.iter().filter(|column| is_custom(column)) {
            columns.entry(column.clone()).or_default().push(source);
        }
    }
    columns
}

struct Builder {
    member_names: Scope,
    type_names: Scope,
    members: Vec<Member>,
    choices: Vec<Choices>,
    notes: Vec<Note>,
}

impl Builder {
    /// A field with its columns; what is odd about those is noted.
    fn source<'a>(&mut self, definition: &'a Definition) -> Source<'a> {
        let mut source = Source {
            id: definition.id,
            field: &definition.field,
            reading: definition.reading,
            columns: Vec::new(),
        };
        let named = definition.field.columns.iter().flatten();
        for written in named.filter(|column| !column.is_empty()) {
            let column = written.to_lowercase();
            if source.columns.contains(&column) {
                self.note(&source, format!("names the column {} twice", code(&column)));
                continue;
            }
            if column != *written {
                let says = format!(
                    "names the column {}: contacts have it in lower case",
                    code(written)
                );
                self.note(&source, says);
            }
            source.columns.push(column);
        }
        let own: Vec<&str> = source.columns.iter().map(String::as_str).collect();
        match own.as_slice() {
            [] => self.note(&source, "is left out: it names no column of a contact"),
            [_] => {}
            several if several.iter().any(|column| is_custom(column)) => {
                let says = format!(
                    "fills several columns, {}: what each holds is not documented, so they are \
                     kept as they come",
                    codes(several.iter().copied())
                );
                self.note(&source, says);
            }
            _ => {}
        }
        source
    }

    fn note(&mut self, source: &Source<'_>, says: impl Into<String>) {
        self.notes.push(Note::new(source.id, source.name(), says));
    }

    /// Adds a column that these fields fill: one, or more by mistake.
    fn add(&mut self, column: &str, filled_by: &[&Source<'_>]) {
        let Some((&first, others)) = filled_by.split_first() else {
            return;
        };
        let ident = self.member_name(column, first);
        let (kind, mut docs) = if others.is_empty() {
            self.kind(first)
        } else {
            (Kind::Unknown, Vec::new())
        };
        docs.insert(0, summary(filled_by));
        for other in others {
            let says = format!(
                "fills the column {} as field {} does: its values are kept as they come",
                code(column),
                first.id
            );
            self.note(other, says);
        }
        self.members.push(Member {
            ident,
            column: column.to_owned(),
            kind,
            docs,
        });
    }

    fn member_name(&mut self, column: &str, source: &Source<'_>) -> String {
        let wanted = identifier(column, Case::Snake);
        let fallback = || format!("field_{}", source.id);
        let ident = self
            .member_names
            .take(wanted.clone().unwrap_or_else(fallback));
        if wanted.as_ref() != Some(&ident) {
            let says = format!(
                "has the column {}, whose member is `{ident}`: {}",
                code(column),
                why_not(wanted.as_deref())
            );
            self.note(source, says);
        }
        ident
    }

    /// What the column of a field holds, and what is to be said of it.
    fn kind(&mut self, source: &Source<'_>) -> (Kind, Vec<String>) {
        if source.columns.len() > 1 {
            return (Kind::Unknown, vec![ONE_OF_SEVERAL.to_owned()]);
        }
        if source.reading == Reading::Part {
            return (Kind::Unknown, Vec::new());
        }
        match &source.field.r#type {
            Some(FieldType::Text | FieldType::Textarea) => (Kind::Text, Vec::new()),
            Some(FieldType::Integer) => (Kind::Integer, Vec::new()),
            Some(FieldType::Date) => (Kind::Date, Vec::new()),
            Some(FieldType::Decimal) => (Kind::Decimal, Vec::new()),
            Some(FieldType::Decimals) => (Kind::Decimal, vec![DECIMALS.to_owned()]),
            Some(FieldType::Dropdown) => {
                let name = self.add_choices(source, "its values are kept as text");
                (name.map_or(Kind::Text, Kind::Choice), Vec::new())
            }
            Some(FieldType::Multiselect) => self.multiselect(source),
            unknown => {
                let kind = unknown.as_ref().map(FieldType::as_str);
                let kind = kind.map_or_else(
                    || "has no type".to_owned(),
                    |kind| format!("is of the unknown type {}", code(kind)),
                );
                self.note(source, format!("{kind}: its values are kept as they come"));
                (Kind::Unknown, Vec::new())
            }
        }
    }

    /// A list of choices, unless they could not be told apart.
    fn multiselect(&mut self, source: &Source<'_>) -> (Kind, Vec<String>) {
        if let Some(option) = choices::lost_between_commas(source.options()) {
            let says = format!(
                "has the option {}, which is not told apart from others if commas are between \
                 them: its values are kept as they come",
                code(option)
            );
            self.note(source, says);
            return (Kind::Unknown, Vec::new());
        }
        match self.add_choices(source, "its values are kept as they come") {
            Some(name) => (Kind::Choices(name), vec![MULTISELECT.to_owned()]),
            None => (Kind::Unknown, Vec::new()),
        }
    }

    /// Adds the enum for the options of a field; its name. If there are no options, a note says what
    /// is done `instead`.
    fn add_choices(&mut self, source: &Source<'_>, instead: &str) -> Option<String> {
        let (variants, remarks) = choices::variants(source.options());
        for remark in remarks {
            self.note(source, remark);
        }
        if variants.is_empty() {
            self.note(source, format!("has no options: {instead}"));
            return None;
        }
        let ident = self.type_name(source);
        self.choices.push(Choices {
            ident: ident.clone(),
            docs: format!("A choice of {}.", source.label()),
            variants,
        });
        Some(ident)
    }

    /// The name of the enum: after the field or else its column.
    fn type_name(&mut self, source: &Source<'_>) -> String {
        let column = source.columns.first().map_or("", String::as_str);
        let wanted =
            identifier(source.name(), Case::Pascal).or_else(|| identifier(column, Case::Pascal));
        let fallback = || format!("Field{}", source.id);
        let ident = self
            .type_names
            .take(wanted.clone().unwrap_or_else(fallback));
        if wanted.as_ref() != Some(&ident) {
            let says = format!(
                "has choices whose type is `{ident}`: {}",
                why_not(wanted.as_deref())
            );
            self.note(source, says);
        }
        ident
    }
}

const ONE_OF_SEVERAL: &str = "\
One of several columns of this field. What each holds is not documented, so it is kept as it comes.";

const DECIMALS: &str = "\
**Inferred**: the API's docs do not have this type; it is taken for a number with a fraction.";

const MULTISELECT: &str = "\
**Inferred**: that a contact has the choices as a list, or as one text with commas between them,
and that a list can be sent. The API's docs do not say.";

fn summary(filled_by: &[&Source<'_>]) -> String {
    let labels: Vec<String> = filled_by.iter().map(|source| source.label()).collect();
    match labels.as_slice() {
        [one] => format!("{one}."),
        several => format!(
            "A column that several fields fill, so it is kept as it comes: {}.",
            several.join(", ")
        ),
    }
}

/// Why something does not have the name that it should.
pub(super) fn why_not(wanted: Option<&str>) -> String {
    match wanted {
        Some(wanted) => format!("`{wanted}` is taken"),
        None => "nothing in its name makes an identifier".to_owned(),
    }
}
