//! A document means the same in any order: `diff` finds no change between a document and a reordering of it.
//!
//! `DIFF_CORPUS=<folder>` also tests the documents of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use hellodialog_codegen::diff::changes;
use hellodialog_codegen::{Source, document, load_patched};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Lists in which the order of entries has no meaning.
const UNORDERED: [&str; 9] = [
    "enum",
    "required",
    "tags",
    "parameters",
    "oneOf",
    "anyOf",
    "allOf",
    "security",
    "servers",
];
/// Members whose values are data, in which order may have a meaning.
const DATA: [&str; 3] = ["example", "examples", "default"];

/// Random choices that a seed repeats.
struct Choices(u64);

impl Choices {
    /// A number below `bound` (xorshift).
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    fn shuffle<T>(&mut self, entries: &mut [T]) {
        for index in (1..entries.len()).rev() {
            entries.swap(index, self.below(index + 1));
        }
    }
}

/// The document in another order: of members, and of entries of lists without order, unless a reference counts them.
fn reordered_document(document: &Value, choices: &mut Choices) -> Value {
    let lists: &[&str] = if has_reference_to_entry(document) {
        &[]
    } else {
        &UNORDERED
    };
    reordered("", document, lists, choices)
}

/// Whether a reference leads to an entry of a list, by its number.
fn has_reference_to_entry(value: &Value) -> bool {
    let is_one = |reference: &Value| {
        let mut segments = reference.as_str().unwrap_or_default().split('/');
        segments.any(|one| !one.is_empty() && one.bytes().all(|b| b.is_ascii_digit()))
    };
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| {
            name == "$ref" && is_one(member) || has_reference_to_entry(member)
        }),
        Value::Array(entries) => entries.iter().any(has_reference_to_entry),
        _ => false,
    }
}

fn reordered(name: &str, value: &Value, lists: &[&str], choices: &mut Choices) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(String, Value)> = members
                .iter()
                .map(|(name, member)| {
                    let is_data = DATA.contains(&name.as_str()) || name.starts_with("x-");
                    let member = if is_data {
                        member.clone()
                    } else {
                        reordered(name, member, lists, choices)
                    };
                    (name.clone(), member)
                })
                .collect();
            choices.shuffle(&mut members);
            Value::Object(Map::from_iter(members))
        }
        Value::Array(entries) => {
            let mut entries: Vec<Value> = entries
                .iter()
                .map(|entry| reordered("", entry, lists, choices))
                .collect();
            if lists.contains(&name) {
                choices.shuffle(&mut entries);
            }
            Value::Array(entries)
        }
        other => other.clone(),
    }
}

/// Schemas of any kind, at most three deep; components are called `A`, `B` and `C`.
fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({"type": "string", "description": "Some text."})),
        Just(json!({"type": "string", "enum": ["a", "b", "c"], "default": "a"})),
        Just(json!({"type": "integer", "minimum": 1, "example": 3})),
        Just(json!({"type": "boolean", "nullable": true, "title": "Flag"})),
        Just(json!({})),
        prop_oneof![Just("A"), Just("B"), Just("C")]
            .prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")})),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            (
                prop::collection::btree_map("[a-d]", inner.clone(), 1..4),
                prop::collection::btree_set("[a-d]", 0..3),
            )
                .prop_map(|(properties, required)| {
                    json!({"type": "object", "properties": properties, "required": required})
                }),
            inner
                .clone()
                .prop_map(|items| json!({"type": "array", "items": items})),
            inner.prop_map(|value| json!({"type": "object", "additionalProperties": value})),
            several
                .clone()
                .prop_map(|parts| json!({"allOf": parts, "description": "Parts."})),
            several
                .clone()
                .prop_map(|branches| json!({"oneOf": branches})),
            several.prop_map(|branches| {
                json!({"anyOf": branches, "discriminator": {"propertyName": "a"}})
            }),
        ]
    })
}

/// Small documents in which every schema is used by a request, a response or another schema.
fn any_document() -> impl Strategy<Value = Value> {
    (schema(), schema(), schema(), schema(), schema()).prop_map(|(a, b, c, sent, received)| {
        let content = |schema: Value| json!({"application/json": {"schema": schema}, "text/plain": {}});
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "1"},
            "tags": [{"name": "x"}, {"name": "y"}],
            "servers": [{"url": "https://a.example"}, {"url": "https://b.example/"}],
            "security": [{"key": []}, {"login": ["read", "write"]}],
            "paths": {
                "/things/{id}": {
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                        {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    ],
                    "post": {
                        "tags": ["x", "y"],
                        "parameters": [
                            {"name": "page", "in": "query", "schema": {"type": "integer"}},
                            {"name": "sort", "in": "query", "schema": sent},
                        ],
                        "requestBody": {"content": content(sent.clone())},
                        "responses": {
                            "200": {"description": "It.", "content": content(received)},
                            "404": {"description": "None."},
                        },
                    },
                    "get": {"responses": {"200": {"description": "It.", "content": content(a.clone())}}},
                },
                "/things/{name}": {"put": {"responses": {"204": {"description": "Done."}}}},
            },
            "components": {
                "schemas": {"A": a, "B": b, "C": c},
                "securitySchemes": {
                    "key": {"type": "apiKey", "in": "query", "name": "token"},
                    "login": {"type": "oauth2", "flows": {"implicit": {
                        "authorizationUrl": "https://a.example/login", "scopes": {"read": "", "write": ""},
                    }}},
                },
            },
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_random_document_does_not_change_with_its_order(document in any_document(), seed in 1_u64..) {
        let other = reordered_document(&document, &mut Choices(seed));
        prop_assert_eq!(changes(&document, &other), []);
    }
}

#[test]
fn the_documents_of_this_checkout_do_not_change_with_their_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = root.join("spec/hellodialog.yaml");
    let patches = root.join("spec/patches");
    let documents = [
        document::load(&spec).expect("a document"),
        load_patched(&Source {
            spec,
            patches: Some(patches),
        })
        .expect("a patched document"),
    ];
    for (document, seed) in documents.iter().zip([7919, 104_729]) {
        let other = reordered_document(document, &mut Choices(seed));
        assert_eq!(changes(document, &other), []);
    }
}

/// The documents of other publishers: of a folder, or where they stand next to the checkout.
fn corpus() -> Vec<PathBuf> {
    let folder = std::env::var_os("DIFF_CORPUS").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = root
        .ancestors()
        .map(|one| one.join("shared/corpus/documents"));
    let entries = match folder {
        Some(folder) => Some(fs::read_dir(folder).expect("a folder")),
        None => folders.find_map(|folder| fs::read_dir(folder).ok()),
    };
    let entries = entries.into_iter().flatten();
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

#[test]
fn documents_of_other_publishers_do_not_change_with_their_order() {
    for (index, path) in corpus().iter().enumerate() {
        let document = document::load(path).expect("a document");
        for seed in [7919, 104_729] {
            let other = reordered_document(&document, &mut Choices(seed + index as u64));
            assert_eq!(changes(&document, &other), [], "{}", path.display());
        }
    }
}
