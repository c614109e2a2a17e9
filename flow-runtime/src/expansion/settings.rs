//! The names of the settings that a flow reads, checked while it is compiled.

use super::{Lines, same};
use crate::settings::{self, Field};

/// The settings that a flow may read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    name: &'static str,
    fields: &'static [Field],
}

/// Those of a type.
pub const fn settings<S: settings::Settings>() -> Settings {
    Settings {
        name: S::NAME,
        fields: S::FIELDS,
    }
}

/// The names that a text reads. As a constant it fails where there is no such setting, and says so.
#[track_caller]
#[allow(clippy::panic)] // How a constant says something to whoever compiles it.
pub const fn read<const N: usize>(settings: Settings, names: [&str; N]) {
    let mut lines = Lines::new();
    let mut n = 0;
    while n < N {
        if !has(settings.fields, names[n]) {
            lines = lines.line();
            lines = unknown(lines, settings, names[n]);
        }
        n += 1;
    }
    if lines.length > 0 {
        panic!("{}", lines.text())
    }
}

const fn has(fields: &[Field], name: &str) -> bool {
    let mut n = 0;
    while n < fields.len() {
        if same(fields[n].name, name) {
            return true;
        }
        n += 1;
    }
    false
}

/// That there is no such setting, and which may be meant, or all that there are.
const fn unknown(lines: Lines, settings: Settings, name: &str) -> Lines {
    let lines = lines.push("`").push(settings.name);
    let lines = lines.push("` has no setting `").push(name).push("`: ");
    let fields = settings.fields;
    if let Some(near) = nearest(fields, name) {
        return lines
            .push("did you mean `")
            .push(fields[near].name)
            .push("`?");
    }
    match fields.len() {
        0 => lines.push("it has none; add a field of this name"),
        1 => lines.push("there is only `").push(fields[0].name).push("`"),
        count => {
            let mut lines = lines.push("its settings are ");
            let mut n = 0;
            while n < count {
                let joined_by = match count - n {
                    1 => " and ",
                    _ => ", ",
                };
                if n > 0 {
                    lines = lines.push(joined_by);
                }
                lines = lines.push("`").push(fields[n].name).push("`");
                n += 1;
            }
            lines
        }
    }
}

/// The field whose name is the fewest slips away, if these are few enough.
const fn nearest(fields: &[Field], name: &str) -> Option<usize> {
    let mut nearest = None;
    let mut fewest = 1 + if name.len() < 3 { 1 } else { name.len() / 3 };
    let mut n = 0;
    while n < fields.len() {
        let slips = slips(fields[n].name.as_bytes(), name.as_bytes());
        if slips < fewest {
            (nearest, fewest) = (Some(n), slips);
        }
        n += 1;
    }
    nearest
}

/// How many letters are to be put in, left out or changed to make one name of the other; as many as
/// there are where a name is longer than names are.
const fn slips(a: &[u8], b: &[u8]) -> usize {
    const LONGEST: usize = 63;
    if a.len() > LONGEST || b.len() > LONGEST {
        return a.len() + b.len();
    }
    let mut row = [0; LONGEST + 1];
    let mut column = 0;
    while column <= b.len() {
        row[column] = column;
        column += 1;
    }
    let mut line = 0;
    while line < a.len() {
        let mut above_left = row[0];
        row[0] = line + 1;
        let mut column = 0;
        while column < b.len() {
            let changed = above_left + (a[line] != b[column]) as usize;
            above_left = row[column + 1];
            let mut least = changed;
            if above_left + 1 < least {
                least = above_left + 1;
            }
            if row[column] + 1 < least {
                least = row[column] + 1;
            }
            row[column + 1] = least;
            column += 1;
        }
        line += 1;
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn field(name: &'static str) -> Field {
        Field {
            name,
            required: true,
        }
    }

    fn said(fields: &'static [Field], name: &str) -> String {
        let settings = Settings {
            name: "Production",
            fields,
        };
        unknown(Lines::new(), settings, name).text().to_owned()
    }

    #[test]
    fn slips_are_counted_as_a_person_would() {
        for (a, b, count) in [
            ("agent", "agent", 0),
            ("agent", "agnt", 1),
            ("agnt", "agent", 1),
            ("agent", "agant", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(slips(a.as_bytes(), b.as_bytes()), count, "{a} {b}");
        }
    }

    #[test]
    fn the_nearest_is_told_or_all() {
        const FIELDS: &[Field] = &[field("support_agent"), field("number"), field("host")];
        const ONE: &[Field] = &[field("number")];
        assert_eq!(
            said(FIELDS, "suport_agent"),
            "`Production` has no setting `suport_agent`: did you mean `support_agent`?"
        );
        assert_eq!(
            said(FIELDS, "workflow"),
            "`Production` has no setting `workflow`: its settings are `support_agent`, `number` and `host`"
        );
        assert_eq!(
            said(ONE, "workflow"),
            "`Production` has no setting `workflow`: there is only `number`"
        );
        assert!(said(&[], "x").ends_with("it has none; add a field of this name"));
    }

    #[test]
    fn what_there_is_may_be_read() {
        const FIELDS: &[Field] = &[field("a")];
        read(
            Settings {
                name: "P",
                fields: FIELDS,
            },
            ["a", "a"],
        );
    }
}
