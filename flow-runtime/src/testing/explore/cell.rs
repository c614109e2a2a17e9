//! Places in what an execution remembers.

use flow_model::{Map, Text, Value};

/// The names of a place, the root first.
pub(super) type Path = Vec<Text>;

/// The time, as a place of its own.
pub(super) const NOW: Text = Text::Static("now");

/// A place in what an execution remembers of a flow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) flow: usize,
    pub(super) path: Path,
}

impl Cell {
    /// What a flow reads there: what started a subflow's parent is the parent's.
    pub(super) fn read(flow: usize, path: Path) -> Cell {
        let is = |n: usize, name: &str| path.get(n).is_some_and(|it| it == name);
        let of_parent = is(0, "contact")
            || is(0, "trigger") && !is(1, "parent")
            || is(0, "flow") && (is(1, "data") || is(1, "channel"));
        Cell {
            flow: if of_parent { 0 } else { flow },
            path,
        }
    }

    /// Whether the one is the other or a part of it.
    pub(super) fn overlaps(&self, other: &Cell) -> bool {
        self.flow == other.flow && (self.is_under(&other.path) || other.is_under(&self.path))
    }

    /// Whether it is that place or a part of it.
    pub(super) fn is_under(&self, path: &[Text]) -> bool {
        self.path.starts_with(path)
    }

    /// Whether it stays as it was when the execution started.
    pub(super) fn is_fixed(&self) -> bool {
        let root = self.path.first().map_or("", |root| root.as_str());
        root == "now" || root == "contact" || Cell::read(usize::MAX, self.path.clone()).flow == 0
    }
}

/// A path of names.
pub(super) fn path(names: &[&str]) -> Path {
    names
        .iter()
        .map(|name| Text::from((*name).to_owned()))
        .collect()
}

/// What stands at a place; of what has no such part, the whole.
pub(super) fn look<'m>(context: &'m Map, path: &[Text]) -> Option<&'m Value> {
    let (root, rest) = path.split_first()?;
    let mut value = context.get(root)?;
    for name in rest {
        value = match value {
            Value::Map(map) => map.get(name)?,
            Value::List(items) => match name.parse::<usize>() {
                Ok(index) => items.get(index)?,
                Err(_) => return Some(value),
            },
            _ => return Some(value),
        };
    }
    Some(value)
}

/// Puts a value at a place, with all that is around it.
pub(super) fn nested(map: &mut Map, path: &[Text], value: Value) {
    let Some((name, rest)) = path.split_first() else {
        return;
    };
    let old = map.remove(name).unwrap_or_default();
    map.insert(name.clone(), within(old, rest, value));
}

fn within(old: Value, path: &[Text], value: Value) -> Value {
    let Some((name, rest)) = path.split_first() else {
        return value;
    };
    if let Ok(index) = name.parse::<usize>()
        && index < 16
    {
        let mut items = match old {
            Value::List(items) => items,
            _ => Vec::new(),
        };
        while items.len() <= index {
            items.push(Value::Nil);
        }
        items[index] = within(std::mem::take(&mut items[index]), rest, value);
        return Value::List(items);
    }
    match (name.as_str(), rest) {
        // How large something is, rather than a field of that name.
        ("size", []) if !matches!(old, Value::Map(_)) => {
            let size = value.as_integer().unwrap_or(0).clamp(0, 16);
            (0..size).map(|_| Value::from("x")).collect()
        }
        ("first" | "last", _) if !matches!(old, Value::Map(_)) => {
            Value::List(vec![within(Value::Nil, rest, value)])
        }
        _ => {
            let mut map = match old {
                Value::Map(map) => map,
                _ => Map::new(),
            };
            nested(&mut map, path, value);
            Value::Map(map)
        }
    }
}
