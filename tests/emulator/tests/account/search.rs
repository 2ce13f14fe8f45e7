//! The 17 operators: examples, and a comparison with a second, simple implementation.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hellodialog_emulator::{Emulator, Operator};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{get, ids, write_ok};

/// An account with four different contacts.
static FOUR: LazyLock<Emulator> = LazyLock::new(|| {
    let account = Emulator::start().unwrap();
    for name in ["one", "two"] {
        write_ok(&account, "POST /groups", &json!({"name": name}));
    }
    let interests = json!({"name": "Interests", "type": "Multiselect", "options": {"values": ["art", "arts", "books"]}});
    write_ok(&account, "POST /fields", &interests);
    write_ok(
        &account,
        "POST /fields",
        &json!({"name": "Points", "type": "Integer"}),
    );
    let add = |contact: Value| write_ok(&account, "POST /contacts", &contact);
    add(
        json!({"email": "kevin@domainname.com", "voornaam": "Kevin", "geboortedatum": "1980-05-17",
               "points": 9, "interests": ["art", "books"], "groups": [1, 2], "_state": "Contact"}),
    );
    add(
        json!({"email": "zoe@example.com", "voornaam": "Zoë", "geboortedatum": "2001-01-01",
               "points": 100, "interests": ["arts"], "groups": [2], "_state": "Contact"}),
    );
    add(
        json!({"email": "k@domainname.com", "voornaam": "Kevin-Jan", "geboortedatum": "1999-12-31",
               "points": -5, "interests": ["books"], "_state": "Optin"}),
    );
    add(json!({"email": "nobody@example.com", "_state": "Bounced"}));
    account
});

/// The ids that match conditions of column, operator and operand.
fn search(account: &Emulator, conditions: &[(&str, &str, &str)]) -> Vec<u32> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (column, operator, operand) in conditions {
        query.append_pair(&format!("condition[{column}]"), operator);
        query.append_pair(&format!("values[{column}]"), operand);
    }
    ids(&get(account, &format!("/contacts?{}", query.finish())))
}

#[track_caller]
fn check(column: &str, operator: &str, operand: &str, expected: &[u32]) {
    assert_eq!(
        search(&FOUR, &[(column, operator, operand)]),
        expected,
        "{column} {operator} {operand}"
    );
}

#[test]
fn equals_operators() {
    // The docs find contacts called Kevin by `kevin`.
    check("voornaam", "equals", "kevin", &[1]);
    check("voornaam", "equals", "ZOË", &[2]);
    check("voornaam", "equals", "", &[4]);
    // The vendor's clients read all contacts with a name that nobody has. NULL must match, too.
    check("voornaam", "not-equals", "nobody has this", &[1, 2, 3, 4]);
    check("voornaam", "not-equals", "Kevin", &[2, 3, 4]);
    check("voornaam", "equals-any", "kevin,Zoë", &[1, 2]);
    check("voornaam", "not-equals-any", "kevin, Zoë", &[3, 4]);
    check("_state", "equals", "Contact", &[1, 2]);
    check("id", "equals-any", "2,4,77", &[2, 4]);
}

#[test]
fn greater_and_less_compare_numbers() {
    check("points", "greater-than", "9", &[2]);
    check("points", "less-than", "10", &[1, 3]);
    check("id", "greater-than", "2", &[3, 4]);
    check("voornaam", "greater-than", "kevin", &[2, 3]);
}

#[test]
fn contains_operators() {
    check("email", "contains", "domain", &[1, 3]);
    check("email", "not-contains", "domain", &[2, 4]);
    // The docs' example.
    check("email", "ends-with", "domainname.com", &[1, 3]);
    check("email", "starts-with", "k", &[1, 3]);
    check("email", "contains-any", "zoe,nobody", &[2, 4]);
    check("email", "contains-all", "k,domain,evin", &[1]);
    check("email", "not-contains-any", "zoe,nobody", &[1, 3]);
    check("email", "not-contains-all", "k,domain,evin", &[2, 3, 4]);
}

#[test]
fn columns_of_many_values_contain_whole_values() {
    check("interests", "contains", "art", &[1]);
    check("interests", "contains-any", "art,books", &[1, 3]);
    check("interests", "contains-all", "books,art", &[1]);
    check("interests", "contains-exactly", "books,art", &[1]);
    check("interests", "contains-exactly", "books", &[3]);
    check("interests", "not-contains-any", "art,books", &[2, 4]);
    check("interests", "not-contains-all", "art,books", &[2, 3, 4]);
    check("groups", "contains", "2", &[1, 2]);
    check("groups", "contains-exactly", "2", &[2]);
    check("groups", "equals", "", &[3, 4]);
}

#[test]
fn before_and_after_compare_dates() {
    check("geboortedatum", "before", "1999-12-31", &[1]);
    check("geboortedatum", "after", "1999-12-31", &[2]);
    check("geboortedatum", "after", "1999-12-30 23:59:59", &[2, 3]);
    check("aangemaakt", "after", "2019-02-25", &[1, 2, 3, 4]);
    check("geboortedatum", "before", "soon", &[]);
}

#[test]
fn conditions_must_all_hold_and_unknown_ones_are_ignored() {
    let both = [
        ("email", "ends-with", "domainname.com"),
        ("_state", "equals", "optin"),
    ];
    assert_eq!(search(&FOUR, &both), [3]);
    let unknown = [
        ("colour", "equals", "red"),
        ("voornaam", "resembles", "kevin"),
        ("id", "less-than", "3"),
    ];
    assert_eq!(search(&FOUR, &unknown), [1, 2]);
    // Contacts read operands from `values`. A condition without an operand is ignored.
    let without_operand = get(&FOUR, "/contacts?condition[id]=equals&value[id]=1");
    assert_eq!(ids(&without_operand), [1, 2, 3, 4]);
}

/// The demo account, and its contacts as JSON.
static DEMO: LazyLock<(Emulator, Vec<Value>)> = LazyLock::new(|| {
    let account = Emulator::builder().contacts(80).seed(5).start().unwrap();
    let everyone = get(&account, "/contacts");
    let contacts = everyone.as_object().unwrap().values().cloned().collect();
    (account, contacts)
});

const COLUMNS: [&str; 15] = [
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
    "customer_number",
    "interests",
];

/// The value of a column as text. NULL and empty dates are the empty text.
fn text(contact: &Value, column: &str) -> String {
    match &contact[column] {
        Value::String(text) if text.starts_with("0000-00-00") => String::new(),
        Value::String(text) => text.to_lowercase(),
        Value::Array(items) => items
            .iter()
            .map(Value::to_string)
            .collect::<Vec<_>>()
            .join(","),
        other => {
            assert_eq!(other, &Value::Null);
            String::new()
        }
    }
}

fn set(list: &str) -> BTreeSet<String> {
    list.split(',')
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// The second implementation of the operators.
fn holds(contact: &Value, column: &str, operator: &str, operand: &str) -> bool {
    let value = text(contact, column);
    let operand = operand.to_lowercase();
    let is_list = ["groups", "interests"].contains(&column);
    let contains = |part: &str| {
        if is_list {
            set(&value).contains(part)
        } else {
            value.contains(part)
        }
    };
    let date_time = |text: &str| match text.len() {
        10 => text
            .parse::<jiff::civil::Date>()
            .ok()
            .map(|date| date.at(0, 0, 0, 0)),
        _ => text
            .parse::<jiff::civil::DateTime>()
            .ok()
            .filter(|_| text.len() == 19),
    };
    let numbers = (value.parse::<f64>(), operand.parse::<f64>());
    match operator {
        "equals" => value == operand,
        "not-equals" => value != operand,
        "equals-any" => set(&operand).contains(&value),
        "not-equals-any" => !set(&operand).contains(&value),
        "greater-than" => match numbers {
            (Ok(value), Ok(operand)) => value > operand,
            _ => !value.is_empty() && value > operand,
        },
        "less-than" => match numbers {
            (Ok(value), Ok(operand)) => value < operand,
            _ => !value.is_empty() && value < operand,
        },
        "contains" => contains(&operand),
        "not-contains" => !contains(&operand),
        "starts-with" => value.starts_with(&operand),
        "ends-with" => value.ends_with(&operand),
        "before" => date_time(&value)
            .zip(date_time(&operand))
            .is_some_and(|(value, operand)| value < operand),
        "after" => date_time(&value)
            .zip(date_time(&operand))
            .is_some_and(|(value, operand)| value > operand),
        "contains-any" => set(&operand).iter().any(|item| contains(item)),
        "contains-all" => set(&operand).iter().all(|item| contains(item)),
        "contains-exactly" => set(&operand) == set(&value),
        "not-contains-any" => !set(&operand).iter().any(|item| contains(item)),
        "not-contains-all" => !set(&operand).iter().all(|item| contains(item)),
        other => panic!("not an operator of the API: {other}"),
    }
}

/// Operands that some contacts match: values of contacts, parts of values, lists.
fn operands() -> impl Strategy<Value = String> {
    let value = (0..80_usize, prop::sample::select(&COLUMNS[..]))
        .prop_map(|(contact, column)| text(&DEMO.1[contact], column));
    let part = value
        .clone()
        .prop_map(|value| value.chars().skip(1).take(3).collect());
    let list = prop::collection::vec(prop_oneof![value.clone(), part.clone()], 0..4);
    prop_oneof![
        value,
        part,
        list.prop_map(|items| items.join(",")),
        "[a-zA-Z0-9,. -]{0,4}"
    ]
}

proptest! {
    #[test]
    fn a_filter_matches_the_second_implementation(
        conditions in prop::collection::btree_map(
            prop::sample::select(&COLUMNS[..]),
            (prop::sample::select(&Operator::ALL[..]), operands()),
            1..3,
        ),
    ) {
        let conditions: Vec<_> = conditions
            .iter()
            .map(|(column, ((_, operator), operand))| (*column, *operator, operand.as_str()))
            .collect();
        let (account, contacts) = &*DEMO;
        let matching = contacts.iter().filter(|contact| {
            conditions.iter().all(|(column, operator, operand)| holds(contact, column, operator, operand))
        });
        let expected: Vec<u32> =
            matching.map(|contact| contact["id"].as_str().unwrap().parse().unwrap()).collect();
        prop_assert_eq!(search(account, &conditions), expected);
    }
}

/// A search that is in the cache looks only at the contacts that changed since its last page.
#[test]
fn a_cached_search_sees_every_change() {
    let account = Emulator::builder().contacts(300).start().unwrap();
    let path = "/contacts?condition[achternaam]=equals&values[achternaam]=Cached";
    let others = "/contacts?condition[achternaam]=not-equals&values[achternaam]=Cached";
    let found = |path: &str| {
        let pages = (1..=4).map(|page| get(&account, &format!("{path}&page={page}")));
        pages.flat_map(|page| crate::ids(&page)).collect::<Vec<_>>()
    };
    let rename = |ids: &[u32], name: &str| {
        let changes: Vec<_> = ids
            .iter()
            .map(|id| json!({"id": id, "achternaam": name}))
            .collect();
        crate::write_ok(&account, "PUT /contacts", &json!(changes));
    };
    let mut expected: Vec<u32> = Vec::new();
    assert_eq!(found(path), expected);
    // Few and many changes, the same contact twice, and contacts that are gone.
    for (count, step) in [(1, 1), (3, 7), (100, 2), (64, 4), (65, 3), (200, 1)] {
        let ids: Vec<u32> = (0..count).map(|number| 1 + number * step).collect();
        rename(&ids, "Other");
        rename(&ids, "Cached");
        expected.extend(ids);
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found(path), expected);
        assert_eq!(found(path).len() + found(others).len(), 300);
        rename(&expected[..expected.len() / 2], "Other");
        expected.drain(..expected.len() / 2);
        assert_eq!(found(path), expected);
    }
    for id in expected.drain(..80).collect::<Vec<_>>() {
        crate::send(&account, &format!("DELETE /contacts/{id}"), "");
    }
    assert_eq!(found(path), expected);
}
