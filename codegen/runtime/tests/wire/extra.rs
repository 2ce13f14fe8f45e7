//! The undeclared members of an object.

use hellodialog_runtime::wire::{As, Lenient};
use hellodialog_runtime::{Extra, Value};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_with::Same;

use crate::{decode_error, read, write};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Custom {
    city: String,
    #[serde(default)]
    shoe_size: Option<u8>,
}

#[test]
fn members_keep_their_order_and_are_read_by_key() {
    let json = r#"{"zip":"1","city":"Ede","age":null}"#;
    let extra = read::<Extra, Same>(json).expect("keys");
    assert_eq!(write::<Extra, Same>(&extra), json);
    assert_eq!(extra.get("zip"), Some(&json!("1")));
    assert_eq!(
        extra.get_as::<String>("city").ok().flatten().as_deref(),
        Some("Ede")
    );
    assert_eq!(extra.get_as::<u8>("age").ok(), Some(None));
    assert_eq!(extra.get_as::<u8>("absent").ok(), Some(None));
    assert!(extra.get_as::<u8>("city").is_err());
    assert!(extra.contains_key("age") && !extra.contains_key("absent"));
    assert_eq!((extra.len(), extra.is_empty()), (3, false));
}

#[test]
fn an_empty_object_may_be_a_list() {
    for json in ["[]", "{}", "null"] {
        assert_eq!(read::<Extra, Same>(json), Ok(Extra::new()), "{json}");
    }
    decode_error::<Extra, Same>("[1]");
    decode_error::<Extra, Same>("\"\"");
    assert_eq!(write::<Extra, Same>(&Extra::default()), "{}");
}

#[test]
fn members_convert_to_and_from_a_custom_type() {
    let custom = Custom {
        city: "Ede".to_owned(),
        shoe_size: Some(43),
    };
    let mut extra = Extra::from_serialize(&custom).expect("an object");
    assert_eq!(extra.parse::<Custom>().ok(), Some(custom));
    extra.insert("unrelated", 1);
    extra.remove("shoe_size");
    assert_eq!(
        extra.parse::<Custom>().ok().map(|c| c.shoe_size),
        Some(None)
    );
    assert!(extra.parse::<Vec<u8>>().is_err());
    let error = Extra::from_serialize("text")
        .expect_err("an error")
        .to_string();
    assert!(error.contains("found a string"), "{error}");
}

#[test]
fn extra_is_a_collection() {
    let mut extra: Extra = [("a".to_owned(), Value::from(1))].into_iter().collect();
    extra.extend([("b".to_owned(), Value::from(2))]);
    assert_eq!(extra.insert("a", 3), Some(json!(1)));
    let keys: Vec<_> = (&extra).into_iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(
        extra
            .into_iter()
            .map(|(_, value)| value)
            .collect::<Vec<_>>(),
        [3, 2]
    );
}

/// A type of a program, without serde attributes.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Preferences {
    size: u8,
    height: f64,
    price: hellodialog_runtime::Decimal,
    member: bool,
    guest: bool,
    since: Option<hellodialog_runtime::jiff::civil::Date>,
    until: Option<hellodialog_runtime::jiff::civil::Date>,
    hat: Option<u8>,
    name: String,
    colours: Vec<String>,
    visits: Vec<u32>,
    scores: std::collections::BTreeMap<String, i64>,
    kind: Kind,
    wrapped: Wrapped,
    pair: (u8, String),
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Dog,
    Cat,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Wrapped(u16);

#[test]
fn lenient_encodings_decode_into_a_plain_type() {
    let extra = read::<Extra, Same>(
        r#"{"size": "43", "height": "1.85", "price": "9.90", "member": "1", "guest": 0,
            "since": "2019-02-25", "until": "0000-00-00", "hat": "", "name": "",
            "colours": {"0": "red", "2": "blue"}, "visits": ["1", 2],
            "scores": {"a": "-3"}, "kind": "cat", "wrapped": "7", "pair": ["1", "x"]}"#,
    )
    .expect("keys");
    let read: Preferences = extra.parse().expect("preferences");
    let expected = Preferences {
        size: 43,
        height: 1.85,
        price: hellodialog_runtime::Decimal::new(990, 2),
        member: true,
        guest: false,
        since: Some(hellodialog_runtime::jiff::civil::date(2019, 2, 25)),
        until: None,
        hat: None,
        name: String::new(),
        colours: vec!["red".to_owned(), "blue".to_owned()],
        visits: vec![1, 2],
        scores: [("a".to_owned(), -3)].into(),
        kind: Kind::Cat,
        wrapped: Wrapped(7),
        pair: (1, "x".to_owned()),
    };
    assert_eq!(read, expected);
    assert_eq!(extra.get_as::<i32>("size").ok(), Some(Some(43)));
    assert_eq!(extra.get_as::<bool>("member").ok(), Some(Some(true)));

    let plain = json!({"size": 43, "member": true, "scores": [], "colours": [], "hat": null});
    let extra = Extra::from_serialize(&plain).expect("an object");
    let read: Preferences = extra.parse().expect("preferences");
    assert_eq!((read.size, read.member, read.scores.len()), (43, true, 0));
}

#[test]
fn an_error_names_the_key() {
    for (key, value, expected) in [
        ("size", json!("300"), "`size`: "),
        (
            "size",
            json!("43 "),
            "`size`: invalid type: string, expected u8",
        ),
        (
            "size",
            json!("+43"),
            "`size`: invalid type: string, expected u8",
        ),
        (
            "member",
            json!("yes"),
            "`member`: invalid type: string, expected a boolean",
        ),
        (
            "member",
            json!(2),
            "`member`: invalid type: integer, expected",
        ),
        ("colours", json!({"a": "b"}), "`colours`: invalid type: map"),
        (
            "visits",
            json!(["1", "x"]),
            "`visits[1]`: invalid type: string, expected",
        ),
        ("scores", json!(["1"]), "`scores`: invalid type: sequence"),
    ] {
        let extra = Extra::from_iter([(key.to_owned(), value)]);
        let error = extra.parse::<Preferences>().expect_err(key).to_string();
        assert!(error.starts_with(expected), "{key}: {error}");
    }
}

#[test]
fn a_type_of_your_own_keeps_the_order_of_its_fields() {
    #[derive(serde::Serialize)]
    struct Own {
        zone: u8,
        area: u8,
    }
    let extra = Extra::from_serialize(&Own { zone: 1, area: 2 }).expect("an object");
    let written = serde_json::to_string(&extra).expect("JSON");
    assert_eq!(written, r#"{"zone":1,"area":2}"#);
}

#[test]
fn members_are_as_lenient_as_typed_fields() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Plain {
        padded: u8,
        size: u16,
        order: String,
    }
    let extra =
        read::<Extra, Same>(r#"{"padded": "007", "size": 43.0, "order": 100023, "price": 49.9}"#);
    let extra = extra.expect("an object");
    assert_eq!(extra.get_as::<u8>("padded").ok(), Some(Some(7)));
    assert_eq!(extra.get_as::<i64>("size").ok(), Some(Some(43)));
    let text = |key| extra.get_as::<String>(key).ok().flatten();
    assert_eq!(text("order").as_deref(), Some("100023"));
    assert_eq!(text("price").as_deref(), Some("49.9"));
    assert_eq!(text("padded").as_deref(), Some("007"));
    let expected = Plain {
        padded: 7,
        size: 43,
        order: "100023".to_owned(),
    };
    assert_eq!(extra.parse::<Plain>().ok(), Some(expected));
}

#[test]
fn an_error_shows_no_value() {
    #[derive(Debug, Deserialize)]
    enum Kind {
        Known(#[expect(dead_code, reason = "decoded only")] u8),
    }
    let text = r#"{"size": "Kevin", "born": "Kevin de Vries", "kind": "Kevin", "kevin@x.nl": 3}"#;
    let extra = read_extra(text);
    let errors = [
        extra.get_as::<u8>("size").err(),
        extra.get_as::<jiff::civil::Date>("born").err(),
        extra.get_as::<Kind>("kind").err(),
        extra.get_as::<std::net::IpAddr>("size").err(),
        extra
            .parse::<std::collections::HashMap<String, Kind>>()
            .err(),
    ];
    for error in errors {
        let error = error.expect("a value of another type");
        let shown = format!("{error} {error:?}").to_lowercase();
        assert!(!shown.contains("kevin"), "{shown}");
    }
}

#[test]
fn a_flattened_struct_is_as_lenient() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        padded: u8,
        size: u16,
        order: String,
        score: f64,
        member: bool,
        optional: Option<i64>,
        visits: Vec<u8>,
        #[serde(flatten)]
        innermost: Innermost,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Innermost {
        text: String,
        number: u8,
        code: String,
        same: u8,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        kind: String,
        #[serde(flatten)]
        inner: Inner,
    }
    let text = r#"{
        "kind": 3, "padded": "007", "size": 43.0, "order": 100023, "score": "1.5", "member": "1",
        "optional": "12", "visits": {"0": "1", "2": 2},
        "text": "7", "number": "7", "code": 7, "same": 7
    }"#;
    let extra = read::<Extra, Same>(text).expect("an object");
    let inner = Inner {
        padded: 7,
        size: 43,
        order: "100023".to_owned(),
        score: 1.5,
        member: true,
        optional: Some(12),
        visits: vec![1, 2],
        // The same value is a text in one field and a number in another.
        innermost: Innermost {
            text: "7".to_owned(),
            number: 7,
            code: "7".to_owned(),
            same: 7,
        },
    };
    let expected = Outer {
        kind: "3".to_owned(),
        inner,
    };
    let read: Result<Outer, _> = extra.parse();
    assert_eq!(read.map_err(|error| error.to_string()), Ok(expected));
    let nested = Extra::from_iter([(
        "own".to_owned(),
        serde_json::to_value(&extra).expect("JSON"),
    )]);
    assert!(nested.get_as::<Outer>("own").is_ok());

    // The failure is that of the values as they came.
    let wrong = text.replace("\"007\"", "\"x\"");
    let extra = read_extra(&wrong);
    let error = extra.parse::<Outer>().expect_err("no number").to_string();
    assert!(
        error.starts_with("invalid type: string, expected u8"),
        "{error}"
    );
}

fn read_extra(text: &str) -> Extra {
    serde_json::from_str(text).expect("an object")
}

#[test]
fn a_flattened_struct_is_lenient_by_its_adapters() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        #[serde(with = "As::<Lenient>")]
        padded: u32,
        #[serde(with = "As::<Lenient>")]
        size: u32,
        #[serde(with = "As::<Lenient>")]
        order: String,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        kind: String,
        #[serde(flatten)]
        inner: Inner,
    }
    let text = r#"{"kind": 3, "padded": "007", "size": 43.0, "order": 100023}"#;
    let extra = read::<Extra, Same>(text).expect("an object");
    let expected = Outer {
        kind: "3".to_owned(),
        inner: Inner {
            padded: 7,
            size: 43,
            order: "100023".to_owned(),
        },
    };
    assert_eq!(
        extra.parse::<Outer>().map_err(|error| error.to_string()),
        Ok(expected)
    );
}
