//! Names among which one is looked for while a flow is compiled: constants know no trait, so a list
//! of any kind is one of these.

use super::{Lines, same};
use crate::function::Shape;
use crate::settings::Field;

/// Some names.
#[derive(Clone, Copy)]
pub(super) enum Names<'n> {
    Settings(&'n [Field]),
    /// Parameters, and whether each must be given.
    Parameters(&'n [(&'static str, bool)]),
    Texts(&'n [&'static str]),
    /// The fields of what a function returns.
    Fields(&'n [(&'static str, Shape)]),
}

impl<'n> Names<'n> {
    const fn len(self) -> usize {
        match self {
            Names::Settings(fields) => fields.len(),
            Names::Parameters(parameters) => parameters.len(),
            Names::Texts(texts) => texts.len(),
            Names::Fields(fields) => fields.len(),
        }
    }

    const fn name(self, n: usize) -> &'n str {
        match self {
            Names::Settings(fields) => fields[n].name,
            Names::Parameters(parameters) => parameters[n].0,
            Names::Texts(texts) => texts[n],
            Names::Fields(fields) => fields[n].0,
        }
    }

    pub(super) const fn has(self, name: &str) -> bool {
        let mut n = 0;
        while n < self.len() {
            if same(self.name(n), name) {
                return true;
            }
            n += 1;
        }
        false
    }

    /// Which of them may be meant by a name that is none, or all that there are.
    pub(super) const fn meant(self, lines: Lines, name: &str, none: &str, all: &str) -> Lines {
        if let Some(near) = self.nearest(name) {
            return lines
                .push("did you mean `")
                .push(self.name(near))
                .push("`?");
        }
        match self.len() {
            0 => lines.push(none),
            1 => lines.push("there is only `").push(self.name(0)).push("`"),
            count => {
                let mut lines = lines.push(all);
                let mut n = 0;
                while n < count {
                    let joined_by = match count - n {
                        1 => " and ",
                        _ => ", ",
                    };
                    if n > 0 {
                        lines = lines.push(joined_by);
                    }
                    lines = lines.push("`").push(self.name(n)).push("`");
                    n += 1;
                }
                lines
            }
        }
    }

    /// The name that is the fewest slips away, if these are few enough.
    const fn nearest(self, name: &str) -> Option<usize> {
        let mut nearest = None;
        let mut fewest = 1 + if name.len() < 3 { 1 } else { name.len() / 3 };
        let mut n = 0;
        while n < self.len() {
            let slips = slips(self.name(n).as_bytes(), name.as_bytes());
            if slips < fewest {
                (nearest, fewest) = (Some(n), slips);
            }
            n += 1;
        }
        nearest
    }
}

/// How many letters are to be put in, left out, changed or swapped with the next to make one name of
/// the other; as many as there are where a name is longer than names are.
const fn slips(a: &[u8], b: &[u8]) -> usize {
    const LONGEST: usize = 63;
    if a.len() > LONGEST || b.len() > LONGEST {
        return a.len() + b.len();
    }
    // Of what each beginning of `b` is made: the line before the last, the last, and the present one.
    let mut lines = [[0; LONGEST + 1]; 3];
    let mut column = 0;
    while column <= b.len() {
        lines[1][column] = column;
        column += 1;
    }
    let mut line = 1;
    while line <= a.len() {
        lines[2][0] = line;
        let mut column = 1;
        while column <= b.len() {
            let is_changed = a[line - 1] != b[column - 1];
            let mut least = lines[1][column - 1] + is_changed as usize;
            least = lesser(least, lines[1][column] + 1);
            least = lesser(least, lines[2][column - 1] + 1);
            if line > 1
                && column > 1
                && a[line - 1] == b[column - 2]
                && a[line - 2] == b[column - 1]
            {
                least = lesser(least, lines[0][column - 2] + 1);
            }
            lines[2][column] = least;
            column += 1;
        }
        lines = [lines[1], lines[2], lines[0]];
        line += 1;
    }
    lines[1][b.len()]
}

/// `min`, which is not constant.
const fn lesser(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_a_person_would() {
        for (a, b, count) in [
            ("agent", "agent", 0),
            ("agent", "agnt", 1),
            ("agnt", "agent", 1),
            ("agent", "agant", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("time", "tiem", 1),
            ("message", "mesasge", 1),
            ("message", "emssaeg", 2),
        ] {
            assert_eq!(slips(a.as_bytes(), b.as_bytes()), count, "{a} {b}");
        }
    }
}
