//! What a flow and its subflow make of each other, checked while they are compiled.

use flow_model::check::codes::{
    MISSING_PARAMETER, NESTED_SUBFLOW, NEVER_RETURNED, NO_SUBFLOW, UNKNOWN_PARAMETER,
};

use super::Lines;
use super::names::Names;
use crate::flow::{Flow, FlowEntry, FlowShape};

/// What a flow takes and gives where another flow runs it.
pub const fn shape(
    nests: bool,
    takes: Option<&'static [(&'static str, bool)]>,
    gives: &'static [&'static str],
) -> FlowShape {
    FlowShape {
        connected: true,
        nests,
        takes,
        gives: Some(gives),
    }
}

/// The flow `F`, written as `path`, for the tables. As a constant it fails where it cannot run within
/// another or where parameters are missing, and says so.
#[track_caller]
pub const fn subflow<F: Flow>(path: &str, given: &[&str]) -> FlowEntry {
    unconnected(F::SHAPE, path).refuse(&NO_SUBFLOW);
    nested(F::SHAPE, path).refuse(&NESTED_SUBFLOW);
    missing(F::SHAPE, path, given).refuse(&MISSING_PARAMETER);
    FlowEntry::of::<F>()
}

/// A parameter that the flow is given. As a constant it fails where the flow takes no such one.
#[track_caller]
pub const fn parameter<F: Flow>(path: &str, name: &str) {
    unknown(F::SHAPE, path, name).refuse(&UNKNOWN_PARAMETER);
}

/// What a text reads of the flow's variables. As a constant it fails where the flow sets no such one.
#[track_caller]
pub const fn outputs<F: Flow>(path: &str, widget: &str, keys: &[&str]) {
    let mut lines = Lines::new();
    let mut n = 0;
    while n < keys.len() {
        lines = never_set(lines, F::SHAPE, path, widget, keys[n]);
        n += 1;
    }
    lines.refuse(&NEVER_RETURNED);
}

const fn unconnected(shape: FlowShape, path: &str) -> Lines {
    if shape.connected {
        return Lines::new();
    }
    let lines = Lines::new().push("`").push(path);
    lines.push("` cannot run within another flow: let its trigger connect `incoming_parent`")
}

const fn nested(shape: FlowShape, path: &str) -> Lines {
    if !shape.nests {
        return Lines::new();
    }
    let lines = Lines::new().push("`").push(path);
    lines.push("` runs a subflow itself, and subflows nest one level only, as Studio's do")
}

const fn missing(shape: FlowShape, path: &str, given: &[&str]) -> Lines {
    let mut lines = Lines::new();
    let Some(takes) = shape.takes else {
        return lines;
    };
    // A name that is not known may be the one that is meant.
    let mut n = 0;
    while n < given.len() {
        if !Names::Parameters(takes).has(given[n]) {
            return lines;
        }
        n += 1;
    }
    let mut n = 0;
    while n < takes.len() {
        let (name, required) = takes[n];
        if required && !is_given(name, given) {
            lines = lines.line().push("`").push(path);
            lines = lines.push("` needs the parameter `").push(name);
            lines = lines.push("`: add `").push(name).push(": \"…\"`");
        }
        n += 1;
    }
    lines
}

const fn is_given(name: &str, given: &[&str]) -> bool {
    let mut n = 0;
    while n < given.len() {
        if super::same(name, given[n]) {
            return true;
        }
        n += 1;
    }
    false
}

const fn unknown(shape: FlowShape, path: &str, name: &str) -> Lines {
    let lines = Lines::new();
    let Some(takes) = shape.takes else {
        return lines;
    };
    let names = Names::Parameters(takes);
    if names.has(name) {
        return lines;
    }
    let lines = lines.push("`").push(path).push("` takes no parameter `");
    let lines = lines.push(name).push("`: ");
    let none = "it reads nothing of `trigger.parent.parameters`";
    names.meant(lines, name, none, "its parameters are ")
}

const fn never_set(lines: Lines, shape: FlowShape, path: &str, widget: &str, key: &str) -> Lines {
    let Some(gives) = shape.gives else {
        return lines;
    };
    let names = Names::Texts(gives);
    if names.has(key) {
        return lines;
    }
    let lines = lines.line().push("`widgets.").push(widget).push(".");
    let lines = lines.push(key).push("` is always blank, as `").push(path);
    let lines = lines.push("` sets no variable `").push(key).push("`: ");
    names.meant(lines, key, "it sets none", "it sets ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BILLING: FlowShape = shape(
        false,
        Some(&[("account", true), ("language", false), ("order", true)]),
        &["paid", "receipt"],
    );

    #[test]
    fn parameters_that_must_be_given_are_told_each() {
        let said = |given: &[&str]| missing(BILLING, "Billing", given).text().to_owned();
        assert_eq!(
            said(&["language"]),
            "`Billing` needs the parameter `account`: add `account: \"…\"`\n\
             `Billing` needs the parameter `order`: add `order: \"…\"`"
        );
        assert_eq!(said(&["account", "order"]), "");
        assert_eq!(said(&["acount"]), "");
    }

    #[test]
    fn what_cannot_be_a_subflow_is_told() {
        let said = |shape| {
            let (unconnected, nested) = (unconnected(shape, "Billing"), nested(shape, "Billing"));
            (unconnected.text().to_owned(), nested.text().to_owned())
        };
        let deaf =
            "`Billing` cannot run within another flow: let its trigger connect `incoming_parent`";
        let nests =
            "`Billing` runs a subflow itself, and subflows nest one level only, as Studio's do";
        assert_eq!(said(FlowShape::NONE), (deaf.to_owned(), String::new()));
        assert_eq!(
            said(shape(true, None, &[])),
            (String::new(), nests.to_owned())
        );
        assert_eq!(said(FlowShape::ANY), (String::new(), String::new()));
    }

    #[test]
    fn what_it_does_not_take_or_give_is_told_with_what_may_be_meant() {
        assert_eq!(
            unknown(BILLING, "Billing", "acount").text(),
            "`Billing` takes no parameter `acount`: did you mean `account`?"
        );
        let never = never_set(Lines::new(), BILLING, "Billing", "bill", "total");
        assert_eq!(
            never.text(),
            "`widgets.bill.total` is always blank, as `Billing` sets no variable `total`: \
             it sets `paid` and `receipt`"
        );
        assert_eq!(unknown(FlowShape::ANY, "Billing", "x").text(), "");
        assert_eq!(
            never_set(Lines::new(), FlowShape::ANY, "Billing", "bill", "x").text(),
            ""
        );
    }
}
