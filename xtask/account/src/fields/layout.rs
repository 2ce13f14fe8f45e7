//! The layout of the module: its members and enums, with their identifiers.

use hellodialog::IndexMap;
use hellodialog::types::{Field, FieldId, FieldType};

use super::choices::{self, ChoiceEnum};
use super::definitions::{Decoding, Definition, Definitions, is_custom};
use super::markdown::{code, codes};
use super::names::{IdentCase, IdentScope, identifier, other_name_reason};
use super::used_names::TYPES;
use super::warning::Warning;

/// The contents of the module.
#[derive(Debug)]
pub(super) struct Layout {
    /// The custom columns.
    pub(super) members: Vec<Member>,
    /// The enums for dropdowns and multiselects.
    pub(super) choices: Vec<ChoiceEnum>,
    /// All definitions, for the check.
    pub(super) definitions: Vec<Definition>,
    pub(super) warnings: Vec<Warning>,
}

/// A custom column.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) ident: String,
    pub(super) column: String,
    pub(super) kind: ColumnType,
    /// The paragraphs of its docs.
    pub(super) docs: Vec<String>,
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ColumnType {
    Text,
    Integer,
    Decimal,
    Date,
    /// One option; the name of its enum.
    Choice(String),
    /// Several options; the name of their enum.
    Choices(String),
    /// Kept as JSON.
    Unknown,
}

/// A field, with its columns in lower case as in contacts.
struct AccountField<'a> {
    id: FieldId,
    field: &'a Field,
    decoding: Decoding,
    columns: Vec<String>,
}

impl AccountField<'_> {
    fn name(&self) -> &str {
        self.field.name.as_deref().unwrap_or_default()
    }

    fn options(&self) -> &[String] {
        let options = self.field.options.as_ref();
        let values = options.and_then(|options| options.values.as_deref());
        values.unwrap_or_default()
    }

    /// The field for docs.
    fn label(&self) -> String {
        let kind = self.field.r#type.as_ref().map(FieldType::as_str);
        let kind = kind.map_or_else(|| "no type".to_owned(), code);
        format!("{} ({kind}, field {})", code(self.name()), self.id)
    }
}

impl Layout {
    /// Lays out the module for these definitions.
    pub(super) fn of(definitions: Definitions) -> Self {
        let Definitions { fields, warnings } = definitions;
        let mut builder = LayoutBuilder {
            member_names: IdentScope::new(IdentCase::Snake, &[]),
            type_names: IdentScope::new(IdentCase::Pascal, &TYPES),
            members: Vec::new(),
            choices: Vec::new(),
            warnings,
        };
        let account_fields: Vec<AccountField<'_>> = fields
            .iter()
            .map(|definition| builder.account_field(definition))
            .collect();
        for (column, filled_by) in by_column(&account_fields) {
            builder.add(&column, &filled_by);
        }
        let LayoutBuilder {
            members,
            choices,
            mut warnings,
            ..
        } = builder;
        warnings.sort_by_key(Warning::field);
        Self {
            members,
            choices,
            definitions: fields,
            warnings,
        }
    }
}

/// The custom columns with the fields that fill them, in the order of the ids of fields: a field that is
/// added later does not change the names of others.
fn by_column<'a>(
    account_fields: &'a [AccountField<'a>],
) -> IndexMap<String, Vec<&'a AccountField<'a>>> {
    let mut columns: IndexMap<String, Vec<&AccountField<'_>>> = IndexMap::new();
    for account_field in account_fields {
        for column in account_field
            .columns
            .iter()
            .filter(|column| is_custom(column))
        {
            columns
                .entry(column.clone())
                .or_default()
                .push(account_field);
        }
    }
    columns
}

struct LayoutBuilder {
    member_names: IdentScope,
    type_names: IdentScope,
    members: Vec<Member>,
    choices: Vec<ChoiceEnum>,
    warnings: Vec<Warning>,
}

impl LayoutBuilder {
    /// A field with its columns. Warns about unusual columns.
    fn account_field<'a>(&mut self, definition: &'a Definition) -> AccountField<'a> {
        let mut account_field = AccountField {
            id: definition.id,
            field: &definition.field,
            decoding: definition.decoding,
            columns: Vec::new(),
        };
        let named = definition.field.columns.iter().flatten();
        for written in named.filter(|column| !column.is_empty()) {
            let column = written.to_lowercase();
            if account_field.columns.contains(&column) {
                self.warn(
                    &account_field,
                    format!("has the column {} twice", code(&column)),
                );
                continue;
            }
            if column != *written {
                let message = format!(
                    "has the column {}, which is lower case in contacts",
                    code(written)
                );
                self.warn(&account_field, message);
            }
            account_field.columns.push(column);
        }
        let columns: Vec<&str> = account_field.columns.iter().map(String::as_str).collect();
        match columns.as_slice() {
            [] => self.warn(&account_field, "is left out: it has no column"),
            [_] => {}
            several if several.iter().any(|column| is_custom(column)) => {
                let message = format!(
                    "has several columns, {}: their types are not documented, so they are untyped",
                    codes(several.iter().copied())
                );
                self.warn(&account_field, message);
            }
            _ => {}
        }
        account_field
    }

    fn warn(&mut self, account_field: &AccountField<'_>, message: impl Into<String>) {
        self.warnings.push(Warning::new(
            account_field.id,
            account_field.name(),
            message,
        ));
    }

    /// Adds the member for a column. More than one field for a column is a mistake in the account.
    fn add(&mut self, column: &str, filled_by: &[&AccountField<'_>]) {
        let Some((&first, others)) = filled_by.split_first() else {
            return;
        };
        let ident = self.member_name(column, first);
        let (kind, mut docs) = if others.is_empty() {
            self.column_type(first)
        } else {
            (ColumnType::Unknown, Vec::new())
        };
        docs.insert(0, summary(filled_by));
        for other in others {
            let message = format!(
                "has the same column {} as field {}, so the column is untyped",
                code(column),
                first.id
            );
            self.warn(other, message);
        }
        self.members.push(Member {
            ident,
            column: column.to_owned(),
            kind,
            docs,
        });
    }

    fn member_name(&mut self, column: &str, account_field: &AccountField<'_>) -> String {
        let wanted = identifier(column, IdentCase::Snake);
        let fallback = || format!("field_{}", account_field.id);
        let ident = self
            .member_names
            .take(wanted.clone().unwrap_or_else(fallback));
        if wanted.as_ref() != Some(&ident) {
            let message = format!(
                "has the column {} with the member `{ident}`: {}",
                code(column),
                other_name_reason(wanted.as_deref())
            );
            self.warn(account_field, message);
        }
        ident
    }

    /// The type of the column of a field, and paragraphs of docs on it.
    fn column_type(&mut self, account_field: &AccountField<'_>) -> (ColumnType, Vec<String>) {
        if account_field.columns.len() > 1 {
            return (ColumnType::Unknown, vec![ONE_OF_SEVERAL.to_owned()]);
        }
        if account_field.decoding == Decoding::Partial {
            return (ColumnType::Unknown, Vec::new());
        }
        match &account_field.field.r#type {
            Some(FieldType::Text | FieldType::Textarea) => (ColumnType::Text, Vec::new()),
            Some(FieldType::Integer) => (ColumnType::Integer, Vec::new()),
            Some(FieldType::Date) => (ColumnType::Date, Vec::new()),
            Some(FieldType::Decimal) => (ColumnType::Decimal, Vec::new()),
            Some(FieldType::Decimals) => (ColumnType::Decimal, vec![DECIMALS.to_owned()]),
            Some(FieldType::Dropdown) => {
                let name = self.add_choices(account_field, "the column is text");
                (
                    name.map_or(ColumnType::Text, ColumnType::Choice),
                    Vec::new(),
                )
            }
            Some(FieldType::Multiselect) => self.multiselect(account_field),
            unknown => {
                let kind = unknown.as_ref().map(FieldType::as_str);
                let kind = kind.map_or_else(
                    || "has no type".to_owned(),
                    |kind| format!("has the unknown type {}", code(kind)),
                );
                self.warn(account_field, format!("{kind}: the column is untyped"));
                (ColumnType::Unknown, Vec::new())
            }
        }
    }

    /// A list of options, unless one is ambiguous.
    fn multiselect(&mut self, account_field: &AccountField<'_>) -> (ColumnType, Vec<String>) {
        if let Some(option) = choices::ambiguous_option(account_field.options()) {
            let message = format!(
                "has the option {}, which is ambiguous in a comma-separated list: the column is untyped",
                code(option)
            );
            self.warn(account_field, message);
            return (ColumnType::Unknown, Vec::new());
        }
        match self.add_choices(account_field, "the column is untyped") {
            Some(name) => (ColumnType::Choices(name), vec![MULTISELECT.to_owned()]),
            None => (ColumnType::Unknown, Vec::new()),
        }
    }

    /// Adds the enum for the options of a field and returns its name. Without options it warns, with the
    /// `fallback`.
    fn add_choices(&mut self, account_field: &AccountField<'_>, fallback: &str) -> Option<String> {
        let (variants, remarks) = choices::variants(account_field.options());
        for remark in remarks {
            self.warn(account_field, remark);
        }
        if variants.is_empty() {
            self.warn(account_field, format!("has no options: {fallback}"));
            return None;
        }
        let ident = self.type_name(account_field);
        self.choices.push(ChoiceEnum {
            ident: ident.clone(),
            docs: format!("An option of {}.", account_field.label()),
            variants,
        });
        Some(ident)
    }

    /// The name of the enum: from the name of the field, or else of its column.
    fn type_name(&mut self, account_field: &AccountField<'_>) -> String {
        let column = account_field.columns.first().map_or("", String::as_str);
        let wanted = identifier(account_field.name(), IdentCase::Pascal)
            .or_else(|| identifier(column, IdentCase::Pascal));
        let fallback = || format!("Field{}", account_field.id);
        let ident = self
            .type_names
            .take(wanted.clone().unwrap_or_else(fallback));
        if wanted.as_ref() != Some(&ident) {
            let message = format!(
                "has the enum `{ident}`: {}",
                other_name_reason(wanted.as_deref())
            );
            self.warn(account_field, message);
        }
        ident
    }
}

const ONE_OF_SEVERAL: &str = "\
One of several columns of this field. Its type is not documented, so it is untyped.";

const DECIMALS: &str = "\
**Inferred**: the API's docs do not have this type. It is read as a decimal number.";

const MULTISELECT: &str = "\
**Inferred**: contacts have the options as a list or as a comma-separated string, and a list can be
sent. The API's docs do not say.";

fn summary(filled_by: &[&AccountField<'_>]) -> String {
    let labels: Vec<String> = filled_by
        .iter()
        .map(|account_field| account_field.label())
        .collect();
    match labels.as_slice() {
        [one] => format!("{one}."),
        several => format!(
            "Several fields have this column, so it is untyped: {}.",
            several.join(", ")
        ),
    }
}
