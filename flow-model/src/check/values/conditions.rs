//! The arguments of a split's operators.

use super::pattern;
use crate::catalogue::{self, Arity, Operator};
use crate::check::codes::{
    ENTRY_WITH_COMMA, NOT_A_DATE, NOT_A_NUMBER, NOT_A_TIME, STALE_SUBJECT, WRONG_ARITY, WRONG_TYPE,
};
use crate::check::context::known;
use crate::check::findings::Findings;
use crate::check::literal::has_liquid;
use crate::condition::{Decimal, date, time};
use crate::flow::{Event, Location, Value, ValueKind, Widget};

pub(super) fn check(index: usize, widget: &Widget, findings: &mut Findings) {
    for arm in &widget.arms {
        let Event::Named { word, arguments } = &arm.event else {
            continue;
        };
        if let Some(operator) = known(word).and_then(catalogue::operator) {
            let arguments = arguments.as_deref().unwrap_or_default();
            arity(index, operator, word.at, arguments.len(), findings);
            for value in arguments {
                argument(index, operator, value, findings);
            }
        }
        if let Some(subject) = &arm.subject {
            stale_subject(index, widget, subject, findings);
        }
    }
}

fn arity(index: usize, operator: &Operator, at: Location, count: usize, findings: &mut Findings) {
    let word = operator.word;
    let (takes, sample) = match (operator.arity, count) {
        (Arity::None, 0) | (Arity::One, 1) | (Arity::Many, 1..) => return,
        (Arity::None, _) => ("nothing", format!("`{word} => …`")),
        (Arity::One, _) => ("one text", format!("`{word}(\"…\") => …`")),
        (Arity::Many, _) => ("one text or more", format!("`{word}(\"…\", \"…\") => …`")),
    };
    let given = match count {
        0 => "none is".to_owned(),
        1 => "one is".to_owned(),
        count => format!("{count} are"),
    };
    let help = match operator.arity {
        Arity::One if count > 1 => {
            format!("write an arm for each: `{word}(\"…\") | {word}(\"…\") => …`")
        }
        _ => format!("write {sample}"),
    };
    findings
        .report(
            &WRONG_ARITY,
            at,
            format!("`{word}` takes {takes}, and {given} given"),
        )
        .of(index)
        .help(help);
}

fn argument(index: usize, operator: &Operator, value: &Value, findings: &mut Findings) {
    let word = operator.word;
    let text = match &value.kind {
        ValueKind::Text(text) if has_liquid(text) => return,
        ValueKind::Text(text) => text,
        ValueKind::Error => return,
        ValueKind::Number(number) => {
            let help = format!("write it in quotes: `{word}(\"{number}\")`");
            return wrong_type(index, word, value.at, help, findings);
        }
        _ => {
            let help = format!("write it as `{word}(\"…\")`");
            return wrong_type(index, word, value.at, help, findings);
        }
    };
    match word {
        "matches_any_of" | "does_not_match_any_of" if text.contains(',') => {
            findings
                .report(
                    &ENTRY_WITH_COMMA,
                    value.at,
                    "this entry holds a comma, and commas separate the entries",
                )
                .of(index)
                .help(format!(
                    "write each entry by itself: {}",
                    entries(word, text)
                ));
        }
        "regex" => pattern::check(index, text, value.at, findings),
        _ => compared(index, word, text, value.at, findings),
    }
}

/// What compares numbers, times or dates is given one.
fn compared(index: usize, word: &str, text: &str, at: Location, findings: &mut Findings) {
    let trimmed = text.trim();
    let (code, what, form) = match word {
        "less_than" | "greater_than" if Decimal::new(trimmed).is_none() => (
            &NOT_A_NUMBER,
            "number",
            "a decimal number, such as `12` or `-0.5`",
        ),
        "is_before_time" | "is_after_time" if time(trimmed).is_none() => (
            &NOT_A_TIME,
            "time",
            "a time of 24 hours as `HH:MM`, such as `09:30`",
        ),
        "is_before_date" | "is_after_date" if date(trimmed).is_none() => (
            &NOT_A_DATE,
            "date",
            "a date as `YYYY-MM-DD`, such as `2026-01-31`",
        ),
        _ => return,
    };
    findings
        .report(
            code,
            at,
            format!("`{word}` compares with {text:?}, which is no {what}"),
        )
        .of(index)
        .help(format!("give it {form}"));
}

fn entries(word: &str, text: &str) -> String {
    let entries: Vec<_> = text
        .split(',')
        .map(|entry| format!("{:?}", entry.trim()))
        .collect();
    format!("`{word}({})`", entries.join(", "))
}

fn wrong_type(index: usize, word: &str, at: Location, help: String, findings: &mut Findings) {
    findings
        .report(&WRONG_TYPE, at, format!("`{word}` takes a text in quotes"))
        .of(index)
        .help(help);
}

fn stale_subject(index: usize, widget: &Widget, subject: &Value, findings: &mut Findings) {
    let input = widget
        .property("input")
        .map(|property| &property.value.kind);
    if let (Some(ValueKind::Text(input)), ValueKind::Text(tested)) = (input, &subject.kind)
        && input.trim() != tested.trim()
    {
        let message =
            format!("this condition tests {tested:?}, and the input of its split is {input:?}");
        findings
            .report(&STALE_SUBJECT, subject.at, message)
            .of(index)
            .help("leave `#[subject(…)]` out to test the input");
    }
}
