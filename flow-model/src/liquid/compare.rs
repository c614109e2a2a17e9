//! What is true, what is equal, what comes first: lax, so never an error.

use std::cmp::Ordering;

use super::display::text_of;
use super::syntax::Operator;
use crate::Value;

/// All but nil and false are true, the empty text too.
pub(super) fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Nil | Value::Flag(false))
}

/// Equal values; a whole and a decimal number by their worth, a number and a text never.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Integer(left), Value::Float(right)) => *left as f64 == *right,
        (Value::Float(left), Value::Integer(right)) => *left == *right as f64,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (left, right) => left == right,
    }
}

/// Which of two numbers or of two texts comes first; others have no order.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Integer(left), Value::Float(right)) => (*left as f64).partial_cmp(right),
        (Value::Float(left), Value::Integer(right)) => left.partial_cmp(&(*right as f64)),
        (Value::Float(left), Value::Float(right)) => left.partial_cmp(right),
        _ => None,
    }
}

/// Whether the comparison holds.
pub(super) fn holds(left: &Value, operator: Operator, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(left, right),
        Operator::NotEqual => !equal(left, right),
        Operator::Less => order(left, right) == Some(Ordering::Less),
        Operator::Greater => order(left, right) == Some(Ordering::Greater),
        Operator::LessOrEqual => order(left, right).is_some_and(Ordering::is_le),
        Operator::GreaterOrEqual => order(left, right).is_some_and(Ordering::is_ge),
        Operator::Contains => contains(left, right),
    }
}

fn contains(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Nil, _) | (_, Value::Nil) => false,
        (Value::List(items), wanted) => items.iter().any(|item| equal(item, wanted)),
        (Value::Map(map), key) => map.get(&text_of(key)).is_some(),
        (text, part) => text_of(text).contains(&*text_of(part)),
    }
}

/// Whether a value is `empty`.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
        _ => false,
    }
}

/// Whether a value is `blank`.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Nil | Value::Flag(false) => true,
        Value::Text(text) => text.trim().is_empty(),
        other => is_empty(other),
    }
}
