//! Unions that a hostile value could make slow or deep.

use hellodialog_runtime::Value;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Left {
    inner: Box<Either>,
    left: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Right {
    inner: Box<Either>,
    right: u8,
}

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Left(Left),
    Right(Right),
    Other(Value),
}

hellodialog_runtime::union! {
    Either {
        Left(Left): Object ["inner", "left"];
        Right(Right): Object ["inner", "right"];
    }
}

/// Each level could be either variant, and is neither: 2^100 attempts if each were made.
#[test]
fn a_value_that_would_take_too_many_attempts_is_kept() -> Result<(), serde_json::Error> {
    let value = (0..100).fold(json!(null), |inner, _| json!({"inner": inner}));
    let either: Either = serde_json::from_value(value.clone())?;
    assert_eq!(either, Either::Other(value.clone()));
    assert_eq!(serde_json::to_value(either)?, value);
    Ok(())
}

#[test]
fn nested_variants_are_found() -> Result<(), serde_json::Error> {
    let value = (0..40).fold(json!(null), |inner, level| match level % 2 {
        0 => json!({"inner": inner, "left": level}),
        _ => json!({"inner": inner, "right": level}),
    });
    let either: Either = serde_json::from_value(value.clone())?;
    assert!(matches!(&either, Either::Right(right) if matches!(*right.inner, Either::Left(_))));
    assert_eq!(serde_json::to_value(either)?, value);
    Ok(())
}

/// As any JSON text that is too deep.
#[test]
fn a_text_that_is_too_deep_is_an_error() {
    let text = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(serde_json::from_str::<Either>(&text).is_err());
}
