//! Any definitions make a valid Rust module or an error.

use std::collections::HashSet;

use hellodialog_account::fields::module_of;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Usual and unusual names.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c _1-2]{0,4}",
        "\\PC{0,12}",
        any::<String>(),
        prop::sample::select(vec![
            "type",
            "self",
            "Self",
            "crate",
            "Other",
            "Option",
            "Value",
            "CustomFields",
            "*/",
            "\"]",
            "email",
            "_state",
            "id",
            "\u{202e}",
            "`",
            "``x",
            "gen",
            "async",
            "union",
            "'static",
        ])
        .prop_map(str::to_owned),
    ]
}

fn names() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::collection::vec(name(), 0..5).prop_map(Value::from),
        prop::collection::vec(name(), 0..3).prop_map(|names| {
            let named = names.into_iter().enumerate();
            named
                .map(|(index, name)| (index.to_string(), Value::from(name)))
                .collect()
        }),
        any_json(),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        name().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..3)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn kind() -> impl Strategy<Value = Value> {
    let known = [
        "Text",
        "Textarea",
        "Integer",
        "Decimal",
        "Decimals",
        "Date",
        "Dropdown",
        "Multiselect",
    ];
    prop_oneof![
        8 => prop::sample::select(known.to_vec()).prop_map(Value::from),
        1 => any_json(),
    ]
}

fn field() -> impl Strategy<Value = Value> {
    let options = prop_oneof![
        names().prop_map(|names| json!({"values": names})),
        any_json()
    ];
    prop_oneof![
        9 => (name(), kind(), options, names()).prop_map(|(name, kind, options, columns)| {
            json!({"name": name, "type": kind, "options": options, "columns": columns})
        }),
        1 => any_json(),
    ]
}

fn definitions() -> impl Strategy<Value = Value> {
    let fields = prop::collection::vec(field(), 0..8);
    (any::<u32>(), fields).prop_map(|(first, fields)| {
        let ids = u64::from(first)..;
        ids.zip(fields)
            .map(|(id, field)| (id.to_string(), field))
            .collect()
    })
}

/// Checks that a module is Rust, with unique names and without hidden characters.
fn check_module(module: &str) -> Result<(), TestCaseError> {
    let file = syn::parse_file(module);
    let file = file.map_err(|error| TestCaseError::fail(format!("{error}\n{module}")))?;
    let mut types = Vec::new();
    for item in &file.items {
        let (name, members): (_, Vec<String>) = match item {
            syn::Item::Struct(item) => {
                let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                (&item.ident, fields.map(ToString::to_string).collect())
            }
            syn::Item::Enum(item) => {
                let variants = item
                    .variants
                    .iter()
                    .map(|variant| variant.ident.to_string());
                (&item.ident, variants.collect())
            }
            _ => continue,
        };
        types.push(name.to_string());
        prop_assert_eq!(distinct(&members), members.len(), "{:?}", members);
    }
    prop_assert_eq!(distinct(&types), types.len(), "{:?}", types);
    // Characters that are invisible or change the text direction must be escaped.
    let hidden = module
        .chars()
        .find(|&c| c != '\n' && c != ' ' && (c.is_control() || c == '\u{202e}'));
    prop_assert_eq!(hidden, None);
    Ok(())
}

fn distinct(names: &[String]) -> usize {
    names.iter().collect::<HashSet<_>>().len()
}

/// The number of members of `CustomFields`.
fn members(module: &str) -> usize {
    let file = syn::parse_file(module).expect("Rust");
    let counts = file.items.iter().map(|item| match item {
        syn::Item::Struct(item) if item.ident == "CustomFields" => item.fields.len(),
        _ => 0,
    });
    counts.sum()
}

/// The columns of the example of a contact in the docs.
const STANDARD: [&str; 13] = [
    "id",
    "email",
    "last_open",
    "voornaam",
    "achternaam",
    "geboortedatum",
    "geslacht",
    "aangemaakt",
    "aangepast",
    "nps_score",
    "_state",
    "_language",
    "groups",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_custom_column_has_a_member(
        fields in prop::collection::vec((name(), kind(), prop::collection::vec(name(), 0..3)), 0..8)
    ) {
        let columns: HashSet<String> = fields
            .iter()
            .filter(|(_, kind, _)| kind.is_string())
            .flat_map(|(_, _, columns)| columns)
            .map(|column| column.to_lowercase())
            .filter(|column| !column.is_empty() && !STANDARD.contains(&column.as_str()))
            .collect();
        let definitions: Value = (1..)
            .zip(&fields)
            .filter(|(_, (_, kind, _))| kind.is_string())
            .map(|(id, (name, kind, columns)): (u32, _)| {
                (id.to_string(), json!({"name": name, "type": kind, "columns": columns}))
            })
            .collect();
        let (module, _) = module_of(definitions.to_string().as_bytes())
            .map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert_eq!(members(&module), columns.len());
    }

    #[test]
    fn any_definitions_become_a_module(definitions in definitions()) {
        let (module, warnings) = module_of(definitions.to_string().as_bytes())
            .map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        check_module(&module)?;
        for warning in warnings {
            prop_assert_eq!(warning.lines().count(), 1);
            let line = format!("//! - {warning}\n");
            prop_assert!(module.contains(&line), "{}", warning);
        }
    }

    #[test]
    fn any_json_becomes_a_module_or_an_error(json in any_json()) {
        if let Ok((module, _)) = module_of(json.to_string().as_bytes()) {
            check_module(&module)?;
        }
    }

    #[test]
    fn the_order_of_definitions_does_not_matter(definitions in definitions()) {
        let Value::Object(fields) = &definitions else { return Ok(()) };
        let reversed: Map<String, Value> = fields.clone().into_iter().rev().collect();
        let one = module_of(definitions.to_string().as_bytes());
        let other = module_of(Value::from(reversed).to_string().as_bytes());
        prop_assert_eq!(one.ok(), other.ok());
    }

    #[test]
    fn any_bytes_become_a_module_or_an_error(bytes in any::<Vec<u8>>()) {
        module_of(&bytes).ok();
    }
}
