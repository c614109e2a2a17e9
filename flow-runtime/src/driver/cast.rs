//! From text to values.

use flow_model::{Map, Text, Value};

/// How deep a value may be nested: less than what a reader of JSON follows, with room for the
/// objects around it in a stored state.
pub(crate) const MAX_DEPTH: usize = 100;

/// A number where the text is exactly one, as Studio casts the values of variables; else the text.
///
/// Only text that the number writes again becomes one, so that nothing is lost: `0123`, `1.50` and
/// `+49` stay text (*unconfirmed* what Studio does with them).
pub(crate) fn number(text: Text) -> Value {
    if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Value::Text(text);
    }
    if let Ok(integer) = text.parse::<i64>() {
        if integer.to_string() == *text {
            return Value::Integer(integer);
        }
    } else if text.contains('.')
        && let Ok(float) = text.parse::<f64>()
        && float.to_string() == *text
    {
        return Value::Float(float);
    }
    Value::Text(text)
}

/// The value of JSON text; none where it is not JSON, or nested too deeply to be kept.
pub(crate) fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(is_shallow)
}

/// Whether a value can be kept in a state and read again.
pub(crate) fn is_shallow(value: &Value) -> bool {
    is_within(value, MAX_DEPTH)
}

/// The same of an object.
pub(crate) fn is_shallow_map(map: &Map) -> bool {
    map.iter().all(|(_, value)| is_within(value, MAX_DEPTH - 1))
}

fn is_within(value: &Value, depth: usize) -> bool {
    match value {
        Value::List(items) => depth > 0 && items.iter().all(|item| is_within(item, depth - 1)),
        Value::Map(map) => depth > 0 && map.iter().all(|(_, value)| is_within(value, depth - 1)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_exactly_a_number_becomes_one() {
        let cases = [
            ("0", Value::Integer(0)),
            ("-12", Value::Integer(-12)),
            ("9223372036854775807", Value::Integer(i64::MAX)),
            ("1.5", Value::Float(1.5)),
            ("-0.25", Value::Float(-0.25)),
        ];
        for (text, value) in cases {
            assert_eq!(number(text.into()), value, "{text}");
        }
    }

    #[test]
    fn text_that_would_be_written_otherwise_stays_text() {
        for text in [
            "",
            "-",
            "0123",
            "+49",
            "1.50",
            "1.",
            ".5",
            " 1",
            "1\n",
            "1e3",
            "-0",
            "1,5",
            "NaN",
            "9223372036854775808",
            "0.1000000000000000055511151231257827",
        ] {
            assert_eq!(number(text.into()), Value::Text(text.into()), "{text}");
        }
    }

    #[test]
    fn json_that_could_not_be_read_again_is_refused() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(json(&nested(MAX_DEPTH)).is_some());
        assert_eq!(json(&nested(MAX_DEPTH + 1)), None);
        assert_eq!(json(&nested(200)), None);
        assert_eq!(json("{"), None);
    }
}
