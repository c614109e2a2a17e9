//! Values that conditions tell apart.

use std::cmp::Ordering;

use flow_model::condition::{Condition, Decimal, Subject};
use flow_model::{Text, Value};

use super::pattern;
use crate::driver::cast;

/// How many entries of one list are tried.
const ENTRIES: usize = 8;

/// How many numbers are told apart, and with how many of them it is computed.
const THRESHOLDS: usize = 40;
const OPERANDS: usize = 4;

/// How long a text may be that is made for its length.
const LONGEST: i64 = 400;

/// What somebody says who does not say what is asked for.
const OTHER: &[&str] = &["something else", "0", "12:00", "2026-01-05", "?"];

/// Values that conditions and templates tell apart, in the order in which they are tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Samples {
    values: Vec<Value>,
    /// Thresholds, of which both sides matter.
    numbers: Vec<f64>,
    times: Vec<Text>,
    dates: Vec<Text>,
    /// What is searched for in a text, of which two may be wanted at once.
    parts: Vec<Text>,
    /// Numbers that filters compute with.
    operands: Vec<f64>,
    /// Whether the length of a text matters.
    is_measured: bool,
    conditions: Vec<Condition>,
}

impl Samples {
    /// What a condition tells apart.
    pub(super) fn condition(&mut self, operator: &str, arguments: &[Text]) {
        let first = arguments.first().cloned().unwrap_or_default();
        match operator {
            "equal_to" | "not_equal_to" => self.literal(&Value::Text(first)),
            "matches_any_of" | "does_not_match_any_of" => {
                let entries = arguments.iter().flat_map(|it| it.split(','));
                let entries = entries.map(str::trim).filter(|it| !it.is_empty());
                for entry in entries.take(ENTRIES) {
                    self.literal(&Value::Text(entry.to_owned().into()));
                }
            }
            "contains" | "does_not_contain" => {
                self.text(first.clone());
                self.text(format!("well, {first} please").into());
                self.parts.push(first);
            }
            "starts_with" | "does_not_start_with" => {
                self.text(first.clone());
                self.text(format!("{first} and more").into());
                self.parts.push(first);
            }
            "is_blank" | "is_not_blank" => self.text(Text::EMPTY),
            "regex" => {
                for text in pattern::samples(&first) {
                    self.text(text.into());
                }
            }
            "less_than" | "greater_than" => self.numbers.extend(number(&first)),
            "is_before_time" | "is_after_time" => self.times.push(first),
            "is_before_date" | "is_after_date" => self.dates.push(first),
            _ => {}
        }
        self.conditions.extend(Condition::new(operator, arguments));
    }

    /// A value that something is compared with.
    pub(super) fn literal(&mut self, value: &Value) {
        match value {
            Value::Integer(number) => self.numbers.push(*number as f64),
            Value::Float(number) => self.numbers.push(*number),
            Value::Text(text) => self.numbers.extend(number(text)),
            _ => {}
        }
        self.value(value.clone());
    }

    /// A value that a filter is given.
    pub(super) fn argument(&mut self, value: &Value) {
        match value {
            Value::Integer(number) => self.operands.push(*number as f64),
            Value::Float(number) => self.operands.push(*number),
            value => self.value(value.clone()),
        }
    }

    /// The length of what is read matters.
    pub(super) fn measured(&mut self) {
        self.is_measured = true;
    }

    fn text(&mut self, text: Text) {
        self.value(Value::Text(text));
    }

    fn value(&mut self, value: Value) {
        if !self.values.contains(&value) {
            self.values.push(value);
        }
    }

    /// As texts, as somebody would write them.
    pub(super) fn texts(mut self, most: usize) -> Vec<Text> {
        self.complete();
        let mut texts: Vec<Text> = Vec::new();
        for value in self.values {
            let text = match value {
                Value::Text(text) => text,
                Value::Nil => Text::EMPTY,
                value => value.to_string().into(),
            };
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts.truncate(most);
        texts
    }

    /// As a program would return them: a number where it is one.
    pub(super) fn values(mut self, most: usize) -> Vec<Value> {
        self.complete();
        let mut values: Vec<Value> = Vec::new();
        for value in self.values {
            let value = match value {
                Value::Text(text) if text == "true" => Value::Flag(true),
                Value::Text(text) if text == "false" => Value::Flag(false),
                Value::Text(text) => cast::number(text),
                value => value,
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values.truncate(most);
        values
    }

    /// Adds what lies between and beyond, and what meets no condition.
    fn complete(&mut self) {
        if let [first, second, ..] = &self.parts[..] {
            let both = format!("{first} {second}");
            self.text(both.into());
        }
        let other = OTHER.iter().copied().find(|text| {
            let subject = Subject::new(text);
            !self.conditions.iter().any(|it| it.holds(&subject))
        });
        self.text(other.unwrap_or(OTHER[0]).into());
        for number in self.told_apart() {
            self.value(number);
        }
        if self.is_measured {
            for length in self.lengths() {
                self.text("x".repeat(length).into());
            }
        }
        let times = between(&mut self.times, "00:00", "23:59", later_time);
        let dates = between(&mut self.dates, "0001-01-01", "9999-12-31", later_date);
        for text in times.into_iter().chain(dates) {
            self.text(text);
        }
    }

    /// Numbers on both sides of every threshold, and between each two.
    fn told_apart(&mut self) -> Vec<Value> {
        self.numbers.truncate(THRESHOLDS);
        let thresholds = self.numbers.clone();
        for operand in std::mem::take(&mut self.operands).iter().take(OPERANDS) {
            for threshold in &thresholds {
                let computed = [
                    threshold + operand,
                    threshold - operand,
                    threshold * operand,
                ];
                self.numbers.extend(computed);
                if *operand != 0.0 {
                    self.numbers.push(threshold / operand);
                }
            }
        }
        let numbers = &mut self.numbers;
        numbers.retain(|number| number.is_finite() && number.abs() < 1e15);
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let mut apart = Vec::new();
        for (n, number) in numbers.iter().enumerate() {
            apart.extend([number - 1.0, *number, number + 1.0]);
            if let Some(next) = numbers.get(n + 1) {
                let middle = (number + next) / 2.0;
                let whole = middle.floor();
                apart.push(if whole > *number { whole } else { middle });
            }
        }
        apart.into_iter().map(plain).collect()
    }

    fn lengths(&self) -> Vec<usize> {
        let around = |number: &f64| {
            let length = *number as i64;
            [length - 1, length, length + 1]
        };
        let lengths = self.numbers.iter().flat_map(around);
        let lengths = lengths.filter(|length| (0..=LONGEST).contains(length));
        lengths.filter_map(|it| usize::try_from(it).ok()).collect()
    }
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    Decimal::new(text)?;
    text.parse().ok()
}

/// Without a fraction where there is none.
fn plain(number: f64) -> Value {
    match number.fract() == 0.0 {
        true => Value::Integer(number as i64),
        false => Value::Float(number),
    }
}

/// Thresholds that are ordered as texts are, with what lies before, between and after them.
fn between(
    thresholds: &mut Vec<Text>,
    least: &'static str,
    most: &'static str,
    later: fn(&str) -> Option<Text>,
) -> Vec<Text> {
    if thresholds.is_empty() {
        return Vec::new();
    }
    thresholds.sort_by(|a, b| match a.len().cmp(&b.len()) {
        Ordering::Equal => a.cmp(b),
        order => order,
    });
    thresholds.dedup();
    let mut all = vec![Text::from(least)];
    for threshold in std::mem::take(thresholds) {
        let after = later(&threshold);
        all.push(threshold);
        all.extend(after);
    }
    all.push(most.into());
    all
}

/// A minute later.
fn later_time(time: &str) -> Option<Text> {
    let (hour, minute) = time.trim().split_once(':')?;
    let minutes = hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()? + 1;
    Some(format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60).into())
}

/// A day later, or on the first of the next month.
fn later_date(date: &str) -> Option<Text> {
    let mut parts = date.trim().splitn(3, '-').map(str::parse::<u32>);
    let mut part = || parts.next()?.ok();
    let (year, month, day) = (part()?, part()?, part()?);
    let (year, month, day) = match (month, day) {
        (_, ..28) => (year, month, day + 1),
        (12, _) => (year + 1, 1, 1),
        _ => (year, month + 1, 1),
    };
    Some(format!("{year:04}-{month:02}-{day:02}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(conditions: &[(&str, &[&'static str])]) -> Vec<String> {
        let mut samples = Samples::default();
        for (operator, arguments) in conditions {
            let arguments: Vec<Text> = arguments.iter().map(|it| Text::from(*it)).collect();
            samples.condition(operator, &arguments);
        }
        let texts = samples.texts(100);
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_condition_is_met_and_missed() {
        let conditions: &[(&str, &[&str])] = &[
            ("equal_to", &["support"]),
            ("not_equal_to", &["support"]),
            ("matches_any_of", &["a, b", "c"]),
            ("does_not_match_any_of", &["a"]),
            ("contains", &["help"]),
            ("does_not_contain", &["help"]),
            ("starts_with", &["hoo"]),
            ("does_not_start_with", &["hoo"]),
            ("is_blank", &[]),
            ("is_not_blank", &[]),
            ("regex", &["[1-5]{3}"]),
            ("less_than", &["10"]),
            ("greater_than", &["10"]),
            ("is_before_time", &["09:30"]),
            ("is_after_time", &["09:30"]),
            ("is_before_date", &["2026-12-31"]),
            ("is_after_date", &["2026-02-28"]),
        ];
        for (operator, arguments) in conditions {
            let condition = Condition::new(operator, arguments).unwrap();
            let texts = texts(&[(operator, arguments)]);
            let met = |wanted| {
                texts
                    .iter()
                    .any(|it| condition.holds(&Subject::new(it)) == wanted)
            };
            assert!(met(true), "{operator} {texts:?}");
            assert!(met(false), "{operator} {texts:?}");
        }
    }

    #[test]
    fn what_lies_between_two_thresholds_is_tried() {
        let texts = texts(&[("greater_than", &["5"]), ("less_than", &["6"])]);
        for text in ["4", "5", "5.5", "6", "7"] {
            assert!(texts.iter().any(|it| it == text), "{text} of {texts:?}");
        }
    }

    #[test]
    fn texts_are_as_long_as_is_asked_for() {
        let mut samples = Samples::default();
        samples.literal(&Value::Integer(3));
        samples.measured();
        let texts = samples.texts(100);
        assert!(texts.iter().any(|text| text == "xxxx"), "{texts:?}");
    }
}
