//! What a function returns and what a flow reads of it, checked while they are compiled.

use flow_model::check::codes::NEVER_RETURNED;

use super::names::Names;
use super::{Lines, same};
use crate::function::{Function, Shape, Shaped};

/// What a text reads of what the function `F`, written as `path`, returns: each as the names under
/// `parsed`. As a constant it fails where there is no such field.
#[track_caller]
pub const fn fields<F: Function>(path: &str, widget: &str, reads: &[&[&str]]) {
    let mut lines = Lines::new();
    let mut n = 0;
    while n < reads.len() {
        lines = unknown(lines, F::Output::SHAPE, path, widget, reads[n]);
        n += 1;
    }
    lines.refuse(&NEVER_RETURNED);
}

/// What to say of a read that leads to no field.
const fn unknown(lines: Lines, shape: Shape, path: &str, widget: &str, read: &[&str]) -> Lines {
    let mut shape = shape;
    let mut n = 0;
    while n < read.len() {
        if let Shape::Maybe(field) = shape {
            shape = *field;
        }
        let fields = match shape {
            Shape::Open | Shape::Maybe(_) => return lines,
            Shape::Scalar => &[],
            Shape::Object(fields) => fields,
        };
        // Of anything Liquid tells how large it is.
        if same(read[n], "size") && n + 1 == read.len() {
            return lines;
        }
        match position(fields, read[n]) {
            Some(field) => shape = fields[field].1,
            None => return say(lines, fields, path, widget, read, n),
        }
        n += 1;
    }
    lines
}

const fn say(
    lines: Lines,
    fields: &[(&'static str, Shape)],
    path: &str,
    widget: &str,
    read: &[&str],
    missing: usize,
) -> Lines {
    let mut lines = lines.line().push("`widgets.").push(widget).push(".parsed");
    let mut n = 0;
    while n < read.len() {
        lines = lines.push(".").push(read[n]);
        n += 1;
    }
    lines = lines.push("` is always blank, as ");
    if missing > 0 {
        lines = lines.push("`").push(read[missing - 1]).push("` of ");
    }
    lines = lines
        .push("what `")
        .push(path)
        .push("` returns has no field `");
    lines = lines.push(read[missing]).push("`: ");
    Names::Fields(fields).meant(lines, read[missing], "it has no fields", "it has ")
}

const fn position(fields: &[(&'static str, Shape)], name: &str) -> Option<usize> {
    let mut n = 0;
    while n < fields.len() {
        if same(fields[n].0, name) {
            return Some(n);
        }
        n += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Shape = Shape::Object(&[("street", Shape::Scalar), ("more", Shape::Open)]);
    const TIME: Shape = Shape::Object(&[("day", Shape::Scalar), ("place", Shape::Maybe(&PLACE))]);

    #[test]
    fn a_read_leads_to_a_field_or_is_told() {
        let said = |read: &[&str]| {
            unknown(Lines::new(), TIME, "Book", "book", read)
                .text()
                .to_owned()
        };
        for read in [
            &["day"][..],
            &["place", "street"],
            &["place", "more", "and", "more"],
            &["day", "size"],
            &["place", "size"],
        ] {
            assert_eq!(said(read), "");
        }
        assert_eq!(
            said(&["days"]),
            "`widgets.book.parsed.days` is always blank, as what `Book` returns has no field `days`: \
             did you mean `day`?"
        );
        assert_eq!(
            said(&["place", "town"]),
            "`widgets.book.parsed.place.town` is always blank, as `place` of what `Book` returns has \
             no field `town`: it has `street` and `more`"
        );
        assert_eq!(
            said(&["day", "hour"]),
            "`widgets.book.parsed.day.hour` is always blank, as `day` of what `Book` returns has no \
             field `hour`: it has no fields"
        );
    }
}
