//! Golden documents with random mutations.

use std::fs;
use std::path::Path;

use hellodialog_codegen::{Error as GenerateError, Source, load_patched};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{reference, run};

/// The documents of all golden cases, patched.
fn golden_documents() -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let cases = fs::read_dir(root).into_iter().flatten().flatten();
    let sources = cases.map(|case| Source {
        spec: case.path().join("spec.yaml"),
        patches: Some(case.path().join("patches")),
    });
    sources
        .filter_map(|source| load_patched(&source).ok())
        .collect()
}

/// A mutation of a node.
#[derive(Debug, Clone)]
enum Mutation {
    Remove,
    Replace(Value),
    /// Replaces the node by another node of the document.
    Swap(prop::sample::Index),
    Rename(&'static str),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let values = vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(""),
        json!("type"),
        json!("r#a b"),
        json!([]),
        json!({}),
        json!({"type": "object"}),
        json!([{"a": 1}]),
        reference("Pet"),
        reference("Book"),
    ];
    let names = vec![
        "",
        "self",
        "type",
        "Pet",
        "Book",
        "/{a}",
        "x-wire",
        "x-keyed-by",
        "$ref",
        "allOf",
    ];
    prop_oneof![
        1 => Just(Mutation::Remove),
        3 => prop::sample::select(values).prop_map(Mutation::Replace),
        3 => any::<prop::sample::Index>().prop_map(Mutation::Swap),
        1 => prop::sample::select(names).prop_map(Mutation::Rename),
    ]
}

/// Pointers to all nodes below the root.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut add = |name: &str, child: &Value| {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        found.push(at.clone());
        pointers(child, &at, found);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, child)| add(name, child)),
        Value::Array(items) => {
            for (index, child) in items.iter().enumerate() {
                add(&index.to_string(), child);
            }
        }
        _ => {}
    }
}

fn apply(document: &mut Value, place: prop::sample::Index, mutation: &Mutation) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = place.get(&all).clone();
    match mutation {
        Mutation::Replace(value) => replace(document, &pointer, value.clone()),
        Mutation::Swap(other) => {
            let value = document.pointer(other.get::<String>(&all)).cloned();
            replace(document, &pointer, value.unwrap_or_default());
        }
        Mutation::Remove => change_member(document, &pointer, |members, name| {
            members.shift_remove(name);
        }),
        Mutation::Rename(new) => change_member(document, &pointer, |members, name| {
            if let Some(value) = members.shift_remove(name) {
                members.insert((*new).to_owned(), value);
            }
        }),
    }
}

fn replace(document: &mut Value, pointer: &str, value: Value) {
    if let Some(node) = document.pointer_mut(pointer) {
        *node = value;
    }
}

fn change_member(
    document: &mut Value,
    pointer: &str,
    change: impl FnOnce(&mut Map<String, Value>, &str),
) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(members)) = document.pointer_mut(parent) {
        change(members, &name);
    }
}

proptest! {
    // Every failure found is added to `faults.yaml`, so none is persisted here.
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// A mutated document is generated or rejected with problems whose places exist. The generator neither
    /// panics nor reports an internal error.
    #[test]
    fn mutated_documents_are_generated_or_rejected(
        document in prop::sample::select(golden_documents()),
        mutations in prop::collection::vec((any::<prop::sample::Index>(), mutation()), 1..4),
    ) {
        let mut document = document;
        for (place, mutation) in &mutations {
            apply(&mut document, *place, mutation);
        }
        match run(&document) {
            Ok(Ok(_)) => {}
            Ok(Err(GenerateError::Invalid { problems, .. })) => {
                for problem in problems {
                    let exists = problem.pointer.get(&document).is_some();
                    let is_version = problem.pointer.to_string() == "#/openapi";
                    prop_assert!(exists || is_version, "{problem}\n{document:#}");
                }
            }
            Ok(Err(other)) => prop_assert!(false, "{other}\n{document:#}"),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
