//! What to say of a name that nobody knows: the nearest one that is known, or all of a few.

/// How alike two names are when one may be a slip of the other: Jaro–Winkler, as rustc's kin use it.
const NEAR: f64 = 0.8;

/// A list up to this length is told whole: the properties of a message are.
const FEW: usize = 12;

/// The known names that may have been meant, the nearest first.
pub fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut near: Vec<_> = known
        .into_iter()
        .map(|known| (likeness(name, known), known))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().map(|(_, known)| known).collect()
}

fn likeness(name: &str, known: &str) -> f64 {
    if name.eq_ignore_ascii_case(known) {
        1.0
    } else {
        strsim::jaro_winkler(name, known)
    }
}

/// What to do about a name that is not known: the nearest, else the whole list where it is short.
/// `what` introduces the list: "`send_message` leaves by".
pub(super) fn help<'a>(
    near: &[&str],
    what: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    if let Some(nearest) = near.first() {
        return Some(format!("did you mean `{nearest}`?"));
    }
    let known: Vec<_> = known.into_iter().take(FEW + 1).collect();
    match known.len() {
        0 => None,
        1 => Some(format!("there is only `{}`", known[0])),
        2..=FEW => Some(format!("{what} {}", list(known, "and"))),
        _ => None,
    }
}

/// "`a`, `b` or `c`".
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>, joined_by: &str) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {joined_by} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_comes_first_and_the_unlike_not_at_all() {
        let known = ["apologise", "explain", "explains", "confirm"];
        assert_eq!(near("expalin", known), ["explain", "explains"]);
        assert!(near("greet", known).is_empty());
        assert_eq!(near("End", ["spend", "end"]), ["end"]);
    }

    #[test]
    fn a_short_list_is_told_and_a_long_one_not() {
        let help = |known: &[&'static str]| help(&[], "there are", known.iter().copied());
        assert_eq!(
            help(&["a", "b", "c"]).unwrap(),
            "there are `a`, `b` and `c`"
        );
        assert_eq!(help(&["a"]).unwrap(), "there is only `a`");
        assert_eq!(help(&["x"; 13]), None);
        assert_eq!(help(&[]), None);
    }
}
