//! Filters that compute. Text that is a number counts as one, anything else as 0.

use super::Arguments;
use crate::Value;

/// A number, whole as long as it can be.
#[derive(Clone, Copy)]
enum Number {
    Whole(i64),
    Decimal(f64),
}

impl Number {
    fn of(value: &Value) -> Number {
        match value {
            Value::Integer(number) => Number::Whole(*number),
            Value::Float(number) => Number::Decimal(*number),
            Value::Text(text) => parse(text).unwrap_or(Number::Whole(0)),
            _ => Number::Whole(0),
        }
    }

    fn decimal(self) -> f64 {
        match self {
            Number::Whole(number) => number as f64,
            Number::Decimal(number) => number,
        }
    }

    /// As a value; what is no number at all (a division by zero) is nil.
    fn value(self) -> Value {
        match self {
            Number::Whole(number) => Value::Integer(number),
            Number::Decimal(number) if number.is_finite() => Value::Float(number),
            Number::Decimal(_) => Value::Nil,
        }
    }
}

/// Digits with a sign and a fraction, nothing else: neither `1e5` nor `inf`.
fn parse(text: &str) -> Option<Number> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let numeric = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.starts_with(|first: char| first.is_ascii_digit());
    if !numeric {
        return None;
    }
    let whole = text.parse().map(Number::Whole).ok();
    whole.or_else(|| text.parse().map(Number::Decimal).ok())
}

/// Computes in whole numbers where both are and the result fits, else in decimal ones.
fn compute(
    input: &Value,
    arguments: &Arguments<'_>,
    whole: fn(i64, i64) -> Option<i64>,
    decimal: fn(f64, f64) -> f64,
) -> Option<Value> {
    let (left, right) = (Number::of(input), Number::of(arguments.value(0)));
    let result = match (left, right) {
        (Number::Whole(left), Number::Whole(right)) => whole(left, right).map(Number::Whole),
        _ => None,
    };
    let result =
        result.unwrap_or_else(|| Number::Decimal(decimal(left.decimal(), right.decimal())));
    Some(result.value())
}

pub(super) fn plus(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, i64::checked_add, |a, b| a + b)
}

pub(super) fn minus(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, i64::checked_sub, |a, b| a - b)
}

pub(super) fn times(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, i64::checked_mul, |a, b| a * b)
}

/// Whole numbers give the whole number below, as in Ruby; by zero it is nil.
pub(super) fn divided_by(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, floor_division, |a, b| a / b)
}

pub(super) fn modulo(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let whole = |a: i64, b: i64| match b {
        0 => None,
        -1 => Some(0),
        _ => Some(a - floor_division(a, b)? * b),
    };
    compute(input, arguments, whole, |a, b| a - b * (a / b).floor())
}

fn floor_division(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    let below = a % b != 0 && (a < 0) != (b < 0);
    Some(quotient - i64::from(below))
}

pub(super) fn at_least(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, |a, b| Some(a.max(b)), f64::max)
}

pub(super) fn at_most(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    compute(input, arguments, |a, b| Some(a.min(b)), f64::min)
}

pub(super) fn abs(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let number = match Number::of(input) {
        Number::Whole(number) => match number.checked_abs() {
            Some(number) => Number::Whole(number),
            None => Number::Decimal((number as f64).abs()),
        },
        Number::Decimal(number) => Number::Decimal(number.abs()),
    };
    Some(number.value())
}

pub(super) fn ceil(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    Some(rounded(input, f64::ceil))
}

pub(super) fn floor(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    Some(rounded(input, f64::floor))
}

/// To a whole number, or to so many places after the point.
pub(super) fn round(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let places = arguments.integer(0).unwrap_or(0);
    if places <= 0 {
        return Some(rounded(input, f64::round));
    }
    let number = Number::of(input);
    let scale = 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX));
    let scaled = (number.decimal() * scale).round() / scale;
    Some(match number {
        Number::Decimal(_) if scaled.is_finite() => Value::Float(scaled),
        number => number.value(),
    })
}

fn rounded(input: &Value, round: fn(f64) -> f64) -> Value {
    match Number::of(input) {
        Number::Decimal(number) => {
            let whole = round(number);
            // Exact below 2^63; beyond it there is nothing after the point anyway.
            if whole.abs() < 9.2e18 {
                Value::Integer(whole as i64)
            } else {
                Number::Decimal(whole).value()
            }
        }
        whole => whole.value(),
    }
}
