//! Compiles the golden modules without warnings, and tests them.

/// Declares the modules of all cases, and the tests that all modules share.
macro_rules! cases {
    ($($case:ident = $path:literal)*) => {
        /// The names of all cases.
        pub(crate) const CASES: &[&str] = &[$(stringify!($case)),*];

        $(
            #[path = $path]
            pub(crate) mod $case;
        )*

        /// A module accepts the definitions that it was written from, and rejects an account without fields.
        #[test]
        fn a_module_accepts_its_own_definitions() {
            $(
                if let Some(fields) = definitions(stringify!($case)) {
                    assert_eq!($case::differences(&fields), [""; 0], stringify!($case));
                }
                let none = $case::differences(&IndexMap::new());
                assert_eq!(none.is_empty(), stringify!($case) == "empty");
            )*
        }

        /// A contact without custom fields decodes to the default, and the default encodes to no fields.
        #[test]
        fn no_custom_fields_are_the_default() {
            $(
                let read: $case::CustomFields = Extra::new().parse().expect("no field is required");
                assert_eq!(read, $case::CustomFields::default());
                assert_eq!(Extra::from_serialize(&read).expect("an object"), Extra::new());
            )*
        }

        /// A failed request fails the check.
        #[tokio::test]
        async fn a_failed_request_fails_the_check() {
            let account = Emulator::start().expect("a port");
            let client = Client::builder("another key".replace(' ', "-")).base_url(account.url());
            let client = client.build().expect("a client");
            $(
                let error = $case::check(&client).await.expect_err("the key is wrong");
                assert!(matches!(error, $case::CheckError::Call(_)), "{error}");
                assert!(std::error::Error::source(&error).is_some());
            )*
        }
    };
}

cases! {
    account = "golden/account/expected.rs"
    choices = "golden/choices/expected.rs"
    clashes = "golden/clashes/expected.rs"
    empty = "golden/empty/expected.rs"
    hostile = "golden/hostile/expected.rs"
    names = "golden/names/expected.rs"
    reserved = "golden/reserved/expected.rs"
    repeated = "golden/repeated/expected.rs"
    shapes = "golden/shapes/expected.rs"
    types = "golden/types/expected.rs"
    unknown = "golden/unknown/expected.rs"
}

use hellodialog::types::{Field, FieldId};
use hellodialog::{Client, Extra, IndexMap};
use hellodialog_emulator::Emulator;
use serde_json::{Value, json};

/// The definitions of a case as the client decodes them. It leaves out fields that it cannot decode.
fn definitions(case: &str) -> Option<IndexMap<FieldId, Field>> {
    let text = std::fs::read(crate::golden().join(case).join("fields.json")).ok()?;
    let Value::Object(fields) = serde_json::from_slice(&text).expect("JSON") else {
        return Some(IndexMap::new());
    };
    let read = fields.into_iter().filter_map(|(id, field)| {
        let field = serde_json::from_value(field).ok()?;
        Some((id.parse().expect("an id"), field))
    });
    Some(read.collect())
}

fn parsed<T: serde::de::DeserializeOwned>(custom: Value) -> Result<T, serde_json::Error> {
    let extra: Extra = serde_json::from_value(custom).expect("an object");
    extra.parse()
}

#[test]
fn values_are_decoded_from_all_encodings() {
    let read: types::CustomFields = parsed(json!({
        "nickname": "Kev", "remarks": "", "customer_number": "43", "balance": "12.50",
        "discount": 0.1, "member_since": "0000-00-00", "shoe_size": 36,
        "interests": "Food, Chess", "not_defined_yet": [1]
    }))
    .expect("custom fields");
    let expected = types::CustomFields {
        nickname: Some("Kev".to_owned()),
        customer_number: Some(43),
        balance: Some("12.50".parse().expect("a number")),
        discount: Some("0.1".parse().expect("a number")),
        shoe_size: Some(types::ShoeSize::N36),
        interests: Some(vec![
            types::Interests::Food,
            types::Interests::from("Chess"),
        ]),
        ..types::CustomFields::default()
    };
    assert_eq!(read, expected);

    let lists = [
        json!(["Food", "Travel & leisure"]),
        json!({"0": "Food", "3": "Travel & leisure"}),
        json!("Food,Travel & leisure"),
    ];
    for list in lists {
        let read: types::CustomFields = parsed(json!({"interests": list})).expect("a list");
        let both = vec![types::Interests::Food, types::Interests::TravelLeisure];
        assert_eq!(read.interests, Some(both));
    }
    for empty in [json!(null), json!("")] {
        let read: types::CustomFields = parsed(json!({"interests": empty})).expect("no options");
        assert_eq!(read.interests, None);
    }
}

#[test]
fn values_have_one_encoding() {
    let fields = types::CustomFields {
        balance: Some("12.50".parse().expect("a number")),
        member_since: Some(hellodialog::jiff::civil::date(2024, 2, 29)),
        shoe_size: Some(types::ShoeSize::Other("39 1/3".to_owned())),
        interests: Some(vec![types::Interests::TravelLeisure]),
        ..types::CustomFields::default()
    };
    let written = serde_json::to_value(&fields).expect("JSON");
    let expected = json!({
        "balance": "12.50", "member_since": "2024-02-29", "shoe_size": "39 1/3",
        "interests": ["Travel & leisure"]
    });
    assert_eq!(written, expected);
    assert_eq!(
        parsed::<types::CustomFields>(written).expect("the encoded fields"),
        fields
    );
}

#[test]
fn a_value_of_another_type_is_an_error_that_names_its_column() {
    for (column, value) in [
        ("customer_number", json!("12a")),
        ("member_since", json!("yesterday")),
        ("shoe_size", json!(["36"])),
        ("interests", json!([{"a": 1}])),
    ] {
        let error = parsed::<types::CustomFields>(json!({ column: value })).expect_err(column);
        assert!(error.to_string().contains(column), "{error}");
    }
}

/// Untyped columns keep their values unchanged.
#[test]
fn untyped_columns_keep_their_values() {
    let custom = json!({"where": {"lat": "1.0"}, "untyped": "007"});
    let read: unknown::CustomFields = parsed(custom.clone()).expect("anything");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);
    let custom = json!({"toppings": "Ui,Cheese, grated", "tags": ["a"], "open_end": "x"});
    let read: choices::CustomFields = parsed(custom.clone()).expect("anything");
    assert_eq!(read.open_end.as_deref(), Some("x"));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);
    let custom = json!({"colour": 3, "street": "A", "number": ["1", null], "title": true});
    let read: clashes::CustomFields = parsed(custom.clone()).expect("anything");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);
}

/// Fields that the client cannot decode have members, and the check ignores them.
#[test]
fn fields_that_the_client_cannot_decode_have_members() {
    let custom = json!({
        "shoe_size": "36", "bare": "a", "shirt": "M", "twelve": 12, "12": "b",
        "options_lost": {"any": 1}, "all_lost": [true], "by_index": ["a", "2"], "two_ids": "c"
    });
    let read: shapes::CustomFields = parsed(custom.clone()).expect("custom fields");
    assert_eq!(read.shoe_size, Some(shapes::Shoe::N36));
    assert_eq!(read.shirt, Some(shapes::BareOptions::M));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);

    // If the client can decode the field later, the check compares it.
    let fields = json!({"10": {"name": "Shoe", "type": "Dropdown", "columns": ["shoe_size"]}});
    let fields = serde_json::from_value(fields).expect("fields");
    let expected = "field 10 \"Shoe\" no longer has the option \"36\"".to_owned();
    assert!(shapes::differences(&fields).contains(&expected));
}

/// Names in JSON are those of the account, not those of the members.
#[test]
fn names_in_json_are_those_of_the_account() {
    let custom = json!({
        "type": "a", "self": "b", "2fa": "c", "reünie__één_": "d", "город": "東京", "___": "yes",
        "shoe_size": "e", "gen": "f", "async": "g", "try": "h", "self_": "i", "age": "< 50"
    });
    let read: names::CustomFields = parsed(custom.clone()).expect("custom fields");
    assert_eq!(read.reunie_een.as_deref(), Some("d"));
    assert_eq!(read.r#gen.as_deref(), Some("f"));
    assert_eq!(read.age, Some(names::Age::Below50));
    assert_eq!(read.field_45, Some(names::Field45::Yes));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);

    let column = "\"] evil \n \u{202e} ` {} */";
    let custom = json!({ column: "a\nb", "{y}": ["{x}", "%s"], "typed": "x" });
    let read: hostile::CustomFields = parsed(custom.clone()).expect("custom fields");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), custom);
}

/// Options have their own variants, and keep their text in JSON.
#[test]
fn every_option_is_encoded_as_it_was() {
    for option in ["C", "C++", "c", "Other", "Self", "?", "!"] {
        let choice = choices::Language::from(option);
        assert_eq!(choice.to_string(), option);
        assert!(!matches!(choice, choices::Language::Other(_)), "{option}");
    }
    assert_eq!(choices::Language::from("Rust").as_str(), "Rust");
}
