//! Reads a pattern as far as all engines agree on it.

use std::ops::Range;

/// What is wrong with a pattern.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// How engines read the brackets of a class.
#[derive(Clone, Copy)]
struct Dialect {
    /// `[]a]` holds `]` and `a`; else `[]` is empty.
    leading_bracket: bool,
    /// `[a[b]]` is one class; else it ends at the first `]`.
    nested: bool,
}

/// PCRE's reading, Java's and JavaScript's; others are among them.
const DIALECTS: [Dialect; 3] = [
    Dialect {
        leading_bracket: true,
        nested: false,
    },
    Dialect {
        leading_bracket: true,
        nested: true,
    },
    Dialect {
        leading_bracket: false,
        nested: false,
    },
];

/// A mistake in whichever dialect the pattern is read.
pub(super) fn mistake(pattern: &str) -> Option<Mistake> {
    let mut mistakes = DIALECTS.map(|dialect| {
        Scan {
            pattern,
            at: 0,
            dialect,
            groups: Vec::new(),
        }
        .mistake()
    });
    if mistakes.iter().all(Option::is_some) {
        mistakes[0].take()
    } else {
        None
    }
}

struct Scan<'p> {
    pattern: &'p str,
    at: usize,
    dialect: Dialect,
    /// Where the groups begin that are open.
    groups: Vec<usize>,
}

/// Why reading ended before the end of the pattern.
enum Stop {
    Mistake(Mistake),
    /// Engines differ from here on.
    Differ,
}

impl Scan<'_> {
    fn mistake(mut self) -> Option<Mistake> {
        match self.alternatives() {
            Err(Stop::Mistake(mistake)) => Some(mistake),
            Err(Stop::Differ) => None,
            Ok(()) => self.groups.last().map(|&group| Mistake {
                range: group..group + 1,
                message: "this group is never closed",
                help: "close it with `)`, or write `\\(` for the character itself",
            }),
        }
    }

    fn alternatives(&mut self) -> Result<(), Stop> {
        let mut repeatable = false;
        while let Some(char) = self.next() {
            let start = self.at - char.len_utf8();
            repeatable = match char {
                '\\' => self.escape(start)?,
                '[' => self.class(start)?,
                '(' => self.open(start)?,
                ')' => self.close(start)?,
                '|' => false,
                '*' | '+' | '?' if !repeatable => return Err(nothing_to_repeat(start)),
                '{' => self.repetition(start)?,
                _ => true,
            };
        }
        Ok(())
    }

    fn escape(&mut self, start: usize) -> Result<bool, Stop> {
        match self.next() {
            // `\Q` quotes what follows, in some engines.
            Some('Q') => Err(Stop::Differ),
            Some(_) => Ok(true),
            None => Err(Stop::Mistake(Mistake {
                range: start..self.at,
                message: "the pattern ends in a backslash",
                help: "write `\\\\` for the character itself",
            })),
        }
    }

    /// `(`, with what tells its kind: `(?:`, `(?<name>`.
    fn open(&mut self, start: usize) -> Result<bool, Stop> {
        self.groups.push(start);
        if self.rest().starts_with('*') {
            // PCRE's verbs: `(*FAIL)`.
            let verb = |char: char| char.is_ascii_uppercase();
            return match self.rest()[1..].starts_with(verb) {
                true => Err(Stop::Differ),
                false => Ok(false),
            };
        }
        if !self.eat("?") {
            return Ok(false);
        }
        let kinds = [":", "=", "!", ">", "<=", "<!"];
        if kinds.into_iter().any(|kind| self.eat(kind)) {
            return Ok(false);
        }
        if (self.eat("P<") || self.eat("<"))
            && let Some(name) = self.rest().find('>')
        {
            self.at += name + 1;
            return Ok(false);
        }
        Err(Stop::Differ)
    }

    fn close(&mut self, start: usize) -> Result<bool, Stop> {
        match self.groups.pop() {
            Some(_) => Ok(true),
            None => Err(Stop::Mistake(Mistake {
                range: start..self.at,
                message: "this `)` closes no group",
                help: "open one with `(`, or write `\\)` for the character itself",
            })),
        }
    }

    /// `{2,3}`; any other brace is itself, or nobody agrees.
    fn repetition(&mut self, start: usize) -> Result<bool, Stop> {
        let Some((inside, _)) = self.rest().split_once('}') else {
            return Ok(true);
        };
        let Some((least, most)) = inside.split_once(',') else {
            return Ok(true);
        };
        let (Ok(least), Ok(most)) = (least.parse::<u32>(), most.parse::<u32>()) else {
            return Ok(true);
        };
        let end = self.at + inside.len() + 1;
        if least > most {
            return Err(reversed(start..end));
        }
        self.at = end;
        Ok(true)
    }

    /// What follows a `[`, up to its `]`.
    fn class(&mut self, start: usize) -> Result<bool, Stop> {
        let mut open = vec![start];
        self.class_head();
        while let Some(char) = self.next() {
            let at = self.at - char.len_utf8();
            match char {
                ']' => {
                    open.pop();
                    if open.is_empty() {
                        return Ok(true);
                    }
                }
                '\\' => {
                    if self.next() == Some('Q') {
                        return Err(Stop::Differ);
                    }
                }
                '[' if self.dialect.nested => {
                    open.push(at);
                    self.class_head();
                }
                '[' => self.named_class(),
                _ => self.range(at, char)?,
            }
        }
        Err(Stop::Mistake(Mistake {
            range: start..start + 1,
            message: "this class is never closed",
            help: "close it with `]`, or write `\\[` for the character itself",
        }))
    }

    fn class_head(&mut self) {
        self.eat("^");
        if self.dialect.leading_bracket {
            self.eat("]");
        }
    }

    /// `[:alpha:]`, within a class.
    fn named_class(&mut self) {
        if self.rest().starts_with(':')
            && let Some(end) = self.rest().find(":]")
        {
            self.at += end + 2;
        }
    }

    /// `a-z`, within a class; escapes and classes as ends are left to the engine.
    fn range(&mut self, start: usize, from: char) -> Result<(), Stop> {
        let mut ahead = self.rest().chars();
        if let (Some('-'), Some(to)) = (ahead.next(), ahead.next())
            && !matches!(to, ']' | '[' | '\\')
        {
            self.at += 1 + to.len_utf8();
            if to < from {
                return Err(reversed(start..self.at));
            }
        }
        Ok(())
    }

    fn rest(&self) -> &str {
        &self.pattern[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let char = self.rest().chars().next()?;
        self.at += char.len_utf8();
        Some(char)
    }

    fn eat(&mut self, text: &str) -> bool {
        let eaten = self.rest().starts_with(text);
        if eaten {
            self.at += text.len();
        }
        eaten
    }
}

fn nothing_to_repeat(start: usize) -> Stop {
    Stop::Mistake(Mistake {
        range: start..start + 1,
        message: "there is nothing here to repeat",
        help: "write what is repeated before it, or a backslash for the character itself",
    })
}

fn reversed(range: Range<usize>) -> Stop {
    Stop::Mistake(Mistake {
        range,
        message: "this range is reversed",
        help: "write the lesser end first",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_engine_could_mean() {
        for (pattern, place, message) in [
            ("(yes|no", "(", "this group is never closed"),
            ("(a(b)", "(", "this group is never closed"),
            ("yes)", ")", "this `)` closes no group"),
            ("[1-5", "[", "this class is never closed"),
            ("[a\\]", "[", "this class is never closed"),
            ("*", "*", "there is nothing here to repeat"),
            ("a|+b", "+", "there is nothing here to repeat"),
            ("(?:?)", "?", "there is nothing here to repeat"),
            ("(*a)", "*", "there is nothing here to repeat"),
            ("[z-a]", "z-a", "this range is reversed"),
            ("[a-zé-è]", "é-è", "this range is reversed"),
            ("a{3,1}", "{3,1}", "this range is reversed"),
            ("yes\\", "\\", "the pattern ends in a backslash"),
        ] {
            let mistake = mistake(pattern).expect(pattern);
            assert_eq!((&pattern[mistake.range], mistake.message), (place, message));
        }
    }

    #[test]
    fn what_some_engine_means() {
        for pattern in [
            "",
            "yes|no|",
            "()",
            "[]a]",
            "[^]",
            "[a[b]",
            "[a[b]]",
            "[[:alpha:]_-]",
            "[a-]",
            "[-a]",
            "[\\]a]",
            "[+-]?\\d+",
            "\\Q(\\E",
            "(?i)yes",
            "(?x) # (",
            "(?#()a",
            "(?<name>a)\\k<name>",
            "(?P<name>a)",
            "(?<=a)b(?!c)(?>d)",
            "(*FAIL)",
            "a*+b*?c{2}d{2,}e{,3}",
            "{",
            "a{b,c}",
            "^*",
            "\\p{Lu}+",
        ] {
            assert_eq!(mistake(pattern), None, "{pattern}");
        }
    }
}
