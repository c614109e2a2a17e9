//! The examples of a page.

use flow_model::check::Code;

/// A page of the error index.
pub struct Page {
    /// When its first example fails.
    pub found: Found,
    /// A flow that earns the code.
    pub first: String,
    /// What to write instead.
    pub second: String,
}

/// When a code is found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The flow is not built.
    WhenBuilt,
    /// It is built, and Studio would refuse it.
    WhenExported,
}

impl Page {
    pub fn of(code: &Code) -> Self {
        let blocks = blocks(code.page());
        let (found, [(_, first), (_, second)]) = match blocks[..] {
            [first @ ("rust,compile_fail", _), second @ ("rust", _)] => {
                (Found::WhenBuilt, [first, second])
            }
            [first @ ("rust", _), second @ ("rust", _)] => (Found::WhenExported, [first, second]),
            _ => panic!("{} is to have two examples", code.id),
        };
        Page {
            found,
            first: in_full(first),
            second: in_full(second),
        }
    }
}

/// The blocks of code in a page, each with what its fence says of it.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((_, fenced)) = rest.split_once("\n```") {
        let (block, after) = fenced.split_once("\n```\n").expect("a fence is closed");
        blocks.push(block.split_once('\n').expect("a block has lines"));
        rest = after;
    }
    blocks
}

/// An example with the lines that `// …` stands for: those of the line above it, counted on to the
/// line below it.
fn in_full(example: &str) -> String {
    let mut full = String::new();
    let lines: Vec<_> = example.lines().collect();
    for (place, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("// …") {
            let above = lines[place - 1];
            let (first, last) = (first_number(above), first_number(lines[place + 1]));
            assert!(first + 1 < last, "nothing is left out at {above}");
            for number in first + 1..last {
                full += &counted_on(above, first, number - first);
                full.push('\n');
            }
        } else {
            full += line;
            full.push('\n');
        }
    }
    full
}

fn first_number(line: &str) -> usize {
    let digits = line.trim_start_matches(|first: char| !first.is_ascii_digit());
    let (number, _) = split_number(digits);
    number.parse().unwrap()
}

/// A line with its first number, and the number after that one, increased; their width is kept.
fn counted_on(line: &str, first: usize, by: usize) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|next: char| next.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let (digits, after) = split_number(digits);
        out += before;
        match digits.parse::<usize>() {
            Ok(number) if number == first || number == first + 1 => {
                out += &format!("{:0width$}", number + by, width = digits.len());
            }
            _ => out += digits,
        }
        rest = after;
    }
    out + rest
}

/// The digits that a text begins with, and the rest.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|next: char| !next.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}
