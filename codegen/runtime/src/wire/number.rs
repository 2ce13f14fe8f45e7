//! Integers, floats, decimals and booleans.

use rust_decimal::Decimal;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::scalar::{LenientScalar, Mismatch, RawScalar};

/// The largest float up to which every integer has an exact float, 2^53.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

macro_rules! whole_numbers {
    ($($number:ty, $serialize:ident;)*) => {$(
        impl LenientScalar for $number {
            const EXPECTED: &'static str = "an integer";

            fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
                whole(raw)
                    .and_then(|value| Self::try_from(value).ok())
                    .ok_or_else(|| Mismatch::of::<Self>(raw))
            }

            fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.$serialize(*self)
            }
        }
    )*};
}

whole_numbers! {
    i32, serialize_i32;
    i64, serialize_i64;
    u32, serialize_u32;
    u64, serialize_u64;
}

fn whole(raw: RawScalar<'_>) -> Option<i128> {
    match raw {
        RawScalar::Integer(value) => Some(value),
        // Through text, because `as` would truncate silently.
        RawScalar::Float(value) if value.fract() == 0.0 && value.abs() <= LAST_EXACT => {
            format!("{value:.0}").parse().ok()
        }
        RawScalar::Text(text) if !text.starts_with('+') => text.parse().ok(),
        _ => None,
    }
}

impl LenientScalar for f64 {
    const EXPECTED: &'static str = "a number";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        let value = match raw {
            RawScalar::Float(value) => Some(value),
            // The nearest float, as a JSON parser rounds.
            RawScalar::Integer(value) => value.to_string().parse().ok(),
            RawScalar::Text(text) if is_number(text) => text.parse().ok(),
            _ => None,
        };
        value
            .filter(|value: &f64| value.is_finite())
            .ok_or_else(|| Mismatch::of::<Self>(raw))
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*self)
    }
}

/// Never rounds: a string with more digits than a `Decimal` holds is an error.
///
/// A JSON number is parsed as a float first, and decodes as the shortest decimal that denotes that
/// float. This is exact up to 15 significant digits. The API sends money as strings, or with fewer
/// digits.
impl LenientScalar for Decimal {
    const EXPECTED: &'static str = "a decimal number of at most 28 digits";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        let value = match raw {
            RawScalar::Integer(value) => Decimal::try_from_i128_with_scale(value, 0).ok(),
            RawScalar::Float(value) => exact_decimal(&value.to_string()),
            RawScalar::Text(text) => exact_decimal(text),
            RawScalar::Null | RawScalar::Bool(_) => None,
        };
        value.ok_or_else(|| Mismatch::of::<Self>(raw))
    }

    /// Encodes all digits: `49.90` is written `49.90`.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string())
            .map_err(S::Error::custom)?
            .serialize(serializer)
    }
}

fn exact_decimal(text: &str) -> Option<Decimal> {
    if !is_number(text) {
        return None;
    }
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Decimal::from_str_exact(text).ok();
    };
    // `from_scientific` rounds a long mantissa, so the mantissa is parsed first.
    let mantissa = Decimal::from_str_exact(mantissa).ok()?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    Decimal::from_scientific(&format!("{mantissa}e{exponent}")).ok()
}

/// Whether `text` is a JSON number, with leading zeros allowed.
///
/// The parsers of `f64` and `Decimal` also accept `1_000`, `+1`, `.5`, `inf` and `NaN`.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let mantissa_fits = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(mantissa),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    mantissa_fits && exponent_fits
}

impl LenientScalar for bool {
    const EXPECTED: &'static str = "true, false, 0 or 1";

    fn decode(raw: RawScalar<'_>) -> Result<Self, Mismatch> {
        match raw {
            RawScalar::Bool(value) => Ok(value),
            RawScalar::Integer(1) | RawScalar::Text("1" | "true") => Ok(true),
            RawScalar::Integer(0) | RawScalar::Text("0" | "false") => Ok(false),
            _ => Err(Mismatch::of::<Self>(raw)),
        }
    }

    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}
