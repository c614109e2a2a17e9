//! Why a flow cannot be filled, in words for whoever gives the values.

use std::fmt;

use super::Place;
use crate::Text;
use crate::check::Diagnostic;
use crate::check::codes::WRONG_TYPE;

/// How many places that read a missing setting are told.
const TOLD: usize = 3;

/// The longest text that is shown whole, in characters.
const SHOWN: usize = 60;

/// All that keeps a flow from being filled with its settings.
#[derive(Clone, Debug, PartialEq)]
pub struct FillError {
    /// The name of the flow's type.
    pub flow: String,
    /// What is in the way, in written order.
    pub problems: Vec<Problem>,
}

/// One thing that keeps a flow from being filled.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A setting has no value.
    Missing {
        /// Its name.
        name: Text,
        /// A name that has a value, and may be a slip of this one.
        near: Option<String>,
        /// Where it is read.
        places: Vec<Place>,
    },
    /// A value holds Liquid, and so would be read as more than text.
    Liquid {
        /// The setting.
        name: Text,
        /// What makes it Liquid: `{{` or `{%`.
        mark: &'static str,
    },
    /// A value is to stand within Liquid, and no text in quotes can hold it.
    NoLiteral {
        /// The setting.
        name: Text,
        /// Where it is read.
        place: Place,
    },
    /// A path that is not `settings` and one name.
    NotOne {
        /// The path.
        path: String,
        /// Where it stands.
        place: Place,
    },
    /// What the checks find once the values are in.
    Found {
        /// Where.
        place: Option<Place>,
        /// The filled text that stands there.
        text: Option<String>,
        /// What.
        finding: Diagnostic,
    },
}

impl FillError {
    /// The names of the settings that have no value.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().filter_map(|problem| match problem {
            Problem::Missing { name, .. } => Some(&**name),
            _ => None,
        })
    }
}

impl fmt::Display for FillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the flow `{}` cannot be filled with its settings:",
            self.flow
        )?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for FillError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Missing { name, near, places } => {
                write!(f, "`{name}` is missing: ")?;
                write_places(f, places)?;
                let verb = if places.len() == 1 { "reads" } else { "read" };
                write!(f, " {verb} it")?;
                match near {
                    Some(near) => write!(f, "; is it what is given as `{near}`?"),
                    None => Ok(()),
                }
            }
            Problem::Liquid { name, mark } => write!(
                f,
                "the value of `{name}` holds `{mark}`: a setting is plain text, so take the Liquid out of it"
            ),
            Problem::NoLiteral { name, place } => write!(
                f,
                "the value of `{name}` holds both kinds of quotes or the end of a tag, and {place} reads it \
                 within more Liquid, where no text in quotes can hold it: read it there by itself, as \
                 `{{{{settings.{name}}}}}`"
            ),
            Problem::NotOne { path, place } => write!(
                f,
                "`{path}` in {place} is no setting: a setting is one text, `settings.name`"
            ),
            Problem::Found {
                place,
                text,
                finding,
            } => {
                if let Some(place) = place {
                    write!(f, "{place}")?;
                }
                if let Some(text) = text {
                    write!(f, ", filled to {}", shown(text))?;
                }
                write!(f, ": {} [{}]", finding.message, finding.code.id)?;
                // How a value of another type is written in `flow!` is no news to whoever fills it.
                match &finding.help {
                    Some(help) if *finding.code != WRONG_TYPE => write!(f, "; {help}"),
                    _ => Ok(()),
                }
            }
        }
    }
}

fn write_places(f: &mut fmt::Formatter<'_>, places: &[Place]) -> fmt::Result {
    for (index, place) in places.iter().take(TOLD).enumerate() {
        let last = index + 1 == places.len();
        match index {
            0 => {}
            _ if last => f.write_str(" and ")?,
            _ => f.write_str(", ")?,
        }
        write!(f, "{place}")?;
    }
    match places.len().saturating_sub(TOLD) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{:?}…", &text[..at]),
        None => format!("{text:?}"),
    }
}
