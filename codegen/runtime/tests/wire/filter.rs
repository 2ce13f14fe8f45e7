//! Search conditions as query parameters.

use std::sync::LazyLock;

use hellodialog_runtime::Decimal;
use hellodialog_runtime::filter::{Conditions, Operand, Operands, OperandsError, QueryNames};
use hellodialog_runtime::jiff::civil::date;
use hellodialog_runtime::reqwest::Client;
use proptest::prelude::*;

const CONTACTS: QueryNames = QueryNames {
    condition: "condition",
    values: &["values"],
};

const BOTH: QueryNames = QueryNames {
    condition: "condition",
    values: &["values", "value"],
};

/// The query of a request that is built like generated code builds it.
fn query(conditions: &Conditions, names: QueryNames) -> (Option<String>, Vec<(String, String)>) {
    static CLIENT: LazyLock<Client> = LazyLock::new(Client::new);
    let request = CLIENT
        .get("http://localhost/contacts")
        .query(&conditions.query(names))
        .build()
        .expect("a request");
    let pairs = request.url().query_pairs().into_owned().collect();
    (request.url().query().map(str::to_owned), pairs)
}

#[test]
fn conditions_become_pairs_in_order() {
    let mut conditions = Conditions::new();
    conditions.push("email", "contains", "a&b=c d+e");
    conditions.push("_state", "equals", String::from("Contact"));
    let (text, pairs) = query(&conditions, CONTACTS);
    assert_eq!(
        text.as_deref(),
        Some(concat!(
            "condition%5Bemail%5D=contains&values%5Bemail%5D=a%26b%3Dc+d%2Be&",
            "condition%5B_state%5D=equals&values%5B_state%5D=Contact"
        ))
    );
    assert_eq!(pairs.len(), 4);
    let (_, pairs) = query(&conditions, BOTH);
    let names: Vec<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names.get(..3),
        Some(&["condition[email]", "values[email]", "value[email]"][..])
    );
}

#[test]
fn without_conditions_there_are_no_parameters() {
    assert_eq!(query(&Conditions::default(), BOTH), (None, vec![]));
}

fn listed(conditions: &Conditions) -> Vec<(&str, &str, &str)> {
    let listed = conditions
        .iter()
        .map(|c| (c.field.as_str(), c.operator, c.operand.as_str()));
    listed.collect()
}

#[test]
fn two_conditions_on_a_field_cannot_be_sent() {
    let mut conditions = Conditions::new();
    assert!(conditions.is_empty());
    conditions.push("id", "greater-than", 3);
    conditions.push("b", "equals", 2);
    assert!(serde_json::to_value(conditions.query(BOTH)).is_ok());
    conditions.push("id", "less-than", 6);
    let error = serde_json::to_value(conditions.query(BOTH)).expect_err("two conditions");
    assert!(error.to_string().contains("\"id\""), "{error}");
}

#[test]
fn a_condition_that_could_select_more_cannot_be_sent() {
    for (first, second) in [("Age", "age"), ("id", " ID"), ("é", "É")] {
        let mut conditions = Conditions::new();
        conditions.push(first, "greater-than", 3);
        conditions.push(second, "less-than", 6);
        assert!(
            serde_json::to_value(conditions.query(BOTH)).is_err(),
            "{first}"
        );
    }
    for name in ["", " ", "id]", "a[b", "id\0"] {
        let mut conditions = Conditions::new();
        conditions.push(name, "equals", 3);
        assert!(
            serde_json::to_value(conditions.query(BOTH)).is_err(),
            "{name}"
        );
    }
}

#[test]
fn an_error_shows_no_operand() {
    let error = Operands::new(["Jansen, Kees"]).expect_err("a comma");
    assert!(!format!("{error} {error:?}").contains("Jansen"), "{error}");
    assert_eq!(error, OperandsError::Comma("Jansen, Kees".to_owned()));
}

#[test]
fn a_condition_replaces_the_one_that_everything_meets() {
    let mut conditions = Conditions::all("a", "not-equals", "x");
    assert_eq!(listed(&conditions), [("a", "not-equals", "x")]);
    assert!(!conditions.is_empty());
    conditions.push("a", "equals", 1);
    conditions.push("b", "equals", 2);
    assert_eq!(
        listed(&conditions),
        [("a", "equals", "1"), ("b", "equals", "2")]
    );
}

#[test]
fn operands_are_text() {
    let price: Decimal = "49.90".parse().expect("a decimal");
    let operands: [Operand; 8] = [
        "a".into(),
        (&"a".to_owned()).into(),
        (-1_i32).into(),
        u64::MAX.into(),
        true.into(),
        price.into(),
        date(2019, 7, 5).into(),
        date(2019, 7, 5).at(1, 2, 3, 0).into(),
    ];
    let texts = operands.each_ref().map(Operand::as_str);
    let expected = [
        "a",
        "a",
        "-1",
        "18446744073709551615",
        "1",
        "49.90",
        "2019-07-05",
        "2019-07-05 01:02:03",
    ];
    assert_eq!(texts, expected);
}

#[test]
fn several_operands_are_joined_by_commas() {
    let operands = Operands::new(["a", "b"]).map(Operand::from);
    assert_eq!(operands.as_ref().map(Operand::as_str), Ok("a,b"));
    assert_eq!(
        Operands::new([1, 2])
            .map(Operand::from)
            .as_ref()
            .map(Operand::as_str),
        Ok("1,2")
    );
    assert_eq!(
        Operands::new([""])
            .map(Operand::from)
            .as_ref()
            .map(Operand::as_str),
        Ok("")
    );
    let error = Operands::new(["a", "b,c"]).expect_err("a comma");
    assert_eq!(error, OperandsError::Comma("b,c".to_owned()));
    assert_eq!(
        error.to_string(),
        "an operand contains a comma, which separates operands"
    );
    assert_eq!(
        Operands::new(Vec::<String>::new()),
        Err(OperandsError::Empty)
    );
}

proptest! {
    #[test]
    fn any_field_and_value_arrive_as_they_are(field in any::<String>(), value in any::<String>()) {
        // Others are refused.
        let field = format!("a{}", field.replace(['[', ']', '\0'], ""));
        let mut conditions = Conditions::new();
        conditions.push(field.as_str(), "equals", value.as_str());
        let (_, pairs) = query(&conditions, BOTH);
        prop_assert_eq!(pairs, vec![
            (format!("condition[{field}]"), "equals".to_owned()),
            (format!("values[{field}]"), value.clone()),
            (format!("value[{field}]"), value),
        ]);
    }
}
