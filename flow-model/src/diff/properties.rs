//! What widgets are set to, compared by what it means.

use std::collections::{HashMap, HashSet};

use super::pairs::{self, Pairs};
use super::{Was, What, wording};
use crate::catalogue::{self, Type};
use crate::flow::{Property, Value, ValueKind, Widget};

pub(super) fn compare(old: &Widget, new: &Widget, pairs: &Pairs, what: &mut Vec<What>) {
    let known = pairs::kind(new).map_or(&[][..], |kind| kind.properties);
    let mut comparison = Comparison {
        pairs,
        // Of another kind other things are left out: nobody changed those.
        defaults: pairs::same_kind(old, new),
        is_strict: false,
        what,
    };
    comparison.entries(known, &old.properties, &new.properties, "");
}

struct Comparison<'a> {
    pairs: &'a Pairs,
    defaults: bool,
    /// Whether Studio's JSON tells `60` from `"60"` here: where the catalogue knows nothing.
    is_strict: bool,
    what: &'a mut Vec<What>,
}

/// The key by which Studio knows an entry.
fn key<'a>(known: &[catalogue::Property], entry: &'a Property) -> &'a str {
    let named = known.iter().find(|known| known.word == entry.key.text);
    match named {
        Some(known) if !entry.key.quoted => known.studio,
        _ => &entry.key.text,
    }
}

/// The value of every key; of two entries of one key the first counts.
fn by_key<'a>(
    known: &[catalogue::Property],
    entries: &'a [Property],
) -> HashMap<&'a str, &'a Value> {
    let mut values = HashMap::with_capacity(entries.len());
    for entry in entries {
        values.entry(key(known, entry)).or_insert(&entry.value);
    }
    values
}

impl Comparison<'_> {
    /// Entries of both sides under one path: in the new order, then those that are gone.
    fn entries(
        &mut self,
        known: &[catalogue::Property],
        old: &[Property],
        new: &[Property],
        path: &str,
    ) {
        let (old_of, new_of) = (by_key(known, old), by_key(known, new));
        let gone = old
            .iter()
            .filter(|entry| !new_of.contains_key(key(known, entry)));
        let all = new.iter().chain(gone);
        let mut seen = HashSet::new();
        for entry in all {
            let name = key(known, entry);
            if !seen.insert(name) {
                continue;
            }
            let row = known.iter().find(|known| known.studio == name);
            let shown = row.map_or_else(|| wording::word(&entry.key), |row| row.word.to_owned());
            let path = if path.is_empty() {
                self.is_strict = row.is_none();
                shown
            } else {
                format!("{path}.{shown}")
            };
            let old = old_of.get(name).copied();
            self.value(row, old, new_of.get(name).copied(), &path);
        }
    }

    fn value(
        &mut self,
        row: Option<&catalogue::Property>,
        old: Option<&Value>,
        new: Option<&Value>,
        path: &str,
    ) {
        let ty = row.map(|row| row.ty);
        if let (Some(old), Some(new)) = (old, new) {
            match (&old.kind, &new.kind) {
                (ValueKind::Map(before), ValueKind::Map(now)) => {
                    let known = match ty {
                        Some(Type::Object(known)) => known,
                        _ => &[],
                    };
                    self.map(known, before, now, path);
                    return;
                }
                (
                    ValueKind::Callee {
                        path: a,
                        fields: before,
                    },
                    ValueKind::Callee {
                        path: b,
                        fields: now,
                    },
                ) if a == b => {
                    self.entries(&[], before, now, path);
                    return;
                }
                (ValueKind::List(before), ValueKind::List(now)) if before.len() == now.len() => {
                    for (index, (before, now)) in before.iter().zip(now).enumerate() {
                        let path = format!("{path}[{}]", index + 1);
                        let item = match ty {
                            Some(Type::List(item)) => Some(*item),
                            _ => None,
                        };
                        self.item(item, before, now, &path);
                    }
                    return;
                }
                _ => {}
            }
        }
        let default = row.and_then(|row| row.default).filter(|_| self.defaults);
        let is_default = |value: Option<&Value>| match (value, default) {
            (None, _) => true,
            (Some(value), Some(default)) => text(value).as_deref() == Some(default),
            (Some(_), None) => false,
        };
        let same = match (old, new) {
            (Some(old), Some(new)) => self.same(old, new),
            (old, new) => is_default(old) && is_default(new),
        };
        if !same {
            let shown = wording::values(old, new);
            let left_out = |shown: Option<String>| {
                shown.or_else(|| default.map(|default| format!("{default} (the default)")))
            };
            self.what.push(What::Property {
                path: path.to_owned(),
                was: Was {
                    old: left_out(shown.old),
                    new: left_out(shown.new),
                },
            });
        }
    }

    fn map(
        &mut self,
        known: &[catalogue::Property],
        old: &[Property],
        new: &[Property],
        path: &str,
    ) {
        let before = self.what.len();
        self.entries(known, old, new, path);
        let order = |entries: &[Property]| -> Vec<String> {
            entries.iter().map(|entry| entry.key.text.clone()).collect()
        };
        // Entries in the author's own names are set in turn.
        if known.is_empty() && before == self.what.len() && order(old) != order(new) {
            self.what.push(What::Order {
                path: path.to_owned(),
            });
        }
    }

    fn item(&mut self, ty: Option<Type>, old: &Value, new: &Value, path: &str) {
        match (ty, &old.kind, &new.kind) {
            (Some(Type::Object(known)), ValueKind::Map(old), ValueKind::Map(new)) => {
                self.map(known, old, new, path);
            }
            _ => self.value(None, Some(old), Some(new), path),
        }
    }

    /// Whether two values mean the same.
    fn same(&self, old: &Value, new: &Value) -> bool {
        match (&old.kind, &new.kind) {
            (ValueKind::Text(old), ValueKind::Text(new))
            | (ValueKind::Json(old), ValueKind::Json(new)) => self.pairs.same_text(old, new),
            (ValueKind::Number(old), ValueKind::Number(new)) => same_number(old, new),
            (ValueKind::List(old), ValueKind::List(new)) => {
                let mut items = old.iter().zip(new);
                old.len() == new.len() && items.all(|(old, new)| self.same(old, new))
            }
            (ValueKind::Error, ValueKind::Error) => true,
            (ValueKind::Json(_), _) | (_, ValueKind::Json(_)) => false,
            (old_kind, new_kind) => {
                let is_one_sort =
                    std::mem::discriminant(old_kind) == std::mem::discriminant(new_kind);
                (is_one_sort || !self.is_strict) && text(old).is_some() && text(old) == text(new)
            }
        }
    }
}

fn same_number(old: &str, new: &str) -> bool {
    old == new
        || match (old.parse::<f64>(), new.parse::<f64>()) {
            (Ok(old), Ok(new)) => old == new,
            _ => false,
        }
}

/// The text of a value that has one.
fn text(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Text(text) | ValueKind::Number(text) => Some(text.clone()),
        ValueKind::Flag(flag) => Some(flag.to_string()),
        _ => None,
    }
}
