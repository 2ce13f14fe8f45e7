//! The report contains no values of the account, and never its key.

use std::collections::BTreeSet;

use hellodialog::types::{ContactState, NewContact, NewField};
use hellodialog::{Client, Method};
use hellodialog_emulator::{Emulator, Fault};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::process::{GIVEN_IDS, Run, demo, root, run, start};
use crate::stub::Stub;

/// A key that differs from its URL-encoded form.
const SPECIAL_KEY: &str = "k3y+/with%odd&chars=abcdef";

/// Values that are in no description.
const VALUES: [&str; 5] = [
    "quetzalcoatl@example.com",
    "Quetzalcoatl",
    "Popocatepetl",
    "Xochimilco",
    "huitzilopochtli",
];

/// All output of a run, in each format.
fn outputs(account: &Emulator) -> Vec<String> {
    let url = account.url();
    let formats = ["markdown", "json"].into_iter();
    let runs = formats.map(|format| {
        let args = ["--base-url", &url, "--rate", "1000", "--format", format];
        run(Some(account.key()), &[&args, &GIVEN_IDS[..]].concat())
    });
    runs.map(|Run { stdout, stderr, .. }| stdout + &stderr)
        .collect()
}

/// A demo account with a contact whose values can be recognized.
fn account() -> Emulator {
    let account = start(demo().key(SPECIAL_KEY));
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
    created.expect("a contact");
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
    let md5 = format!("{:x}", md5::compute(key));
    [key.to_owned(), encoded, md5]
}

/// The strings and numbers in all responses that `drift` receives.
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
        let response = runtime.block_on(async { call.await }).expect("a response");
        collect(&response, &mut values);
    }
    values
}

fn collect(value: &Value, values: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Value::Object(members) => members.iter().for_each(|(key, item)| {
            // Numeric keys are ids.
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
fn the_report_contains_no_value_of_the_account() {
    let description = description();
    for fault in [
        None,
        Some(Fault::new_property()),
        Some(Fault::new_enum_value()),
        Some(Fault::changed_type()),
    ] {
        let account = account();
        // Short values may be counts, and values in the description are public. The values that a fault
        // makes up do not count.
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
            account.inject_fault(fault);
        }
        for text in outputs(&account) {
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
        patches: Some(root().join("spec/patches")),
    };
    let document = hellodialog_codegen::load_patched(&source).expect("a description");
    document.to_string()
}

#[test]
fn the_output_contains_the_key_in_no_encoding() {
    let account = account();
    for text in outputs(&account) {
        for form in key_forms(SPECIAL_KEY) {
            assert!(!text.contains(&form), "{form} in {text}");
        }
    }
}

/// A server may return the key, and personal data in unexpected places.
#[test]
fn data_in_unexpected_places_is_not_shown() {
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
            let run = stub.drift_with(key, &["--format", format]);
            assert_eq!(run.code, Some(1), "{run:?}");
            for secret in &secrets {
                assert!(!run.stdout.contains(secret), "{secret} in {}", run.stdout);
                assert!(!run.stderr.contains(secret), "{secret} in {}", run.stderr);
            }
        }
    }
}

/// The keys of a map may be names of people.
#[test]
fn names_and_postcodes_as_keys_are_not_shown() {
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
        let text = stub.drift(&["--format", format]).stdout;
        assert!(
            text.contains("`per_postcode`") || text.contains("\"per_postcode\""),
            "{text}"
        );
        for name in ["Kevin", "Jansen", "1234AB", "bob"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
    }
}

/// Every object like a contact has custom fields.
#[test]
fn many_custom_fields_are_counted_only() {
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
    let text = stub.drift(&[]).stdout;
    assert!(
        text.contains("`Unsubscriber` has no described fields. 2 objects had 13 fields, below; 100 custom fields."),
        "{text}"
    );
    assert!(!text.contains("column42"), "{text}");
}

#[test]
fn an_error_code_that_may_be_data_is_not_shown() {
    let refusal = |code: u64| {
        let result = serde_json::json!({"status": "ERROR", "code": code, "message": "no"});
        serde_json::json!({ "result": result }).to_string()
    };
    let stub = Stub::of(&[
        ("/ping", r#"{"account": "a"}"#),
        ("/contacts", &refusal(31_612_345_678)),
        ("/fields", &refusal(602)),
    ]);
    let run = stub.drift(&[]);
    let note = "API error with a code that may be data, and is not shown";
    assert_eq!(run.note("getContacts"), note);
    assert_eq!(run.note("getFields"), "API error 602");
    assert!(!run.stdout.contains("31612345678"));
}
