//! Settings: what differs between staging and production, such as a number to call.
//!
//! A text reads one as `{{settings.support_agent}}`, also where Studio takes no Liquid. [`fill()`]
//! puts the values in before anything else sees the text: neither Studio nor a template that
//! renders here knows of `settings`.
//!
//! - `{{settings.name}}` by itself becomes the value, as it is: a number stays one, and nothing is
//!   escaped.
//! - Within more Liquid (`{{ settings.name | upcase }}`, `{% if settings.beta == "yes" %}`) it
//!   becomes a text in quotes, or `nil` where the value is empty.
//! - A value is plain text: it holds no Liquid of its own.

use std::ops::Range;

use crate::flow::{Flow, Location, Value, ValueKind};
use crate::{Text, catalogue};

mod error;
mod recheck;
mod text;
mod values;
mod walk;

pub use error::{FillError, Problem};
pub(crate) use text::{is_only_settings, uses};
pub use values::Values;
pub use walk::Place;

/// One place where a flow reads a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// Its name: `support_agent` of `settings.support_agent`.
    pub name: Text,
    /// The text that reads it.
    pub at: Location,
    /// Which bytes of that text the path is.
    pub range: Range<usize>,
    /// The same place in words.
    pub place: Place,
}

/// Every setting that a flow reads, in written order: in properties, the entries of maps and lists,
/// the parameters of functions, the arguments and subjects of arms.
pub fn reads(flow: &Flow) -> Vec<Read> {
    let mut reads = Vec::new();
    let mut read = |place: &Place, _: Option<&catalogue::Type>, value: &mut Value| {
        for found in uses(value.text()) {
            if let Some(name) = found.name {
                reads.push(Read {
                    name,
                    at: value.at,
                    range: found.path,
                    place: place.clone(),
                });
            }
        }
        false
    };
    walk::texts(&mut flow.clone(), &mut read);
    reads
}

/// The flow with the values of its settings in its texts, every node where it stood.
///
/// What could not be checked before, since nobody knew the text, is checked now.
///
/// # Errors
///
/// All that is in the way: settings that are missing, values that cannot stand where they are read,
/// and what [`crate::check()`] finds in the flow only now, lints left out.
pub fn fill(flow: &Flow, values: &Values) -> Result<Flow, FillError> {
    let mut filled = flow.clone();
    let mut filler = Filler {
        values,
        problems: Vec::new(),
        changed: false,
    };
    walk::texts(&mut filled, &mut |place, ty, value| {
        filler.value(place, ty, value)
    });
    let (mut problems, changed) = (filler.problems, filler.changed);
    if problems.is_empty() && changed {
        problems = recheck::findings(flow, &filled);
    }
    if problems.is_empty() {
        return Ok(filled);
    }
    Err(FillError {
        flow: flow.name.text.clone(),
        problems,
    })
}

struct Filler<'v> {
    values: &'v Values,
    problems: Vec<Problem>,
    /// Whether anything was put in.
    changed: bool,
}

impl Filler<'_> {
    /// Fills one text, and says whether it did.
    fn value(&mut self, place: &Place, ty: Option<&catalogue::Type>, value: &mut Value) -> bool {
        let uses = uses(value.text());
        if uses.is_empty() {
            return false;
        }
        let mut filling = text::Filling::new(value.text());
        let before = self.problems.len();
        for found in uses {
            let path = &value.text()[found.path.clone()];
            let Some(name) = &found.name else {
                self.not_one(path, place);
                continue;
            };
            let Some(given) = self.values.get(name) else {
                self.missing(name, place);
                continue;
            };
            if let Some(mark) = text::liquid_in(given) {
                self.liquid(name, mark);
            } else if !filling.put(&found, given) {
                self.no_literal(name, place);
            }
        }
        if self.problems.len() == before {
            let text = filling.finish();
            if let ValueKind::Text(_) = value.kind {
                value.kind = typed(ty, text);
            } else {
                value.kind = ValueKind::Json(text);
            }
            self.changed = true;
        }
        true
    }

    fn missing(&mut self, missing: &Text, place: &Place) {
        for problem in &mut self.problems {
            if let Problem::Missing { name, places, .. } = problem
                && name == missing
            {
                if !places.contains(place) {
                    places.push(place.clone());
                }
                return;
            }
        }
        self.problems.push(Problem::Missing {
            name: missing.clone(),
            near: self.values.near(missing),
            places: vec![place.clone()],
        });
    }

    fn liquid(&mut self, name: &Text, mark: &'static str) {
        let name = name.clone();
        let problem = Problem::Liquid { name, mark };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn no_literal(&mut self, name: &Text, place: &Place) {
        self.problems.push(Problem::NoLiteral {
            name: name.clone(),
            place: place.clone(),
        });
    }

    fn not_one(&mut self, path: &str, place: &Place) {
        self.problems.push(Problem::NotOne {
            path: path.to_owned(),
            place: place.clone(),
        });
    }
}

/// A filled text as the number or the flag that its property takes, where it is one.
fn typed(ty: Option<&catalogue::Type>, text: String) -> ValueKind {
    let trimmed = text.trim();
    match ty {
        Some(catalogue::Type::Integer { .. }) if trimmed.parse::<i64>().is_ok() => {
            ValueKind::Number(trimmed.to_owned())
        }
        Some(catalogue::Type::Flag) => match trimmed.parse() {
            Ok(flag) => ValueKind::Flag(flag),
            Err(_) => ValueKind::Text(text),
        },
        _ => ValueKind::Text(text),
    }
}
