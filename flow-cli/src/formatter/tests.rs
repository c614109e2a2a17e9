use expect_test::Expect;

use super::*;

mod comments;
mod lines;
mod refusals;

#[track_caller]
fn check(source: &str, expected: Expect) {
    let once = format(source).unwrap();
    expected.assert_eq(&once);
    assert_eq!(format(&once).unwrap(), once, "laid out twice");
}

/// Checks the lines of one widget.
#[track_caller]
fn check_lines(lines: &str, expected: Expect) {
    let whole = format!("flow! {{ flow F {{ split_based_on w {{ {lines}\n}} }} }}");
    let (before, after) = (
        "flow! {\n    flow F {\n        split_based_on w {\n",
        "\n        }\n    }\n}",
    );
    let once = format(&whole).unwrap();
    let inside = once
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    let lines: Vec<_> = inside.unwrap_or(&once).lines().collect();
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix("            ").unwrap_or(line))
        .collect::<Vec<_>>();
    expected.assert_eq(&lines.join("\n"));
    assert_eq!(format(&once).unwrap(), once, "laid out twice");
}

#[track_caller]
fn check_error(source: &str, expected: Expect) {
    let errors = format(source).unwrap_err();
    let said = errors.iter().map(|error| {
        let help = error
            .help
            .as_ref()
            .map_or_else(String::new, |help| format!("; {help}"));
        let meant = &source[error.range.clone()];
        format!("{meant:?} at {}: {error}{help}", error.range.start)
    });
    expected.assert_eq(&said.collect::<Vec<_>>().join("\n"));
}
