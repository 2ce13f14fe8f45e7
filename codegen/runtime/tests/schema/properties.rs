//! A value generated from a schema has no difference; a mutated value has at least one.

use hellodialog_runtime::schema::{
    Absence, Encoding, Kind, List, ListForm, Map, MapForm, Member, Object, Openness, Presence,
    Scalar, Schema, SchemaId, Schemas,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::compare;

/// A schema as a tree, which proptest can shrink.
#[derive(Debug, Clone)]
enum Tree {
    Scalar(Scalar, Absence, Encoding),
    Enum,
    Object(Vec<(Tree, Presence)>, Openness),
    List(Box<Tree>, ListForm),
    Map(Box<Tree>, MapForm),
    Keyed(Box<Tree>),
    Reference(Box<Tree>, Absence),
    /// Two alternatives that no value fits both.
    OneOf(Box<Tree>),
}

const WORDS: [&str; 2] = ["red", "blue"];
/// A value that fits only `any` and open objects.
const UNDESCRIBED: &str = "undescribed";

fn absence() -> impl Strategy<Value = Absence> {
    prop_oneof![
        Just(Absence::Never),
        Just(Absence::Null),
        Just(Absence::Empty)
    ]
}

fn scalar() -> impl Strategy<Value = Tree> {
    // A string accepts any mutation that is a string, so other tests cover it.
    let kind = prop_oneof![
        Just(Scalar::Date),
        Just(Scalar::DateTime),
        Just(Scalar::Instant),
        Just(Scalar::Integer),
        Just(Scalar::Number),
        Just(Scalar::Boolean),
    ];
    let encoding = prop_oneof![Just(Encoding::Exact), Just(Encoding::Lenient)];
    (kind, absence(), encoding)
        .prop_map(|(kind, absence, encoding)| Tree::Scalar(kind, absence, encoding))
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![4 => scalar(), 1 => Just(Tree::Enum)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let presence = prop_oneof![Just(Presence::Required), Just(Presence::Optional)];
        let openness = prop_oneof![Just(Openness::Closed), Just(Openness::Open)];
        let members = prop::collection::vec((inner.clone(), presence), 1..4);
        let list = prop_oneof![Just(ListForm::Array), Just(ListForm::Indexed)];
        let map = prop_oneof![Just(MapForm::Object), Just(MapForm::ObjectOrEmptyList)];
        prop_oneof![
            (members, openness).prop_map(|(members, open)| Tree::Object(members, open)),
            (inner.clone(), list).prop_map(|(item, form)| Tree::List(Box::new(item), form)),
            (inner.clone(), map).prop_map(|(value, form)| Tree::Map(Box::new(value), form)),
            inner.clone().prop_map(|value| Tree::Keyed(Box::new(value))),
            (inner.clone(), absence())
                .prop_map(|(target, absence)| Tree::Reference(Box::new(target), absence)),
            inner.prop_map(|tree| Tree::OneOf(Box::new(tree))),
        ]
    })
}

fn add(schemas: &mut Schemas, tree: &Tree) -> SchemaId {
    let kind = match tree {
        Tree::Scalar(scalar, absence, encoding) => {
            return schemas.add(Schema {
                kind: Kind::Scalar(*scalar),
                absence: *absence,
                encoding: *encoding,
            });
        }
        Tree::Enum => words(),
        Tree::Object(members, openness) => Kind::Object(Object {
            members: members
                .iter()
                .enumerate()
                .map(|(index, (tree, presence))| Member {
                    name: format!("m{index}"),
                    schema: add(schemas, tree),
                    presence: *presence,
                })
                .collect(),
            openness: *openness,
        }),
        Tree::List(item, form) => Kind::List(List {
            item: add(schemas, item),
            form: *form,
        }),
        Tree::Map(value, form) => Kind::Map(Map {
            key: None,
            value: add(schemas, value),
            form: *form,
        }),
        Tree::Keyed(value) => Kind::Map(Map {
            key: Some(schemas.add(words().into())),
            value: add(schemas, value),
            form: MapForm::ObjectOrEmptyList,
        }),
        Tree::Reference(target, absence) => {
            let kind = Kind::Reference(add(schemas, target));
            return schemas.add(Schema {
                absence: *absence,
                ..kind.into()
            });
        }
        Tree::OneOf(tree) => {
            let alternatives = vec![schemas.add(words().into()), add(schemas, tree)];
            Kind::OneOf(alternatives)
        }
    };
    schemas.add(kind.into())
}

fn words() -> Kind {
    Kind::Enum(WORDS.map(str::to_owned).to_vec())
}

/// The choices of a value, taken from random numbers.
struct Choices<'c>(std::slice::Iter<'c, Index>);

impl Choices<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |index| index.index(count))
    }

    fn of<const N: usize>(&mut self, values: [Value; N]) -> Value {
        let index = self.below(N);
        values.into_iter().nth(index).unwrap_or_default()
    }
}

/// A value that fits the schema.
fn value(tree: &Tree, choices: &mut Choices<'_>) -> Value {
    match tree {
        Tree::Scalar(scalar, absence, encoding) => {
            if let Some(empty) = empty(*absence, choices) {
                return empty;
            }
            scalar_value(*scalar, *encoding, choices)
        }
        Tree::Enum => choices.of(WORDS.map(Value::from)),
        Tree::Object(members, openness) => {
            let mut object = serde_json::Map::new();
            for (index, (tree, presence)) in members.iter().enumerate() {
                let optional = *presence == Presence::Optional;
                match choices.below(if optional { 3 } else { 1 }) {
                    0 => object.insert(format!("m{index}"), value(tree, choices)),
                    1 => object.insert(format!("m{index}"), Value::Null),
                    _ => None,
                };
            }
            if *openness == Openness::Open && choices.below(2) == 1 {
                object.insert("other".to_owned(), json!([UNDESCRIBED]));
            }
            Value::Object(object)
        }
        Tree::List(item, form) => {
            let items: Vec<Value> = (0..choices.below(3))
                .map(|_| value(item, choices))
                .collect();
            match form {
                ListForm::Indexed if choices.below(2) == 1 => items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| ((index * 2).to_string(), item))
                    .collect(),
                _ => Value::Array(items),
            }
        }
        Tree::Map(item, form) => match (choices.below(3), form) {
            (0, MapForm::ObjectOrEmptyList) => json!([]),
            (count, _) => (0..count)
                .map(|index| (format!("k{index}"), value(item, choices)))
                .collect(),
        },
        Tree::Keyed(item) => match choices.below(2) {
            0 => json!([]),
            _ => WORDS
                .iter()
                .map(|word| ((*word).to_owned(), value(item, choices)))
                .collect(),
        },
        Tree::Reference(target, absence) => match empty(*absence, choices) {
            Some(empty) => empty,
            None => value(target, choices),
        },
        Tree::OneOf(tree) => match choices.below(2) {
            0 => choices.of(WORDS.map(Value::from)),
            _ => value(tree, choices),
        },
    }
}

fn empty(absence: Absence, choices: &mut Choices<'_>) -> Option<Value> {
    if absence == Absence::Never || choices.below(3) > 0 {
        return None;
    }
    Some(match absence {
        Absence::Empty => choices.of([json!(null), json!(""), json!([]), json!("0000-00-00")]),
        Absence::Null | Absence::Never => Value::Null,
    })
}

fn scalar_value(scalar: Scalar, encoding: Encoding, choices: &mut Choices<'_>) -> Value {
    let number = choices.below(1000);
    let in_string = encoding == Encoding::Lenient && choices.below(2) == 1;
    match scalar {
        Scalar::String => json!(format!("text {number}")),
        Scalar::Date => json!("2019-02-25"),
        Scalar::DateTime => json!("2019-02-25 10:39:49"),
        Scalar::Instant => json!("2019-02-25T10:39:49Z"),
        Scalar::Integer if in_string => json!(number.to_string()),
        Scalar::Integer => json!(number),
        Scalar::Number if in_string => json!(format!("{number}.5")),
        Scalar::Number => json!(0.5),
        Scalar::Boolean if in_string => choices.of([json!(0), json!("1")]),
        Scalar::Boolean => json!(number.is_multiple_of(2)),
    }
}

/// The places of a value that a schema restricts, as JSON pointers.
fn places(tree: &Tree, value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match (tree, value) {
        (Tree::Object(members, _), Value::Object(object)) => {
            for (index, (tree, _)) in members.iter().enumerate() {
                let name = format!("m{index}");
                if let Some(value) = object.get(&name).filter(|value| !value.is_null()) {
                    places(tree, value, &format!("{at}/{name}"), found);
                }
            }
        }
        (Tree::List(item, _), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                places(item, value, &format!("{at}/{index}"), found);
            }
        }
        (Tree::List(item, _) | Tree::Map(item, _) | Tree::Keyed(item), Value::Object(entries)) => {
            for (key, value) in entries {
                places(item, value, &format!("{at}/{key}"), found);
            }
        }
        (Tree::Reference(target, _), value) => places(target, value, at, found),
        (Tree::OneOf(tree), value) if !value.is_string() => places(tree, value, at, found),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_value_of_a_schema_has_no_difference(
        tree in tree(),
        choices in prop::collection::vec(any::<Index>(), 64),
    ) {
        let mut schemas = Schemas::new();
        let schema = add(&mut schemas, &tree);
        let value = value(&tree, &mut Choices(choices.iter()));
        let found = compare(&schemas, schema, &value);
        prop_assert_eq!(found.differences, vec![], "{}", value);
        prop_assert!(!found.visited.is_empty() || !found.empty.is_empty());
    }

    #[test]
    fn a_mutated_value_has_a_difference(
        tree in tree(),
        choices in prop::collection::vec(any::<Index>(), 64),
        place in any::<Index>(),
    ) {
        let mut schemas = Schemas::new();
        let schema = add(&mut schemas, &tree);
        let mut value = value(&tree, &mut Choices(choices.iter()));
        let mut found = Vec::new();
        places(&tree, &value, "", &mut found);
        let place = place.get(&found);
        *value.pointer_mut(place).expect("a place of the value") = json!(UNDESCRIBED);
        let differences = compare(&schemas, schema, &value).differences;
        prop_assert!(!differences.is_empty(), "{} at {:?}", value, place);
    }

    #[test]
    fn a_missing_or_additional_member_is_a_difference(
        members in prop::collection::vec(scalar(), 1..4),
        choices in prop::collection::vec(any::<Index>(), 16),
        missing in any::<Index>(),
    ) {
        let members: Vec<_> = members.into_iter().map(|tree| (tree, Presence::Required)).collect();
        let name = format!("m{}", missing.index(members.len()));
        let tree = Tree::Object(members, Openness::Closed);
        let mut schemas = Schemas::new();
        let schema = add(&mut schemas, &tree);
        let whole = value(&tree, &mut Choices(choices.iter()));
        let mut without_member = whole.clone();
        without_member.as_object_mut().expect("an object").remove(&name);
        prop_assert_eq!(compare(&schemas, schema, &without_member).differences.len(), 1);
        let mut more = whole;
        more["other"] = json!(1);
        prop_assert_eq!(compare(&schemas, schema, &more).differences.len(), 1);
    }
}
