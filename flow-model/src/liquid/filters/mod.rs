//! The filters: Shopify's set of 2014, which Studio's documentation describes, and `to_json`.
//!
//! None fails: what does not fit is coerced as Ruby's Liquid coerces it, or gives nil.

use std::borrow::Cow;

use super::display::text_of;
use crate::{Text, Value};

mod date;
mod list;
mod number;
mod text;

/// The largest value, in bytes, that a filter may make: what an execution may hold in all.
pub(super) const LARGEST: usize = 1 << 20;

/// A filter, and how many arguments it takes.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    run: Run,
}

/// Nothing where the result would be larger than [`LARGEST`].
type Run = fn(&Value, &Arguments<'_>) -> Option<Value>;

/// What a filter is given beside its input.
pub(super) struct Arguments<'a> {
    pub(super) values: Vec<Cow<'a, Value>>,
    /// Milliseconds since the Unix epoch.
    pub(super) now: i64,
}

impl Arguments<'_> {
    fn value(&self, index: usize) -> &Value {
        self.values.get(index).map_or(&Value::Nil, AsRef::as_ref)
    }

    fn text(&self, index: usize) -> Cow<'_, str> {
        text_of(self.value(index))
    }

    fn integer(&self, index: usize) -> Option<i64> {
        self.value(index).as_integer()
    }
}

impl Filter {
    /// The filter of that name.
    pub(super) fn named(name: &str) -> Option<&'static Filter> {
        FILTERS.iter().find(|filter| filter.name == name)
    }

    /// What the filter makes of a value; nothing where that would be too large.
    pub(super) fn run(&self, input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
        (self.run)(input, arguments)
    }

    /// Whether it computes with its input, so that an unset counter counts as 0.
    pub(super) fn is_arithmetic(&self) -> bool {
        [
            "plus",
            "minus",
            "times",
            "divided_by",
            "modulo",
            "abs",
            "round",
            "ceil",
            "floor",
        ]
        .contains(&self.name)
    }
}

const fn filter(name: &'static str, least: usize, most: usize, run: Run) -> Filter {
    Filter {
        name,
        least,
        most,
        run,
    }
}

/// Every filter, in alphabetical order.
pub(super) static FILTERS: &[Filter] = &[
    filter("abs", 0, 0, number::abs),
    filter("append", 1, 1, text::append),
    filter("at_least", 1, 1, number::at_least),
    filter("at_most", 1, 1, number::at_most),
    filter("capitalize", 0, 0, text::capitalize),
    filter("ceil", 0, 0, number::ceil),
    filter("compact", 0, 1, list::compact),
    filter("concat", 1, 1, list::concat),
    filter("date", 1, 1, date::date),
    filter("default", 1, 1, default),
    filter("divided_by", 1, 1, number::divided_by),
    filter("downcase", 0, 0, text::downcase),
    filter("escape", 0, 0, text::escape),
    filter("escape_once", 0, 0, text::escape_once),
    filter("first", 0, 0, list::first),
    filter("floor", 0, 0, number::floor),
    filter("join", 0, 1, list::join),
    filter("last", 0, 0, list::last),
    filter("lstrip", 0, 0, text::lstrip),
    filter("map", 1, 1, list::map),
    filter("minus", 1, 1, number::minus),
    filter("modulo", 1, 1, number::modulo),
    filter("newline_to_br", 0, 0, text::newline_to_br),
    filter("plus", 1, 1, number::plus),
    filter("prepend", 1, 1, text::prepend),
    filter("remove", 1, 1, text::remove),
    filter("remove_first", 1, 1, text::remove_first),
    filter("replace", 1, 2, text::replace),
    filter("replace_first", 1, 2, text::replace_first),
    filter("reverse", 0, 0, list::reverse),
    filter("round", 0, 1, number::round),
    filter("rstrip", 0, 0, text::rstrip),
    filter("size", 0, 0, size),
    filter("slice", 1, 2, slice),
    filter("sort", 0, 1, list::sort),
    filter("sort_natural", 0, 1, list::sort_natural),
    filter("split", 1, 1, text::split),
    filter("strip", 0, 0, text::strip),
    filter("strip_html", 0, 0, text::strip_html),
    filter("strip_newlines", 0, 0, text::strip_newlines),
    filter("times", 1, 1, number::times),
    filter("to_json", 0, 0, to_json),
    filter("truncate", 0, 2, text::truncate),
    filter("truncatewords", 0, 2, text::truncatewords),
    filter("uniq", 0, 0, list::uniq),
    filter("upcase", 0, 0, text::upcase),
    filter("url_decode", 0, 0, text::url_decode),
    filter("url_encode", 0, 0, text::url_encode),
    filter("where", 1, 2, list::where_),
];

/// Text, if it is not too large.
fn text(text: String) -> Option<Value> {
    (text.len() <= LARGEST).then(|| Value::Text(Text::from(text)))
}

fn default(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let unset = match input {
        Value::Nil | Value::Flag(false) => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
        _ => false,
    };
    Some(if unset {
        arguments.value(0).clone()
    } else {
        input.clone()
    })
}

fn size(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    let size = match input {
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        _ => text_of(input).chars().count(),
    };
    Some(Value::Integer(i64::try_from(size).unwrap_or(i64::MAX)))
}

/// `slice: from` or `slice: from, length`, of characters or items; from the end where negative.
fn slice(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let from = arguments.integer(0).unwrap_or(0);
    let length = arguments.integer(1).unwrap_or(1);
    if let Value::List(items) = input {
        let (from, length) = within(from, length, items.len());
        let items = items.iter().skip(from).take(length).cloned();
        return Some(Value::List(items.collect()));
    }
    let whole = text_of(input);
    let (from, length) = within(from, length, whole.chars().count());
    text(whole.chars().skip(from).take(length).collect())
}

fn within(from: i64, length: i64, size: usize) -> (usize, usize) {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    let from = if from < 0 {
        from.saturating_add(size)
    } else {
        from
    };
    if from < 0 {
        return (0, 0);
    }
    let positive = |number: i64| usize::try_from(number).unwrap_or(0);
    (positive(from), positive(length))
}

/// As Studio has it: a whole object as JSON text, to put into a body.
fn to_json(input: &Value, _: &Arguments<'_>) -> Option<Value> {
    text(input.to_string())
}
