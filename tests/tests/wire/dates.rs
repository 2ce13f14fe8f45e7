//! Dates, date-times and UNIX seconds.

use hellodialog::jiff::Timestamp;
use hellodialog::jiff::civil::date;
use hellodialog::types::{Contact, Newsletter, NpsScore, Order};
use serde_json::{Value, json};

use crate::{contact, decode_error, encode, group, order, read, text};

fn empties() -> [Value; 4] {
    [
        json!(null),
        json!(""),
        json!("0000-00-00"),
        json!("0000-00-00 00:00:00"),
    ]
}

#[test]
fn each_of_the_four_empty_dates_is_none() {
    for empty in empties() {
        for member in ["last_open", "geboortedatum", "aangemaakt", "aangepast"] {
            let contact = contact(member, empty.clone());
            let dates = (contact.last_open, contact.geboortedatum);
            assert_eq!(dates, (None, None), "{member}: {empty}");
            let times = (contact.aangemaakt, contact.aangepast);
            assert_eq!(times, (None, None), "{member}: {empty}");
            assert_eq!(contact.custom.len(), 0);
        }
        assert_eq!(group("created_at", empty.clone()).created_at, None);
        assert_eq!(group("updated_at", empty.clone()).updated_at, None);
        let newsletter: Newsletter = read(&json!({"created": empty}));
        assert_eq!(newsletter.created, None);
    }
}

#[test]
fn a_date_round_trips() {
    let contact = contact("last_open", json!("2020-02-29"));
    assert_eq!(contact.last_open, Some(date(2020, 2, 29)));
    assert_eq!(text(&contact), r#"{"id":1,"last_open":"2020-02-29"}"#);
}

#[test]
fn a_date_time_is_civil_and_encodes_with_a_space() {
    for printed in ["2019-02-25 10:39:49", "2019-02-25T10:39:49"] {
        let contact = contact("aangemaakt", json!(printed));
        assert_eq!(
            contact.aangemaakt,
            Some(date(2019, 2, 25).at(10, 39, 49, 0))
        );
        assert_eq!(
            text(&contact),
            r#"{"id":1,"aangemaakt":"2019-02-25 10:39:49"}"#
        );
    }
}

#[test]
fn an_invalid_date_is_an_error() {
    for invalid in [
        json!("2019-02-30"),
        json!("25-02-2019"),
        json!("yesterday"),
        json!(20_190_225),
        json!(false),
    ] {
        for member in ["last_open", "aangemaakt"] {
            let error = decode_error::<Contact>(&json!({"id": 1, member: invalid}));
            assert!(error.contains("expected a date"), "{error}");
        }
    }
}

#[test]
fn unix_seconds_decode_to_a_timestamp() {
    let placed = Timestamp::from_second(1_539_285_883).ok();
    for seconds in [json!("1539285883"), json!(1_539_285_883)] {
        let order = order("created_on", seconds);
        assert_eq!(order.created_on, placed);
        assert_eq!(text(&order), r#"{"id":1,"created_on":1539285883}"#);
    }
    assert_eq!(order("imported_on", json!(null)).imported_on, None);
    let error = decode_error::<Order>(&json!({"id": 1, "created_on": "2019-02-25"}));
    assert!(error.contains("UNIX seconds"), "{error}");
}

#[test]
fn a_missing_score_has_several_encodings() {
    for empty in [json!(null), json!("")] {
        assert_eq!(contact("nps_score", empty.clone()).nps_score, None);
        let nps: NpsScore = read(&json!({"score": empty, "participants": "0"}));
        assert_eq!((nps.score, nps.participants), (None, Some(0)));
        assert_eq!(encode(&nps), json!({"participants": 0}));
    }
    for nine in [json!(9), json!("9"), json!("9.0")] {
        assert_eq!(contact("nps_score", nine).nps_score, Some(9.0));
    }
}
