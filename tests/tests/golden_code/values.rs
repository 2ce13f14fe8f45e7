//! Values of emitted types, decoded from JSON and encoded to it.

use runtime::jiff::Timestamp;
use runtime::jiff::civil::{date, datetime};
use runtime::{Decimal, Extra};
use serde_json::{from_str, from_value, json, to_string, to_value};

use crate::TestResult;
use crate::golden;

#[test]
fn plain_scalars_decode_and_encode_unchanged() -> TestResult {
    let value = json!({
        "text": "a", "email": "a@b.c", "integer": -1, "int32": -2, "int64": 9_007_199_254_740_993_i64,
        "counted": u64::MAX, "counted32": 3, "number": 0.5, "double": 1e300, "flag": true,
        "day": "2024-02-29", "moment": "2024-02-29T12:00:00Z",
    });
    let sample: golden::plain_scalars::types::Sample = from_value(value.clone())?;
    assert_eq!(sample.int32, -2_i32);
    assert_eq!(sample.int64, 9_007_199_254_740_993);
    assert_eq!(sample.counted, u64::MAX);
    assert_eq!(sample.day, date(2024, 2, 29));
    assert_eq!(sample.moment, "2024-02-29T12:00:00Z".parse::<Timestamp>()?);
    assert_eq!(sample.uuid, None);
    assert_eq!(to_value(&sample)?, value);
    // Without `x-wire` a number in a string is an error.
    let quoted = to_string(&value)?.replace("-1", "\"-1\"");
    assert!(from_str::<golden::plain_scalars::types::Sample>(&quoted).is_err());
    Ok(())
}

#[test]
fn dates_and_times_have_the_encoding_of_their_format() -> TestResult {
    let value = json!({"lent": "2024-02-29 23:59:58"});
    let loan: golden::civil_date_time::types::Loan = from_value(value.clone())?;
    assert_eq!(loan.lent, datetime(2024, 2, 29, 23, 59, 58, 0));
    assert_eq!(to_value(&loan)?, value);
    let value = json!({"lent": 1_551_090_000, "returned": 0});
    let loan: golden::unix_time::types::Loan = from_value(value.clone())?;
    assert_eq!(loan.lent.as_second(), 1_551_090_000);
    assert_eq!(loan.returned, Some(Timestamp::UNIX_EPOCH));
    assert_eq!(to_value(&loan)?, value);
    Ok(())
}

#[test]
fn money_is_exact() -> TestResult {
    use golden::money::types::Fine;
    let text = r#"{"amount":0.1,"paid":1234567890123.45,"parts":[0.3]}"#;
    let fine: Fine = from_str(text)?;
    assert_eq!(fine.amount, Decimal::new(1, 1));
    assert_eq!(fine.parts, Some(vec![Decimal::new(3, 1)]));
    assert_eq!(to_string(&fine)?, text);
    // More digits than a float can represent.
    let fine = Fine::new("12345678901234567.89".parse()?);
    assert_eq!(to_string(&fine)?, r#"{"amount":12345678901234567.89}"#);
    Ok(())
}

#[test]
fn absent_values_are_not_sent() -> TestResult {
    use golden::required_and_optional::types::NewPet;
    let pet = NewPet::new("Rex", 4);
    assert_eq!(to_value(&pet)?, json!({"name": "Rex", "legs": 4}));
    let pet = pet.tags(["brown"]).friends([]);
    let value = json!({"name": "Rex", "legs": 4, "tags": ["brown"], "friends": []});
    assert_eq!(to_value(&pet)?, value);
    assert!(from_str::<NewPet>(r#"{"name": "Rex"}"#).is_err());
    let change = golden::all_optional::types::PetChange::new().default(true);
    assert_eq!(to_value(&change)?, json!({"default": true}));
    Ok(())
}

#[test]
fn a_required_null_is_kept() -> TestResult {
    use golden::nullable::types::{Book, Shelf};
    let book: Book =
        from_str(r#"{"title": "a", "subtitle": null, "series": null, "shelf": null}"#)?;
    assert_eq!(
        (&book.subtitle, &book.series, &book.shelf),
        (&None, &Some(None), &None)
    );
    let written = json!({"title": "a", "subtitle": null, "series": null, "shelf": null});
    assert_eq!(to_value(&book)?, written);
    assert_eq!(book, Book::new("a").series_null());
    let shelved = to_value(Book::new("a").shelf(Shelf::new("b")))?;
    assert_eq!(shelved["shelf"], json!({"room": "b"}));
    Ok(())
}

#[test]
fn an_optional_member_of_a_request_can_be_left_out_set_or_null() -> TestResult {
    use golden::optional_nullable::types::{Address, Reader, ReaderChange};
    let change = ReaderChange::new();
    assert_eq!(to_value(&change)?, json!({"state": null}), "left out");
    let change = change
        .phone("1")
        .fee("1.50".parse()?)
        .tags(["a"])
        .address(Address::new().city("b"));
    let set =
        json!({"state": null, "phone": "1", "fee": 1.50, "tags": ["a"], "address": {"city": "b"}});
    assert_eq!(to_value(&change)?, set);
    let change = change
        .phone_null2()
        .fee_null()
        .tags_null()
        .address_null()
        .phone_null(true);
    let null = json!({
        "state": null, "phone": null, "fee": null, "tags": null, "address": null, "phone_null": true,
    });
    assert_eq!(to_value(&change)?, null);
    for value in [json!({"state": null}), set, null] {
        let read: ReaderChange = from_value(value.clone())?;
        assert_eq!(to_value(&read)?, value);
    }
    // A type that is only received has one value for both.
    let reader: Reader = from_value(json!({"phone": null}))?;
    assert_eq!(reader.phone, None::<String>);
    Ok(())
}

#[test]
fn list_items_and_map_values_may_be_null() -> TestResult {
    use golden::nullable_everywhere::types::{Book, Shelf, State};
    let value = json!({
        "titles": ["a", null], "prices": {"a": "1.50", "b": null}, "books": [null, {"title": "b"}], "state": null,
        "thing": null,
    });
    let shelf: Shelf = from_value(value)?;
    assert_eq!(shelf.titles, [Some("a".to_owned()), None]);
    assert_eq!(
        shelf.prices["a"].map(|price| price.to_string()).as_deref(),
        Some("1.50")
    );
    assert_eq!(shelf.prices["b"], None);
    let title = |book: &Option<Book>| book.as_ref().map(|book| book.title.clone());
    assert_eq!(
        shelf.books.iter().map(title).collect::<Vec<_>>(),
        [None, Some("b".to_owned())]
    );
    assert_eq!((&shelf.state, &shelf.thing), (&None, &None));
    let value = json!({"titles": [], "prices": {}, "books": [], "state": "open"});
    assert_eq!(from_value::<Shelf>(value)?.state, Some(State::Open));
    Ok(())
}

#[test]
fn read_only_and_write_only_members_are_not_required_in_the_other_direction() -> TestResult {
    use golden::read_only_write_only::types::{FiledReader, Loan, NewReader};
    let reader = NewReader::new("Ann", "secret");
    assert_eq!(
        to_value(&reader)?,
        json!({"name": "Ann", "password": "secret"})
    );
    let filed: FiledReader = from_value(json!({"id": 1, "name": "Ann"}))?;
    assert_eq!((filed.id, filed.name.as_str()), (1, "Ann"));
    assert!(from_value::<FiledReader>(json!({"name": "Ann"})).is_err());
    let loan = Loan::new("a", "1234").note("b");
    assert_eq!(
        to_value(&loan)?,
        json!({"book": "a", "pin": "1234", "note": "b"})
    );
    let loan: Loan = from_value(json!({"id": 1, "book": "a", "fee": "2.50"}))?;
    assert_eq!((loan.id, loan.pin), (Some(1), None));
    Ok(())
}

#[test]
fn a_closed_enum_rejects_unknown_values() -> TestResult {
    use golden::enum_closed::types::{Pet, PetStatus};
    for (text, status) in [
        ("available", PetStatus::Available),
        ("pending-sale", PetStatus::PendingSale),
        ("24h", PetStatus::N24h),
        ("SOLD", PetStatus::Sold),
        ("self", PetStatus::Self_),
    ] {
        let pet: Pet = from_value(json!({"status": text}))?;
        assert_eq!((pet.status, status.as_str()), (status, text));
        assert_eq!(to_value(&pet)?, json!({"status": text}));
        assert_eq!(status.to_string(), text);
    }
    assert!(from_str::<Pet>(r#"{"status": "sold"}"#).is_err());
    Ok(())
}

#[test]
fn a_value_that_leaves_no_choice_is_no_argument() -> TestResult {
    use golden::only_values::types::{NewPet, NewPetCollar, NewPetColor, NewTag};
    let pet = NewPet::new("Rex", NewPetColor::Brown);
    let mut expected = json!({"kind": "dog", "revision": 3, "name": "Rex", "color": "brown"});
    assert_eq!(to_value(&pet)?, expected);
    // An optional one leaves a choice: to be sent or not.
    expected["collar"] = json!("red");
    assert_eq!(to_value(pet.collar(NewPetCollar::Red))?, expected);
    assert_eq!(to_value(NewTag::new())?, json!({"kind": "tag"}));
    assert_eq!(NewTag::default(), NewTag::new());
    Ok(())
}

#[test]
fn an_open_enum_keeps_unknown_values() -> TestResult {
    use golden::enum_open::types::{Pet, PetSize, PetStatus};
    for (text, status) in [
        ("SOLD", PetStatus::Sold),
        ("lost", PetStatus::Other("lost".to_owned())),
    ] {
        let pet: Pet = from_value(json!({"status": text}))?;
        assert_eq!((pet.status.as_str(), &pet.status), (text, &status));
        assert_eq!(to_value(&pet)?, json!({"status": text}));
        assert_eq!(PetStatus::from(text), status);
    }
    // Of a list of known values as well.
    assert_eq!(PetSize::from("large"), PetSize::Large);
    assert_eq!(PetSize::from("huge").as_str(), "huge");
    Ok(())
}

#[test]
fn ids_are_distinct_types() -> TestResult {
    use golden::id_number::types::{Pet, PetId};
    use golden::id_text::types::{Book, Isbn};
    for text in [r#"{"id": 7, "mother": "8"}"#, r#"{"id": "7", "mother": 8}"#] {
        let pet: Pet = from_str(text)?;
        assert_eq!((pet.id, pet.mother), (PetId::new(7), Some(PetId::new(8))));
        assert_eq!(to_value(&pet)?, json!({"id": 7, "mother": 8}));
    }
    let book: Book = from_str(r#"{"isbn": "90-1"}"#)?;
    assert_eq!(book.isbn, Isbn::from("90-1"));
    assert_eq!(to_value(&book)?, json!({"isbn": "90-1"}));
    Ok(())
}

#[test]
fn values_in_strings_are_decoded_and_encoded_as_their_type() -> TestResult {
    use golden::wire_boolean::types::Pet;
    use golden::wire_number::types::Scale;
    let quoted =
        r#"{"count": "3", "offset": "-1", "grams": "0.5", "price": "1.10", "steps": ["1", 2]}"#;
    let scale: Scale = from_str(quoted)?;
    assert_eq!((scale.count, scale.offset), (3, Some(-1)));
    assert_eq!(scale.price, Some(Decimal::new(110, 2)));
    let plain = r#"{"count":3,"offset":-1,"grams":0.5,"price":1.10,"steps":[1,2]}"#;
    assert_eq!(to_string(&scale)?, plain);
    assert_eq!(from_str::<Scale>(plain)?, scale);
    assert_eq!(
        from_str::<Scale>(r#"{"count": 3, "grams": 1}"#)?.steps,
        None
    );

    for (text, tame) in [("1", true), ("\"0\"", false), ("true", true)] {
        let pet: Pet = from_str(&format!(r#"{{"tame": {text}}}"#))?;
        assert_eq!((pet.tame, pet.sold), (tame, None));
        assert_eq!(to_value(&pet)?, json!({"tame": tame}));
    }
    Ok(())
}

#[test]
fn each_empty_value_decodes_to_none() -> TestResult {
    use golden::wire_empties::types::Loan;
    for (day, moment, number, object) in [
        ("null", "null", "null", "null"),
        ("\"\"", "\"\"", "\"\"", "[]"),
        ("\"0000-00-00\"", "\"0000-00-00 00:00:00\"", "\"\"", "\"\""),
    ] {
        let text = format!(
            r#"{{"due": {day}, "returned": {moment}, "fee": {number}, "borrower": {object}, "notes": {object}}}"#
        );
        let loan: Loan = from_str(&text).map_err(|error| format!("{text}: {error}"))?;
        assert_eq!((loan.due, loan.returned, loan.renewed), (None, None, None));
        assert_eq!(
            (loan.fee, &loan.borrower, &loan.notes),
            (None, &None, &None)
        );
    }
    let text = r#"{
        "due": "2024-02-29", "returned": "2024-03-01 10:00:00", "renewed": "0000-00-00",
        "fee": "12", "borrower": {"name": "Ann"}, "notes": {"a": 1}
    }"#;
    let loan: Loan = from_str(text)?;
    assert_eq!((loan.due, loan.fee), (Some(date(2024, 2, 29)), Some(12)));
    assert_eq!(
        loan.borrower.map(|borrower| borrower.name).as_deref(),
        Some("Ann")
    );
    assert_eq!(loan.notes.map(|notes| notes.len()), Some(1));
    Ok(())
}

#[test]
fn an_empty_array_decodes_into_a_map_keyed_by_name() -> TestResult {
    use golden::keyed_by_name::types::Stock;
    let stock: Stock = from_str(r#"{"counts": {"dog": "2", "cat": 1}, "prices": []}"#)?;
    assert_eq!(stock.counts.get("dog"), Some(&2));
    assert_eq!(stock.prices.map(|prices| prices.len()), Some(0));
    let stock: Stock = from_str(r#"{"counts": []}"#)?;
    assert_eq!(to_value(&stock)?, json!({"counts": {}}));
    Ok(())
}

#[test]
fn a_map_without_keying_decodes_from_an_object_only() -> TestResult {
    use golden::map_plain::types::Labels;
    let value = json!({"texts": {"a": "b"}, "shelves": {"c": [1, 2]}});
    let labels: Labels = from_value(value.clone())?;
    assert_eq!(to_value(&labels)?, value);
    assert!(from_str::<Labels>(r#"{"texts": []}"#).is_err());
    Ok(())
}

#[test]
fn nested_lists_decode() -> TestResult {
    use golden::array_nested::types::Board;
    let text =
        r#"{"squares": [["a"], []], "prices": [[0.10]], "players": [{"0": "x", "2": "y"}, ["z"]]}"#;
    let board: Board = from_str(text)?;
    assert_eq!(board.prices, [[Decimal::new(10, 2)]]);
    let players = vec![vec!["x".to_owned(), "y".to_owned()], vec!["z".to_owned()]];
    assert_eq!(board.players, Some(players));
    Ok(())
}

#[test]
fn one_or_many_decodes_from_one_item_or_a_list() -> TestResult {
    use golden::one_or_many_body::OneOrMany;
    use golden::one_or_many_body::types::{Author, Book};
    let book = Book::new("a").authors(Author::new("b"));
    assert_eq!(
        to_value(&book)?,
        json!({"title": "a", "authors": {"name": "b"}})
    );
    let book: Book = from_str(r#"{"title": "a", "authors": [{"name": "b"}, {"name": "c"}]}"#)?;
    assert_eq!(book.authors.as_ref().map(OneOrMany::len), Some(2));
    Ok(())
}

#[test]
fn additional_members_are_kept() -> TestResult {
    use golden::free_object::types::{Note, Style};
    use golden::rest::types::{FiledPet, Pet};
    let pet = Pet::new("Rex").columns("Shoe Size", 43);
    assert_eq!(to_value(&pet)?, json!({"name": "Rex", "shoe size": 43}));
    let value = json!({"name": "Rex", "Colour": ["red"]});
    let filed: FiledPet = from_value(value.clone())?;
    assert_eq!(filed.extra.get("Colour"), Some(&json!(["red"])));
    assert_eq!(to_value(&filed)?, value);

    let note = Note::new(Style::new().extra("bold", true)).inline(Extra::new());
    assert_eq!(
        to_value(&note)?,
        json!({"style": {"bold": true}, "inline": {}})
    );
    Ok(())
}

#[test]
fn any_json_is_kept_unchanged() -> TestResult {
    let value = json!({"theme": [1, {"a": null}], "lists": [null, "b"]});
    let settings: golden::any_json::types::GetSettingsResponse = from_value(value.clone())?;
    assert_eq!(settings.theme, value["theme"]);
    assert_eq!(to_value(&settings)?, value);
    Ok(())
}

#[test]
fn inline_types_are_named_by_place_or_title() -> TestResult {
    use golden::nested_inline::types::{
        PostBookBody, PostBookBodyBinding, PostBookBodyChaptersItem, PostBookBodyPublisher,
        PostalAddress,
    };
    let address = PostalAddress::new().city("Delft");
    let book = PostBookBody::new("a")
        .binding(PostBookBodyBinding::Hard)
        .publisher(PostBookBodyPublisher::new("b").address(address))
        .chapters([PostBookBodyChaptersItem::new(9)]);
    let value = json!({
        "title": "a", "binding": "hard", "publisher": {"name": "b", "address": {"city": "Delft"}},
        "chapters": [{"pages": 9}],
    });
    assert_eq!(to_value(&book)?, value);
    Ok(())
}

#[test]
fn all_of_is_one_object_or_the_wrapped_type() -> TestResult {
    use golden::all_of_merge::types::Dog;
    use golden::all_of_wrapper::types::Loan;
    assert_eq!(
        to_value(Dog::new("Rex", 4, "wuff"))?,
        json!({"name": "Rex", "legs": 4, "bark": "wuff"})
    );
    let loan: Loan = from_str(r#"{"reader": null, "shelf": "A"}"#)?;
    assert_eq!((loan.reader, loan.shelf.as_deref()), (None, Some("A")));
    Ok(())
}

#[test]
fn a_union_decodes_into_the_variant_that_fits() -> TestResult {
    use golden::one_of::types::{Book, Medium};
    let shapes = [
        json!({"title": "a"}),
        json!([{"minutes": 5}]),
        json!("978"),
        json!(1_551_090_000),
    ];
    let [book, discs, barcode, moment] = &shapes;
    assert_eq!(
        from_value::<Medium>(book.clone())?,
        Medium::Book(Book::new("a"))
    );
    assert!(matches!(from_value(discs.clone())?, Medium::Discs(discs) if discs.len() == 1));
    assert_eq!(
        from_value::<Medium>(barcode.clone())?,
        Medium::Barcode("978".to_owned())
    );
    assert!(matches!(from_value(moment.clone())?, Medium::Moment(_)));
    for shape in &shapes {
        assert_eq!(&to_value(from_value::<Medium>(shape.clone())?)?, shape);
    }
    Ok(())
}

#[test]
fn a_recursive_type_round_trips() -> TestResult {
    use golden::recursive_types::types::Part;
    let value = json!({"name": "a", "whole": {"name": "b"}, "parts": [{"name": "c"}]});
    let part: Part = from_value(value.clone())?;
    assert_eq!(to_value(part)?, value);
    let part = Part::new("a").whole(Part::new("b")).parts([Part::new("c")]);
    assert_eq!(to_value(part)?, value);
    Ok(())
}

#[test]
fn wire_names_are_unchanged() -> TestResult {
    use golden::raw_names::types::{KindOfWord, SomeWord};
    let value = json!({
        "type": "a", "self": "b", "soft-break": "c", "_state": "d", "2nd": "e", "camelCase": "f",
        "a.b[c]": 5, "kind": "verb!",
    });
    let word = SomeWord::new("a")
        .self_("b")
        .soft_break("c")
        .state("d")
        .n2nd("e")
        .camel_case("f")
        .a_b_c(Timestamp::from_second(5)?)
        .kind(KindOfWord::Verb);
    assert_eq!(to_value(&word)?, value);
    assert_eq!(from_value::<SomeWord>(value)?, word);
    Ok(())
}

#[test]
fn patches_apply_in_the_order_of_their_file_names() -> TestResult {
    use golden::patches_in_order::types::Book;
    assert_eq!(from_str::<Book>(r#"{"pages": "12"}"#)?.pages, Some(12));
    Ok(())
}
