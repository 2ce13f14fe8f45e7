//! No value of the account is told, and not its key.

use std::collections::BTreeSet;

use hellodialog::types::{ContactState, NewContact, NewField};
use hellodialog::{Client, Method};
use hellodialog_emulator::{Emulator, Fault};
use md5::{Digest, Md5};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::program::{GIVEN, Run, demo, root, run, start};
use crate::stub::Stub;

/// A key of which the encoded form is another one.
const ODD_KEY: &str = "k3y+/with%odd&chars=abcdef";

/// Values that are found nowhere else.
const VALUES: [&str; 5] = [
    "quetzalcoatl@example.com",
    "Quetzalcoatl",
    "Popocatepetl",
    "Xochimilco",
    "huitzilopochtli",
];

/// Everything that a run printed, in each format.
fn printed(account: &Emulator) -> Vec<String> {
    let url = account.url();
    let formats = ["markdown", "json"].into_iter();
    let runs = formats.map(|format| {
        let args = ["--base-url", &url, "--rate", "1000", "--format", format];
        run(Some(account.key()), &[&args, &GIVEN[..]].concat())
    });
    runs.map(|Run { stdout, stderr, .. }| stdout + &stderr)
        .collect()
}

/// A demo account with someone in it whom one would know again.
fn account() -> Emulator {
    let account = start(demo().key(ODD_KEY));
    let [email, first, last, street, hobby] = VALUES;
    let contact = NewContact::new()
        .email(email)
        .voornaam(first)
        .achternaam(last)
        .state(ContactState::Unsubscriber)
        .custom("street", street)
        .custom("hobby", hobby);
    let runtime = Runtime::new().expect("a runtime");
    let client = client(&account);
    let created = runtime.block_on(async {
        client.fields().create(&NewField::new("Street")).await?;
        client.fields().create(&NewField::new("Hobby")).await?;
        client.contacts().create(&contact).await
    });
    created.expect("someone in the account");
    account
}

fn client(account: &Emulator) -> Client {
    let client = Client::builder(account.key())
        .base_url(account.url())
        .build();
    client.expect("a client")
}

fn key_forms(key: &str) -> [String; 3] {
    let encoded: String = url::form_urlencoded::byte_serialize(key.as_bytes()).collect();
    let digest = Md5::digest(key.as_bytes());
    let md5 = format!("{:032x}", u128::from_be_bytes(digest.into()));
    [key.to_owned(), encoded, md5]
}

/// The texts and numbers in all answers that the program sees.
fn values(account: &Emulator) -> BTreeSet<String> {
    let paths = [
        "contacts",
        "contacts/1",
        "fields",
        "groups",
        "groups/external",
        "lists",
        "lists/2",
        "lists/2/campaigns",
        "newsletters",
        "orders/1",
        "ping",
        "nps",
        "campaigns",
        "unsubscribers",
        "statistics",
        "statistics/contacts",
        "statistics/campaign/246236",
    ];
    let client = client(account);
    let runtime = Runtime::new().expect("a runtime");
    let mut values = BTreeSet::new();
    for path in paths {
        let call = client.request(Method::Get, path).send::<Value>();
        let answer = runtime.block_on(async { call.await }).expect("an answer");
        collect(&answer, &mut values);
    }
    values
}

fn collect(value: &Value, values: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Value::Object(members) => members.iter().for_each(|(key, item)| {
            // Keys that are numbers are ids.
            if key.parse::<u64>().is_ok() {
                values.insert(key.clone());
            }
            collect(item, values);
        }),
        Value::String(text) => _ = values.insert(text.clone()),
        Value::Number(number) => _ = values.insert(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn no_value_of_the_account_is_told_whatever_differs() {
    let description = description();
    for fault in [
        None,
        Some(Fault::new_member()),
        Some(Fault::new_enum_value()),
        Some(Fault::changed_type()),
    ] {
        let account = account();
        // Short ones are counts as well; what the description says itself is no secret. What a fault
        // makes up is its own.
        let values = values(&account);
        for value in VALUES {
            assert!(values.contains(value), "{value} is not in the account");
        }
        let values: Vec<String> = values
            .into_iter()
            .filter(|value| value.len() > 3 && !description.contains(value.as_str()))
            .collect();
        assert!(values.len() > 500, "{}", values.len());
        if let Some(fault) = fault {
            account.fault(fault);
        }
        for text in printed(&account) {
            for value in VALUES
                .iter()
                .copied()
                .chain(values.iter().map(String::as_str))
            {
                assert!(!text.contains(value), "`{value}` in {text}");
            }
        }
    }
}

fn description() -> String {
    let source = hellodialog_codegen::Source {
        spec: root().join("spec/hellodialog.yaml"),
        patches: root().join("spec/patches"),
    };
    let document = hellodialog_codegen::load_patched(&source).expect("a description");
    document.to_string()
}

#[test]
fn the_key_is_told_in_no_form() {
    let account = account();
    for text in printed(&account) {
        for form in key_forms(ODD_KEY) {
            assert!(!text.contains(&form), "{form} in {text}");
        }
    }
}

/// A server may say the key back, and people's data in all places.
#[test]
fn what_stands_in_an_odd_place_is_not_told() {
    for key in [
        "0123456789abcdef0123456789abcdef",
        "abcdefabcdefabcdefabcdefabcdef",
    ] {
        let forms = key_forms(key);
        let data = ["ann@example.com", "Ann van Buuren", "0612345678", &forms[2]];
        let secrets: Vec<&str> = data.into_iter().chain([key]).collect();
        let members: Vec<String> = secrets
            .iter()
            .map(|it| format!("\"{it}\": \"{it}\""))
            .collect();
        let members = members.join(", ");
        let fields: Vec<String> = secrets
            .iter()
            .zip(1..)
            .map(|(it, id)| format!("\"{id}\": {{\"type\": \"{it}\"}}"))
            .collect();
        let message = format!("no rights for {}", secrets.join(", "));
        let failure = serde_json::json!({"result": {
            "status": "ERROR", "code": 602, "message": message, "data": [message],
        }});
        let stub = Stub::of(&[
            ("/ping", &format!("{{\"account\": \"a\", {members}}}")),
            ("/statistics", &format!("{{{members}}}")),
            ("/statistics/contacts", &format!("{{{members}}}")),
            ("/campaigns", &format!("{{\"7\": {{{members}}}}}")),
            ("/fields", &format!("{{{}}}", fields.join(", "))),
            ("/groups", &failure.to_string()),
            ("/lists", &message),
            ("/newsletters", &format!("\"{message}\"")),
        ]);
        for format in ["markdown", "json"] {
            let run = stub.ask_with(key, &["--format", format]);
            assert_eq!(run.code, Some(1), "{run:?}");
            for secret in &secrets {
                assert!(!run.stdout.contains(secret), "{secret} in {}", run.stdout);
                assert!(!run.stderr.contains(secret), "{secret} in {}", run.stderr);
            }
        }
    }
}

/// An object that counts by name has names for keys.
#[test]
fn names_and_postcodes_for_keys_are_not_told() {
    let stub = Stub::of(&[
        ("/ping", r#"{"account": "a"}"#),
        (
            "/statistics",
            r#"{"Jansen": 1, "per_postcode": {"1234AB": 5}, "per_name": {"Kevin": 1, "ann": {"bob": 2}}}"#,
        ),
        (
            "/campaigns",
            r#"{"5": {"id": "5", "Kevin": 1}, "6": {"id": "6", "Jansen": 2}}"#,
        ),
        (
            "/lists",
            r#"{"7": {"id": 7, "list": {"Kevin": 1, "bob": 2}}}"#,
        ),
        (
            "/groups",
            r#"[{"id": 1, "name": "a", "added": {"Kevin": {"bob": 1}}}]"#,
        ),
    ]);
    for format in ["markdown", "json"] {
        let text = stub.ask(&["--format", format]).stdout;
        assert!(
            text.contains("`per_postcode`") || text.contains("\"per_postcode\""),
            "{text}"
        );
        for name in ["Kevin", "Jansen", "1234AB", "bob"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
    }
}

/// Custom columns are in every object that is like a contact.
#[test]
fn many_columns_of_the_accounts_own_are_left_out() {
    let columns: Vec<String> = (0..100).map(|n| format!("\"column{n}\": \"\"")).collect();
    let columns = columns.join(", ");
    let contact = |id: u32| {
        format!(
            "{{\"id\": \"{id}\", \"email\": \"\", \"voornaam\": \"\", \"achternaam\": \"\", \"geslacht\": \"\", \
             \"groups\": [], \"_state\": \"Contact\", \"_language\": null, \"aangemaakt\": \"\", \
             \"aangepast\": \"\", \"geboortedatum\": \"\", \"last_open\": \"\", \"nps_score\": \"\", {columns}}}"
        )
    };
    let contacts = format!("[{}, {}]", contact(1), contact(2));
    let stub = Stub::of(&[
        ("/ping", r#"{"account": "a"}"#),
        ("/contacts", &contacts),
        ("/unsubscribers", &contacts),
    ]);
    let text = stub.ask(&[]).stdout;
    assert!(
        text.contains("Nothing is described of `Unsubscriber`. 2 objects had 13 fields, below; 100 fields of the account's own."),
        "{text}"
    );
    assert!(!text.contains("column42"), "{text}");
}

#[test]
fn a_code_that_may_be_a_number_of_somebodys_is_not_told() {
    let refusal = |code: u64| {
        let result = serde_json::json!({"status": "ERROR", "code": code, "message": "no"});
        serde_json::json!({ "result": result }).to_string()
    };
    let stub = Stub::of(&[
        ("/ping", r#"{"account": "a"}"#),
        ("/groups", &refusal(31_612_345_678)),
        ("/fields", &refusal(602)),
    ]);
    let run = stub.ask(&[]);
    let note = "refused with a code that may be data, and is not shown";
    assert_eq!(run.note("getGroups"), note);
    assert_eq!(run.note("getFields"), "refused with code 602");
    assert!(!run.stdout.contains("31612345678"));
}
