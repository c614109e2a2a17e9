//! Patterns of `regex`: what no engine could mean is an error; what the engine here refuses, and
//! Studio's may know, is a lint.

mod scan;

use fancy_regex::CompileError;

use crate::check::codes::{BAD_REGEX, REGEX_NOT_CHECKED};
use crate::check::findings::Findings;
use crate::condition;
use crate::flow::Location;

pub(super) fn check(index: usize, pattern: &str, at: Location, findings: &mut Findings) {
    // An engine takes its time where nothing is optimised, and most patterns are this plain.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'|');
    if pattern.bytes().all(plain) {
        return;
    }
    if let Some(mistake) = scan::mistake(pattern) {
        findings
            .report(&BAD_REGEX, at, mistake.message)
            .of(index)
            .range(mistake.range)
            .help(mistake.help);
    } else if let Err(error) = condition::regex(pattern.trim()) {
        let message = format!(
            "this pattern is not understood here, so its arm never matches: {}",
            reason(&error)
        );
        findings
            .report(&REGEX_NOT_CHECKED, at, message)
            .of(index)
            .help("write it otherwise, unless Studio alone is to understand it");
    }
}

/// Whether some engine can make sense of a pattern.
pub(in crate::check) fn is_sound(pattern: &str) -> bool {
    scan::mistake(pattern).is_none()
}

/// What the engine says in one line; where it draws the pattern, that line is the last.
fn reason(error: &fancy_regex::Error) -> String {
    let syntax = match error {
        fancy_regex::Error::CompileError(error) => match &**error {
            CompileError::InnerError(inner) => inner.syntax_error().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    };
    let text = syntax.unwrap_or_else(|| error.to_string());
    let last = text.lines().last().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
