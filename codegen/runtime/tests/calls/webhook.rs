//! Webhook calls, genuine and forged.

use hellodialog_runtime::ApiKey;
use hellodialog_runtime::webhook::{WebhookError, WebhookSender};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const SECRET: &str = "s3cret";
/// `printf '%s' "$KEY$SECRET" | md5sum`
const HASH: &str = "ed5a846aefaa246048dbc303228c6b5f";

fn notice(body: &str) -> Result<u64, WebhookError> {
    let key = ApiKey::new(KEY).expect("a key");
    WebhookSender::new(&key, SECRET)
        .notice(body.as_bytes())
        .map(|notice| notice.id)
}

#[test]
fn a_genuine_call_names_its_id() {
    assert_eq!(notice(&format!("id=2404&hash={HASH}")), Ok(2404));
    assert_eq!(
        notice(&format!("hash={HASH}&id=2404")),
        Ok(2404),
        "in any order"
    );
    assert_eq!(
        notice(&format!("id=%32404&hash={HASH}&more=1")),
        Ok(2404),
        "encoded, with a further parameter"
    );
}

#[test]
fn a_wrong_hash_is_rejected_in_any_form() {
    let upper = HASH.to_uppercase();
    let other = "7a6e1a0db07e621eee298fa1faa80090";
    for wrong in [other, &upper, &HASH[..31], &format!("{HASH}0"), "", "zz"] {
        assert_eq!(
            notice(&format!("id=2404&hash={wrong}")),
            Err(WebhookError::Hash),
            "{wrong}"
        );
    }
}

#[test]
fn the_hash_depends_on_key_and_secret() {
    let body = format!("id=2404&hash={HASH}");
    for (key, secret) in [("fedcba9876543210fedcba9876543210", SECRET), (KEY, "other")] {
        let key = ApiKey::new(key).expect("a key");
        let result = WebhookSender::new(&key, secret).notice::<u64>(body.as_bytes());
        assert_eq!(result, Err(WebhookError::Hash));
    }
}

#[test]
fn a_malformed_body_is_rejected() {
    let too_long = format!("id=1&hash={HASH}&more={}", "x".repeat(5000));
    let bodies = [
        String::new(),
        "id=2404".to_owned(),
        format!("hash={HASH}"),
        format!("id=1&id=2&hash={HASH}"),
        format!("id=1&hash={HASH}&hash={HASH}"),
        format!("{{\"id\": 2404, \"hash\": \"{HASH}\"}}"),
        too_long,
    ];
    for body in bodies {
        assert!(
            matches!(notice(&body), Err(WebhookError::Form(_))),
            "{body}"
        );
    }
    for id in ["", "-1", "2404x", "99999999999999999999999"] {
        assert_eq!(
            notice(&format!("id={id}&hash={HASH}")),
            Err(WebhookError::Id),
            "{id}"
        );
    }
}

#[test]
fn nothing_of_the_key_or_the_hash_is_shown() {
    let key = ApiKey::new(KEY).expect("a key");
    let text = format!(
        "{:?} {}",
        WebhookSender::new(&key, SECRET),
        WebhookError::Hash
    );
    for hidden in [KEY, SECRET, HASH] {
        assert!(!text.contains(hidden), "{text}");
    }
}
