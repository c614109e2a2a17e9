//! The conditions of a split: what Studio's 17 operators mean.
//!
//! Both sides are trimmed, and case is ignored.

use std::borrow::Cow;
use std::cmp::Ordering;

use fancy_regex::{Regex, RegexBuilder};

/// A condition with its arguments at hand: made once, tested many times.
#[derive(Clone, Debug)]
pub struct Condition {
    test: Test,
    negated: bool,
}

#[derive(Clone, Debug)]
enum Test {
    Equal(String),
    AnyOf(Vec<String>),
    Contains(String),
    StartsWith(String),
    Blank,
    /// None where the engine refuses the pattern: it matches nothing.
    Regex(Option<Regex>),
    Decimal(Ordering, String),
    Time(Ordering, Option<Time>),
    Date(Ordering, Option<Date>),
}

/// What a split tests, trimmed and without case.
#[derive(Clone, Debug)]
pub struct Subject<'t> {
    trimmed: &'t str,
    folded: Cow<'t, str>,
}

impl<'t> Subject<'t> {
    /// The subject that a split's input rendered to.
    pub fn new(text: &'t str) -> Self {
        let trimmed = text.trim();
        Subject {
            trimmed,
            folded: fold(trimmed),
        }
    }
}

impl Condition {
    /// The condition of an operator, as `flow!` and Studio call it, with its rendered arguments.
    /// None: there is no such operator.
    pub fn new<S: AsRef<str>>(operator: &str, arguments: &[S]) -> Option<Condition> {
        let argument = arguments.first().map_or("", |first| first.as_ref().trim());
        let folded = || fold(argument).into_owned();
        let any_of = || entries(arguments).map(|entry| fold(entry).into_owned());
        let decimal = || argument.to_owned();
        let (test, negated) = match operator {
            "equal_to" => (Test::Equal(folded()), false),
            "not_equal_to" => (Test::Equal(folded()), true),
            "matches_any_of" => (Test::AnyOf(any_of().collect()), false),
            "does_not_match_any_of" => (Test::AnyOf(any_of().collect()), true),
            "contains" => (Test::Contains(folded()), false),
            "does_not_contain" => (Test::Contains(folded()), true),
            "starts_with" => (Test::StartsWith(folded()), false),
            "does_not_start_with" => (Test::StartsWith(folded()), true),
            "is_blank" => (Test::Blank, false),
            "is_not_blank" => (Test::Blank, true),
            "regex" => (Test::Regex(regex(argument).ok()), false),
            "less_than" => (Test::Decimal(Ordering::Less, decimal()), false),
            "greater_than" => (Test::Decimal(Ordering::Greater, decimal()), false),
            "is_before_time" => (Test::Time(Ordering::Less, time(argument)), false),
            "is_after_time" => (Test::Time(Ordering::Greater, time(argument)), false),
            "is_before_date" => (Test::Date(Ordering::Less, date(argument)), false),
            "is_after_date" => (Test::Date(Ordering::Greater, date(argument)), false),
            _ => return None,
        };
        Some(Condition { test, negated })
    }

    /// Whether it is true of a subject. Where a number, a time or a date is malformed, on either
    /// side, it is false.
    pub fn holds(&self, subject: &Subject<'_>) -> bool {
        self.test.holds(subject) != self.negated
    }
}

impl Test {
    fn holds(&self, subject: &Subject<'_>) -> bool {
        let Subject { trimmed, folded } = subject;
        match self {
            Test::Equal(text) => folded == text,
            Test::AnyOf(texts) => texts.iter().any(|text| folded == text),
            Test::Contains(text) => folded.contains(text.as_str()),
            Test::StartsWith(text) => folded.starts_with(text.as_str()),
            Test::Blank => trimmed.is_empty(),
            // More backtracking than the limit allows is no match.
            Test::Regex(regex) => regex
                .as_ref()
                .is_some_and(|regex| regex.is_match(*trimmed).unwrap_or(false)),
            Test::Decimal(order, limit) => {
                compared(Decimal::new(trimmed), Decimal::new(limit)) == Some(*order)
            }
            Test::Time(order, limit) => compared(time(trimmed), *limit) == Some(*order),
            Test::Date(order, limit) => compared(date(trimmed), *limit) == Some(*order),
        }
    }
}

fn compared<T: Ord>(left: Option<T>, right: Option<T>) -> Option<Ordering> {
    Some(left?.cmp(&right?))
}

/// The text without case, as Java's `equalsIgnoreCase` sees it: upper and then lower, a character
/// at a time. Text that has none is not copied.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        let upper = text.chars().flat_map(char::to_uppercase);
        Cow::Owned(upper.flat_map(char::to_lowercase).collect())
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The entries of a list: separated by commas, trimmed, blank ones left out.
pub(crate) fn entries<S: AsRef<str>>(arguments: &[S]) -> impl Iterator<Item = &str> {
    arguments
        .iter()
        .flat_map(|argument| argument.as_ref().split(','))
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// How much a pattern may backtrack before it counts as no match.
const BACKTRACK_LIMIT: usize = 100_000;

/// The pattern as the operator `regex` uses it: against the whole text, ignoring case. The error:
/// why the engine refuses it.
pub(crate) fn regex(pattern: &str) -> Result<Regex, fancy_regex::Error> {
    // By itself first: `a)|(b` would be a pattern in the parentheses below.
    Regex::new(pattern)?;
    RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
        .case_insensitive(true)
        .backtrack_limit(BACKTRACK_LIMIT)
        .build()
}

/// A decimal number, compared exactly however many digits it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal<'t> {
    negative: bool,
    /// Without leading zeros.
    whole: &'t str,
    /// Without trailing zeros.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// Reads `12`, `-0.5`, `+3.`, `.25`; nothing else is a number, so no exponent either.
    pub fn new(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let zero = whole.is_empty() && fraction.is_empty();
        Some(Decimal {
            negative: text.starts_with('-') && !zero,
            whole,
            fraction,
        })
    }

    fn magnitude(&self) -> (usize, &str, &str) {
        (self.whole.len(), self.whole, self.fraction)
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude().cmp(&other.magnitude()),
            (true, true) => other.magnitude().cmp(&self.magnitude()),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

pub(crate) type Time = (u32, u32);
pub(crate) type Date = (u32, u32, u32);

/// `HH:MM`, 24 hours, zero-padded.
pub(crate) fn time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let time = (digits(hour, 2)?, digits(minute, 2)?);
    (time.0 < 24 && time.1 < 60).then_some(time)
}

/// `YYYY-MM-DD`, zero-padded.
pub(crate) fn date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
    (1..=days(year, month))
        .contains(&day)
        .then_some((year, month, day))
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let exact = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    exact.then(|| text.parse().ok())?
}

/// How many days a month has; none for a month that there is not.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    fn holds(operator: &str, subject: &str, arguments: &[&str]) -> bool {
        Condition::new(operator, arguments)
            .unwrap_or_else(|| panic!("{operator} is an operator"))
            .holds(&Subject::new(subject))
    }

    /// Subjects, each with an argument.
    type Cases = &'static [(&'static str, &'static str)];

    /// Each row: the operator, what it is true of, what it is false of.
    const TABLE: &[(&str, Cases, Cases)] = &[
        (
            "equal_to",
            &[
                (" Support\n", "sUPPORT "),
                ("", " "),
                ("ΟΔΟΣ", "οδος"),
                ("STRASSE", "straße"),
            ],
            &[("support me", "support"), ("1", "1.0")],
        ),
        ("not_equal_to", &[("a", "b"), ("", "b")], &[(" A ", "a")]),
        (
            "matches_any_of",
            &[("Yup", "yes, yeah , yup"), (" yes", "yes")],
            &[
                ("ye", "yes, yeah"),
                ("", "yes,,no"),
                ("yes, yeah", "yes, yeah"),
            ],
        ),
        (
            "does_not_match_any_of",
            &[("ye", "yes, yeah"), ("", "yes,,no")],
            &[("YEAH", "yes, yeah")],
        ),
        (
            "contains",
            &[("aab", "aa"), ("aab", "A"), ("x", "")],
            &[("ab", "ba"), ("", "a")],
        ),
        ("does_not_contain", &[("ab", "ba")], &[("aab", "A")]),
        (
            "starts_with",
            &[(" Hoot", "hoo"), ("x", "")],
            &[("a hoot", "hoo")],
        ),
        (
            "does_not_start_with",
            &[("a hoot", "hoo")],
            &[(" Hoot", "hoo")],
        ),
        ("is_blank", &[("", "x"), (" \t\n", "x")], &[("0", "x")]),
        ("is_not_blank", &[("0", "")], &[(" ", "")]),
        (
            "regex",
            &[
                ("3", "[1-5]"),
                (" YES ", "yes|no"),
                ("ab12", r"(?=.*\d)\w+"),
                ("", ".*"),
            ],
            &[
                ("6", "[1-5]"),
                ("35", "[1-5]"),
                ("yes!", "yes|no"),
                ("a", "("),
                ("a", "a)|(a"),
            ],
        ),
        (
            "less_than",
            &[
                ("9", "10"),
                ("-10", "-9"),
                ("-1", "0"),
                ("0.1", "0.11"),
                (" 2. ", "2.5"),
                (".5", "1"),
                ("9007199254740992", "9007199254740993"),
            ],
            &[
                ("10", "9"),
                ("1", "1.0"),
                ("-0", "0"),
                ("a", "1"),
                ("1", ""),
                ("1e0", "2"),
                ("", "1"),
                (".", "1"),
            ],
        ),
        (
            "greater_than",
            &[
                ("10", "9"),
                ("+3", "2.999"),
                ("0.30000000000000001", "0.3"),
                ("007", "6"),
            ],
            &[
                ("9", "10"),
                ("2.0", "2"),
                ("1,000", "5"),
                ("ten", "5"),
                ("--1", "-5"),
            ],
        ),
        (
            "is_before_time",
            &[("08:59", "09:00"), ("00:00", "23:59")],
            &[
                ("09:00", "09:00"),
                ("9:00", "10:00"),
                ("24:00", "24:30"),
                ("08:60", "09:00"),
                ("", "09:00"),
            ],
        ),
        (
            "is_after_time",
            &[("17:31", "17:30")],
            &[("17:30", "17:30"), ("17:31", "5pm"), ("1731", "17:30")],
        ),
        (
            "is_before_date",
            &[("2024-02-29", "2024-03-01"), ("0999-12-31", "1000-01-01")],
            &[
                ("2023-02-29", "2024-03-01"),
                ("2024-13-01", "2025-01-01"),
                ("2024-1-1", "2025-01-01"),
                ("2100-02-29", "2101-01-01"),
            ],
        ),
        (
            "is_after_date",
            &[("2024-03-01", "2024-02-29")],
            &[("2024-03-01", "2024-03-01"), ("2024-04-00", "2024-03-01")],
        ),
    ];

    #[test]
    fn operators_are_studios() {
        for (operator, trues, falses) in TABLE {
            for (subject, argument) in *trues {
                assert!(
                    holds(operator, subject, &[argument]),
                    "{subject:?} {operator} {argument:?}"
                );
            }
            for (subject, argument) in *falses {
                assert!(
                    !holds(operator, subject, &[argument]),
                    "not {subject:?} {operator} {argument:?}"
                );
            }
        }
    }

    #[test]
    fn every_operator_of_the_catalogue_has_its_meaning() {
        for operator in catalogue::OPERATORS {
            assert!(
                Condition::new(operator.word, &["1"]).is_some(),
                "{}",
                operator.word
            );
            assert!(
                TABLE.iter().any(|row| row.0 == operator.word),
                "{}",
                operator.word
            );
        }
        assert!(Condition::new("resembles", &["1"]).is_none());
    }

    #[test]
    fn several_arguments_are_one_list() {
        assert!(holds("matches_any_of", "c", &["a", "b, C"]));
        assert!(!holds("does_not_match_any_of", "c", &["a", "b, c"]));
        assert!(holds("is_blank", "", &[]));
    }

    #[test]
    fn a_pattern_that_backtracks_for_ever_does_not_match() {
        let subject = "a".repeat(60);
        assert!(!holds("regex", &subject, &[r"(a|a)*(?=b)"]));
    }
}
