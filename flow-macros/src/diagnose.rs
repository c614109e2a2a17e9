//! Findings to `compile_error!`, each at its own token.

use std::ops::Range;

use flow_model::Diagnostic;
use proc_macro2::{Delimiter, Literal, Span, TokenStream};

use crate::literal;
use crate::source::Source;
use crate::tokens::Tokens;

/// How many characters of a source line are shown around a finding in it.
const WIDTH: usize = 80;

/// One `compile_error!` a finding.
pub(crate) fn errors(findings: &[Diagnostic], source: &Source, out: &mut Tokens) {
    for finding in findings {
        error(finding, source, out);
    }
}

fn error(finding: &Diagnostic, source: &Source, out: &mut Tokens) {
    let (mut first, mut last) = source.spans(finding.location);
    let mut message = format!("{} [{}]", finding.message, finding.code.id);
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let mut drawn = String::new();
    if let Some(range) = &finding.range
        && let Some(literal) = source.literal_at(finding.location)
        && let Some(range) = literal::written_range(&literal.to_string(), range.clone())
    {
        // Only a nightly compiler can underline a part of a literal.
        match literal.subspan(range.clone()) {
            Some(span) => (first, last) = (span, span),
            None => drawn = drawing(literal, range),
        }
    }
    message.push_str(&drawn);
    compile_error(&message, first, last, out);
}

/// What to say where `flow!` itself is broken.
pub(crate) fn bug() -> TokenStream {
    let mut out = Tokens::default();
    let message =
        "flow! panicked, which is a bug of flow-macros and not of this flow: please report it";
    compile_error(message, Span::call_site(), Span::call_site(), &mut out);
    out.into_stream()
}

/// `compile_error!` underlining everything from the first span to the last.
pub(crate) fn compile_error(message: &str, first: Span, last: Span, out: &mut Tokens) {
    let mut inside = Tokens::default();
    inside.token(Literal::string(message));
    let mut invocation = Tokens::default();
    invocation
        .text("::core::compile_error!")
        .group(Delimiter::Brace, inside);
    let invocation = invocation.into_stream().into_iter().enumerate();
    out.all(invocation.map(|(n, mut token)| {
        token.set_span(if n == 0 { first } else { last });
        token
    }));
}

/// The line of the literal in which the range begins, with its place and a caret under the range.
fn drawing(literal: &Literal, range: Range<usize>) -> String {
    let (span, written) = (literal.span(), literal.to_string());
    let before = &written[..range.start];
    let start = span.start();
    let line = start.line + before.matches('\n').count();
    let column = match before.rfind('\n') {
        Some(newline) => before[newline + 1..].chars().count(),
        None => start.column + before.chars().count(),
    };
    draw(
        &written,
        range,
        &format!("{}:{line}:{}", span.file(), column + 1),
        &line.to_string(),
    )
}

fn draw(written: &str, range: Range<usize>, place: &str, number: &str) -> String {
    let from = written[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let to = written[from..]
        .find('\n')
        .map_or(written.len(), |at| from + at);
    let line: Vec<char> = written[from..to].trim_end().chars().collect();
    let at = written[from..range.start].chars().count();
    let under = written[range.start..range.end.clamp(range.start, to)]
        .chars()
        .count();
    let (shown, at) = window(&line, at, under);
    let blank = " ".repeat(number.len());
    format!(
        "\n{blank}--> {place}\n{blank} |\n{number} | {shown}\n{blank} | {}{}",
        " ".repeat(at),
        "^".repeat(under.clamp(1, WIDTH)),
    )
}

/// As much of a line as is shown around what is underlined, and where that then begins.
fn window(line: &[char], at: usize, under: usize) -> (String, usize) {
    let indent = line
        .iter()
        .take_while(|c| c.is_whitespace())
        .count()
        .min(at);
    let first = indent.max((at + under.min(WIDTH / 2)).saturating_sub(WIDTH));
    let last = line.len().min(first + WIDTH.max(at - first + under));
    let head = if first > indent { "… " } else { "" };
    let tail = if last < line.len() { " …" } else { "" };
    let shown = line[first.min(last)..last]
        .iter()
        .map(|c| if c.is_whitespace() { ' ' } else { *c });
    (
        head.chars().chain(shown).chain(tail.chars()).collect(),
        at - first + head.chars().count(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(written: &str, needle: &str) -> String {
        let at = written.find(needle).unwrap();
        draw(written, at..at + needle.len(), "src/main.rs:4:20", "4")
    }

    #[test]
    fn the_caret_stands_under_the_very_characters() {
        assert_eq!(
            drawn("\"Dear {{ name | upcse }}\"", "upcse"),
            "\n --> src/main.rs:4:20\n  |\n4 | \"Dear {{ name | upcse }}\"\n  |                 ^^^^^"
        );
    }

    #[test]
    fn only_the_line_of_the_finding_is_shown_without_its_indentation() {
        let drawn = drawn("\"one\n\t  two {{ é | x }}\nthree\"", "x");
        assert!(
            drawn.ends_with("\n4 | two {{ é | x }}\n  |            ^"),
            "{drawn}"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_finding() {
        let written = format!(
            "\"{} {{{{ x | y }}}} {}\"",
            "a".repeat(300),
            "b".repeat(300)
        );
        let drawn = drawn(&written, "y");
        let [line, caret] = drawn.lines().skip(3).collect::<Vec<_>>()[..] else {
            panic!("{drawn}")
        };
        let at = caret.chars().position(|c| c == '^').unwrap();
        assert_eq!(line.chars().nth(at), Some('y'));
        assert!(line.chars().count() < 100, "{line}");
    }

    #[test]
    fn what_goes_on_for_lines_is_underlined_to_the_end_of_the_first() {
        let drawn = drawn("\"{{ a\nb }}\"", "{{ a\nb }}");
        assert!(drawn.ends_with("\n4 | \"{{ a\n  |  ^^^^"), "{drawn}");
    }
}
