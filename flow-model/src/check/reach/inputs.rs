//! Which inputs an arm accepts, and when one accepts all that another does.
//!
//! Only what is certain is said: `false` may also mean "nobody knows".

use crate::catalogue::{Arity, Operator};
use crate::check::values::is_sound;
use crate::condition::{Condition, Decimal, Subject, date, entries, fold, time};

/// The inputs that an arm accepts.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    pub(super) set: Set,
    /// It accepts all but the set.
    pub(super) negated: bool,
}

/// A set of inputs; texts are folded, as [`Condition`] compares them.
#[derive(Clone, Debug)]
pub(super) enum Set {
    /// These texts; the empty one is a blank input.
    OneOf(Vec<String>),
    Contains(String),
    StartsWith(String),
    /// What the pattern matches, as written.
    Matches(String),
    /// What is compared with a number, a time or a date.
    Beyond(Bound),
}

/// A bound of an order.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// The operator: bounds of one operator are in one order.
    operator: &'static str,
    limit: String,
    condition: Condition,
}

impl Inputs {
    /// What an operator accepts; `None` where its arguments do not fit it.
    pub(super) fn new(operator: &'static Operator, arguments: &[&str]) -> Option<Self> {
        let fits = match operator.arity {
            Arity::None => arguments.is_empty(),
            Arity::One => arguments.len() == 1,
            Arity::Many => !arguments.is_empty(),
        };
        if !fits {
            return None;
        }
        let text = arguments.first().map_or("", |text| text.trim());
        let folded = || fold(text).into_owned();
        let any_of = || entries(arguments).map(|entry| fold(entry).into_owned());
        let (negated, set) = match operator.word {
            "equal_to" => (false, Set::OneOf(vec![folded()])),
            "not_equal_to" => (true, Set::OneOf(vec![folded()])),
            "matches_any_of" => (false, Set::OneOf(any_of().collect())),
            "does_not_match_any_of" => (true, Set::OneOf(any_of().collect())),
            "is_blank" => (false, Set::OneOf(vec![String::new()])),
            "is_not_blank" => (true, Set::OneOf(vec![String::new()])),
            "contains" => (false, Set::Contains(folded())),
            "does_not_contain" => (true, Set::Contains(folded())),
            "starts_with" => (false, Set::StartsWith(folded())),
            "does_not_start_with" => (true, Set::StartsWith(folded())),
            "regex" if is_sound(text) => (false, Set::Matches(text.to_owned())),
            word => (false, Set::Beyond(Bound::new(word, text)?)),
        };
        let accepts_nothing = matches!(&set, Set::OneOf(texts) if texts.is_empty());
        (!accepts_nothing).then_some(Inputs { set, negated })
    }

    /// Whether it surely accepts every input that another accepts.
    pub(super) fn cover(&self, other: &Inputs) -> bool {
        match (self.negated, other.negated) {
            (false, false) => self.set.covers(&other.set),
            (true, true) => other.set.covers(&self.set),
            (true, false) => self.set.excludes(&other.set),
            (false, true) => self.set.is_everything(),
        }
    }

    /// Whether it surely accepts this input.
    pub(super) fn accept(&self, input: &str) -> bool {
        self.set.accepts(input) == Some(!self.negated)
    }
}

impl Set {
    /// Whether a folded input is in it; `None` where only an engine can tell.
    fn accepts(&self, input: &str) -> Option<bool> {
        match self {
            Set::OneOf(texts) => Some(texts.iter().any(|text| text == input)),
            Set::Contains(part) => Some(input.contains(part.as_str())),
            Set::StartsWith(start) => Some(input.starts_with(start.as_str())),
            Set::Matches(_) => None,
            Set::Beyond(bound) => Some(bound.condition.holds(&Subject::new(input))),
        }
    }

    fn is_everything(&self) -> bool {
        matches!(self, Set::Contains(part) | Set::StartsWith(part) if part.is_empty())
    }

    /// Whether all of `other` is surely in it.
    fn covers(&self, other: &Set) -> bool {
        self.is_everything()
            || match (self, other) {
                (own, Set::OneOf(texts)) => {
                    texts.iter().all(|text| own.accepts(text) == Some(true))
                }
                (Set::Contains(a), Set::Contains(b) | Set::StartsWith(b)) => b.contains(a.as_str()),
                (Set::StartsWith(a), Set::StartsWith(b)) => b.starts_with(a.as_str()),
                (Set::Beyond(a), Set::Beyond(b)) => a.covers(b),
                (Set::Matches(a), Set::Matches(b)) => a == b,
                _ => false,
            }
    }

    /// Whether nothing of `other` is in it, surely.
    fn excludes(&self, other: &Set) -> bool {
        match (self, other) {
            (Set::OneOf(texts), set) | (set, Set::OneOf(texts)) => {
                texts.iter().all(|text| set.accepts(text) == Some(false))
            }
            (Set::StartsWith(a), Set::StartsWith(b)) => {
                !a.starts_with(b.as_str()) && !b.starts_with(a.as_str())
            }
            _ => false,
        }
    }
}

impl Bound {
    fn new(operator: &'static str, limit: &str) -> Option<Self> {
        let is_read = match operator {
            "less_than" | "greater_than" => Decimal::new(limit).is_some(),
            "is_before_time" | "is_after_time" => time(limit).is_some(),
            "is_before_date" | "is_after_date" => date(limit).is_some(),
            _ => false,
        };
        Some(Bound {
            operator,
            limit: is_read.then(|| limit.to_owned())?,
            condition: Condition::new(operator, &[limit])?,
        })
    }

    /// Whether all beyond another bound of the same operator is beyond this one: they are the same,
    /// or that one's limit is itself beyond this one.
    fn covers(&self, other: &Bound) -> bool {
        let same = || match (Decimal::new(&self.limit), Decimal::new(&other.limit)) {
            (Some(limit), Some(other)) => limit == other,
            _ => self.limit == other.limit,
        };
        let beyond = || self.condition.holds(&Subject::new(&other.limit));
        self.operator == other.operator && (same() || beyond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::operator;

    fn inputs(written: &str) -> Inputs {
        let (word, argument) = written.split_once(' ').unwrap_or((written, ""));
        let arguments: Vec<_> = argument.split('|').collect();
        let operator = operator(word).unwrap();
        match operator.arity {
            Arity::None => Inputs::new(operator, &[]).unwrap(),
            _ => Inputs::new(operator, &arguments).unwrap(),
        }
    }

    #[track_caller]
    fn covers(earlier: &str, later: &str) -> bool {
        inputs(earlier).cover(&inputs(later))
    }

    #[test]
    fn one_covers_the_other() {
        for (earlier, later) in [
            ("equal_to Yes", "equal_to  yes "),
            ("matches_any_of a|b|c", "matches_any_of c|a"),
            ("contains a", "contains cab"),
            ("contains A", "starts_with xa"),
            ("contains a", "equal_to bad"),
            ("contains", "does_not_contain x"),
            ("starts_with", "regex .*"),
            ("starts_with su", "starts_with support"),
            ("is_not_blank", "contains a"),
            ("is_not_blank", "less_than 3"),
            ("is_not_blank", "is_before_time 12:00"),
            ("is_not_blank", "not_equal_to"),
            ("not_equal_to a", "does_not_match_any_of a|b"),
            ("does_not_contain ab", "does_not_contain a"),
            ("does_not_start_with a", "starts_with b"),
            ("not_equal_to a", "equal_to b"),
            ("not_equal_to a", "contains b"),
            ("does_not_match_any_of 1|2", "greater_than 2"),
            ("less_than 10", "less_than 3"),
            ("less_than 10", "equal_to 3"),
            ("greater_than 3", "greater_than 3.0"),
            ("is_before_date 2026-02-01", "is_before_date 2026-01-01"),
            ("is_after_time 09:00", "is_after_time 17:00"),
            ("regex [a-z]+", "regex [a-z]+"),
        ] {
            assert!(covers(earlier, later), "{earlier} covers {later}");
        }
    }

    #[test]
    fn one_leaves_something_to_the_other() {
        for (earlier, later) in [
            ("equal_to yes", "equal_to yess"),
            ("equal_to a", "contains a"),
            ("matches_any_of a|b", "matches_any_of b|c"),
            ("contains ab", "contains a"),
            ("starts_with a", "contains a"),
            ("starts_with support", "starts_with su"),
            ("is_not_blank", "equal_to"),
            ("is_not_blank", "does_not_contain a"),
            ("is_not_blank", "regex a*"),
            ("not_equal_to a", "contains a"),
            ("does_not_contain a", "contains b"),
            ("does_not_contain a", "does_not_contain ab"),
            ("does_not_start_with a", "starts_with a"),
            ("less_than 3", "less_than 10"),
            ("less_than 10", "greater_than 3"),
            ("less_than 10", "equal_to x"),
            ("greater_than 3", "equal_to 3"),
            ("is_before_date 2026-01-01", "is_before_date 2026-02-01"),
            ("is_before_time 09:00", "is_after_time 09:00"),
            ("regex [a-z]+", "equal_to a"),
            ("not_equal_to a", "regex b"),
        ] {
            assert!(!covers(earlier, later), "{earlier} does not cover {later}");
        }
    }

    #[test]
    fn arguments_that_do_not_fit_say_nothing() {
        for (word, arguments) in [
            ("equal_to", &["a", "b"][..]),
            ("equal_to", &[]),
            ("is_blank", &["a"]),
            ("less_than", &["abc"]),
            ("is_before_time", &["9:00"]),
        ] {
            let operator = operator(word).unwrap();
            assert!(Inputs::new(operator, arguments).is_none(), "{word}");
        }
    }
}
