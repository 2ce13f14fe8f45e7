//! Whole numbers, floats, decimals and booleans.

use rust_decimal::Decimal;
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use super::scalar::{Dress, Mismatch, Undress};

/// Up to here every whole number has a float of its own; beyond, a float no longer says which
/// whole number was meant.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

macro_rules! whole_numbers {
    ($($number:ty, $serialize:ident;)*) => {$(
        impl Undress for $number {
            const EXPECTED: &'static str = "a whole number";

            fn undress(dress: Dress<'_>) -> Result<Self, Mismatch> {
                whole(dress)
                    .and_then(|value| Self::try_from(value).ok())
                    .ok_or_else(|| Mismatch::of::<Self>(dress))
            }

            fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
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

fn whole(dress: Dress<'_>) -> Option<i128> {
    match dress {
        Dress::Integer(value) => Some(value),
        // Through text, because `as` would cut silently what this refuses.
        Dress::Float(value) if value.fract() == 0.0 && value.abs() <= LAST_EXACT => {
            format!("{value:.0}").parse().ok()
        }
        Dress::Text(text) if !text.starts_with('+') => text.parse().ok(),
        _ => None,
    }
}

impl Undress for f64 {
    const EXPECTED: &'static str = "a number";

    fn undress(dress: Dress<'_>) -> Result<Self, Mismatch> {
        let value = match dress {
            Dress::Float(value) => Some(value),
            // The nearest float: the same as what JSON's own reading of a float does.
            Dress::Integer(value) => value.to_string().parse().ok(),
            Dress::Text(text) if is_number(text) => text.parse().ok(),
            _ => None,
        };
        value
            .filter(|value: &f64| value.is_finite())
            .ok_or_else(|| Mismatch::of::<Self>(dress))
    }

    fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(*self)
    }
}

/// Exact or refused: a string keeps every digit, and one with more digits than a `Decimal` holds
/// is an error, not a rounded value.
///
/// A JSON number has been through a float before it gets here, and is taken for the shortest
/// decimal that names that float. That is the number as it was written up to 15 significant
/// digits; the API sends money as strings or with far fewer.
impl Undress for Decimal {
    const EXPECTED: &'static str = "a decimal number of at most 28 digits";

    fn undress(dress: Dress<'_>) -> Result<Self, Mismatch> {
        let value = match dress {
            Dress::Integer(value) => Decimal::try_from_i128_with_scale(value, 0).ok(),
            Dress::Float(value) => exact_decimal(&value.to_string()),
            Dress::Text(text) => exact_decimal(text),
            Dress::Null | Dress::Bool(_) => None,
        };
        value.ok_or_else(|| Mismatch::of::<Self>(dress))
    }

    /// A JSON number that never was a float: `49.90` is written `49.90`.
    fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
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
    // The library rounds a long mantissa, so its exact form is made first.
    let mantissa = Decimal::from_str_exact(mantissa).ok()?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    Decimal::from_scientific(&format!("{mantissa}e{exponent}")).ok()
}

/// Whether `text` is written like a JSON number; leading zeros are fine.
///
/// The parsers behind this also take `1_000`, `+1`, `.5`, `inf` and `NaN`, none of which the API
/// would mean as a number.
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

impl Undress for bool {
    const EXPECTED: &'static str = "true, false, 0 or 1";

    fn undress(dress: Dress<'_>) -> Result<Self, Mismatch> {
        match dress {
            Dress::Bool(value) => Ok(value),
            Dress::Integer(1) | Dress::Text("1" | "true") => Ok(true),
            Dress::Integer(0) | Dress::Text("0" | "false") => Ok(false),
            _ => Err(Mismatch::of::<Self>(dress)),
        }
    }

    fn dress<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}
