//! Which variant of a union a value is, and that nothing of the value is lost.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use runtime::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{from_str, from_value, json, to_value};
use wiremock::MockServer;

use crate::golden;
use crate::golden::discriminator_on_parent::types as shop;
use crate::golden::union_values::types as library;
use crate::{TestResult, client, json_server};

#[test]
fn a_discriminator_decides_the_variant() -> TestResult {
    use golden::discriminator::types::{Book, Disc, Medium};
    // By `mapping`, and by the name of the schema.
    let book: Medium = from_str(r#"{"kind": "book", "pages": 5}"#)?;
    assert_eq!(
        book,
        Medium::Book(serde_json::from_value::<Book>(
            json!({"kind": "book", "pages": 5})
        )?)
    );
    let disc: Medium = from_str(r#"{"kind": "Disc", "minutes": 5}"#)?;
    assert_eq!(
        disc,
        Medium::Disc(serde_json::from_value::<Disc>(
            json!({"kind": "Disc", "minutes": 5})
        )?)
    );
    Ok(())
}

#[test]
fn of_branches_that_list_one_value_of_the_discriminator_the_best_fitting_is_taken() -> TestResult {
    use golden::discriminator::types::First;
    for (value, expected) in [
        (json!({"kind": "audio", "key": "C"}), "Song"),
        (json!({"kind": "audio", "speaker": "a"}), "Talk"),
        (json!({"kind": "music", "key": "C"}), "Song"),
        // Only songs are music.
        (json!({"kind": "music", "speaker": "a"}), "Other"),
        (json!({"kind": "film", "key": "C"}), "Other"),
    ] {
        reads_as::<First>(&value, expected)?;
    }
    Ok(())
}

/// The standard names the value, so a caller who has chosen the type has chosen it.
#[test]
fn a_variant_is_made_with_the_value_of_its_discriminator() -> TestResult {
    use golden::discriminator::types::{Book, Disc, Letter, Medium, Photo, Print};
    use shop::{Cat, Dog, PetBase, ReptileBase};
    for (medium, expected) in [
        (
            Medium::from(Book::new(5)),
            json!({"kind": "book", "pages": 5}),
        ),
        (
            Medium::from(Disc::new(5)),
            json!({"kind": "Disc", "minutes": 5}),
        ),
        // One of the values of an enum, which several branches list.
        (Medium::from(Print::new()), json!({"kind": "poster"})),
        (Medium::from(Photo::new()), json!({"kind": "photo"})),
        // Two values of the discriminator mean it: it is a choice.
        (
            Medium::from(Letter::new("postcard")),
            json!({"kind": "postcard"}),
        ),
    ] {
        assert_eq!(to_value(&medium)?, expected);
        assert_eq!(from_value::<Medium>(expected)?, medium);
    }
    // On a schema that others extend, where any other value is the schema itself.
    assert_eq!(to_value(Cat::new())?, json!({"petType": "Cat"}));
    let dog = json!({"petType": "Dog", "packSize": 3});
    assert_eq!(to_value(Dog::new(3))?, dog);
    assert_eq!(to_value(ReptileBase::new())?, json!({"petType": "Reptile"}));
    assert_eq!(to_value(PetBase::new("Bird"))?, json!({"petType": "Bird"}));
    Ok(())
}

#[test]
fn without_a_discriminator_the_variant_that_knows_most_members_is_taken() -> TestResult {
    use golden::unions::types::ListMediaResponseItem as Item;
    for (value, is_book) in [
        (json!({"title": "a", "minutes": 5}), false),
        (json!({"title": "a", "pages": 5}), true),
    ] {
        let item: Item = from_value(value.clone())?;
        assert_eq!(matches!(item, Item::Book(_)), is_book, "{value}");
        assert_eq!(to_value(item)?, value, "nothing is lost");
    }
    Ok(())
}

#[test]
fn a_union_is_made_from_what_a_variant_contains() {
    use library::{Book, ShelfLists, ShelfMoment, ShelfNested, ShelfScalar};
    assert_eq!(ShelfScalar::from(true), ShelfScalar::Boolean(true));
    assert_eq!(ShelfScalar::from(5), ShelfScalar::Integer(5));
    assert_eq!(ShelfScalar::from(0.5), ShelfScalar::Fraction(0.5));
    let words = "soon".to_owned();
    assert_eq!(ShelfMoment::from(words.clone()), ShelfMoment::Words(words));
    let books: Vec<Book> = Vec::new();
    assert_eq!(ShelfLists::from(books.clone()), ShelfLists::Books(books));
    let medium = library::Medium::Other(runtime::Value::Null);
    assert_eq!(
        ShelfNested::from(medium.clone()),
        ShelfNested::Medium(medium)
    );
}

#[test]
fn a_value_that_fits_no_variant_is_kept() -> TestResult {
    use golden::discriminator::types::Medium;
    for value in [
        json!({"kind": "map", "scale": 25_000}),
        json!({"kind": "book", "pages": "many"}),
        json!([1]),
    ] {
        let medium: Medium = from_value(value.clone())?;
        assert_eq!(medium, Medium::Other(value.clone()));
        assert_eq!(to_value(medium)?, value);
    }
    let unknown = json!({"scale": 25_000});
    let item: golden::unions::types::ListMediaResponseItem = from_value(unknown.clone())?;
    assert_eq!(to_value(item)?, unknown);
    Ok(())
}

/// The name of the variant, by its debug output.
fn variant(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    let end = text.find(|c: char| !c.is_alphanumeric());
    text[..end.unwrap_or(text.len())].to_owned()
}

/// Reads a value, and expects a variant that is written back as the same value.
fn reads_as<U>(value: &Value, expected: &str) -> TestResult
where
    U: DeserializeOwned + Serialize + std::fmt::Debug,
{
    let read: U = from_value(value.clone())?;
    assert_eq!(variant(&read), expected, "{value}");
    assert_eq!(&to_value(read)?, value, "nothing is lost");
    Ok(())
}

#[test]
fn a_value_is_the_variant_that_fits_best_and_is_written_back_unchanged() -> TestResult {
    for (member, value, expected) in [
        ("scalar", json!("5"), "Text"),
        ("scalar", json!(5), "Integer"),
        ("scalar", json!(-5), "Integer"),
        ("scalar", json!(0.5), "Fraction"),
        ("scalar", json!(true), "Boolean"),
        ("scalar", json!("true"), "Text"),
        ("scalar", json!([1]), "Other"),
        ("scalar", json!({"a": null}), "Other"),
        // Not every string is a date, and every date is a string.
        ("moment", json!("2024-02-29"), "Day"),
        ("moment", json!("2024-02-30"), "Words"),
        ("moment", json!("2024-02-29T12:00:00"), "Words"),
        ("price", json!(1.25), "Amount"),
        ("price", json!("free"), "Word"),
        ("price", json!("gratis"), "Other"),
        ("nothing", json!(7), "Integer"),
        ("nothing", json!("7"), "Text"),
        ("lists", json!([1, 2]), "Numbers"),
        ("lists", json!([{"title": "a", "pages": 1}]), "Books"),
        ("lists", json!([{"title": "a", "minutes": 1}]), "Discs"),
        (
            "lists",
            json!([{"title": "a"}, {"title": "b", "minutes": 1}]),
            "Discs",
        ),
        ("lists", json!([1, "a"]), "Other"),
        ("maps", json!({"title": "a"}), "Book"),
        ("maps", json!({"a": 1, "b": 2}), "Counts"),
        ("maps", json!({"a": "b"}), "Other"),
        // The members of a variant that its schema does not describe.
        (
            "maps",
            json!({"title": "a", "author": {"name": "b"}}),
            "Book",
        ),
        ("nested", json!({"title": "a", "minutes": 1}), "Medium"),
        (
            "nested",
            json!([{"title": "a"}, {"pages": "?"}, {"colour": "red"}]),
            "Media",
        ),
        ("nested", json!("a"), "Text"),
        ("nested", json!({"colour": "red"}), "Other"),
        ("tagged", json!({"kind": "a"}), "TagA"),
        ("tagged", json!({"kind": "b", "more": 1}), "TagB"),
        ("tagged", json!({"kind": "c"}), "Other"),
        ("unnamed", json!({"a": 1}), "Object"),
        ("unnamed", json!({"b": 1}), "Object2"),
        ("loop", json!("a"), "Text"),
        ("loop", json!(1), "Back"),
        ("loop", json!([]), "Other"),
        ("tree", json!(1), "Integer"),
        ("tree", json!([1, [2, [[]]]]), "Trees"),
    ] {
        match member {
            "scalar" => reads_as::<library::ShelfScalar>(&value, expected)?,
            "moment" => reads_as::<library::ShelfMoment>(&value, expected)?,
            "price" => reads_as::<library::ShelfPrice>(&value, expected)?,
            "nothing" => reads_as::<library::ShelfNothing>(&value, expected)?,
            "lists" => reads_as::<library::ShelfLists>(&value, expected)?,
            "maps" => reads_as::<library::ShelfMaps>(&value, expected)?,
            "nested" => reads_as::<library::ShelfNested>(&value, expected)?,
            "tagged" => reads_as::<library::Tagged>(&value, expected)?,
            "unnamed" => reads_as::<library::ShelfUnnamed>(&value, expected)?,
            "loop" => reads_as::<library::Loop>(&value, expected)?,
            _ => reads_as::<library::Tree>(&value, expected)?,
        }
        // As a member of the response.
        let shelf = json!({member: value});
        assert_eq!(
            to_value(from_value::<library::Shelf>(shelf.clone())?)?,
            shelf
        );
    }
    Ok(())
}

#[test]
fn unions_can_be_null_and_items_of_lists_and_maps() -> TestResult {
    for shelf in [
        json!({"nothing": null, "single": null}),
        json!({}),
        json!({"single": "a", "nothing": "b"}),
        json!({"items": [{"title": "a", "pages": 1}, {"title": "b", "minutes": 2}, {"colour": "red"}, 5]}),
        json!({"values": {"x": {"title": "a", "minutes": 1, "more": [null]}, "y": "z"}}),
    ] {
        let read: library::Shelf = from_value(shelf.clone())?;
        assert_eq!(to_value(read)?, shelf);
    }
    Ok(())
}

/// What means the same is equal: `1.0` is `1`, a text is read from digits, and an optional member that is `null` is missing.
fn same(value: &Value) -> Value {
    let number = |number: f64| json!(number + 0.0);
    match value {
        Value::Number(one) => one.as_f64().map(number).unwrap_or_default(),
        Value::String(text) => text.parse().map_or_else(|_| value.clone(), number),
        Value::Array(items) => items.iter().map(same).collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            members
                .map(|(name, value)| (name.clone(), same(value)))
                .collect()
        }
        other => other.clone(),
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![prop::sample::select(vec![
        "a",
        "b",
        "free",
        "2024-02-29",
        "20240229",
        "2024-02-29T01:02:03Z",
        "",
        "5"
    ]),];
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let names = [
        "title", "pages", "minutes", "kind", "a", "b", "role", "since", "shift", "petType",
        "packSize",
    ];
    scalar.prop_recursive(4, 24, 4, move |inner| {
        let members =
            prop::collection::btree_map(prop::sample::select(names.to_vec()), inner.clone(), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Reads a value and writes it. The discriminator `added` may be new.
fn is_kept<U>(value: &Value, added: &str) -> Result<(), TestCaseError>
where
    U: DeserializeOwned + Serialize + std::fmt::Debug,
{
    let failed = |error: serde_json::Error| TestCaseError::fail(error.to_string());
    let read: U = from_value(value.clone()).map_err(failed)?;
    let mut written = to_value(&read).map_err(failed)?;
    if let Some(members) = written.as_object_mut()
        && value.get(added).is_none_or(Value::is_null)
    {
        members.remove(added);
    }
    prop_assert_eq!(same(&written), same(value), "{:?}", read);
    Ok(())
}

proptest! {
    #[test]
    fn any_value_of_a_union_is_written_back(value in any_json()) {
        is_kept::<library::ShelfScalar>(&value, "")?;
        is_kept::<library::ShelfMoment>(&value, "")?;
        is_kept::<library::ShelfLists>(&value, "")?;
        is_kept::<library::ShelfMaps>(&value, "")?;
        is_kept::<library::ShelfNested>(&value, "")?;
        is_kept::<library::Tagged>(&value, "kind")?;
        is_kept::<library::ShelfUnnamed>(&value, "")?;
        is_kept::<library::Tree>(&value, "")?;
        is_kept::<library::PostShelfAfter>(&value, "")?;
        is_kept::<shop::Pet>(&value, "")?;
        is_kept::<shop::Keeper>(&value, "role")?;
        is_kept::<golden::one_of::types::Medium>(&value, "")?;
        is_kept::<golden::unions::types::ListMediaResponseItem>(&value, "")?;
    }
}

/// A response reads like a value, and what it holds can be sent.
#[tokio::test]
async fn unions_are_received_and_sent() -> TestResult {
    use golden::union_values::types::{PostShelfAfter, PostShelfOnlyItem, PostShelfShelves, Shelf};
    let body =
        r#"{"tagged":{"kind":"b","more":1},"items":[{"title":"a","pages":1,"n":[]},{"x":1}]}"#;
    let server = json_server(body).await;
    let client = client!(union_values, server);
    let options = PostShelfShelves::new()
        .after(PostShelfAfter::Integer(3))
        .only([
            PostShelfOnlyItem::Integer(1),
            PostShelfOnlyItem::Text("a b".to_owned()),
        ]);
    let shelf = client.shelves().post_shelf(&Shelf::new(), options).await?;
    let after = PostShelfAfter::Text("2024-02-29".parse()?);
    let options = PostShelfShelves::new().after(after);
    client.shelves().post_shelf(&shelf, options).await?;
    let [first, second] = requests(&server).await;
    assert_eq!(first.url.query(), Some("after=3&only=1&only=a%20b"));
    assert_eq!(second.url.query(), Some("after=2024-02-29"));
    assert_eq!(second.body_json::<Value>()?, from_str::<Value>(body)?);
    Ok(())
}

async fn requests<const N: usize>(server: &MockServer) -> [wiremock::Request; N] {
    let requests = server.received_requests().await.unwrap_or_default();
    requests.try_into().expect("so many requests were sent")
}

#[test]
fn a_discriminator_on_a_schema_that_others_extend_decides() -> TestResult {
    for (value, expected) in [
        (
            json!({"petType": "Cat", "name": "a", "huntingSkill": "lazy"}),
            "Cat",
        ),
        (json!({"petType": "Dog", "packSize": 3}), "Dog"),
        (json!({"petType": "Reptile", "legs": 4}), "Reptile"),
        // Two levels down.
        (
            json!({"petType": "Lizard", "legs": 4, "lovesRocks": true}),
            "Lizard",
        ),
        // What the document does not describe is still a pet.
        (json!({"petType": "Bird", "name": "a", "wings": 2}), "Base"),
        // Not a dog without its size.
        (json!({"petType": "Dog"}), "Other"),
    ] {
        reads_as::<shop::Pet>(&value, expected)?;
    }
    let lizard = json!({"petType": "Lizard", "lovesRocks": true});
    reads_as::<shop::Reptile>(&lizard, "Lizard")?;
    reads_as::<shop::Reptile>(&json!({"petType": "Cat"}), "Base")?;
    for (value, expected) in [
        (json!({"kind": "seeds", "grams": 5}), "Seeds"),
        (json!({"kind": "meat", "from": "cow"}), "Meat"),
        (json!({"kind": "milk"}), "Base"),
    ] {
        reads_as::<shop::Food>(&value, expected)?;
    }
    Ok(())
}

#[test]
fn the_discriminator_is_written_where_the_schema_does_not_describe_it() -> TestResult {
    use shop::{Guard, Keeper, KeeperBase, Vet};
    for (keeper, expected) in [
        (
            Keeper::Guard(Guard::new().shift("night")),
            json!({"role": "guard", "shift": "night"}),
        ),
        (Keeper::Vet(Vet::new()), json!({"role": "vet"})),
        (
            Keeper::Base(KeeperBase::new().since(2020)),
            json!({"role": "owner", "since": 2020}),
        ),
        // Your own value stays.
        (
            Keeper::Vet(Vet::new().extra("role", "chief")),
            json!({"role": "chief"}),
        ),
    ] {
        assert_eq!(to_value(keeper)?, expected);
    }
    for (value, expected) in [
        (
            json!({"role": "guard", "shift": "night", "since": 2020}),
            "Guard",
        ),
        (json!({"role": "vet", "clinic": "a", "cats": [1]}), "Vet"),
        (json!({"role": "owner", "since": 1}), "Base"),
        (json!({"role": "guest", "since": 1}), "Base"),
    ] {
        reads_as::<shop::Keeper>(&value, expected)?;
    }
    let cage =
        json!({"keeper": {"role": "vet"}, "pet": {"petType": "Cat"}, "food": {"kind": "meat"}});
    assert_eq!(to_value(from_value::<shop::Cage>(cage.clone())?)?, cage);
    Ok(())
}

/// A part of an attempt that is made again at each level would double the time with each.
#[test]
fn deeply_nested_values_are_read_in_time() -> TestResult {
    let deep = (0..100).fold(json!("end"), |inner, _| json!([inner]));
    let tree: library::Tree = from_value(deep.clone())?;
    assert_eq!(to_value(tree)?, deep);
    Ok(())
}
