//! Every text of a flow that may read a setting.

use std::fmt;

use crate::catalogue::{self, Arity, Type};
use crate::flow::{Arm, Event, Flow, Property, Value, ValueKind};

/// Where a text stands, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The widget's name in Studio.
    pub widget: String,
    /// The property, entry, parameter or operator.
    pub key: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "`{}`", self.widget),
            key => write!(f, "`{key}` of `{}`", self.widget),
        }
    }
}

/// Called with each text: where it stands, what its property may hold (none: any text), and the
/// text; says whether it changed it.
pub(super) type Visit<'v> = dyn FnMut(&Place, Option<&Type>, &mut Value) -> bool + 'v;

/// Visits every text of a flow in written order.
pub(super) fn texts(flow: &mut Flow, visit: &mut Visit<'_>) {
    for widget in &mut flow.widgets {
        let kind = match widget.kind.quoted {
            false => catalogue::kind(&widget.kind.text),
            true => None,
        };
        let rows = kind.map_or(&[][..], |kind| kind.properties);
        let mut walk = Walk {
            widget: widget.studio_name().to_owned(),
            visit,
        };
        walk.properties(rows, &mut widget.properties);
        for arm in &mut widget.arms {
            walk.arm(arm);
        }
    }
}

struct Walk<'a, 'v> {
    widget: String,
    visit: &'a mut Visit<'v>,
}

impl Walk<'_, '_> {
    fn properties(&mut self, rows: &[catalogue::Property], properties: &mut [Property]) {
        for Property { key, value, .. } in properties {
            let row = rows.iter().find(|row| !key.quoted && row.word == key.text);
            self.value(&key.text, row.map(|row| &row.ty), value);
        }
    }

    fn value(&mut self, key: &str, ty: Option<&Type>, value: &mut Value) {
        match &mut value.kind {
            ValueKind::Text(_) | ValueKind::Json(_) => {
                self.text(key, ty, value);
            }
            ValueKind::List(items) => {
                let item = match ty {
                    Some(Type::List(item)) => Some(*item),
                    _ => None,
                };
                for value in items {
                    self.value(key, item, value);
                }
            }
            ValueKind::Map(entries) => {
                let rows = match ty {
                    Some(Type::Object(rows)) => *rows,
                    _ => &[],
                };
                self.properties(rows, entries);
            }
            ValueKind::Callee { fields, .. } => self.properties(&[], fields),
            ValueKind::Number(_) | ValueKind::Flag(_) | ValueKind::Error => {}
        }
    }

    fn arm(&mut self, arm: &mut Arm) {
        if let Event::Named { word, arguments } = &mut arm.event {
            let takes_many = catalogue::operator(&word.text)
                .is_some_and(|operator| operator.arity == Arity::Many);
            if let Some(arguments) = arguments {
                self.arguments(&word.text, takes_many, arguments);
            }
        }
        if let Some(subject) = &mut arm.subject {
            self.text("subject", None, subject);
        }
    }

    /// A filled list of entries, `yes, no`, is as many entries.
    fn arguments(&mut self, word: &str, takes_many: bool, arguments: &mut Vec<Value>) {
        for mut value in std::mem::take(arguments) {
            let filled = self.text(word, None, &mut value);
            match &value.kind {
                ValueKind::Text(text) if filled && takes_many && text.contains(',') => {
                    let entries = text.split(',').map(|entry| Value {
                        kind: ValueKind::Text(entry.trim().to_owned()),
                        at: value.at,
                    });
                    arguments.extend(entries);
                }
                _ => arguments.push(value),
            }
        }
    }

    fn text(&mut self, key: &str, ty: Option<&Type>, value: &mut Value) -> bool {
        let place = Place {
            widget: self.widget.clone(),
            key: key.to_owned(),
        };
        (self.visit)(&place, ty, value)
    }
}
