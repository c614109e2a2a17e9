//! The error index: from what a person asks for to its page.

use std::fmt;

use super::codes::{PAGES, code};
use super::near;
use super::{CODES, Code};

/// So many names are offered for one that is not known.
const OFFERED: usize = 3;

impl Code {
    /// Its page of the error index, in Markdown: what it means when a conversation runs, a flow that
    /// earns it, and what to write instead.
    pub fn page(&self) -> &'static str {
        let place = CODES.iter().position(|code| code.id == self.id);
        let page = place.and_then(|place| PAGES.get(place));
        page.copied().unwrap_or_default()
    }
}

/// The code that is asked for: by itself, `F0203`, or by its name, `dangling_event`; as it is
/// printed, `[F0203]`, and in either case too. Its page is [`Code::page`].
pub fn find(asked: &str) -> Result<&'static Code, Unknown> {
    let word = normal(asked);
    let is_meant = |code: &&&Code| code.name == word || code.id.eq_ignore_ascii_case(&word);
    match CODES.iter().find(is_meant) {
        Some(code) => Ok(code),
        None => Err(Unknown {
            asked: asked.trim().to_owned(),
            near: nearest(&word),
        }),
    }
}

/// As codes and names are written here: elsewhere a lint is also written with hyphens.
fn normal(asked: &str) -> String {
    let word = asked.trim().trim_start_matches('[').trim_end_matches(']');
    word.trim().to_lowercase().replace(['-', ' '], "_")
}

fn nearest(word: &str) -> Vec<&'static Code> {
    // Numbers are all alike, so only the letter before one is taken for a slip.
    let number = word.trim_start_matches(|first: char| first.is_ascii_alphabetic());
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        let bears = |code: &&Code| code.id.trim_start_matches('F') == number;
        return CODES.iter().copied().filter(bears).collect();
    }
    let names = near::near(word, CODES.iter().map(|code| code.name));
    names.into_iter().take(OFFERED).filter_map(code).collect()
}

/// What was asked for is no code, and no name of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As it was asked.
    pub asked: String,
    /// The codes that may have been meant, the nearest first.
    pub near: Vec<&'static Code>,
}

impl std::error::Error for Unknown {}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the error index has no page `{}`: ", self.asked)?;
        for (place, code) in self.near.iter().enumerate() {
            f.write_str(match place {
                0 => "did you mean ",
                _ if place + 1 == self.near.len() => " or ",
                _ => ", ",
            })?;
            write!(f, "`{}` ({})", code.name, code.id)?;
        }
        f.write_str(match self.near.is_empty() {
            true => "ask for a code, such as `F0203`, or for its name, such as `dangling_event`",
            false => "?",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::codes::{DANGLING_EVENT, UNKNOWN_EVENT, UNKNOWN_KIND};

    fn said(asked: &str) -> String {
        find(asked).unwrap_err().to_string()
    }

    #[test]
    fn a_code_is_found_as_it_is_printed_and_as_it_is_typed() {
        for asked in [
            "F0203",
            "f0203",
            "[F0203]",
            " F0203\n",
            "dangling_event",
            "Dangling-Event",
        ] {
            assert_eq!(find(asked), Ok(&DANGLING_EVENT), "{asked}");
        }
    }

    #[test]
    fn of_what_is_not_found_the_nearest_are_named() {
        assert_eq!(
            said("spining_cycle"),
            "the error index has no page `spining_cycle`: did you mean `spinning_cycle` (F0401)?"
        );
        assert_eq!(
            said("E0103"),
            "the error index has no page `E0103`: did you mean `unknown_event` (F0103)?"
        );
        assert_eq!(find("0103").unwrap_err().near, [&UNKNOWN_EVENT]);
        let several = Unknown {
            asked: "unknown".to_owned(),
            near: vec![&UNKNOWN_EVENT, &UNKNOWN_KIND, &DANGLING_EVENT],
        };
        assert_eq!(
            several.to_string(),
            "the error index has no page `unknown`: did you mean `unknown_event` (F0103), \
             `unknown_kind` (F0101) or `dangling_event` (F0203)?"
        );
        for asked in ["", "F9999", "[]", "F", "ß", "coffee"] {
            assert_eq!(
                said(asked),
                format!(
                    "the error index has no page `{asked}`: ask for a code, such as `F0203`, \
                     or for its name, such as `dangling_event`"
                )
            );
        }
    }

    #[test]
    fn each_page_is_headed_by_its_code_and_its_name() {
        for code in CODES {
            let heading = code.page().lines().next().unwrap_or_default();
            assert_eq!(heading, format!("# {} {}", code.id, code.name));
        }
    }

    #[test]
    fn the_page_of_a_lint_says_how_it_is_accepted_and_no_other_does() {
        for code in CODES {
            let (_, after) = code.page().rsplit_once("```\n").unwrap_or_default();
            let allow = format!("`#[allow({})]`", code.name);
            let is_said = after.split_whitespace().any(|word| word == allow);
            assert_eq!(is_said, code.lint, "{}", code.id);
        }
    }
}
